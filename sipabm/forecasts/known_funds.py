"""Funds known at an origin: those that had opened by then, when they close as far as one could tell, and new ones.

- A fund that had opened by the end of the origin's year is known. It closes when it did if that had happened by then;
  otherwise five years after its call, but not before the end of the following year.
- New funds come as often a year as they had come by then. How often is itself uncertain: a gamma distribution, given
  how many there were (with Jeffreys' prior). Each is a copy of an earlier one, drawn evenly, that opens in any quarter;
  one in so many and one of them opens in another country, drawn by how many authorities that has.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sipabm import quarters
from sipabm.forecasts.record import ALL, AREAS, COUNTRIES, LONGEST, REST, TARGETS
from sipabm.quarters import QUARTERS_A_YEAR
from sipabm.scenario import Fund, Scenario
from sipabm.statistics import Numbers

OPEN_FOR = 5 * QUARTERS_A_YEAR  # quarters, counted with the one of the call
PRIOR = 0.5  # Jeffreys' for the rate of a Poisson process


def known_funds(scenario: Scenario, origin: int) -> list[Fund]:
    """Return the funds that had opened by the end of a year, with the closings that could be told then."""
    last = last_quarter(origin)
    return [as_known(fund, last) for fund in scenario.funds if quarters.ordinal(fund.opens) <= last]


def as_known(fund: Fund, last: int) -> Fund:
    """Return a fund as it was known at the end of a quarter."""
    if quarters.ordinal(fund.closes) <= last:
        return fund
    closes = max(quarters.ordinal(fund.opens) + OPEN_FOR - 1, last + QUARTERS_A_YEAR)
    return fund.model_copy(update={"closes": quarters.text(closes)})


def new_funds(scenario: Scenario, known: Sequence[Fund], origin: int, luck: np.random.Generator) -> list[Fund]:
    """Return funds that may open in the years after an origin."""
    first = quarters.ordinal(scenario.first_quarter)
    years = (last_quarter(origin) + 1 - first) / QUARTERS_A_YEAR
    rate = luck.gamma(len(known) + PRIOR) / years
    number = luck.poisson(rate * LONGEST) if known else 0
    return [new_fund(scenario, known, origin, place, luck) for place in range(number)]


def new_fund(scenario: Scenario, known: Sequence[Fund], origin: int, place: int, luck: np.random.Generator) -> Fund:
    """Return a copy of an earlier fund that opens after an origin, here or in another country."""
    like = known[int(luck.integers(len(known)))]
    opens = last_quarter(origin) + 1 + int(luck.integers(LONGEST * QUARTERS_A_YEAR))
    country = like.country
    if luck.random() < 1 / (len(known) + 1):
        others = [each for each in scenario.countries if each.code != like.country]
        sizes = np.array([each.authorities for each in others], dtype=float)
        country = others[int(luck.choice(len(others), p=sizes / sizes.sum()))].code
    terms = {"opens": quarters.text(opens), "closes": quarters.text(opens + OPEN_FOR - 1), "country": country}
    return like.model_copy(update={"name": f"new fund {place + 1}", **terms})


def last_quarter(year: int) -> int:
    """Return the last quarter of a year."""
    return quarters.ordinal(f"{year}Q{QUARTERS_A_YEAR}")


def open_by_year(funds: Sequence[Fund], first: int, last: int) -> Numbers:
    """Return how many funds are open in each year, a fund that is open for half of it as a half."""
    begins = QUARTERS_A_YEAR * np.arange(first, last + 1)
    opens = np.array([quarters.ordinal(fund.opens) for fund in funds], dtype=int)[:, None]
    closes = np.array([quarters.ordinal(fund.closes) for fund in funds], dtype=int)[:, None]
    within = np.minimum(closes + 1, begins + QUARTERS_A_YEAR) - np.maximum(opens, begins)
    return np.asarray(np.maximum(within, 0).sum(axis=0) / QUARTERS_A_YEAR)


def fund_draws(scenario: Scenario, origin: int, draws: int, seed: int) -> list[list[Fund]]:
    """Return so many times all funds that are known at an origin and some that may open after it."""
    known = known_funds(scenario, origin)
    each = (np.random.default_rng([seed, origin, draw]) for draw in range(draws))
    return [[*known, *new_funds(scenario, known, origin, luck)] for luck in each]


def is_of(fund: Fund, target: str) -> bool:
    """Return whether a fund is for the partnerships of a target."""
    if target in AREAS:
        return not fund.domains or target in fund.domains
    return target == ALL or target == (fund.country if fund.country in COUNTRIES else REST)


def drivers(scenario: Scenario, origin: int, draws: int, seed: int) -> dict[str, Numbers]:
    """Return how many funds are open a year, for each target from the first year on, as far as it is known.

    Of the years after the origin it is the mean over draws of what may open.
    """
    first = quarters.ordinal(scenario.first_quarter) // QUARTERS_A_YEAR
    sets = fund_draws(scenario, origin, draws, seed)

    def mean_open(target: str) -> Numbers:
        funds = [fund for each in sets for fund in each if is_of(fund, target)]
        return open_by_year(funds, first, origin + LONGEST) / draws

    return {target: mean_open(target) for target in TARGETS}
