"""Search: the gate of the first stage, at which partners must have been found."""

from sipabm.engine.consideration import enter_stage
from sipabm.engine.draws import normal, uniform
from sipabm.engine.exits import institution_barriers, stop_for_one_of
from sipabm.rules import innovation, mobilisation
from sipabm.rules import search as rules
from sipabm.rules.common import towards_one, with_barrier
from sipabm.states import NOBODY, Barrier, Decision, Stage

NO_SCORE = -1.0


def search(s, step):
    """Take every project whose search is over through its gate."""
    for place in range(s.run[0].due):
        slot = s.due[place]
        project = s.projects[slot]
        if project.stage == Stage.MEETING and project.due == step:
            search_gate(s, slot, step)


def search_gate(s, slot, step):
    """Find partners; stop the project, or send it on to the business case."""
    run, p, project = s.run[0], s.parameters[0], s.projects[slot]
    authority = s.authorities[project.authority]
    find_provider(s, project)
    find_investor(s, project)
    know_each_other(s, project)
    if project.early_meeting == 1:
        project.trust_provider = towards_one(project.trust_provider, p.meeting_trust)
        project.trust_investor = towards_one(project.trust_investor, p.meeting_trust)
        project.trust_third = towards_one(project.trust_third, p.meeting_trust)
    barriers = institution_barriers(run, p, authority, s.countries[project.country], project, Stage.MEETING, step)
    barriers |= search_barriers(s, project)
    if barriers != 0:
        stop_for_one_of(s, slot, barriers, step)
        return
    s.providers[project.provider].engaged += 1
    enter_stage(run, p, authority, project, Stage.BUSINESS_CASE, p.business_case_quarters, step)


def search_barriers(s, project):
    """Return the barriers at the gate of search."""
    run, p = s.run[0], s.parameters[0]
    found = project.provider != NOBODY
    working_capital = s.providers[project.provider].working_capital if found else 0.0
    lacks = rules.lacks_partner(found, project.investor != NOBODY, working_capital, project.capital)
    barriers = with_barrier(0, Barrier.NO_PARTNER, lacks)
    if project.early_meeting == 1:
        authority = s.authorities[project.authority]
        luck = uniform(run, Decision.PROCUREMENT, authority.identity, 0, project.started)
        barriers = with_barrier(barriers, Barrier.PROCUREMENT, luck < p.meeting_procurement_risk)
        barriers |= spotted_early(
            run, p, authority, project, Barrier.FRONTLINE, frontline_stops(run, p, authority, project)
        )
        barriers |= spotted_early(
            run, p, authority, project, Barrier.LOCAL_POLITICS, politics_stops(run, p, authority, project)
        )
    return barriers


def spotted_early(run, p, authority, project, barrier, stands):
    """Return the set of a barrier that would stop the project later, if early meetings bring it to light."""
    if not stands:
        return 0
    luck = uniform(run, Decision.SPOTTED_EARLY, authority.identity, barrier.value, project.started)
    return with_barrier(0, barrier, luck < p.meeting_foresight)


def frontline_stops(run, p, authority, project):
    """Return whether the frontline would stop the project."""
    luck = normal(run, Decision.FRONTLINE, authority.identity, 0, project.started)
    felt = innovation.resistance_felt(
        authority.resistance, innovation.closeness(project.house == 1, p.house_decoupling)
    )
    acceptance = mobilisation.frontline_acceptance(
        project.tailoring, project.trust_provider, felt, p.frontline_noise, luck
    )
    return acceptance < 0.0


def politics_stops(run, p, authority, project):
    """Return whether local politics would stop the project."""
    luck = uniform(run, Decision.LOCAL_POLITICS, authority.identity, 0, project.started)
    return mobilisation.politics_stops(authority.support, p.local_politics, luck)


def find_provider(s, project):
    """Choose the best provider of the domain with spare capacity among ties, and after a meeting friends of friends."""
    a, first, best = project.authority, len(s.authorities), NO_SCORE
    best = weigh_providers(s, project, s.first_provider[a], s.first_investor[a], first, 1.0, best)
    if project.early_meeting == 1:
        for at in range(s.tie_start[a], s.tie_start[a + 1]):
            friend, trust = s.tie_neighbour[at], s.trust[s.tie_number[at]]
            best = weigh_providers(s, project, s.first_provider[friend], s.first_investor[friend], first, trust, best)


def weigh_providers(s, project, begin, end, first, trust, best):
    """Take the best of some tied providers, reached through a friend of some trust; return the best score."""
    p = s.parameters[0]
    for at in range(begin, end):
        number = s.tie_neighbour[at] - first
        through = rules.trust_through_friend(trust, s.trust[s.tie_number[at]])
        best = weigh_provider(p, s.providers[number], project, number, through, best)
    return best


def weigh_provider(p, provider, project, number, trust, best):
    """Take a provider if it fits and beats the best score so far; return the best score."""
    if provider.works_in[project.domain] == 0 or provider.engaged >= provider.capacity:
        return best
    score = rules.partner_score(trust, provider.skill, p.trust_in_search)
    if score <= best:
        return best
    project.provider = number
    project.trust_provider = trust
    return score


def find_investor(s, project):
    """Choose the best lead investor with capital among ties, and after a meeting friends of friends."""
    a, first, best = project.authority, len(s.authorities) + len(s.providers), NO_SCORE
    best = weigh_investors(s, project, s.first_investor[a], s.tie_start[a + 1], first, 1.0, best)
    if project.early_meeting == 1:
        for at in range(s.tie_start[a], s.tie_start[a + 1]):
            friend, trust = s.tie_neighbour[at], s.trust[s.tie_number[at]]
            best = weigh_investors(s, project, s.first_investor[friend], s.tie_start[friend + 1], first, trust, best)


def weigh_investors(s, project, begin, end, first, trust, best):
    """Take the best of some tied investors, reached through a friend of some trust; return the best score."""
    p = s.parameters[0]
    for at in range(begin, end):
        number = s.tie_neighbour[at] - first
        through = rules.trust_through_friend(trust, s.trust[s.tie_number[at]])
        best = weigh_investor(p, s.investors[number], project, number, through, best)
    return best


def weigh_investor(p, investor, project, number, trust, best):
    """Take an investor as lead if it has capital and beats the best score so far; return the best score."""
    if investor.available <= 0.0:
        return best
    score = rules.partner_score(trust, investor.competence, p.trust_in_search)
    if score <= best:
        return best
    project.investor = number
    project.trust_investor = trust
    return score


def know_each_other(s, project):
    """Note the ties between the three parties, and the trust of provider and investor."""
    p = s.parameters[0]
    a = project.authority
    provider = project.provider + len(s.authorities)
    investor = project.investor + len(s.authorities) + len(s.providers)
    if project.provider != NOBODY:
        project.tie_provider = tie_between(s, a, provider)
    if project.investor != NOBODY:
        project.tie_investor = tie_between(s, a, investor)
    if project.provider != NOBODY and project.investor != NOBODY:
        project.tie_third = tie_between(s, provider, investor)
        project.trust_third = s.trust[project.tie_third] if project.tie_third != NOBODY else p.stranger_trust


def tie_between(s, first, second):
    """Return the number of the tie between two actors, or -1."""
    for at in range(s.tie_start[first], s.tie_start[first + 1]):
        if s.tie_neighbour[at] == second:
            return s.tie_number[at]
    return NOBODY
