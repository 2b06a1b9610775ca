"""Parameters of the country environment: labour market, elections, legislation, outcomes funds."""

from sipabm.parameters.base import STRUCTURAL, ByDomain, Group, parameter


class Environment(Group):
    """Labour market, elections, legislation and outcomes funds."""

    # Below 1, or deviations would add up without end.
    labour_market_persistence: float = parameter(
        0.85,
        "share of a labour-market deviation that remains a quarter later",
        unit="share",
        bounds=(0.0, 0.99),
        neutral=STRUCTURAL,
        source="assumed: cycles of several years, as in quarterly unemployment series",
    )
    labour_market_shock: float = parameter(
        0.06,
        "standard deviation of the quarterly labour-market shock",
        unit="log points of placements",
        bounds=(0.0, 0.5),
        neutral=0.0,
        source="assumed: gives a long-run standard deviation of about 0.11",
    )
    election_turnover: float = parameter(
        0.35,
        "probability that an election brings a new government",
        unit="probability",
        bounds=(0.0, 1.0),
        neutral=0.0,
        source="assumed: no hazard found (evidence gap); about every third election",
    )
    new_law: ByDomain = parameter(
        ByDomain(social=0.012, employment=0.015, health=0.012),
        "probability a quarter of a law that changes the rules of a welfare area in a country",
        unit="probability per quarter",
        bounds=(0.0, 0.5),
        neutral=ByDomain(social=0.0, employment=0.0, health=0.0),
        source="assumed: one reform in 15 to 20 years; 8 of 60 INDIGO pipeline rows name law, procurement or politics",
    )
    # A switch written as a number, so that it is varied, recorded and attributed like every other parameter.
    fund_exhaustion: float = parameter(
        1.0,
        "1: outcomes funds close on their dates and pay no more than their purse; 0: they never run out",
        unit="switch",
        bounds=(0.0, 1.0),
        neutral=0.0,
        source="INDIGO: British deals fall from 12 in 2020 to 1 in 2023 after the funds are allocated",
    )
    lever_fund_purse: float = parameter(
        100.0,
        "purse of the outcomes fund that the lever outcomes_fund opens, for all countries together",
        unit="million USD",
        bounds=(0.0, 100000.0),
        neutral=STRUCTURAL,
        source="assumed: the size of the largest funds observed (SIPPRA 100, Life Chances Fund 110 million USD)",
    )
