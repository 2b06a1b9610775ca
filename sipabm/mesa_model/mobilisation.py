"""Mobilisation: frontline, politics, departments and the syndicate of investors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sipabm.mesa_model.exits import institution_barriers, stop_for_one_of
from sipabm.mesa_model.investor import Investor
from sipabm.recording.columns import MOST_INVESTORS
from sipabm.rules import mobilisation as rules
from sipabm.rules.common import with_barrier
from sipabm.states import Barrier, Lever, Stage

if TYPE_CHECKING:
    from sipabm.mesa_model.model import PartnershipModel
    from sipabm.mesa_model.project import Project


def mobilisation(model: PartnershipModel) -> None:
    """Take every project whose mobilisation is due through its gate."""
    for project in model.due(Stage.MOBILISATION):
        mobilisation_gate(model, project)


def mobilisation_gate(model: PartnershipModel, project: Project) -> None:
    """Win stakeholders, departments and investors; stop the project, or send it on to negotiation."""
    authority = project.authority
    win_departments(project)
    if project.investor:
        fill_capital(project, project.investor)
    barriers = institution_barriers(project, Stage.MOBILISATION)
    barriers = with_barrier(barriers, Barrier.FRONTLINE, authority.frontline_stops(project))
    barriers = with_barrier(barriers, Barrier.LOCAL_POLITICS, authority.politics_stops(project))
    barriers = with_barrier(barriers, Barrier.IMMUNE_RESPONSE, authority.operations_stop(project))
    no_capital = not project.filled and project.provider.working_capital < project.capital
    barriers = with_barrier(barriers, Barrier.INVESTOR_APPETITE, no_capital)
    if barriers:
        stop_for_one_of(model, project, barriers)
        return
    project.enter(Stage.NEGOTIATION, model.parameters.negotiation_quarters)


def win_departments(project: Project) -> None:
    """Let other departments that gain join, or not."""
    p, authority = project.parameters, project.authority
    project.pooled = authority.uses_lever(Lever.POOLED_BUDGETS, project.started)
    departments = int(p.departments)
    project.departments_joined = sum(authority.department_joins(project, number) for number in range(departments))
    project.joined_share = rules.joined_share(project.departments_joined, departments)
    if project.pooled:
        project.pay(p.pooling_cost * project.departments_joined)


def fill_capital(project: Project, lead: Investor) -> None:
    """Let the lead investor, if it still has capital, fill up with tickets of others it knows; see what they ask."""
    raised = lead.lead_ticket(project)
    if raised <= 0.0:
        return
    take_ticket(project, lead, raised)
    for investor, trust in lead.known(Investor):
        if rules.is_filled(raised, project.capital) or project.investors == MOST_INVESTORS:
            break
        ticket = investor.ticket(project, project.capital - raised, trust)
        if ticket > 0.0:
            take_ticket(project, investor, ticket)
        raised += ticket
    more = lead.lead_extension(project, project.capital - raised)
    lead.available -= more
    project.ticket[0] += more
    raised += more
    project.filled = rules.is_filled(raised, project.capital)
    if project.filled:
        average_syndicate(project, raised)


def take_ticket(project: Project, investor: Investor, ticket: float) -> None:
    """Reserve an investor's ticket for a project."""
    project.member.append(investor)
    project.ticket.append(ticket)
    investor.available -= ticket


def average_syndicate(project: Project, raised: float) -> None:
    """Set what the syndicate asks: the average of its investors, weighted by their tickets."""
    for investor, ticket in zip(project.member, project.ticket, strict=True):
        weight = ticket / raised
        project.hurdle_rate += weight * investor.hurdle_rate
        project.risk_aversion += weight * investor.risk_aversion
        project.social_motive += weight * investor.social_motive
        project.misjudgement += weight * investor.misjudgement
        project.foresight += weight * investor.foresight
