"""Addressed draws of a run: the seed and replicate come from its record."""

from sipabm import randomness


def uniform(world, decision, actor, partner, quarter):
    """Return the uniform number of an address."""
    run = world.run[0]
    return randomness.uniform(run.seed, run.replicate, decision.value, actor, partner, quarter)


def uniform_pair(world, decision, actor, partner, quarter):
    """Return the two uniform numbers of an address."""
    run = world.run[0]
    return randomness.uniform_pair(run.seed, run.replicate, decision.value, actor, partner, quarter)


def normal(world, decision, actor, partner, quarter):
    """Return the standard normal number of an address."""
    run = world.run[0]
    return randomness.normal(run.seed, run.replicate, decision.value, actor, partner, quarter)
