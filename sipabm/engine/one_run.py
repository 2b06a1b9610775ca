"""A run of the engine: the walk compiled, on the arrays of one scenario in one world."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sipabm import model, rules
from sipabm.arguments import whole_number
from sipabm.compilation import Array, Entry, may_call_package
from sipabm.engine import actor_traits
from sipabm.engine.arrays import STATE_TYPES, new_state
from sipabm.model import population, timetable
from sipabm.model.records import DOMAINS, State
from sipabm.scenario import Scenario
from sipabm.tables.history import History, attempt_rows, contract_rows, numbers
from sipabm.world import World

for package in (rules, model):
    may_call_package(package)
REALS = Array(np.dtype("f8"))
compiled_set_traits = Entry(
    actor_traits.set_traits,
    Array(np.dtype("i8"), 2),
    Array(np.dtype("f8"), 2),
    Array(actor_traits.ROW),
    int,
    REALS,
    Array(np.dtype("f8"), 2),
    REALS,
)
compiled_set_trust = Entry(actor_traits.set_trust, REALS, float, float, REALS)
compiled_start = Entry(population.start, STATE_TYPES)
compiled_advance = Entry(timetable.advance, STATE_TYPES, int)


def words(array: NDArray[Any], type_: str) -> NDArray[Any]:
    """Return the words of records as numbers of a type, a row for each record."""
    return array.view(type_).reshape(len(array), -1)


def begin(state: State, world: World) -> None:
    """Set every actor's traits and beliefs, and the trust on every tie, from parameters and the world's draws."""
    parameters = words(state.parameters, "f8")[0]
    for name, (rows, kind) in actor_traits.KINDS.items():
        actors = getattr(state, name)
        # An array without rows cannot be viewed as words.
        if len(actors):
            luck, room = getattr(world, name).traits.T, np.empty(len(actors))
            # Two views of the same memory: compiled code asks for one type, and a record has two.
            compiled_set_traits(words(actors, "i8"), words(actors, "f8"), rows, kind, parameters, luck, room)
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
        quarters = whole_number("quarters", quarters, 0)
        until = self.quarter + quarters
        compiled_advance(self.state, quarters)
        while self.state.run["overflow"][0]:
            # From the first quarter on: what found no room is lost, and the draws are the same again.
            self.__init__(self.scenario, self.world, self.rows, 2 * self.room)  # type: ignore[misc]
            compiled_advance(self.state, until)
        return self

    def history(self) -> History:
        """Return the history so far."""
        return history_of(self.state)


def history_of(state: State) -> History:
    """Return the history that the arrays of a run hold."""
    run = state.run[0]
    attempts, settled = state.attempts[: run["attempts"]], state.settled[: run["settled"]]
    return History(
        int(run["replicate"]),
        yearly_of(state),
        numbers(state.states),
        attempt_rows(attempts),
        contract_rows(attempts[settled["attempt"]], settled),
    )


def yearly_of(state: State) -> NDArray[np.float64]:
    """Return the yearly counts that the arrays of a run hold (years × domains × YEARLY)."""
    yearly = numbers(state.yearly)
    return yearly.reshape(-1, DOMAINS, yearly.shape[1])
