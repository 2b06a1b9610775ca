"""Learning: what this quarter's closings, failures and deliveries teach the authority, its peers and everyone."""

from sipabm.engine.exits import CLOSED, DELIVERED, FAILED
from sipabm.rules import learning as rules

COMPETENCES = 3


def learning(s, step):
    """Learn from every event of the quarter, in the order in which they happened."""
    run = s.run[0]
    for number in range(run.events):
        event = s.events[number]
        if event.kind == CLOSED:
            learn_from_closing(s, event.authority, event.value)
        elif event.kind == FAILED:
            learn_from_failure(s, event.authority, event.value)
        elif event.kind == DELIVERED:
            learn_from_delivery(s, event.authority, event.value, event.progress)
    run.events = 0


def learn_from_closing(s, number, cost):
    """Let a signature raise beliefs in closing, spread as news and build competence."""
    run, p = s.run[0], s.parameters[0]
    authority = s.authorities[number]
    authority.closing_successes += p.own_learning
    authority.expected_cost = rules.cost_after(authority.expected_cost, cost, p.cost_learning)
    for kind in range(COMPETENCES):
        authority.competence[kind] = rules.competence_after(
            authority.competence[kind], p.learning_by_doing, p.strategic_ambiguity
        )
    run.world_closed += 1.0
    run.world_news += 1.0
    for at in range(s.tie_start[number], s.first_provider[number]):
        peer, trust = s.authorities[s.tie_neighbour[at]], s.trust[s.tie_number[at]]
        weight = rules.peer_weight(p.peer_learning, trust)
        peer.closing_successes += weight
        peer.expected_cost = rules.cost_after(peer.expected_cost, cost, rules.peer_share(p.cost_learning, weight))
        peer.news += trust


def learn_from_failure(s, number, cost):
    """Let a failed attempt lower beliefs in closing and tire the authority and its peers."""
    run, p = s.run[0], s.parameters[0]
    authority = s.authorities[number]
    authority.closing_failures += p.own_learning
    authority.expected_cost = rules.cost_after(authority.expected_cost, cost, p.cost_learning)
    authority.fatigue = rules.fatigue_after_failure(authority.fatigue, p.fatigue_jump)
    run.world_failed += 1.0
    for at in range(s.tie_start[number], s.first_provider[number]):
        peer, trust = s.authorities[s.tie_neighbour[at]], s.trust[s.tie_number[at]]
        weight = rules.peer_weight(p.peer_learning, trust)
        peer.closing_failures += weight
        peer.expected_cost = rules.cost_after(peer.expected_cost, cost, rules.peer_share(p.cost_learning, weight))
        peer.fatigue = rules.fatigue_after_failure(
            peer.fatigue, rules.peer_fatigue_jump(p.fatigue_jump, p.peer_fatigue, trust)
        )


def learn_from_delivery(s, number, delivered, progress):
    """Let a delivery move beliefs in delivery, and its progress while it ran the frontline's resistance."""
    run, p = s.run[0], s.parameters[0]
    authority = s.authorities[number]
    authority.delivery_successes += p.own_learning * delivered
    authority.delivery_failures += p.own_learning * (1.0 - delivered)
    authority.resistance = rules.resistance_after(
        authority.resistance, progress, p.success_threshold, p.resistance_fall, p.resistance_rise
    )
    run.world_delivered += delivered
    run.world_undelivered += 1.0 - delivered
    for at in range(s.tie_start[number], s.first_provider[number]):
        peer, trust = s.authorities[s.tie_neighbour[at]], s.trust[s.tie_number[at]]
        weight = rules.peer_weight(p.peer_learning, trust)
        peer.delivery_successes += weight * delivered
        peer.delivery_failures += weight * (1.0 - delivered)
