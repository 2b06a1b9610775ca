"""Beliefs: what an authority believes, with what everyone has learnt."""

from __future__ import annotations

from sipabm.model.records import Record, State
from sipabm.rules.consideration import belief_with_world


def closing_belief(world: State, authority: Record) -> float:
    """Return an authority's mean belief that an attempt closes."""
    run, parameters = world.run[0], world.parameters[0]
    # What everyone has learnt is counted once, for the run: added to each authority's own counts, one signature would
    # change every record.
    return belief_with_world(
        authority.closing_successes,
        authority.closing_failures,
        parameters.world_learning,
        run.world_closed,
        run.world_failed,
    )


def delivery_belief(world: State, authority: Record) -> float:
    """Return an authority's mean belief in delivery, share of target."""
    run, parameters = world.run[0], world.parameters[0]
    return belief_with_world(
        authority.delivery_successes,
        authority.delivery_failures,
        parameters.world_learning,
        run.world_delivered,
        run.world_undelivered,
    )
