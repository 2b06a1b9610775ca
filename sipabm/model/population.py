"""Population: how actors start, once their traits are drawn."""

from __future__ import annotations

from sipabm.model.records import Record, State
from sipabm.rules import consideration, population, settlement


def start(world: State) -> None:
    """Set parts of public value by pocket, where authorities lie, their size and beliefs, before the first quarter."""
    # Once and before everything: authorities know from their first thought on what refunds leave them.
    set_parts(world.parameters[0])
    news = world.parameters[0].news_at_start
    world.run[0].world_news = consideration.of_all(news, len(world.authorities))
    find_authorities(world)
    for number in range(len(world.authorities)):
        set_size(world.authorities[number], world.parameters[0])
        start_beliefs(world.authorities[number], world.parameters[0])


def find_authorities(world: State) -> None:
    """Set where the authorities of each country lie."""
    # From the last to the first, so that the first is what remains.
    for number in range(len(world.authorities) - 1, -1, -1):
        country = world.countries[world.authorities[number].country]
        country.first_authority = number
        country.authorities += 1


def set_parts(parameters: Record) -> None:
    """Set the part of public value that falls into each pocket, after refunds of benefits."""
    refund = settlement.refund_share(parameters.benefits_kept, parameters.benefit_durations)
    for domain in range(len(parameters.own_cashable)):
        own, state = parameters.own_cashable[domain], parameters.state[domain]
        departments, authorities = parameters.other_departments[domain], parameters.other_authorities[domain]
        citizens, firms = parameters.citizens[domain], parameters.local_firms[domain]
        whole = own + departments + authorities + state + citizens + firms
        cashable = settlement.part_of_whole(own, whole)
        refunded = settlement.refunded_value(cashable, parameters.benefit_share[domain], refund)
        parameters.own_cashable_part[domain] = cashable - refunded
        parameters.other_departments_part[domain] = settlement.part_of_whole(departments, whole)
        parameters.other_authorities_part[domain] = settlement.part_of_whole(authorities, whole)
        parameters.state_part[domain] = settlement.part_of_whole(state, whole) + refunded
        parameters.citizens_part[domain] = settlement.part_of_whole(citizens, whole)
        parameters.local_firms_part[domain] = settlement.part_of_whole(firms, whole)


def set_size(authority: Record, parameters: Record) -> None:
    """Set the size of an authority, and how much more or less it looks at partnerships for it."""
    authority.relative_size = population.authority_size(authority.kind_size, authority.kind_spread, authority.size_luck)
    authority.attention_factor = population.by_size(authority.relative_size, parameters.need_by_size)


def start_beliefs(authority: Record, parameters: Record) -> None:
    """Set what an authority believes at the start."""
    closing = consideration.initial_belief(parameters.realistic_closing, parameters.initial_optimism)
    delivery = consideration.initial_belief(parameters.realistic_delivery, parameters.initial_optimism)
    authority.closing_successes = parameters.belief_weight * closing
    authority.closing_failures = parameters.belief_weight * (1.0 - closing)
    authority.delivery_successes = parameters.belief_weight * delivery
    authority.delivery_failures = parameters.belief_weight * (1.0 - delivery)
    authority.expected_cost = parameters.expected_development_cost
