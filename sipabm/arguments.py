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
LARGEST_SEED = 2**32 - 1  # the generator of random numbers takes seed and replicate as the two words of its key
LONGEST_LABEL = 500


def checked_scenario(value: Any) -> Scenario:
    """Return a scenario unchanged, or the one of a name or file; ScenarioError if there is none."""
    if isinstance(value, Scenario):
        return value
    of_type("the scenario", value, str | Path, "a Scenario, a name like 'world', or the path of a file")
    return Scenario.load(value)


def checked_seed(value: Any) -> int:
    """Return a seed as Python's own whole number; ScenarioError if it is none or out of bounds."""
    return whole_number("seed", value, 0, LARGEST_SEED)


def checked_replicate(value: Any) -> int:
    """Return which replicate a run is, as Python's own whole number; ScenarioError if it is none or out of bounds."""
    return whole_number("replicate", value, 0, LARGEST_SEED)


def checked_workers(threads: Any, executor: Any) -> dict[str, Any]:
    """Return threads and executor, by name, as what makes runs takes them; ScenarioError if one is no such thing."""
    if executor is not None and not hasattr(executor, "submit"):
        raise not_allowed("executor", executor, "one of concurrent.futures")
    # None means as many as there are processors, which is for the machine that runs it to say.
    return {"threads": None if threads is None else whole_number("threads", threads, 1), "executor": executor}


def true_or_false(name: str, value: Any) -> bool:
    """Return what is true or false unchanged; ScenarioError if it is something else, as a table, which is neither."""
    if not isinstance(value, bool):
        raise not_allowed(name, value, "True or False")
    return value


def checked_label(name: str, value: Any) -> str:
    """Return a label unchanged; ScenarioError if it is empty, too long, or has signs that a terminal obeys."""
    if not isinstance(value, str) or not value.isprintable() or not 0 < len(value) <= LONGEST_LABEL:
        raise not_allowed(name, value, f"a text of 1 to {LONGEST_LABEL} signs, all of which can be printed")
    return value


def whole_number(name: str, value: Any, low: int, high: int | None = None) -> int:
    """Return a whole number, numpy's too, as Python's own; ScenarioError if it is none or out of bounds."""
    with suppress(TypeError):
        number = operator.index(value)
        # Python takes True for 1, but nobody means a seed or a number of runs by it.
        if not isinstance(value, bool) and low <= number and (high is None or number <= high):
            return number
    bounds = f"from {low} on" if high is None else f"from {low} to {high}"
    raise not_allowed(name, value, f"a whole number {bounds}")


def checked_discount(value: Any) -> float:
    """Return a yearly rate of discount; ScenarioError unless it is a share from 0 to less than 1."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1:
        raise not_allowed("discount", value, "a yearly rate from 0 to less than 1, like 0.035 (3.5%)")
    return float(value)
