"""Assumptions: the numbers that nobody knows exactly, drawn anew from the plausible range of each.

Ranges and their reasons stand beside every parameter and beside the practice of every lever. A draw is a point of the
cube that the open ranges span, so each is a valid scenario. A number goes by its field: 'horizon', 'worth.social',
'levers.pooled_budgets.practice'. Numbers in which the worlds of a study differ are kept, or there would be no study.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sipabm.parameters.ranges import cube
from sipabm.scenario import Scenario
from sipabm.scenario.points import number_at, scenario_at
from sipabm.statistics import Numbers
from sipabm.statistics.designs import latin_hypercube


def varied(kept: Collection[str] = ()) -> list[str]:
    """Return the fields of the numbers that a draw varies, but for those that are kept."""
    return [side.field for side in cube() if side.field not in kept]


def drawn_points(draws: int, seed: int) -> Numbers:
    """Return a point of the cube for each draw: a Latin hypercube, so that every range is drawn from evenly."""
    # Independent draws would, in a hundred, leave a third of the hundredths of every range without any.
    return latin_hypercube(draws, len(cube()), seed)


def drawn_scenario(scenario: Scenario, point: Sequence[float], kept: Collection[str] = ()) -> Scenario:
    """Return a scenario at a point of the cube, but with the numbers that are kept as the scenario has them."""
    drawn = scenario_at(scenario, point)
    unchanged = {side.field: number_at(scenario, side) for side in cube() if side.field in kept}
    return drawn.replace(unchanged) if unchanged else drawn


def differing(worlds: Sequence[Scenario]) -> set[str]:
    """Return the fields of the numbers with a range that are not the same in all scenarios."""
    return {side.field for side in cube() if len({number_at(world, side) for world in worlds}) > 1}
