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
        plausible=(0.7, 0.95),
        because=(
            "half of a deviation is gone after two quarters at 0.7 and after three years at 0.95; labour markets "
            "recover no faster and seldom more slowly"
        ),
        source="assumed: cycles of several years, as in quarterly unemployment series",
    )
    labour_market_shock: float = parameter(
        0.06,
        "standard deviation of the quarterly labour-market shock",
        unit="log points of placements",
        bounds=(0.0, 0.5),
        neutral=0.0,
        plausible=(0.02, 0.12),
        because=(
            "gives a long-run standard deviation of 0.04 (hardly a cycle) to 0.23 (placements off by more than a "
            "fifth in one year of three)"
        ),
        source="assumed: gives a long-run standard deviation of about 0.11",
    )
    election_turnover: float = parameter(
        0.35,
        "probability that an election brings a new government",
        unit="probability",
        bounds=(0.0, 1.0),
        neutral=0.0,
        plausible=(0.15, 0.5),
        because=(
            "incumbents win more often than not in most local elections, but not nearly always; no hazard was found"
        ),
        source="assumed: no hazard found (evidence gap); about every third election",
    )
    new_law: ByDomain = parameter(
        ByDomain(social=0.012, employment=0.015, health=0.012),
        "probability a quarter of a law that changes the rules of a welfare area in a country",
        unit="probability per quarter",
        bounds=(0.0, 0.5),
        neutral=ByDomain(social=0.0, employment=0.0, health=0.0),
        plausible=(
            ByDomain(social=0.005, employment=0.005, health=0.005),
            ByDomain(social=0.03, employment=0.04, health=0.03),
        ),
        because=(
            "from a reform of a whole area in fifty years to one in eight, in employment in six; less is no politics, "
            "more would outrun every contract"
        ),
        source="assumed: one reform in 15 to 20 years; hazard unknown (evidence gap)",
    )
    # A switch written as a number, so that it is varied, recorded and attributed like every other parameter.
    fund_exhaustion: float = parameter(
        1.0,
        "1: outcomes funds close on their dates and pay no more than their purse; 0: they never run out",
        unit="switch",
        bounds=(0.0, 1.0),
        neutral=0.0,
        plausible=(1.0, 1.0),
        because="observed: funds closed and their deals ended; the other position is an experiment",
        source="INDIGO: British deals fall from 12 in 2020 to 1 in 2023 after the funds are allocated",
    )
    lever_fund_purse: float = parameter(
        100.0,
        "purse of the outcomes fund that the lever outcomes_fund opens, for all countries together",
        unit="million USD",
        bounds=(0.0, 100000.0),
        neutral=STRUCTURAL,
        plausible=(100.0, 100.0),
        because="definition: what a policy decides is no unknown",
        source="assumed: the size of the largest funds observed (SIPPRA 100, Life Chances Fund 110 million USD)",
    )
