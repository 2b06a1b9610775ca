"""Parameters of technology: machines, exposure, foresight and upskilling."""

from sipabm.parameters.base import ByDomain, Group, parameter

HOUMARK = "assumed, after Houmark 2018: social investments are priced as if progress were linear; share unknown"


class Technology(Group):
    """Machines that take over exposed work, what parties expect of that, and programmes that train for other work."""

    # Below 1, as results are relative to what machines leave to people at the start.
    machine_share: float = parameter(
        0.20,
        "share of exposed work that machines do in the first quarter",
        unit="share",
        bounds=(0.0, 0.9),
        neutral=0.0,
        source="assumed: with doubling_time it fits the observed 1.5 points a year; the level itself is unknown",
    )
    # 0 stands for no growth, which no length of time would say.
    doubling_time: float = parameter(
        12.5,
        "years in which that share doubles; 0 for no growth",
        unit="years",
        bounds=(0.0, 100.0),
        neutral=0.0,
        source="assumed: that machines are why high-risk jobs lagged 1.5 points a year, 2012-19 (OECD 2021); stress: 5",
    )
    saturation: float = parameter(
        0.80,
        "share of exposed work beyond which machines take over no more",
        unit="share",
        bounds=(0.0, 0.9),
        neutral=0.0,
        source="assumed: some of all exposed work stays with people; size unknown",
    )
    exposure: ByDomain = parameter(
        ByDomain(social=0.05, employment=0.46, health=0.0),
        "share of a placement programme's results that rests on exposed work",
        unit="share",
        bounds=(0.0, 1.0),
        neutral=ByDomain(social=0.0, employment=0.0, health=0.0),
        source="OECD 2018: 14 % of jobs at high risk, 32 % changed much; social, health assumed: few end in jobs",
    )
    # Neutral is 1: who expects what happens is not mistaken.
    authority_foresight: float = parameter(
        0.0,
        "share of authorities that expect exponential growth of technology; the others expect linear growth",
        unit="share",
        bounds=(0.0, 1.0),
        neutral=1.0,
        source=HOUMARK,
    )
    investor_foresight: float = parameter(
        0.0,
        "share of investors that expect exponential growth of technology; the others expect linear growth",
        unit="share",
        bounds=(0.0, 1.0),
        neutral=1.0,
        source=HOUMARK,
    )
    upskilling_offered: float = parameter(
        0.3,
        "share of providers that can train people for less exposed work instead of placing them",
        unit="share",
        bounds=(0.0, 1.0),
        neutral=0.0,
        source="assumed: a minority; no count found (evidence gap)",
    )
    upskilling_cost: float = parameter(
        0.20,
        "added cost of a person trained instead of placed",
        unit="share of cost",
        bounds=(0.0, 5.0),
        neutral=0.0,
        source="assumed: training comes on top of placing; size unknown",
    )
    upskilling_delay: float = parameter(
        0.5,
        "years by which the effect of training shows later",
        unit="years",
        bounds=(0.0, 10.0),
        neutral=0.0,
        source="assumed: the length of a course; size unknown",
    )
    upskilling_shield: float = parameter(
        0.75,
        "share of exposure that training takes away",
        unit="share",
        bounds=(0.0, 1.0),
        neutral=0.0,
        source="assumed: most, as it trains for work that machines leave; size unknown",
    )
