"""Ties: who knows whom. Actors are nodes numbered authorities first, then providers, then investors."""

from __future__ import annotations

from sipabm.model.records import State
from sipabm.words import NOBODY


def node_of_provider(world: State, provider: int) -> int:
    """Return the node of a provider by its number."""
    return provider + len(world.authorities)


def node_of_investor(world: State, investor: int) -> int:
    """Return the node of an investor by its number."""
    return investor + len(world.authorities) + len(world.providers)


def tie_between(world: State, first: int, second: int) -> int:
    """Return the number of the tie between two nodes, or -1."""
    # A search through one short row: a table of all pairs would grow with the square of the actors.
    for at in range(world.tie_start[first], world.tie_start[first + 1]):
        if world.tie_neighbour[at] == second:
            return world.tie_number[at]
    return NOBODY
