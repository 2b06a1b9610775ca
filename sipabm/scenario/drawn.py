"""Drawn: the scenario that one run has, with numbers of its own where these are drawn from ranges or the posterior.

All sets of the posterior weigh the same and are taken in turn, so any number of runs goes evenly over them. Run r has
the same numbers in all scenarios that are compared, but for those that they keep.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from sipabm.errors import without_middle
from sipabm.parameters.ranges import Range, cube
from sipabm.scenario.checks import KINDS
from sipabm.scenario.fields import pooled
from sipabm.scenario.kept import is_kept
from sipabm.scenario.points import number_at, with_numbers
from sipabm.scenario.posterior import posterior
from sipabm.scenario.scenario import Scenario

ADDRESS = 290  # of these draws among all that a seed makes
LONGEST_LIST = 200


def drawn(scenario: Scenario, seed: int, replicate: int) -> Scenario:
    """Return the scenario that a run has; it draws nothing any more."""
    own = numbers_of(scenario, seed, replicate)
    return with_numbers(scenario, own) if own else scenario


def numbers_of(scenario: Scenario, seed: int, replicate: int) -> Mapping[Range, float]:
    """Return the numbers that a run of a scenario draws, if any."""
    if scenario.over == "defaults":
        return {}
    values = ranges_at(seed, replicate) if scenario.over == "ranges" else posterior()[replicate % len(posterior())]
    own = drawn_sides(scenario.kept)
    return {side: value for side, value in zip(cube(), values, strict=True) if side in own}


def number_of_run(scenario: Scenario, seed: int, replicate: int, side: Range) -> float:
    """Return the number that a run of a scenario has in a range: the one that it draws, or that of the scenario."""
    return numbers_of(scenario, seed, replicate).get(side, number_at(scenario, side))


def in_words(scenario: Scenario) -> str:
    """Return whether all runs of a scenario have the same numbers, and so what its intervals hold."""
    if scenario.over == "defaults":
        return "Numbers: the same in all runs, so intervals and bands hold luck alone."
    where = "the posterior" if scenario.over == "posterior" else "the whole of the plausible ranges"
    kept = f", but for those kept ({without_middle(', '.join(scenario.kept), LONGEST_LIST)})" if scenario.kept else ""
    return (
        f"Numbers that nobody knows exactly: each run has its own, from {where}{kept}; intervals and bands hold luck "
        "and numbers."
    )


def most_actors(scenario: Scenario) -> int:
    """Return how many actors of all kinds a run of a scenario can have at most."""
    pool = max([scenario.population.pool, *(side.high for side in cube() if is_drawn_pool(side, scenario))])
    return sum(getattr(country, kind) for country in pooled(scenario.countries, pool) for kind in KINDS)


def is_drawn_pool(side: Range, scenario: Scenario) -> bool:
    """Return whether a number is the pool, and runs of a scenario draw it."""
    return side.field == "pool" and scenario.over != "defaults" and side in drawn_sides(scenario.kept)


@cache
def drawn_sides(kept: tuple[str, ...]) -> frozenset[Range]:
    """Return the ranges of the numbers that are drawn if some are kept."""
    return frozenset(side for side in cube() if not is_kept(side, kept))


def ranges_at(seed: int, replicate: int) -> list[float]:
    """Return numbers from all plausible ranges, each evenly and by itself."""
    import numpy as np  # slow to import, and no scenario that is only read needs it

    at = np.random.default_rng([seed, replicate, ADDRESS]).random(len(cube()))
    return [side.at(position) for side, position in zip(cube(), at.tolist(), strict=True)]
