"""Sweeps: the yearly counts of many scenarios in one world, on arrays that are made once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sipabm.engine.arrays import fund_array, new_state, parameter_array
from sipabm.engine.one_run import begin, compiled_advance, run_engine, yearly_of
from sipabm.model.records import State
from sipabm.scenario import Scenario
from sipabm.world import World, build_world
from sipabm.world.build import world_text

# What `new_state` makes of levers, funds and parameters. All else depends on the world and the time simulated.
OF_SCENARIO = {"parameters": parameter_array, "funds": fund_array}


class Prepared(NamedTuple):
    """A scenario with its arrays, and a text that is the same for scenarios that can use the same other arrays."""

    scenario: Scenario
    arrays: dict[str, NDArray[Any]]
    shares: str


def prepared(scenario: Scenario) -> Prepared:
    """Return a scenario ready for many runs."""
    arrays = {name: make(scenario) for name, make in OF_SCENARIO.items()}
    return Prepared(scenario, arrays, f"{scenario.first_quarter} {scenario.quarters} {world_text(scenario)}")


class Arena:
    """The arrays of one world, used again run after run: a copy takes less time than new memory."""

    def __init__(self, scenario: Scenario, world: World) -> None:
        self.world = world
        self.fresh = new_state(scenario, world, rows=False)
        self.used = State._make(array.copy() for array in self.fresh)
        self.pairs = [(as_bytes(used), as_bytes(fresh)) for used, fresh in zip(self.used, self.fresh, strict=True)]

    def run(self, one: Prepared) -> NDArray[np.float64]:
        """Return the yearly counts of a run; the next run writes over them."""
        for used, fresh in self.pairs:
            np.copyto(used, fresh)
        # Copies again: the walk empties purses and sets pockets, and a prepared scenario serves many runs.
        state = self.used._replace(**{name: array.copy() for name, array in one.arrays.items()})
        begin(state, self.world)
        compiled_advance(state, one.scenario.quarters)
        # Rare enough for a run with arrays of its own, which grow until they suffice.
        return yearly_of(run_engine(one.scenario, self.world, rows=False) if state.run[0]["overflow"] else state)


def as_bytes(array: NDArray[Any]) -> NDArray[np.uint8]:
    """Return the memory of an array as bytes, which are copied at once; records are copied field by field."""
    return array.view(np.uint8)


def yearly_of_runs(scenarios: Iterable[Prepared], seed: int, replicate: int) -> Iterator[NDArray[np.float64]]:
    """Yield the yearly counts of each scenario on one replicate; each is good until the next is asked for."""
    arena, shares = None, ""
    for one in scenarios:
        if arena is None or one.shares != shares:
            arena, shares = Arena(one.scenario, build_world(one.scenario, seed, replicate)), one.shares
        yield arena.run(one)
