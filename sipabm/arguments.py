"""Arguments of functions that simulate: checked before anything starts, refused in one line."""

from __future__ import annotations

import operator
from contextlib import suppress
from pathlib import Path
from typing import Any

from sipabm.errors import not_allowed, of_type
from sipabm.scenario import Scenario

ScenarioOrName = Scenario | str | Path  # itself, its name, or its file
MOST_RUNS = 10**9  # of one scenario: months of work
LARGEST_SEED = 2**32 - 1  # the generator of random numbers takes a seed as one word of its key


def checked_scenario(value: Any) -> Scenario:
    """Return a scenario unchanged, or the one of a name or file; ScenarioError if there is none."""
    if isinstance(value, Scenario):
        return value
    of_type("the scenario", value, str | Path, "a Scenario, a name like 'world', or the path of a file")
    return Scenario.load(value)


def checked_seed(value: Any) -> int:
    """Return a seed as Python's own whole number; ScenarioError if it is none or out of bounds."""
    return whole_number("seed", value, 0, LARGEST_SEED)


def whole_number(name: str, value: Any, low: int, high: int | None = None) -> int:
    """Return a whole number, numpy's too, as Python's own; ScenarioError if it is none or out of bounds."""
    with suppress(TypeError):
        number = operator.index(value)
        # Python takes True for 1, but nobody means a seed or a number of runs by it.
        if not isinstance(value, bool) and low <= number and (high is None or number <= high):
            return number
    bounds = f"from {low} on" if high is None else f"from {low} to {high}"
    raise not_allowed(name, value, f"a whole number {bounds}")
