"""Assumptions: the parameters that nobody has measured, drawn anew around what a scenario has.

A parameter is assumed if its source begins with that word. Bounds say what a number can mean, not what it may be (0 to
100 and the like). So a number is drawn evenly between half and one and a half times what the scenario has, as far as
its bounds allow. What is 0 stays 0. A parameter that only defines what is reported stays as it is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sipabm.errors import ScenarioError
from sipabm.parameters import GROUP_OF, GROUPS, declaration, numbers
from sipabm.scenario import Scenario
from sipabm.statistics.designs import latin_hypercube

LEAST, MOST = 0.5, 1.5
ASSUMED, DEFINITION, WEIGHT = "assumed", "definition", "weight"


class Dial(NamedTuple):
    """Numbers of a parameter that are multiplied by one factor, and the bounds of that factor."""

    parameter: str
    cases: dict[str, float]
    least: float
    most: float

    def turned(self, position: float) -> dict[str, float]:
        """Return the numbers with the factor at a position from 0 (least) to 1 (most)."""
        factor = self.least + (self.most - self.least) * position
        return {case: float(number * factor) for case, number in self.cases.items()}


def dials(scenario: Scenario, kept: Collection[str] = ()) -> list[Dial]:
    """Return what is varied in a scenario, but for parameters that are kept.

    A table has one factor, so that its order stays. Weights have one each, as together they would change nothing.
    """
    return [dial for name in assumed(scenario) if name not in kept for dial in dials_of(scenario, name)]


def assumed(scenario: Scenario) -> Iterator[str]:
    """Yield the names of the parameters that are assumed, define nothing, and are not 0 in a scenario."""
    values = scenario.flat()
    for name, group in GROUP_OF.items():
        source = declaration(GROUPS[group], name)["source"]
        if source.startswith(ASSUMED) and DEFINITION not in source and np.any(values[name]):
            yield name


def dials_of(scenario: Scenario, name: str) -> Iterator[Dial]:
    """Yield the dials of one parameter."""
    group = GROUP_OF[name]
    details = declaration(GROUPS[group], name)
    cases = {case: number for case, number in numbers(getattr(getattr(scenario, group), name)) if number}
    # Weights times one factor are the same shares as before, so each gets a factor of its own.
    for together in [{case: number} for case, number in cases.items()] if details["unit"] == WEIGHT else [cases]:
        # Sorted, as a negative number turns its bounds round.
        ends = np.sort([np.array(details["bounds"]) / number for number in together.values()], axis=1)
        yield Dial(name, together, max(LEAST, float(ends[:, 0].max())), min(MOST, float(ends[:, 1].min())))


def drawn_changes(varied: list[Dial], draws: int, seed: int) -> list[dict[str, Any]]:
    """Return the changes of each draw: a Latin hypercube, so every dial is turned evenly over its range."""
    # Independent draws would, in a hundred, leave a third of the hundredths of every range without any.
    return [changes_of(varied, row) for row in latin_hypercube(draws, len(varied), seed)]


def changes_of(varied: list[Dial], positions: NDArray[np.float64]) -> dict[str, Any]:
    """Return the changes of a scenario that turn every dial to its position."""
    changes: dict[str, Any] = {}
    for dial, position in zip(varied, positions, strict=True):
        turned = dial.turned(position)
        changes[dial.parameter] = turned[""] if "" in turned else {**changes.get(dial.parameter, {}), **turned}
    return changes


def drawn_scenario(scenario: Scenario, changes: Mapping[str, Any]) -> Scenario | None:
    """Return a scenario with changes, or nothing if together they contradict each other."""
    # Parameters that are drawn apart can break a rule together, such as shares that may not exceed one.
    try:
        return scenario.replace(changes)
    except ScenarioError:
        return None
