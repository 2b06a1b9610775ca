"""Ties: who knows whom. Actors are nodes numbered authorities first, then providers, then investors."""

from sipabm.words import NOBODY


def node_of_provider(world, provider):
    """Return the node of a provider by its number."""
    return provider + len(world.authorities)


def node_of_investor(world, investor):
    """Return the node of an investor by its number."""
    return investor + len(world.authorities) + len(world.providers)


def tie_between(world, first, second):
    """Return the number of the tie between two nodes, or -1."""
    for at in range(world.tie_start[first], world.tie_start[first + 1]):
        if world.tie_neighbour[at] == second:
            return world.tie_number[at]
    return NOBODY
