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
        plausible=(0.05, 0.4),
        because=(
            "machines did some exposed work in 2010, and less than half of it, or it would not have been people's jobs"
        ),
        source="assumed: with doubling_time it fits the observed 1.5 points a year; the level itself is unknown",
    )
    # 0 stands for no growth, which no length of time would say.
    doubling_time: float = parameter(
        11.0,
        "years in which the capability of machines doubles; 0 for no growth",
        unit="years",
        bounds=(0.0, 100.0),
        neutral=0.0,
        plausible=(2.5, 50.0),
        because=(
            "the first year adds 4 points of exposed work at 2.5, within the stress of 3 to 8 that evidence names, and "
            "0.2 at 50, as employment of the low-educated did not fall (OECD 2021)"
        ),
        source=(
            "assumed: that machines are why high-risk jobs grew 1.5 points a year less than others, 2012-19 (OECD "
            "2021); stress: 2.5"
        ),
    )
    saturation: float = parameter(
        0.80,
        "share of exposed work that machines can ever do, however capable",
        unit="share",
        bounds=(0.0, 0.9),
        neutral=0.0,
        plausible=(0.5, 0.9),
        because=(
            "beyond what machines do already (0.4 at most), and short of all: some of any exposed work stays with "
            "people"
        ),
        source="assumed: some of all exposed work stays with people; size unknown",
    )
    exposure: ByDomain = parameter(
        ByDomain(social=0.05, employment=0.46, health=0.0),
        "share of a placement programme's results that rests on exposed work",
        unit="share",
        bounds=(0.0, 1.0),
        neutral=ByDomain(social=0.0, employment=0.0, health=0.0),
        plausible=(ByDomain(social=0.0, employment=0.06, health=0.0), ByDomain(social=0.2, employment=0.6, health=0.1)),
        because=(
            "at high risk are 6 % of jobs in Norway, 14 % on average, half of those in kitchens, which placed people "
            "get; 46 % with those that change much (OECD 2018); few social and health programmes end in jobs"
        ),
        source=(
            "assumed: OECD (2018) counts jobs, 14 % at high risk and 32 % changed much, not results that rest on "
            "them; social, health: few end in jobs"
        ),
    )
    # Neutral is 1: who expects what happens is not mistaken.
    authority_foresight: float = parameter(
        0.0,
        "share of authorities that expect exponential growth of technology; the others expect linear growth",
        unit="share",
        bounds=(0.0, 1.0),
        neutral=1.0,
        plausible=(0.0, 0.5),
        because="linear pricing is said to be the rule (Houmark 2018), so at most half see further",
        source=HOUMARK,
    )
    investor_foresight: float = parameter(
        0.0,
        "share of investors that expect exponential growth of technology; the others expect linear growth",
        unit="share",
        bounds=(0.0, 1.0),
        neutral=1.0,
        plausible=(0.0, 0.7),
        because=(
            "linear pricing is said to be the rule (Houmark 2018), but investors also hold technology, and most may "
            "know better"
        ),
        source=HOUMARK,
    )
    upskilling_offered: float = parameter(
        0.3,
        "share of providers that can train people for less exposed work instead of placing them",
        unit="share",
        bounds=(0.0, 1.0),
        neutral=0.0,
        plausible=(0.05, 0.7),
        because=(
            "training providers are in every country, but a programme of its own for exposed jobs is neither absent "
            "nor usual; no count was found"
        ),
        source="assumed: a minority; no count found (evidence gap)",
    )
    upskilling_cost: float = parameter(
        0.20,
        "added cost of a person trained instead of placed",
        unit="share of cost",
        bounds=(0.0, 5.0),
        neutral=0.0,
        plausible=(0.05, 1.0),
        because="a short course adds little; at twice the cost of placing nobody would offer it instead",
        source="assumed: training comes on top of placing; size unknown",
    )
    upskilling_delay: float = parameter(
        0.5,
        "years by which the effect of training shows later",
        unit="years",
        bounds=(0.0, 10.0),
        neutral=0.0,
        plausible=(0.25, 2.0),
        because="from a course of three months to a vocational education of two years",
        source="assumed: the length of a course; size unknown",
    )
    upskilling_shield: float = parameter(
        0.75,
        "share of exposure that training takes away",
        unit="share",
        bounds=(0.0, 1.0),
        neutral=0.0,
        plausible=(0.2, 0.95),
        because="some train for work that is exposed as well; none can be sure to have left all of it",
        source="assumed: most, as it trains for work that machines leave; size unknown",
    )
