"""Addressed draws of a run: the seed and replicate come from its record."""

from __future__ import annotations

from typing import Any

from sipabm import randomness
from sipabm.model.records import State
from sipabm.words import Decision


def uniform(world: State, decision: Decision, actor: int, partner: int, quarter: int) -> float:
    """Return the uniform number of an address."""
    run = world.run[0]
    return randomness.uniform(run.seed, run.replicate, decision.value, actor, partner, quarter)


def uniform_pair(world: State, decision: Decision, actor: int, partner: int, quarter: int) -> tuple[float, float]:
    """Return the two uniform numbers of an address."""
    run = world.run[0]
    return randomness.uniform_pair(run.seed, run.replicate, decision.value, actor, partner, quarter)


def uniform_pairs(world: State, decision: Decision, actors: Any, quarter: int, first: Any, second: Any) -> None:
    """Fill two arrays with the uniform numbers of an address for each actor, of a list of identities."""
    run = world.run[0]
    # Taken out of the loop, in which nothing but numbers is left: the compiler then draws for several actors at once.
    seed, replicate, number = run.seed, run.replicate, decision.value
    for place in range(len(actors)):
        first[place], second[place] = randomness.uniform_pair(seed, replicate, number, actors[place], 0, quarter)


def normal(world: State, decision: Decision, actor: int, partner: int, quarter: int) -> float:
    """Return the standard normal number of an address."""
    run = world.run[0]
    return randomness.normal(run.seed, run.replicate, decision.value, actor, partner, quarter)
