"""Addressed draws of a run: the seed and replicate come from its record."""

from __future__ import annotations

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


def normal(world: State, decision: Decision, actor: int, partner: int, quarter: int) -> float:
    """Return the standard normal number of an address."""
    run = world.run[0]
    return randomness.normal(run.seed, run.replicate, decision.value, actor, partner, quarter)
