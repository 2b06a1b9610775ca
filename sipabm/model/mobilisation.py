"""Mobilisation: frontline, politics, daily operations, departments and the syndicate of investors."""

from __future__ import annotations

from sipabm.barriers import Barrier
from sipabm.levers import Lever
from sipabm.model.bending import use
from sipabm.model.draws import uniform, uniform_pair
from sipabm.model.exits import institution_barriers, stop_for_one_of
from sipabm.model.nodes import node_of_investor
from sipabm.model.project import enter_stage, is_at, pay
from sipabm.model.records import Record, State
from sipabm.model.replaceable import decision
from sipabm.model.stakeholders import closeness, frontline_stops, politics_stops
from sipabm.rules import innovation
from sipabm.rules import mobilisation as rules
from sipabm.rules.common import happens, with_barrier
from sipabm.rules.search import has_capital
from sipabm.words import NOBODY, Decision, Stage


def mobilisation(world: State) -> None:
    """Take every project whose mobilisation is due through its gate."""
    for place in range(world.run[0].due):
        slot = world.due[place]
        if is_at(world, slot, Stage.MOBILISATION):
            mobilisation_gate(world, slot)


def mobilisation_gate(world: State, slot: int) -> None:
    """Win stakeholders, departments and investors; stop the project, or send it on to negotiation."""
    project = world.projects[slot]
    barriers = mobilise(world, project) | institution_barriers(world, project, Stage.MOBILISATION)
    if barriers != 0:
        stop_for_one_of(world, slot, barriers)
        return
    enter_stage(world, project, Stage.NEGOTIATION, world.parameters[0].negotiation_quarters)


def mobilise(world: State, project: Record) -> int:
    """Win departments, payers and investors; return the barriers that stakeholders raise."""
    authority, provider = world.authorities[project.authority], world.providers[project.provider]
    # Before any barrier is asked: all that stands at this gate is recorded, so the syndicate has to be known.
    project.pooled = use(world, project, Lever.POOLED_BUDGETS)
    win_departments(world, authority, project)
    win_payers(world, authority, project)
    if project.pooled == 1:
        joined = project.departments_joined + project.authorities_joined
        pay(project, rules.pooling_cost(world.parameters[0].pooling_cost, joined))
    if project.investor != NOBODY:
        fill_capital(world, project)
    barriers = with_barrier(0, Barrier.FRONTLINE, frontline_stops(world, authority, project))
    barriers = with_barrier(barriers, Barrier.LOCAL_POLITICS, politics_stops(world, authority, project))
    barriers = with_barrier(barriers, Barrier.IMMUNE_RESPONSE, operations_stop(world, authority, project))
    no_capital = rules.lacks_capital(project.filled == 1, provider.working_capital, project.capital)
    return with_barrier(barriers, Barrier.INVESTOR_APPETITE, no_capital)


@decision("operations_stop")
def operations_stop(world: State, authority: Record, project: Record) -> bool:
    """Return whether the immune response of an authority's daily operations stops a project."""
    luck = uniform(world, Decision.IMMUNE_RESPONSE, authority.identity, 0, project.started)
    close = closeness(world, project.house == 1)
    return happens(luck, innovation.immune_response(world.parameters[0].immune_response, project.novelty, close))


def win_departments(world: State, authority: Record, project: Record) -> None:
    """Let other departments that gain join, or not."""
    departments = int(world.parameters[0].departments)
    for number in range(departments):
        project.departments_joined += department_joins(world, authority, project, number)
    project.joined_share = rules.joined_share(project.departments_joined, departments)


def win_payers(world: State, authority: Record, project: Record) -> None:
    """Let other authorities and the state, if they gain, pay their part, or not."""
    parameters, identity = world.parameters[0], authority.identity
    # Whoever gains nothing pays nothing.
    gain = parameters.other_authorities_part[project.domain]
    most = int(parameters.gaining_authorities[project.domain]) if rules.gains(gain) else 0
    luck = uniform(world, Decision.JOINT_COMMISSIONING, identity, 0, project.started)
    if rules.is_commissioned_jointly(parameters.joint_commissioning[project.domain], project.pooled == 1, luck):
        project.authorities_joined = count_authorities_joining(world, authority, project, most)
    project.authorities_share = rules.joined_share(project.authorities_joined, most)
    luck = uniform(world, Decision.STATE_JOINS, identity, 0, project.started)
    project.state_joined = happens(luck, parameters.state_joins) and rules.gains(parameters.state_part[project.domain])


def count_authorities_joining(world: State, authority: Record, project: Record, most: int) -> int:
    """Return how many of the first authorities of its country that an authority knows will pay their part."""
    asked, joined = 0, 0
    for at in range(world.tie_start[authority.number], world.first_provider[authority.number]):
        other = world.authorities[world.tie_neighbour[at]]
        if other.country == authority.country and asked < most:
            asked += 1
            joined += authority_joins(world, other, project, world.trust[world.tie_number[at]])
    return joined


@decision("authority_joins")
def authority_joins(world: State, authority: Record, project: Record, trust: float) -> bool:
    """Return whether an authority to which part of the gain falls pays its part, asked by one it trusts so much."""
    asking = world.authorities[project.authority].identity
    luck = uniform(world, Decision.AUTHORITY_JOINS, asking, authority.identity, project.started)
    return rules.authority_joins(trust, luck)


@decision("department_joins")
def department_joins(world: State, authority: Record, project: Record, number: int) -> bool:
    """Return whether another department of an authority, which gains from a project, will pay."""
    probability = rules.joining_probability(authority.silo_strength, project.tailoring)
    luck = uniform(world, Decision.DEPARTMENT_JOINS, authority.identity, number, project.started)
    return rules.department_joins(probability, project.pooled == 1, luck)


def fill_capital(world: State, project: Record) -> None:
    """Let the lead investor, if it still has capital, fill up with tickets of others it knows; see what they ask."""
    lead = world.investors[project.investor]
    own = lead_ticket(world, lead, project)
    if not rules.is_ticket(own):
        return
    take_ticket(project, lead, own)
    # In the order of their numbers: a drawn order would let a draw depend on who else is there.
    raised = own
    node = node_of_investor(world, project.investor)
    for at in range(world.first_investor[node], world.tie_start[node + 1]):
        if rules.is_filled(raised, project.capital) or project.investors == len(project.member):
            break
        other = world.investors[world.tie_neighbour[at] - node_of_investor(world, 0)]
        ticket = ticket_of(world, other, project, project.capital - raised, world.trust[world.tie_number[at]])
        if rules.is_ticket(ticket):
            take_ticket(project, other, ticket)
            raised += ticket
    # Others are asked first: a lead goes beyond its share only for what nobody else takes.
    more = lead_extension(world, lead, project, project.capital - raised)
    lead.available -= more
    project.ticket[0] += more
    raised += more
    project.filled = rules.is_filled(raised, project.capital)
    # A syndicate that is not filled finances nothing, so what it would ask plays no part.
    if project.filled == 1:
        average_syndicate(world, project, raised)


@decision("lead_ticket")
def lead_ticket(world: State, investor: Record, project: Record) -> float:
    """Return what a lead investor puts in before others are asked (million USD)."""
    parameters = world.parameters[0]
    identity = world.authorities[project.authority].identity
    luck = uniform(world, Decision.INVESTOR_JOINS, identity, investor.identity, project.started)
    share = rules.largest_lead_share(parameters.lead_share, parameters.sole_investor, luck)
    return rules.lead_ticket(project.capital, share, investor.largest_ticket, investor.available)


@decision("ticket")
def ticket_of(world: State, investor: Record, project: Record, missing: float, trust: float) -> float:
    """Return what an investor puts in when a lead investor whom it trusts asks, or nothing (million USD)."""
    parameters = world.parameters[0]
    identity = world.authorities[project.authority].identity
    joins, size = uniform_pair(world, Decision.INVESTOR_JOINS, identity, investor.identity, project.started)
    if not has_capital(investor.available) or not rules.investor_joins(parameters.co_investment, trust, joins):
        return 0.0
    return rules.co_ticket(missing, investor.largest_ticket, investor.available, parameters.smallest_ticket, size)


@decision("lead_extension")
def lead_extension(world: State, investor: Record, project: Record, missing: float) -> float:
    """Return what a lead investor adds to its ticket when capital is still missing (million USD)."""
    return rules.lead_extension(missing, investor.largest_ticket, project.ticket[0], investor.available)


def take_ticket(project: Record, investor: Record, ticket: float) -> None:
    """Reserve an investor's ticket for a project."""
    project.member[project.investors] = investor.number
    project.ticket[project.investors] = ticket
    project.investors += 1
    investor.available -= ticket


def average_syndicate(world: State, project: Record, raised: float) -> None:
    """Set what the syndicate asks: the average of its investors, weighted by their tickets."""
    for place in range(project.investors):
        investor = world.investors[project.member[place]]
        weight = rules.weight_in_syndicate(project.ticket[place], raised)
        project.hurdle_rate += weight * investor.hurdle_rate
        project.risk_aversion += weight * investor.risk_aversion
        project.social_motive += weight * investor.social_motive
        project.misjudgement += weight * investor.misjudgement
        project.foresight += weight * investor.foresight
