"""A run of the engine: the walk compiled, on the arrays of one scenario in one world."""

from __future__ import annotations

from functools import cache
from typing import Any

from numpy.typing import NDArray

from sipabm.compilation import compiled, register_functions
from sipabm.engine import traits
from sipabm.engine.arrays import new_state
from sipabm.engine.history import history_of
from sipabm.model import population, timetable
from sipabm.model.records import State
from sipabm.recording.history import History
from sipabm.scenario import Scenario
from sipabm.world import World, build_world

register_functions(traits)
compiled_set_traits = compiled(traits.set_traits)
compiled_set_trust = compiled(traits.set_trust)
compiled_start = compiled(population.start)
compiled_advance = compiled(timetable.advance)


def words(array: NDArray[Any], type_: str) -> NDArray[Any]:
    """Return the words of records as numbers of a type, a row for each record."""
    return array.view(type_).reshape(len(array), -1)


def begin(state: State, world: World) -> None:
    """Set every actor's traits and beliefs, and the trust on every tie, from parameters and the world's draws."""
    parameters = words(state.parameters, "f8")[0]
    for name, (rows, kind) in traits.KINDS.items():
        actors = getattr(state, name)
        if len(actors):
            luck = getattr(world, name).traits
            compiled_set_traits(words(actors, "i8"), words(actors, "f8"), rows, kind, parameters, luck)
    mean, heterogeneity = state.parameters["trust"][0], state.parameters["heterogeneity"][0]
    compiled_set_trust(state.trust, mean, heterogeneity, world.ties.trust_draw)
    compiled_start(state)


class EngineRun:
    """A run that can be advanced quarter by quarter; `state` holds its arrays, which the next quarter changes."""

    def __init__(self, scenario: Scenario, world: World, rows: bool = True, room: int = 1) -> None:
        self.scenario, self.world, self.rows, self.room = scenario, world, rows, room
        self.state = new_state(scenario, world, rows, room)
        begin(self.state, world)

    @property
    def quarter(self) -> int:
        """Return how many quarters have passed."""
        return int(self.state.run["quarter"][0])

    def advance(self, quarters: int) -> EngineRun:
        """Return the run after some more quarters, at most all; the interpreter's lock is free meanwhile.

        A run that finds too little room is repeated with more of it.
        """
        until = self.quarter + quarters
        compiled_advance(self.state, quarters)
        while self.state.run["overflow"][0]:
            self.__init__(self.scenario, self.world, self.rows, 2 * self.room)  # type: ignore[misc]
            compiled_advance(self.state, until)
        return self

    def history(self) -> History:
        """Return the history so far."""
        return history_of(self.state)


def run_engine(scenario: Scenario, world: World, rows: bool = True) -> State:
    """Return the arrays of a finished run."""
    return EngineRun(scenario, world, rows).advance(scenario.quarters).state


@cache
def compile_once() -> None:
    """Compile the engine, or load it from the cache, with the smallest run there is."""
    scenario = Scenario.load("lone_authority").replace(quarters=1)
    run_engine(scenario, build_world(scenario, 0, 0), rows=False)
