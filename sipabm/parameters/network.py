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
        source="assumed: neighbours and partner municipalities",
    )
    # Matters for small worlds alone: the other ways of making ties know no neighbourhood.
    rewiring: float = parameter(
        0.15,
        "share of ties among authorities that lead beyond the neighbourhood (small world)",
        unit="share",
        bounds=(0.0, 1.0),
        neutral=0.0,
        source="assumed: small-world range of Watts and Strogatz (1998)",
    )
    # Apart from peers, as news that crosses a border can then be switched off by itself.
    foreign_peers: float = parameter(
        0.3,
        "mean number of authorities abroad that an authority hears from",
        unit="authorities",
        bounds=(0.0, 50.0),
        neutral=0.0,
        source="assumed: sparse across countries, about one authority in three makes such a tie",
    )
    # Structural, as are the next three: who knows nobody cannot sign, which is no mechanism switched off.
    known_providers: float = parameter(
        5.0,
        "mean number of providers of its country that an authority knows",
        unit="providers",
        bounds=(0.0, 50.0),
        neutral=STRUCTURAL,
        source="assumed: a handful, two of whom work in a given area (provider_breadth 0.45)",
    )
    known_investors: float = parameter(
        6.0,
        "mean number of investors that an authority knows",
        unit="investors",
        bounds=(0.0, 50.0),
        neutral=STRUCTURAL,
        source="assumed: a few, fewer than providers, as most authorities never needed one before",
    )
    provider_investors: float = parameter(
        1.0,
        "mean number of investors that a provider knows",
        unit="investors",
        bounds=(0.0, 50.0),
        neutral=STRUCTURAL,
        source="assumed: one, as providers hardly ever repeat (INDIGO) and so seldom meet investors",
    )
    investor_peers: float = parameter(
        12.0,
        "mean number of other investors that an investor knows",
        unit="investors",
        bounds=(0.0, 50.0),
        neutral=STRUCTURAL,
        source="assumed; INDIGO: mean 3.5 investors a deal need a circle to draw on",
    )
    investor_hubs: float = parameter(
        2.0,
        "how strongly ties gather on a few investors (1: evenly)",
        unit="exponent",
        bounds=(1.0, 10.0),
        neutral=1.0,
        source="assumed; INDIGO: a few investors appear in many deals",
    )
    foreign_share: float = parameter(
        0.15,
        "share of ties to providers and investors that lead abroad",
        unit="share",
        bounds=(0.0, 1.0),
        neutral=0.0,
        source="assumed: mostly partners at home, as law and language differ; the same as rewiring",
    )
    trust: float = parameter(
        0.45,
        "mean trust on a tie at the start",
        unit="share",
        bounds=(0.0, 1.0),
        neutral=STRUCTURAL,
        source="assumed: middle of the scale",
    )
    stranger_trust: float = parameter(
        0.10,
        "trust between partners that had no tie",
        unit="share",
        bounds=(0.0, 1.0),
        neutral=STRUCTURAL,
        source="assumed: well below the mean on a tie (0.45), above 0 as reputation counts for something",
    )
