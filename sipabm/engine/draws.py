"""Addressed draws of a run: the seed and replicate come from its record."""

from sipabm import randomness


def uniform(run, decision, actor, partner, quarter):
    """Return the uniform number of an address."""
    return randomness.uniform(run.seed, run.replicate, decision.value, actor, partner, quarter)


def uniform_pair(run, decision, actor, partner, quarter):
    """Return the two uniform numbers of an address."""
    return randomness.uniform_pair(run.seed, run.replicate, decision.value, actor, partner, quarter)


def normal(run, decision, actor, partner, quarter):
    """Return the standard normal number of an address."""
    return randomness.normal(run.seed, run.replicate, decision.value, actor, partner, quarter)
