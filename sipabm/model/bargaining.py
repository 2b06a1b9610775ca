"""Bargaining: alternating offers between the reservation prices, and whether every party accepts what comes out."""

from __future__ import annotations

from sipabm.model.draws import uniform
from sipabm.model.project import pay, pay_partners
from sipabm.model.records import Record, State
from sipabm.model.replaceable import decision
from sipabm.rules import negotiation as rules
from sipabm.words import Competence, Decision, Instrument


def bargain(world: State, project: Record, talks: int) -> bool:
    """Exchange offers; return whether the parties agreed, and set rounds and price."""
    parameters, authority = world.parameters[0], world.authorities[project.authority]
    with_investors = project.instrument != Instrument.PAYMENT_BY_RESULTS
    agreed, used, price = rules.alternating_offers(
        project.consortium_ask,
        project.authority_limit,
        rounds_to_concede(world, authority, project, with_investors),
        parameters.authority_patience,
        parameters.investor_patience,
        parameters.breakdown,
        # `talks` stands where a partner would: talks that are repeated without the fund have luck of their own.
        uniform(world, Decision.BREAKDOWN, authority.identity, talks, project.started),
    )
    project.rounds += used
    project.price = price
    # Paid by those who do not agree as well: the rounds were held.
    share = rules.round_cost_each(parameters.round_cost, used, with_investors)
    pay(project, share)
    pay_partners(project, share, with_investors)
    return agreed and all_accept(world, authority, project, with_investors)


def rounds_to_concede(world: State, authority: Record, project: Record, with_investors: bool) -> float:
    """Return the rounds until all is conceded: more with ambiguity and parties, fewer with trust and competence."""
    parameters, provider = world.parameters[0], world.providers[project.provider]
    trust = rules.mutual_trust(project.trust_provider, project.trust_investor, project.trust_third, with_investors)
    return rules.rounds_to_concede(
        parameters.rounds,
        parameters.strategic_ambiguity,
        rules.coordination(parameters.pooling_rounds, project.departments_joined + project.authorities_joined),
        parameters.trust_speed,
        rules.trust_and_competence(trust, authority.competence[Competence.CONTRACTS], provider.contracts),
    )


def all_accept(world: State, authority: Record, project: Record, with_investors: bool) -> bool:
    """Return whether every party that signs accepts the price on which the offers have met."""
    # Offers meet between what is asked and the limit, so only an actor that decides otherwise can still refuse.
    accepted = authority_accepts(world, authority, project)
    accepted = accepted and provider_accepts(world, world.providers[project.provider], project)
    if with_investors:
        accepted = accepted and investor_accepts(world, world.investors[project.investor], project)
    return accepted


@decision("accepts")
def authority_accepts(world: State, authority: Record, project: Record) -> bool:
    """Return whether an authority accepts the price on which the offers have met: not above its limit."""
    return rules.pays(project.price, project.authority_limit)


@decision("accepts")
def provider_accepts(world: State, provider: Record, project: Record) -> bool:
    """Return whether a provider accepts the price on which the offers have met: not below what is asked."""
    return rules.works_for(project.price, project.consortium_ask)


@decision("accepts")
def investor_accepts(world: State, investor: Record, project: Record) -> bool:
    """Return whether a lead investor accepts the price on which the offers have met: not below what is asked."""
    return rules.works_for(project.price, project.consortium_ask)
