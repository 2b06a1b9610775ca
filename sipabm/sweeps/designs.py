"""Designs: tables of what a sweep varies, a row for each point, a column for each number, lever or date."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from math import prod
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import qmc

from sipabm import quarters
from sipabm.arguments import checked_seed, whole_number
from sipabm.errors import ScenarioError, listed, not_allowed, of_type
from sipabm.parameters.ranges import cube
from sipabm.scenario import Levers, first_of_year
from sipabm.statistics import Numbers
from sipabm.statistics.designs import latin_hypercube
from sipabm.sweeps.factors import FROM

Range = tuple[float, float]
MOST_CELLS = 40_000_000  # of a design
MOST_POINTS = 1_000_000  # a table of them takes gigabytes, and each is a scenario
LATIN, SOBOL = "latin", "sobol"


def grid(values: Mapping[str, Sequence[Any]]) -> pd.DataFrame:
    """Return every combination of some values of each name; the last one varies fastest."""
    of_type("the grid", values, Mapping, "names with a list of values each, like {'give_up': [0.1, 0.2]}")
    for name, several in values.items():
        if not len(listed(f"grid '{name}'", several, "values, like [0.1, 0.2]")):
            raise ScenarioError(f"the grid has no value for '{name}'; give one or more")
    check_points(map(len, values.values()), len(values))
    for name, several in values.items():
        if any(isinstance(value, float) and np.isnan(value) for value in several):
            raise ScenarioError(f"the grid has a value for '{name}' that is no number; give one, or leave it out")
    return pd.DataFrame(list(product(*values.values())), columns=list(values))


def check_points(several: Iterable[int], columns: int) -> None:
    """Raise ScenarioError if so many values of each, crossed, are more points or cells than are allowed."""
    points = prod(several)
    for number, most, what in ((points, MOST_POINTS, "points"), (points * columns, MOST_CELLS, "cells")):
        if number > most:
            raise ScenarioError(f"the design has more than {most:,} {what}; give fewer values, or vary less")


def factorial(levers: Sequence[str], first: str) -> pd.DataFrame:
    """Return every combination of levers, each used by every project from a quarter (or year) on or left as it is."""
    first = str(first_of_year(first))
    quarters.ordinal(first)
    for lever in listed("levers", levers, "names, like ['early_meetings']"):
        of_type("a lever", lever, str, "a name like 'early_meetings'")
        if list(levers).count(lever) > 1:
            raise ScenarioError(f"'{lever}' is varied twice; vary it once")
        if lever not in Levers.model_fields:
            raise ScenarioError(f"no lever '{lever}' (levers: {', '.join(Levers.model_fields)})")
    # Left as it is, and not a policy of nothing, which some levers would take for an order to do without.
    table = grid({lever: (None, 1.0) for lever in levers})
    dates = {f"{lever}{FROM}": table[lever].map(lambda share: None if pd.isna(share) else first) for lever in levers}
    return table.assign(**dates)


def sampled(ranges: Mapping[str, Range], points: int, seed: int, method: str = LATIN) -> pd.DataFrame:
    """Return points of a cube of ranges, evenly spread: a Latin hypercube, or the first points of a Sobol sequence.

    More points of a Sobol sequence begin with those of fewer, so a sweep of them can be expanded.
    """
    points = whole_number("points", points, 1, MOST_POINTS)
    of_type("ranges", ranges, Mapping, "names with both ends of each, like {'give_up': (0.1, 0.9)}")
    if not ranges:
        raise ScenarioError("there is no range to spread points over; give one or more")
    check_points([points], len(ranges))
    for name, ends in ranges.items():
        low, high = numbers_of(name, ends)
        if not low < high:
            raise ScenarioError(f"the range of '{name}' is from {low:g} to {high:g}; give a low end and a higher one")
    unit = unit_points(len(ranges), points, checked_seed(seed), method)
    return within(ranges, unit)


def numbers_of(name: str, ends: Any) -> Range:
    """Return both ends of a range; ScenarioError if it is no pair of numbers."""
    try:
        low, high = ends
        return float(low), float(high)
    except (TypeError, ValueError):
        raise not_allowed(f"range '{name}'", ends, "a low and a high end, like (0.1, 0.9)") from None


def within(ranges: Mapping[str, Range], unit: Numbers) -> pd.DataFrame:
    """Return points of the unit cube as a design, a column for each range."""
    low, high = np.array(list(ranges.values()), dtype=float).T
    # As `Range.at`: both ends are met exactly, and the last bit of a sum may lie beyond a bound.
    return pd.DataFrame(np.clip(low * (1.0 - unit) + high * unit, low, high), columns=list(ranges))


def unit_points(sides: int, points: int, seed: int, method: str) -> Numbers:
    """Return points of the unit cube by a method; ScenarioError if there is none of that name."""
    of_type("the method", method, str, f"{LATIN!r} or {SOBOL!r}")
    if method == LATIN:
        return latin_hypercube(points, sides, seed)
    if method != SOBOL:
        raise ScenarioError(f"no method '{method}' to spread points; use {LATIN} or {SOBOL}")
    # A power of two, as only that many are balanced; cut, as the first of more are the same.
    whole = qmc.Sobol(sides, scramble=True, rng=seed).random_base2((points - 1).bit_length())
    return np.asarray(whole[:points], dtype=np.float64)


def plausible_ranges() -> dict[str, Range]:
    """Return the range of every number that nobody knows exactly, by the name that a design takes."""
    return {side.field: (side.low, side.high) for side in cube()}


def crossed(*designs: pd.DataFrame) -> pd.DataFrame:
    """Return every row of each design with every row of the others; ScenarioError if two have the same column."""
    for each in designs:
        of_type("the design", each, pd.DataFrame, "a pandas frame, a row for each point")
    if not designs:
        raise ScenarioError("there is no design to cross; give one or more")
    check_points(map(len, designs), sum(len(each.columns) for each in designs))
    first, *others = designs
    for other in others:
        for name in set(first) & set(other):
            raise ScenarioError(f"'{name}' is varied twice; vary it once")
        first = first.merge(other, how="cross")
    return first
