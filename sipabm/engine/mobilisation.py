"""Mobilisation: frontline, politics, departments and the syndicate of investors."""

from sipabm.engine.business_case import pay
from sipabm.engine.consideration import enter_stage
from sipabm.engine.draws import uniform, uniform_pair
from sipabm.engine.environment import uses_lever
from sipabm.engine.exits import institution_barriers, stop_for_one_of
from sipabm.engine.search import frontline_stops, politics_stops
from sipabm.rules import innovation
from sipabm.rules import mobilisation as rules
from sipabm.rules.common import with_barrier
from sipabm.states import NOBODY, Barrier, Decision, Lever, Stage


def mobilisation(s, step):
    """Take every project whose mobilisation is due through its gate."""
    for place in range(s.run[0].due):
        slot = s.due[place]
        project = s.projects[slot]
        if project.stage == Stage.MOBILISATION and project.due == step:
            mobilisation_gate(s, slot, step)


def mobilisation_gate(s, slot, step):
    """Win stakeholders, departments and investors; stop the project, or send it on to negotiation."""
    run, p, project = s.run[0], s.parameters[0], s.projects[slot]
    authority = s.authorities[project.authority]
    win_departments(s, project, step)
    fill_capital(s, project)
    provider = s.providers[project.provider]
    barriers = institution_barriers(run, p, authority, s.countries[project.country], project, Stage.MOBILISATION, step)
    barriers = with_barrier(barriers, Barrier.FRONTLINE, frontline_stops(run, p, authority, project))
    barriers = with_barrier(barriers, Barrier.LOCAL_POLITICS, politics_stops(run, p, authority, project))
    barriers = with_barrier(barriers, Barrier.IMMUNE_RESPONSE, operations_stop(run, p, authority, project))
    no_capital = project.filled == 0 and provider.working_capital < project.capital
    barriers = with_barrier(barriers, Barrier.INVESTOR_APPETITE, no_capital)
    if barriers != 0:
        stop_for_one_of(s, slot, barriers, step)
        return
    enter_stage(run, p, authority, project, Stage.NEGOTIATION, p.negotiation_quarters, step)


def operations_stop(run, p, authority, project):
    """Return whether the operating organisation's immune response stops the project."""
    close = innovation.closeness(project.house == 1, p.house_decoupling)
    luck = uniform(run, Decision.IMMUNE_RESPONSE, authority.identity, 0, project.started)
    return luck < innovation.immune_response(p.immune_response, project.novelty, close)


def win_departments(s, project, step):
    """Let other departments that gain join, or not."""
    run, p = s.run[0], s.parameters[0]
    authority = s.authorities[project.authority]
    project.pooled = uses_lever(run, p, Lever.POOLED_BUDGETS, authority, project.started, step)
    probability = rules.joining_probability(authority.silo_strength, project.tailoring)
    departments = int(p.departments)
    for number in range(departments):
        luck = uniform(run, Decision.DEPARTMENT_JOINS, authority.identity, number, project.started)
        project.departments_joined += rules.department_joins(probability, project.pooled == 1, luck)
    project.joined_share = rules.joined_share(project.departments_joined, departments)
    if project.pooled == 1:
        pay(project, p.pooling_cost * project.departments_joined)


def fill_capital(s, project):
    """Let the lead investor, if it still has capital, fill up with tickets of others it knows; see what they ask."""
    run, p = s.run[0], s.parameters[0]
    if project.investor == NOBODY:
        return
    lead = s.investors[project.investor]
    identity = s.authorities[project.authority].identity
    luck = uniform(run, Decision.INVESTOR_JOINS, identity, lead.identity, project.started)
    share = rules.largest_lead_share(p.lead_share, p.sole_investor, luck)
    own = rules.lead_ticket(project.capital, share, lead.largest_ticket, lead.available)
    if own <= 0.0:
        return
    take_ticket(s, project, project.investor, own)
    raised = project.ticket[0]
    node = project.investor + len(s.authorities) + len(s.providers)
    for at in range(s.first_investor[node], s.tie_start[node + 1]):
        if rules.is_filled(raised, project.capital) or project.investors == len(project.member):
            break
        raised += ask_investor(s, project, at, project.capital - raised)
    raised += extend_lead(project, lead, project.capital - raised)
    project.filled = rules.is_filled(raised, project.capital)
    if project.filled == 1:
        average_syndicate(s, project, raised)


def ask_investor(s, project, at, missing):
    """Ask an investor the lead knows for a ticket; return what it puts in (million USD)."""
    run, p = s.run[0], s.parameters[0]
    number = s.tie_neighbour[at] - len(s.authorities) - len(s.providers)
    investor = s.investors[number]
    identity = s.authorities[project.authority].identity
    joins, size = uniform_pair(run, Decision.INVESTOR_JOINS, identity, investor.identity, project.started)
    if investor.available <= 0.0 or not rules.investor_joins(p.co_investment, s.trust[s.tie_number[at]], joins):
        return 0.0
    ticket = rules.co_ticket(missing, investor.largest_ticket, investor.available, p.smallest_ticket, size)
    if ticket > 0.0:
        take_ticket(s, project, number, ticket)
    return ticket


def extend_lead(project, lead, missing):
    """Let the lead investor put in what is still missing, as far as its limits go; return it (million USD)."""
    more = rules.lead_extension(missing, lead.largest_ticket, project.ticket[0], lead.available)
    lead.available -= more
    project.ticket[0] += more
    return more


def take_ticket(s, project, number, ticket):
    """Reserve an investor's ticket for a project."""
    project.member[project.investors] = number
    project.ticket[project.investors] = ticket
    project.investors += 1
    s.investors[number].available -= ticket


def average_syndicate(s, project, raised):
    """Set what the syndicate asks: the average of its investors, weighted by their tickets."""
    project.hurdle_rate = 0.0
    project.risk_aversion = 0.0
    project.social_motive = 0.0
    project.misjudgement = 0.0
    project.foresight = 0.0
    for place in range(project.investors):
        investor = s.investors[project.member[place]]
        weight = project.ticket[place] / raised
        project.hurdle_rate += weight * investor.hurdle_rate
        project.risk_aversion += weight * investor.risk_aversion
        project.social_motive += weight * investor.social_motive
        project.misjudgement += weight * investor.misjudgement
        project.foresight += weight * investor.foresight
