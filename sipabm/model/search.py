"""Search: the gate of the first stage, at which partners must have been found."""

from __future__ import annotations

from sipabm.barriers import Barrier
from sipabm.model.draws import uniform
from sipabm.model.exits import institution_barriers, stop_for_one_of
from sipabm.model.nodes import node_of_investor, node_of_provider, tie_between
from sipabm.model.project import engage_providers, enter_stage, is_at
from sipabm.model.records import Record, State
from sipabm.model.replaceable import decision
from sipabm.model.stakeholders import frontline_stops, politics_stops
from sipabm.rules import search as rules
from sipabm.rules.common import happens, towards_one, with_barrier
from sipabm.words import NOBODY, Decision, InvestorKind, Stage

Candidate = tuple[float, int, float]  # score, number and trust
MOST_LUCK = 1.0
NO_CANDIDATE: Candidate = (-1e9, NOBODY, 0.0)  # every score is higher


def search(world: State) -> None:
    """Take every project whose search is over through its gate."""
    for place in range(world.run[0].due):
        slot = world.due[place]
        if is_at(world, slot, Stage.MEETING):
            search_gate(world, slot)


def search_gate(world: State, slot: int) -> None:
    """Find partners; stop the project, or send it on to the business case."""
    parameters, project = world.parameters[0], world.projects[slot]
    find_partners(world, project)
    # After the choice: meetings build trust in those who were found.
    if project.early_meeting == 1:
        meet(project, parameters.meeting_trust)
    barriers = institution_barriers(world, project, Stage.MEETING) | search_barriers(world, project)
    if barriers != 0:
        stop_for_one_of(world, slot, barriers)
        return
    # Only now: providers whose project stopped here are free for the next project of the same quarter.
    engage_providers(world, project, 1)
    enter_stage(world, project, Stage.BUSINESS_CASE, parameters.business_case_quarters)


def find_partners(world: State, project: Record) -> None:
    """Set provider and lead investor, the ties between the three parties, and the trust on them."""
    authority = world.authorities[project.authority]
    project.provider, project.trust_provider = choose_provider(world, authority, project)
    project.investor, project.trust_investor = choose_investor(world, authority, project)
    provider, investor = node_of_provider(world, project.provider), node_of_investor(world, project.investor)
    if project.provider != NOBODY:
        project.tie_provider = tie_between(world, project.authority, provider)
    if project.investor != NOBODY:
        project.tie_investor = tie_between(world, project.authority, investor)
    if project.provider != NOBODY and project.investor != NOBODY:
        project.tie_third = tie_between(world, provider, investor)
        strangers = world.parameters[0].stranger_trust
        project.trust_third = world.trust[project.tie_third] if project.tie_third != NOBODY else strangers
    if project.provider != NOBODY:
        form_consortium(world, project)


def form_consortium(world: State, project: Record) -> None:
    """Let the lead provider take partners among those the authority knows, as long as the project is too large."""
    delivered = world.providers[project.provider].delivery_size
    project.providers = 1
    node = project.authority
    # In the order of their numbers: a drawn order would let a draw depend on who else is there.
    for at in range(world.first_provider[node], world.first_investor[node]):
        number = world.tie_neighbour[at] - node_of_provider(world, 0)
        partner, full = world.providers[number], project.providers > len(project.partner)
        if full or not rules.needs_partners(delivered, project.capital):
            break
        # A partner need not work in the area itself: it brings hands, rooms or people in need.
        if number != project.provider and rules.has_capacity(partner.engaged, partner.capacity):
            project.partner[project.providers - 1] = number
            project.providers += 1
            delivered += partner.delivery_size


def meet(project: Record, gain: float) -> None:
    """Raise the trust of the three relations."""
    project.trust_provider = towards_one(project.trust_provider, gain)
    project.trust_investor = towards_one(project.trust_investor, gain)
    project.trust_third = towards_one(project.trust_third, gain)


def search_barriers(world: State, project: Record) -> int:
    """Return the barriers at the gate of search."""
    parameters, authority = world.parameters[0], world.authorities[project.authority]
    found = project.provider != NOBODY
    working_capital = world.providers[project.provider].working_capital if found else 0.0
    lacks = rules.lacks_partner(found, project.investor != NOBODY, working_capital, project.capital)
    barriers = with_barrier(0, Barrier.NO_PARTNER, lacks)
    if project.early_meeting == 1:
        luck = uniform(world, Decision.PROCUREMENT, authority.identity, 0, project.started)
        challenged = happens(luck, parameters.meeting_procurement_risk)
        barriers = with_barrier(barriers, Barrier.PROCUREMENT, challenged)
        # The rules and draws of mobilisation: what is spotted would have stopped the project there, as things are now.
        if frontline_stops(world, authority, project):
            barriers |= spotted_early(world, authority, project, Barrier.FRONTLINE)
        if politics_stops(world, authority, project):
            barriers |= spotted_early(world, authority, project, Barrier.LOCAL_POLITICS)
    return barriers


def spotted_early(world: State, authority: Record, project: Record, barrier: Barrier) -> int:
    """Return the set of a barrier that would stop the project later, if early meetings bring it to light."""
    luck = uniform(world, Decision.SPOTTED_EARLY, authority.identity, barrier.value, project.started)
    return with_barrier(0, barrier, happens(luck, world.parameters[0].meeting_foresight))


@decision("choose_provider")
def choose_provider(world: State, authority: Record, project: Record) -> tuple[int, float]:
    """Return the number of the best provider within reach that can take a project (-1 if none), and the trust in it.

    Within reach are those the authority knows and, after an early meeting, friends of friends.
    """
    node, best = authority.number, NO_CANDIDATE
    # Direct ties before friends: of equal scores the first one stays.
    best = best_provider(world, authority, project, node, 1.0, best)
    if project.early_meeting == 1:
        for at in range(world.tie_start[node], world.tie_start[node + 1]):
            friend, trust = world.tie_neighbour[at], world.trust[world.tie_number[at]]
            best = best_provider(world, authority, project, friend, trust, best)
    return best[1], best[2]


def best_provider(
    world: State, authority: Record, project: Record, friend: int, in_friend: float, best: Candidate
) -> Candidate:
    """Return score, number and trust of the best candidate so far or of a better provider that a friend knows."""
    for at in range(world.first_provider[friend], world.first_investor[friend]):
        number = world.tie_neighbour[at] - node_of_provider(world, 0)
        provider = world.providers[number]
        if can_take(world, provider, project):
            trust = rules.trust_through_friend(in_friend, world.trust[world.tie_number[at]])
            score = partner_score(world, authority, provider.skill, trust)
            # Luck is drawn only where it can still decide: most candidates are worse than the best with any luck.
            if rules.tender_score(score, world.parameters[0].tender_luck, MOST_LUCK) > best[0]:
                luck = uniform(world, Decision.TENDER, authority.identity, provider.identity, project.started)
                score = rules.tender_score(score, world.parameters[0].tender_luck, luck)
                if score > best[0]:
                    best = score, number, trust
    return best


@decision("choose_investor")
def choose_investor(world: State, authority: Record, project: Record) -> tuple[int, float]:
    """Return the number of the best lead investor within reach that can lead (-1 if none), and the trust in it.

    Within reach are those the authority knows and, after an early meeting, friends of friends.
    """
    node, best = authority.number, NO_CANDIDATE
    best = best_investor(world, authority, project, node, 1.0, best)
    if project.early_meeting == 1:
        # Friends of every kind: a provider may lead to an investor.
        for at in range(world.tie_start[node], world.tie_start[node + 1]):
            friend, trust = world.tie_neighbour[at], world.trust[world.tie_number[at]]
            best = best_investor(world, authority, project, friend, trust, best)
    return best[1], best[2]


def best_investor(
    world: State, authority: Record, project: Record, friend: int, in_friend: float, best: Candidate
) -> Candidate:
    """Return score, number and trust of the best candidate so far or of a better investor that a friend knows."""
    for at in range(world.first_investor[friend], world.tie_start[friend + 1]):
        number = world.tie_neighbour[at] - node_of_investor(world, 0)
        investor = world.investors[number]
        if can_lead(world, investor, project):
            trust = rules.trust_through_friend(in_friend, world.trust[world.tie_number[at]])
            score = partner_score(world, authority, investor.competence, trust)
            if score > best[0]:
                best = score, number, trust
    return best


@decision("can_take")
def can_take(world: State, provider: Record, project: Record) -> bool:
    """Return whether a provider works in a project's welfare area and has spare capacity."""
    return provider.works_in[project.domain] == 1 and rules.has_capacity(provider.engaged, provider.capacity)


@decision("can_lead")
def can_lead(world: State, investor: Record, project: Record) -> bool:
    """Return whether an investor can lead a project: it has capital that is not tied up, and is no local one."""
    return rules.has_capital(investor.available) and investor.kind != InvestorKind.LOCAL


@decision("partner_score")
def partner_score(world: State, authority: Record, ability: float, trust: float) -> float:
    """Return how attractive a partner of some ability and trust is to an authority."""
    return rules.partner_score(trust, ability, world.parameters[0].trust_in_search)
