"""Sweeps: the yearly counts of many scenarios, on arrays that a thread makes once, from quarters that they share."""

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
NEVER_RESET = (*SLOTS, "events", "looks", "needs")
TIES = ("tie_start", "tie_neighbour", "tie_number", "first_provider", "first_investor")
ONLY_READ = (*TIES, "identities", "blank_project", "blank_contract", "blank_event")
OF_SCENARIO = ("parameters", "funds")
CHANGED = tuple(name for name in State._fields if name not in (*NEVER_RESET, *ONLY_READ, *OF_SCENARIO))
Arrays = dict[str, NDArray[Any]]


class Counts(NamedTuple):
    """What is counted of a run: by year and welfare area (years × areas × counts), and by year (years × states)."""

    yearly: NDArray[np.float64]
    states: NDArray[np.float64]

    def until(self, years: int) -> Counts:
        """Return the counts of the first years alone."""
        return Counts(self.yearly[:years], self.states[:years])


class Arena:
    """The arrays of scenarios with the same actors and time, used again run after run: new memory takes more time."""

    def __init__(self, one: Prepared, world: World) -> None:
        self.one, self.world = one, world
        self.fresh = new_state(one.scenario, world, rows=False)
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
        return slots | {name: getattr(self.state, name).copy() for name in (*CHANGED, *OF_SCENARIO)}

    def restore(self, saved: Arrays, trunk: Prepared, one: Prepared) -> None:
        """Be back in a quarter of a trunk, as a scenario that was like it so far."""
        self.one = one
        for name in (*SLOTS, *CHANGED):
            put(getattr(self.state, name)[: len(saved[name])], saved[name])
        parameters, funds = with_policies(saved["parameters"], one), with_purses(saved["funds"], trunk, one)
        self.state = self.state._replace(parameters=parameters, funds=funds)

    def runs(self, tree: Branch, quarters: int) -> Iterator[tuple[int, Counts]]:
        """Yield place and yearly counts of each scenario of a tree, whose trunk it continues, after some quarters."""
        self.advance(min(tree.until, quarters))
        if tree.until >= quarters:
            counts = self.counts(quarters)
            yield from ((place, counts) for place, _ in tree.members)
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

    def counts(self, quarters: int) -> Counts:
        """Return what is counted of a run of some quarters; the next run writes over it."""
        state = self.state
        if state.run["overflow"][0]:
            # Rare enough for a run with arrays of its own, which grow until they suffice.
            state = EngineRun(self.one.scenario, self.world, rows=False).advance(quarters).state
        return Counts(yearly_of(state), numbers(state.states))


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
def arena_for(one: Prepared, seed: int, replicate: int) -> Iterator[Arena]:
    """Lend this thread's arena on a replicate of a scenario's world; a new one if its actors or time are others."""
    # Taken away meanwhile, so that whoever asks before it is back gets one of his own.
    arena, KEPT.arena = KEPT.arena, None
    # Not remembered, as another world is: of ever new replicates none is asked for twice.
    world = new_world(one.scenario, seed, replicate)
    if arena is not None and arena.one.shares == one.shares:
        arena.move(one, world)
    else:
        arena = Arena(one, world)
    yield arena
    KEPT.arena = arena


def quarters_until(scenario: Scenario, years: int) -> int:
    """Return how many quarters of a run lie within its first calendar years."""
    return min(scenario.quarters, QUARTERS_A_YEAR * years - first_quarter_of(scenario))


def counts_of_runs(trees: Iterable[Branch], seed: int, replicate: int, years: int) -> Iterator[tuple[int, Counts]]:
    """Yield place and yearly counts of each scenario on one replicate, each good until the next is asked for.

    Runs end with the last of so many calendar years.
    """
    for _, group in groupby(trees, lambda tree: tree.trunk.shares):
        same_world = list(group)
        one = same_world[0].trunk
        quarters = quarters_until(one.scenario, years)
        with arena_for(one, seed, replicate) as arena:
            for tree in same_world:
                arena.begin(tree.trunk)
                yield from ((place, counts.until(years)) for place, counts in arena.runs(tree, quarters))
