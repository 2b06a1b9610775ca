"""Random scenarios: small worlds in which every parameter, lever, date and fund varies."""

from __future__ import annotations

from typing import Any

import numpy as np

from sipabm import quarters
from sipabm.parameters import GROUPS, STRUCTURAL, Group, Values, declaration, numbers
from sipabm.scenario import AuthorityKind, Country, Fund, Levers, LeverSetting, Scenario
from sipabm.scenario.settings import AREAS, Area

EARLIEST = quarters.ordinal("2010Q1")
TIES = ("small_world", "preferential_attachment", "block")
DENSEST = 12.0  # bounds allow 50, with which everybody in so small a world knows everybody
DENSITIES = ("peers", "foreign_peers", "known_providers", "known_investors", "provider_investors", "investor_peers")
LONGEST_STAGE = 4.0  # or hardly any attempt would reach a contract within the run
STAGES = ("search_quarters", "business_case_quarters", "mobilisation_quarters", "negotiation_quarters")
LARGEST_POOL = 2.0  # small worlds stay small
WAYS = ("default", "neutral", "near", "anywhere")
# How often a parameter goes each way, in turn from scenario to scenario: the wilder, the fewer attempts get far.
MIXTURES = ((1.0, 0.0, 0.0, 0.0), (0.85, 0.05, 0.08, 0.02), (0.5, 0.1, 0.35, 0.05), (0.5, 0.2, 0.15, 0.15))


def random_scenario(number: int) -> Scenario:
    """Return a scenario whose actors, parameters, levers, dates and funds are drawn; each number has its own."""
    luck = np.random.default_rng(number)
    start, length = EARLIEST + int(luck.integers(0, 12)), int(luck.integers(12, 61))
    countries = tuple(random_country(luck, code, start) for code in "ABCD"[: luck.integers(1, 5)])
    codes = ["all", *(country.code for country in countries)]
    parameters = random_parameters(luck, MIXTURES[number % len(MIXTURES)])
    # Whatever else is drawn, somebody starts: a history without attempts compares nothing.
    parameters["consideration"]["own_interest"] = float(luck.uniform(0.05, 0.5))
    return Scenario.model_validate(
        {
            "name": f"random {number}",
            "first_quarter": quarters.text(start),
            "quarters": length,
            "ties": str(luck.choice(TIES)),
            "countries": countries,
            "funds": tuple(random_fund(luck, place, codes, start, length) for place in range(luck.integers(0, 4))),
            "levers": {lever: random_lever(luck, lever, start, length) for lever in Levers.model_fields},
            **parameters,
        }
    )


def random_country(luck: np.random.Generator, code: str, start: int) -> Country:
    """Return a country of 3 to 25 authorities that votes now and then, or never."""
    authorities = int(luck.integers(3, 26))
    return Country(
        code=code,
        authorities=authorities,
        kinds=random_kinds(luck, authorities),
        providers=int(luck.integers(1, 26)),
        investors=int(luck.integers(1, 11)),
        first_election=quarters.text(start + int(luck.integers(-4, 16))),
        election_period=int(luck.choice((0, 4, 12, 16, 24))),
    )


def random_kinds(luck: np.random.Generator, authorities: int) -> tuple[AuthorityKind, ...]:
    """Return two kinds of authorities with areas and sizes of their own, or none."""
    if luck.uniform() < 0.5:
        return ()
    large = int(luck.integers(0, authorities))
    drawn = {"large": large, "small": authorities - large}
    return tuple(
        AuthorityKind(
            name=name,
            number=number,
            areas=tuple(area for area in AREAS if luck.uniform() < 0.7),
            size=float(10.0 ** luck.uniform(-1.0, 1.0)),
            size_spread=float(luck.uniform(0.0, 1.5)),
        )
        for name, number in drawn.items()
    )


def random_fund(luck: np.random.Generator, place: int, codes: list[str], start: int, length: int) -> Fund:
    """Return an outcomes fund, sometimes soon exhausted, for one country or all, some welfare areas or all."""
    repayment = float(luck.choice((0.0, luck.uniform(), 1.0), p=(0.5, 0.4, 0.1)))
    opens = start + int(luck.integers(-2, length))  # before the run too: such a fund is open from the start
    development_share = float(luck.choice((0.0, luck.uniform(0.0, 0.9))))
    # Some support development alone.
    alone = development_share > 0.0 and luck.uniform() < 0.3
    return Fund(
        name=f"fund {place}",
        country=str(luck.choice(codes)),
        opens=quarters.text(opens),
        closes=quarters.text(opens + int(luck.integers(0, 30))),
        purse=float(10.0 ** luck.uniform(-0.5, 2.0)),
        share=0.0 if alone else float(luck.uniform(0.0, 0.95)),
        repayment=repayment,
        invests=bool(repayment > 0.0 and luck.uniform() < 0.4),
        domains=some_areas(luck),
        development_share=development_share,
    )


def random_lever(luck: np.random.Generator, lever: str, start: int, length: int) -> LeverSetting:
    """Return a lever that is common practice, in force between dates, both or neither."""
    practice = float(luck.choice((0.0, luck.uniform(), 1.0), p=(0.6, 0.3, 0.1)))
    if lever == "outcomes_fund":  # funds that exist anyway are listed, and a scenario allows no practice here
        practice = 0.0
    # Often without a policy: nine levers at work at once would leave nothing rigid, late or alone.
    if luck.uniform() < 0.4:
        return LeverSetting(practice=practice)
    first = int(luck.integers(0, length))
    last = quarters.text(start + int(luck.integers(first, length))) if luck.uniform() < 0.3 else None
    intensity = float(luck.choice((0.0, luck.uniform(), 1.0), p=(0.1, 0.7, 0.2)))
    # A stream of its own: what was drawn before there were policies in some areas alone stays as it was.
    apart = luck.spawn(1)[0]
    domains = some_areas(apart) if apart.uniform() < 0.4 else ()
    return LeverSetting(
        practice=practice, intensity=intensity, first=quarters.text(start + first), last=last, domains=domains
    )


def some_areas(luck: np.random.Generator) -> tuple[Area, ...]:
    """Return some of the welfare areas, possibly none or all."""
    return tuple(area for area in AREAS if luck.uniform() < 0.5)


def random_parameters(luck: np.random.Generator, mixture: tuple[float, ...]) -> dict[str, dict[str, Any]]:
    """Return a value for every parameter of every group, within what a scenario allows and a quick run bears."""
    parameters = {
        name: {parameter: random_value(luck, mixture, group, parameter) for parameter in group.model_fields}
        for name, group in GROUPS.items()
    }
    for density in DENSITIES:
        parameters["network"][density] = min(parameters["network"][density], DENSEST)
    parameters["population"]["pool"] = min(parameters["population"]["pool"], LARGEST_POOL)
    return parameters


def random_value(luck: np.random.Generator, mixture: tuple[float, ...], group: type[Group], name: str) -> Any:
    """Return a parameter's default, its neutral value, or numbers drawn near the default or anywhere in its bounds."""
    details, default = declaration(group, name), group.model_fields[name].default
    low, high = details["bounds"]
    high = min(high, LONGEST_STAGE) if name in STAGES else high
    way = luck.choice(WAYS, p=mixture)
    drawn = {case: float(number) for case, number in numbers(default)}
    if way == "neutral" and details["neutral"] != STRUCTURAL:
        drawn = neutral_numbers(details["neutral"], drawn)
    elif way == "near":
        drawn = {case: min(max(number * luck.uniform(0.5, 1.5), low), high) for case, number in drawn.items()}
    elif way == "anywhere":
        drawn = {case: float(luck.uniform(low, high)) for case in drawn}
    return drawn if isinstance(default, Values) else drawn[""]


def neutral_numbers(neutral: Any, default: dict[str, float]) -> dict[str, float]:
    """Return the neutral value by case; one number stands for all cases."""
    if isinstance(neutral, Values):
        return dict(numbers(neutral))
    return dict.fromkeys(default, float(neutral))
