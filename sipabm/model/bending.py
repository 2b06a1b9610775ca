"""Bending: what authorities know of barriers, and how far it moves them to use what answers these."""

from __future__ import annotations

from sipabm.levers import ANSWERED, BENDING
from sipabm.model.draws import uniform
from sipabm.model.records import DOMAINS, Record, State
from sipabm.model.replaceable import decision, shortcut
from sipabm.rules import bending as rules
from sipabm.rules import environment
from sipabm.rules.common import happens
from sipabm.words import Decision


def use(world: State, project: Record, lever: int) -> bool:
    """Return whether a project uses a lever, and note it if it does."""
    used = uses_lever(world, world.authorities[project.authority], project, lever)
    if used:
        project.used |= 1 << lever
    return used


@decision("uses_lever")
def uses_lever(world: State, authority: Record, project: Record, lever: int) -> bool:
    """Return whether an authority's project uses a lever, by the authority's own propensity and any policy in force."""
    return is_user(world, authority, project, lever, propensity(world, authority, project.domain, lever))


@shortcut(uses_lever, lambda world, authority, project, lever, own: uses_lever(world, authority, project, lever))
def uses_by(world: State, authority: Record, project: Record, lever: int, own: float) -> bool:
    """Return the same where the authority's own propensity is known already."""
    return is_user(world, authority, project, lever, own)


def is_user(world: State, authority: Record, project: Record, lever: int, own: float) -> bool:
    """Return whether a project is among those that use a lever, by its authority's own propensity and any policy."""
    # The luck is that of the start, the share that of today: a larger share adds users and exchanges none.
    luck = uniform(world, Decision.USE_LEVER, authority.identity, lever, project.started)
    return happens(luck, share_using(world, project.domain, lever, own))


def share_using(world: State, domain: int, lever: int, own: float) -> float:
    """Return the probability that a project of an area uses a lever this quarter, by its own propensity and policy."""
    parameters = world.parameters[0]
    policy = environment.policy_in_force(
        world.run[0].quarter,
        domain,
        parameters.lever_intensity[lever],
        parameters.lever_first[lever],
        parameters.lever_last[lever],
        parameters.lever_domains[lever],
    )
    # A policy is at least so much: it takes nobody away from what actors do by themselves.
    return max(policy, own)


def propensity(world: State, authority: Record, domain: int, lever: int) -> float:
    """Return the probability that an authority uses a lever in a welfare area by itself."""
    parameters = world.parameters[0]
    practice = parameters.lever_practice[lever]
    # No barrier calls for what answers none.
    if lever >= BENDING:
        return practice
    weight = parameters.belief_weight
    met, known = 0.0, 0.0
    for each in range(DOMAINS):
        met += authority.unanswered[place_of(each, lever)]
        known += authority.known_attempts[each]
    general = rules.general_share(met, known, weight)
    in_area = authority.unanswered[place_of(domain, lever)]
    share = rules.share_in_area(in_area, authority.known_attempts[domain], general, weight)
    return rules.propensity(practice, share, parameters.bending)


def place_of(domain: int, lever: int) -> int:
    """Return where what is known of a welfare area and a lever lies."""
    return domain * BENDING + lever


def learn_barriers(authority: Record, event: Record, weight: float) -> None:
    """Let an authority know an attempt that has ended, and what stood in its way."""
    authority.known_attempts[event.domain] += weight
    for lever in range(BENDING):
        met = event.barriers & ANSWERED[lever] != 0
        if rules.met_unanswered(met, event.used & (1 << lever) != 0):
            authority.unanswered[place_of(event.domain, lever)] += weight
