"""Population: how actors start, once their traits are drawn."""

from __future__ import annotations

from sipabm.model.records import Record, State
from sipabm.rules import consideration, settlement


def start(world: State) -> None:
    """Set the pockets that refunds leave, and every authority's beliefs, before the first quarter."""
    # Once and before everything: authorities know from their first thought on what refunds leave them.
    set_pockets(world.parameters[0])
    for number in range(len(world.authorities)):
        start_beliefs(world.authorities[number], world.parameters[0])


def set_pockets(parameters: Record) -> None:
    """Set the pockets of authority and state after refunds of benefits."""
    refund = settlement.refund_share(parameters.benefits_kept, parameters.benefit_durations)
    for domain in range(len(parameters.own_cashable)):
        own, share = parameters.own_cashable[domain], parameters.benefit_share[domain]
        refunded = settlement.refunded_value(own, share, refund)
        parameters.cashable_pocket[domain] = own - refunded
        parameters.state_pocket[domain] = parameters.state[domain] + refunded


def start_beliefs(authority: Record, parameters: Record) -> None:
    """Set what an authority believes at the start."""
    closing = consideration.initial_belief(parameters.realistic_closing, parameters.initial_optimism)
    delivery = consideration.initial_belief(parameters.realistic_delivery, parameters.initial_optimism)
    authority.closing_successes = parameters.belief_weight * closing
    authority.closing_failures = parameters.belief_weight * (1.0 - closing)
    authority.delivery_successes = parameters.belief_weight * delivery
    authority.delivery_failures = parameters.belief_weight * (1.0 - delivery)
    authority.expected_cost = parameters.expected_development_cost
