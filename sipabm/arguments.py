"""Arguments of `simulate` and PartnershipModel: checked before anything starts, refused in one line."""

from __future__ import annotations

import operator
from contextlib import suppress
from typing import Any

from sipabm.errors import ScenarioError
from sipabm.scenario import Scenario

LARGEST_SEED = 2**32 - 1


def checked_scenario(value: Any) -> Scenario:
    """Return a scenario unchanged; ScenarioError if it is something else, like the name of one."""
    if isinstance(value, Scenario):
        return value
    found = repr(value) if isinstance(value, str) else f"of type {type(value).__name__}"
    name = value if isinstance(value, str) else "world"
    raise ScenarioError(f"the scenario is {found}, not a Scenario; pass Scenario.load({name!r})")


def checked_seed(value: Any) -> int:
    """Return a seed as Python's own whole number; ScenarioError if it is none or out of bounds."""
    return whole_number("seed", value, 0, LARGEST_SEED)


def whole_number(name: str, value: Any, low: int, high: int | None = None) -> int:
    """Return a whole number, numpy's too, as Python's own; ScenarioError if it is none or out of bounds."""
    with suppress(TypeError):
        number = operator.index(value)
        if not isinstance(value, bool) and low <= number and (high is None or number <= high):
            return number
    bounds = f"from {low} on" if high is None else f"from {low} to {high}"
    raise ScenarioError(f"{name} = {value!r} is not allowed; it should be a whole number {bounds}")
