"""Parameters of search and of early informal meetings."""

from sipabm.parameters.base import DEVELOPMENT_COST, FOUR_STAGES, Group, parameter


class Search(Group):
    """Search for partners, and the lever early_meetings."""

    trust_in_search: float = parameter(
        0.6,
        "weight of trust against ability when partners are compared",
        unit="share",
        bounds=(0.0, 1.0),
        neutral=0.0,
        plausible=(0.2, 0.9),
        because=(
            "tenders weigh ability by law, so it counts for a tenth at least; trust counts for a fifth at least, as "
            "nobody hands the vulnerable to those nobody trusts"
        ),
        source="assumed: partners are chosen among the trusted first",
    )
    # Without it the best known provider would win every tender of an authority.
    tender_luck: float = parameter(
        0.25,
        "half-width of what else decides a tender, beside trust and skill",
        unit="score",
        bounds=(0.0, 2.0),
        neutral=0.0,
        plausible=(0.05, 0.6),
        because=(
            "tenders are scored by rules, so not a lottery; at 0.6 a middling bidder beats the most trusted one now "
            "and then"
        ),
        source=(
            "assumed: as wide as the spread of skill among providers (0.25 to 0.75), so that luck and trait weigh alike"
        ),
    )
    # At least one, here and in later stages, as a project passes one gate a quarter.
    search_quarters: float = parameter(
        1.0,
        "least quarters from the idea to a set of partners",
        unit="quarters",
        bounds=(1.0, 20.0),
        neutral=1.0,
        plausible=(1.0, 2.5),
        because=FOUR_STAGES,
        source="assumed; with the other stages gives about 24 months (INDIGO pipelines: median 21, mean 25)",
    )
    # Below 1, at which a stage would never end.
    delay: float = parameter(
        0.20,
        "probability that a stage takes yet another quarter",
        unit="probability",
        bounds=(0.0, 0.9),
        neutral=0.0,
        plausible=(0.05, 0.5),
        because=(
            "at 0.05 all attempts take much the same time, at 0.5 one stage in eight takes a year or more; pipelines "
            "spread from 12 to 30 months and up to 87"
        ),
        source="assumed; spread of 12-30 months in INDIGO pipelines",
    )
    meeting_quarters: float = parameter(
        1.0,
        "quarters that early informal meetings take",
        unit="quarters",
        bounds=(0.0, 8.0),
        neutral=0.0,
        plausible=(0.0, 2.0),
        because="a few talks fit into time that passes anyway, or wait for diaries for half a year",
        source="assumed: three parties meet a few times; a quarter is the shortest delay of the model",
    )
    meeting_cost: float = parameter(
        0.01,
        "cost of early meetings, shared equally by the three parties",
        unit="share of capital",
        bounds=(0.0, 0.5),
        neutral=0.0,
        plausible=(0.002, 0.03),
        because="from a few days of staff (3 000 USD at the median capital) to facilitated workshops (45 000)",
        source="assumed: staff time of a few meetings, 15 000 USD at the median capital",
        role=DEVELOPMENT_COST,
    )
    meeting_trust: float = parameter(
        0.25,
        "share of missing trust that early meetings build",
        unit="share",
        bounds=(0.0, 1.0),
        neutral=0.0,
        plausible=(0.0, 0.6),
        because="no effect size was found, so none may be there; talks do not turn strangers into old partners",
        source="assumed: direction from Ways to Wellness and Andersen (2023); no effect size found (evidence gap)",
    )
    meeting_tailoring: float = parameter(
        0.15,
        "how much better a project fits its frontline and departments after early meetings",
        unit="share of acceptance",
        bounds=(0.0, 1.0),
        neutral=0.0,
        plausible=(0.0, 0.4),
        because=(
            "no effect size was found, so none may be there; at 0.4 talks would undo all but the strongest resistance"
        ),
        source="assumed: co-design increased buy-in (Ways to Wellness); no effect size found (evidence gap)",
    )
    meeting_clarity: float = parameter(
        0.40,
        "share of the investor's misjudgement that early meetings remove",
        unit="share",
        bounds=(0.0, 1.0),
        neutral=0.0,
        plausible=(0.0, 0.8),
        because="no effect size was found, so none may be there; a few talks leave some error",
        source="assumed: no effect size found (evidence gap)",
    )
    meeting_foresight: float = parameter(
        0.40,
        "probability that early meetings bring a stakeholder barrier to light before money is spent",
        unit="probability",
        bounds=(0.0, 1.0),
        neutral=0.0,
        plausible=(0.05, 0.8),
        because=(
            "people who meet learn something of what stands in the way, and never all of it; no effect size was found"
        ),
        source="assumed: no effect size found (evidence gap)",
    )
    # The side effect of the lever, which would otherwise cost money and time alone.
    meeting_procurement_risk: float = parameter(
        0.02,
        "probability that early meetings lead to a procurement challenge that ends the attempt",
        unit="probability",
        bounds=(0.0, 1.0),
        neutral=0.0,
        plausible=(0.0, 0.1),
        because="no challenge over such talks was found; one in ten would have ended the practice that reviews favour",
        source="assumed: rare, as reviews favour talks before procurement (HM Treasury); size unknown (evidence gap)",
    )
