"""Beliefs: what an authority believes, with what everyone has learnt."""

from __future__ import annotations

from sipabm.model.records import Record, State
from sipabm.rules.consideration import belief_with_world, per_hundred


def closing_belief(world: State, authority: Record) -> float:
    """Return an authority's mean belief that an attempt closes."""
    run, parameters, authorities = world.run[0], world.parameters[0], len(world.authorities)
    # What everyone has learnt is counted once, for the run: added to each authority's own counts, one signature would
    # change every record.
    return belief_with_world(
        authority.closing_successes,
        authority.closing_failures,
        parameters.world_learning,
        per_hundred(run.world_closed, authorities),
        per_hundred(run.world_failed, authorities),
    )


def delivery_belief(world: State, authority: Record) -> float:
    """Return an authority's mean belief in delivery, share of target."""
    run, parameters, authorities = world.run[0], world.parameters[0], len(world.authorities)
    return belief_with_world(
        authority.delivery_successes,
        authority.delivery_failures,
        parameters.world_learning,
        per_hundred(run.world_delivered, authorities),
        per_hundred(run.world_undelivered, authorities),
    )
