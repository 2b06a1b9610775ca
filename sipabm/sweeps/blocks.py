"""Blocks: the runs of a sweep in pieces of fixed shape, each a chunk of its store, however the sweep grew."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sipabm.scenario import Scenario
from sipabm.sweeps.running import POINTS_A_TASK, cost_of

# A few seconds of one processor: what a killed process loses at most. By the scenario alone, never by the machine, or
# the same sweep would leave other files elsewhere.
ACTOR_QUARTERS_A_BLOCK = 200_000_000


class Shape(NamedTuple):
    """How many points, and how many runs of each, a block has."""

    points: int
    runs: int


class Block(NamedTuple):
    """A piece of a sweep: its name, the places of its points, and its runs, counted from the first of each point."""

    name: str
    places: range
    runs: range


def shape_of(scenario: Scenario, points: int) -> Shape:
    """Return the shape of the blocks of a sweep that begins with so many points."""
    together = min(POINTS_A_TASK, points)
    return Shape(together, max(1, ACTOR_QUARTERS_A_BLOCK // cost_of(scenario) // together))


def blocks_of(shape: Shape, points: int, runs: int) -> Iterator[Block]:
    """Yield all blocks of a sweep, points by points."""
    for row, begin in enumerate(range(0, points, shape.points)):
        for column, first in enumerate(range(0, runs, shape.runs)):
            places = range(begin, min(begin + shape.points, points))
            yield Block(name_of(row, column), places, range(first, min(first + shape.runs, runs)))


def block_named(shape: Shape, name: str) -> Block:
    """Return the block of a name, as large as one can be; ValueError if none is called so."""
    row, column = map(int, name.split("-"))
    if name_of(row, column) != name:
        raise ValueError(f"no block is called {name}")
    begin, first = row * shape.points, column * shape.runs
    return Block(name, range(begin, begin + shape.points), range(first, first + shape.runs))


def name_of(row: int, column: int) -> str:
    """Return what a block is called: points by row, runs by column."""
    return f"{row:06d}-{column:06d}"


def contiguous(numbers: Sequence[int]) -> Iterator[range]:
    """Yield ascending numbers as ranges without gaps."""
    begin = 0
    for place in range(1, len(numbers) + 1):
        if place == len(numbers) or numbers[place] != numbers[place - 1] + 1:
            yield range(numbers[begin], numbers[place - 1] + 1)
            begin = place
