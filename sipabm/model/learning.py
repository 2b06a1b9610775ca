"""Learning: what this quarter's closings, failures and deliveries teach the authority, its peers and everyone."""

from __future__ import annotations

from sipabm.model.bending import learn_barriers
from sipabm.model.draws import uniform
from sipabm.model.exits import News
from sipabm.model.records import Record, State
from sipabm.model.replaceable import decision
from sipabm.rules import learning as rules
from sipabm.rules.common import happens
from sipabm.words import Decision

OWN_CASE = 1.0  # an own attempt counts in full among those known, a peer's by trust


def learning(world: State) -> None:
    """Learn from every event of the quarter, in the order in which they happened."""
    run = world.run[0]
    # In order: an expected cost moves by a share of each surprise, so the last one weighs most.
    for place in range(run.events):
        event = world.events[place]
        authority = world.authorities[event.authority]
        if event.kind != News.DELIVERED:
            learn_barriers(authority, event, OWN_CASE)
        if event.kind == News.CLOSED:
            learn_from_closing(world, authority, event.value)
            leave_if(authority, is_done(world, authority))
            run.world_closed += 1.0
            run.world_news += 1.0
        elif event.kind == News.FAILED:
            learn_from_failure(world, authority, event.value)
            leave_if(authority, gives_up(world, authority))
            run.world_failed += 1.0
        else:
            learn_from_delivery(world, authority, event.value, event.progress)
            run.world_delivered += event.value
            run.world_undelivered += 1.0 - event.value
        tell_peers(world, event)
    run.events = 0


def tell_peers(world: State, event: Record) -> None:
    """Let the peers of an authority hear of an event, by the trust between them."""
    # Authorities lead each row of ties; providers and investors do not learn.
    for at in range(world.tie_start[event.authority], world.first_provider[event.authority]):
        peer, trust = world.authorities[world.tie_neighbour[at]], world.trust[world.tie_number[at]]
        if event.kind != News.DELIVERED:
            learn_barriers(peer, event, trust)
        if event.kind == News.CLOSED:
            hear_of_closing(world, peer, event.value, trust)
        elif event.kind == News.FAILED:
            hear_of_failure(world, peer, event.value, trust)
        else:
            hear_of_delivery(world, peer, event.value, trust)


def leave_if(authority: Record, leaves: bool) -> None:
    """Let an authority that leaves look at partnerships no more."""
    # For good: coming back would be one number more, and nothing on record asks for it.
    if leaves:
        authority.has_left = 1


@decision("gives_up")
def gives_up(world: State, authority: Record) -> bool:
    """Return whether an authority gives partnerships up after an attempt of its own has failed this quarter."""
    luck = uniform(world, Decision.GIVE_UP, authority.identity, 0, world.run[0].quarter)
    return happens(luck, world.parameters[0].give_up)


@decision("is_done")
def is_done(world: State, authority: Record) -> bool:
    """Return whether an authority that has signed this quarter is done with partnerships, and buys as usual after."""
    luck = uniform(world, Decision.DONE, authority.identity, 0, world.run[0].quarter)
    return happens(luck, world.parameters[0].done)


@decision("learn_from_closing")
def learn_from_closing(world: State, authority: Record, cost: float) -> None:
    """Let an authority's signature raise its belief in closing, correct the expected cost and build competence."""
    parameters = world.parameters[0]
    authority.closing_successes += parameters.own_learning
    authority.expected_cost = rules.cost_after(authority.expected_cost, cost, parameters.cost_learning)
    for kind in range(len(authority.competence)):
        authority.competence[kind] = rules.competence_after(
            authority.competence[kind], parameters.learning_by_doing, parameters.strategic_ambiguity
        )


@decision("learn_from_failure")
def learn_from_failure(world: State, authority: Record, cost: float) -> None:
    """Let an authority's failed attempt lower its belief in closing, and correct the expected cost."""
    parameters = world.parameters[0]
    authority.closing_failures += parameters.own_learning
    authority.expected_cost = rules.cost_after(authority.expected_cost, cost, parameters.cost_learning)


@decision("learn_from_delivery")
def learn_from_delivery(world: State, authority: Record, delivered: float, progress: float) -> None:
    """Let a delivery move an authority's belief in delivery, and its progress the frontline's resistance."""
    parameters = world.parameters[0]
    authority.delivery_successes += parameters.own_learning * delivered
    authority.delivery_failures += parameters.own_learning * (1.0 - delivered)
    authority.resistance = rules.resistance_after(
        authority.resistance,
        progress,
        # By progress and not by what was delivered: the frontline judges the work, whoever ended it early.
        parameters.success_threshold,
        parameters.resistance_fall,
        parameters.resistance_rise,
    )


def correct_cost(world: State, authority: Record, cost: float, weight: float) -> None:
    """Let a peer's development cost correct what an authority expects."""
    share = rules.peer_share(world.parameters[0].cost_learning, weight)
    authority.expected_cost = rules.cost_after(authority.expected_cost, cost, share)


@decision("hear_of_closing")
def hear_of_closing(world: State, authority: Record, cost: float, trust: float) -> None:
    """Let an authority learn from a peer's signature, by the trust in it; it is news as well."""
    parameters = world.parameters[0]
    weight = rules.peer_weight(parameters.peer_learning, trust)
    authority.closing_successes += weight
    correct_cost(world, authority, cost, weight)
    authority.news += trust


@decision("hear_of_failure")
def hear_of_failure(world: State, authority: Record, cost: float, trust: float) -> None:
    """Let an authority learn from a peer's failed attempt, by the trust in it."""
    parameters = world.parameters[0]
    weight = rules.peer_weight(parameters.peer_learning, trust)
    authority.closing_failures += weight
    correct_cost(world, authority, cost, weight)


@decision("hear_of_delivery")
def hear_of_delivery(world: State, authority: Record, delivered: float, trust: float) -> None:
    """Let an authority learn from a peer's delivery, by the trust in it."""
    weight = rules.peer_weight(world.parameters[0].peer_learning, trust)
    authority.delivery_successes += weight * delivered
    authority.delivery_failures += weight * (1.0 - delivered)
