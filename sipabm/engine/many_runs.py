"""Many runs of many scenarios, on arrays that a thread makes once, from quarters that they share."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import groupby
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sipabm.engine.arrays import new_state, of_replicate
from sipabm.engine.one_run import EngineRun, begin, compiled_advance, yearly_of
from sipabm.engine.shared_quarters import POLICY, Branch, Prepared
from sipabm.model.records import State
from sipabm.quarters import QUARTERS_A_YEAR
from sipabm.scenario import Scenario
from sipabm.tables.history import numbers
from sipabm.world import World
from sipabm.world.build import new_world
from sipabm.world.calendar import first_quarter_of

# Slots are written before they are read, events and draws of a quarter last no longer: none is ever reset.
SLOTS = ("projects", "contracts", "active", "due", "running", "freed")
ROWS = {"attempts": "attempts", "settled": "settled"}  # and which number of the run says how many are there
NEVER_RESET = (*SLOTS, *ROWS, "events", "looks", "needs")
TIES = ("tie_start", "tie_neighbour", "tie_number", "first_provider", "first_investor")
ONLY_READ = (*TIES, "identities", "blank_project", "blank_contract", "blank_event")
OF_SCENARIO = ("parameters", "funds")
CHANGED = tuple(name for name in State._fields if name not in (*NEVER_RESET, *ONLY_READ, *OF_SCENARIO))
Arrays = dict[str, NDArray[Any]]
# A run that finds too little room for its rows is made again from its start. Room that nothing is written to is free.
ROOM_WITH_ROWS = 8


class Counts(NamedTuple):
    """What is counted of a run: by year and welfare area (years × areas × counts), and by year (years × states)."""

    yearly: NDArray[np.float64]
    states: NDArray[np.float64]

    def until(self, years: int) -> Counts:
        """Return the counts of the first years alone."""
        return Counts(self.yearly[:years], self.states[:years])


class Arena:
    """The arrays of scenarios with the same actors and time, used again run after run: new memory takes more time.

    With `rows` they hold attempts and contracts as well.
    """

    def __init__(self, one: Prepared, world: World, rows: bool = False) -> None:
        self.one, self.world, self.rows = one, world, rows
        self.fresh = new_state(one.scenario, world, rows, ROOM_WITH_ROWS if rows else 1)
        self.state = self.fresh._replace(**{name: getattr(self.fresh, name).copy() for name in CHANGED})

    def move(self, one: Prepared, world: World) -> None:
        """Go to another replicate of the same actors, of which only luck and ties differ."""
        self.world = world
        arrays = of_replicate(one.scenario, world)
        self.fresh = self.fresh._replace(**arrays)
        # As many ties as there are, which no other replicate has.
        self.state = self.state._replace(**arrays)._replace(run=self.state.run, trust=arrays["trust"].copy())

    def begin(self, one: Prepared) -> None:
        """Be before the first quarter of a scenario."""
        self.one = one
        for name in CHANGED:
            put(getattr(self.state, name), getattr(self.fresh, name))
        # Copies again: the walk empties purses and sets pockets, and a prepared scenario serves many runs.
        self.state = self.state._replace(**{name: array.copy() for name, array in one.arrays.items()})
        begin(self.state, self.world)

    def save(self) -> Arrays:
        """Return copies of all that it takes to come back to this quarter."""
        used = int(self.state.run["slots"][0])
        slots = {name: getattr(self.state, name)[:used].copy() for name in SLOTS}
        rows = {name: getattr(self.state, name)[: self.state.run[of][0]].copy() for name, of in ROWS.items()}
        return slots | rows | {name: getattr(self.state, name).copy() for name in (*CHANGED, *OF_SCENARIO)}

    def restore(self, saved: Arrays, trunk: Prepared, one: Prepared) -> None:
        """Be back in a quarter of a trunk, as a scenario that was like it so far."""
        self.one = one
        for name in (*SLOTS, *ROWS, *CHANGED):
            put(getattr(self.state, name)[: len(saved[name])], saved[name])
        parameters, funds = with_policies(saved["parameters"], one), with_purses(saved["funds"], trunk, one)
        self.state = self.state._replace(parameters=parameters, funds=funds)

    def runs(self, tree: Branch, quarters: int) -> Iterator[tuple[int, State]]:
        """Yield place and state of each scenario of a tree, whose trunk it continues, after some quarters."""
        self.advance(min(tree.until, quarters))
        if tree.until >= quarters:
            state = self.after(quarters)
            yield from ((place, state) for place, _ in tree.members)
            return
        saved, trunk = self.save(), self.one
        for part in tree.parts:
            if part.trunk is not self.one:
                self.restore(saved, trunk, part.trunk)
            yield from self.runs(part, quarters)

    def advance(self, until: int) -> None:
        """Run until some quarters have passed, unless there was too little room."""
        run = self.state.run[0]
        if not run["overflow"]:
            compiled_advance(self.state, until - int(run["quarter"]))

    def after(self, quarters: int) -> State:
        """Return the state after a run of some quarters; the next run writes over it."""
        if self.state.run["overflow"][0]:
            # Rare enough for a run with arrays of its own, which grow until they suffice.
            return EngineRun(self.one.scenario, self.world, self.rows).advance(quarters).state
        return self.state


def with_policies(parameters: NDArray[Any], one: Prepared) -> NDArray[Any]:
    """Return parameters with the policies of a scenario."""
    parameters = parameters.copy()
    for name in POLICY:
        parameters[name] = one.arrays["parameters"][name]
    return parameters


def with_purses(funds: NDArray[Any], trunk: Prepared, one: Prepared) -> NDArray[Any]:
    """Return the funds of a scenario: those that its trunk has too as it left them, all others unopened."""
    own, known = one.arrays["funds"].copy(), trunk.arrays["funds"]
    both = min(len(own), len(known))
    same = np.flatnonzero(own[:both] == known[:both])
    own[same] = funds[same]
    return own


def put(place: NDArray[Any], array: NDArray[Any]) -> None:
    """Copy an array to a place of the same shape, as bytes: records are copied field by field."""
    np.copyto(as_bytes(place), as_bytes(array))


def as_bytes(array: NDArray[Any]) -> NDArray[np.uint8]:
    """Return the memory of an array as bytes."""
    return array.view(np.uint8)


class Kept(threading.local):
    """The arena that a thread keeps between runs, if any."""

    arena: Arena | None = None


KEPT = Kept()


@contextmanager
def arrays_given_back() -> Iterator[None]:
    """Give the memory back afterwards that this thread keeps for further runs; other threads do when they end."""
    try:
        yield
    finally:
        KEPT.arena = None


@contextmanager
def arena_for(one: Prepared, seed: int, replicate: int, rows: bool = False) -> Iterator[Arena]:
    """Lend this thread's arena on a replicate of a scenario's world; a new one if its actors or time are others."""
    # Taken away meanwhile, so that whoever asks before it is back gets one of his own.
    arena, KEPT.arena = KEPT.arena, None
    # Not remembered, as another world is: of ever new replicates none is asked for twice.
    world = new_world(one.scenario, seed, replicate)
    if arena is not None and (arena.one.shares, arena.rows) == (one.shares, rows):
        arena.move(one, world)
    else:
        arena = Arena(one, world, rows)
    yield arena
    KEPT.arena = arena


def quarters_until(scenario: Scenario, years: int) -> int:
    """Return how many quarters of a run lie within its first calendar years."""
    return min(scenario.quarters, QUARTERS_A_YEAR * years - first_quarter_of(scenario))


def states_of_runs(
    trees: Iterable[Branch], seed: int, replicate: int, years: int, rows: bool = False
) -> Iterator[tuple[int, State]]:
    """Yield place and state of each scenario on one replicate, each good until the next is asked for.

    Runs end with the last of so many calendar years. With `rows` attempts and contracts are kept as well.
    """
    for _, group in groupby(trees, lambda tree: tree.trunk.shares):
        same_world = list(group)
        one = same_world[0].trunk
        quarters = quarters_until(one.scenario, years)
        with arena_for(one, seed, replicate, rows) as arena:
            for tree in same_world:
                arena.begin(tree.trunk)
                yield from arena.runs(tree, quarters)


def counts_of(state: State, years: int) -> Counts:
    """Return what is counted of a run in its first calendar years; the next run on these arrays writes over it."""
    return Counts(yearly_of(state), numbers(state.states)).until(years)
