"""Parameters of the network: who knows whom at the start, and how well."""

from sipabm.parameters.base import STRUCTURAL, Group, parameter


class Network(Group):
    """Ties among actors and their trust at the start."""

    peers: float = parameter(
        6.0,
        "mean number of authorities of its own country that an authority hears from",
        unit="authorities",
        bounds=(0.0, 50.0),
        neutral=0.0,
        plausible=(2.0, 15.0),
        because=(
            "with fewer than two there is no network to speak of; more than fifteen are known from reports and not "
            "from talks"
        ),
        source="assumed: neighbours and partner municipalities",
    )
    # Matters for small worlds alone: the other ways of making ties know no neighbourhood.
    rewiring: float = parameter(
        0.15,
        "share of ties among authorities that lead beyond the neighbourhood (small world)",
        unit="share",
        bounds=(0.0, 1.0),
        neutral=0.0,
        plausible=(0.01, 0.5),
        because=(
            "below 0.01 news goes round neighbourhood by neighbourhood, above 0.5 hardly a neighbourhood is left; "
            "officials know both sorts of peers"
        ),
        source="assumed: small-world range of Watts and Strogatz (1998)",
    )
    # Apart from peers, as news that crosses a border can then be switched off by itself.
    foreign_peers: float = parameter(
        0.3,
        "mean number of authorities abroad that an authority hears from",
        unit="authorities",
        bounds=(0.0, 50.0),
        neutral=0.0,
        plausible=(0.0, 1.5),
        because=(
            "0 where language and law part authorities; with more than one or two each, countries would hardly have "
            "differed as they did"
        ),
        source="assumed: sparse across countries, about one authority in three makes such a tie",
    )
    # Structural, as are the next three: who knows nobody cannot sign, which is no mechanism switched off.
    known_providers: float = parameter(
        5.0,
        "mean number of providers of its country that an authority knows",
        unit="providers",
        bounds=(0.0, 50.0),
        neutral=STRUCTURAL,
        plausible=(2.0, 15.0),
        because=(
            "a tender needs two to choose from; an authority's department knows a dozen or so that are fit for such a "
            "contract"
        ),
        source="assumed: a handful, two of whom work in a given area (provider_breadth 0.45)",
    )
    known_investors: float = parameter(
        6.0,
        "mean number of investors that an authority knows",
        unit="investors",
        bounds=(0.0, 50.0),
        neutral=STRUCTURAL,
        plausible=(1.0, 12.0),
        because=(
            "with fewer than one most attempts would find none at all; a dozen, local ones included, is more than an "
            "office deals with"
        ),
        source="assumed: about as many as providers, most of them local; none was counted",
    )
    provider_investors: float = parameter(
        1.0,
        "mean number of investors that a provider knows",
        unit="investors",
        bounds=(0.0, 50.0),
        neutral=STRUCTURAL,
        plausible=(0.1, 4.0),
        because="most providers have never raised capital; the few that live on it know a handful",
        source="assumed: one, as providers hardly ever repeat (INDIGO) and so seldom meet investors",
    )
    investor_peers: float = parameter(
        12.0,
        "mean number of other investors that an investor knows",
        unit="investors",
        bounds=(0.0, 50.0),
        neutral=STRUCTURAL,
        plausible=(3.0, 25.0),
        because=(
            "a deal has 3.5 investors on average and up to 59, so each knows some others; 25 are all that most "
            "countries have"
        ),
        source="assumed; INDIGO: mean 3.5 investors a deal need a circle to draw on",
    )
    investor_hubs: float = parameter(
        2.0,
        "how strongly ties gather on a few investors (1: evenly)",
        unit="exponent",
        bounds=(1.0, 10.0),
        neutral=1.0,
        plausible=(1.0, 4.0),
        because=(
            "1 is an even spread, which a few repeated names rule out only weakly; at 4 the first of ten investors has "
            "half of the ties"
        ),
        source="assumed; INDIGO: a few investors appear in many deals",
    )
    foreign_share: float = parameter(
        0.15,
        "share of ties to providers and investors that lead abroad",
        unit="share",
        bounds=(0.0, 1.0),
        neutral=0.0,
        plausible=(0.02, 0.4),
        because=(
            "law and language differ, so partners are mostly at home; development bonds show that many can be abroad"
        ),
        source="assumed: mostly partners at home, as law and language differ; the same as rewiring",
    )
    trust: float = parameter(
        0.45,
        "mean trust on a tie at the start",
        unit="share",
        bounds=(0.0, 1.0),
        neutral=STRUCTURAL,
        plausible=(0.25, 0.65),
        because=(
            "below, a tie is worth little more than none; above, it is that of old partners, which are few before a "
            "first deal"
        ),
        source="assumed: middle of the scale",
    )
    stranger_trust: float = parameter(
        0.10,
        "trust between partners that had no tie",
        unit="share",
        bounds=(0.0, 1.0),
        neutral=STRUCTURAL,
        plausible=(0.0, 0.25),
        because="from nothing to what the weakest tie is worth (trust 0.25)",
        source="assumed: well below the mean on a tie (0.45), above 0 as reputation counts for something",
    )
