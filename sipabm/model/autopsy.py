"""Autopsy: whether the gates that a stopped attempt did not reach would have stood in its way as well."""

from __future__ import annotations

from sipabm.barriers import Barrier
from sipabm.model.business_case import judge_case
from sipabm.model.exits import News, release_tickets, report_end
from sipabm.model.mobilisation import average_syndicate, fill_capital, mobilise
from sipabm.model.negotiation import barriers_of_talks
from sipabm.model.project import capital_of_investors
from sipabm.model.records import Record, State
from sipabm.rules.mobilisation import is_ticket
from sipabm.words import NOBODY, Outcome, Stage

# What may stop an attempt at any gate because of something that happens in its time: nobody can look ahead to that.
EVENTS = 1 << Barrier.LEGISLATION | 1 << Barrier.CHANGE_OF_GOVERNMENT | 1 << Barrier.SPONSOR_WITHDRAWAL


def autopsy(world: State) -> None:
    """Look ahead from every attempt that was stopped this quarter, record it, and tell about it."""
    for place in range(world.run[0].projects):
        project = world.projects[world.active[place]]
        if project.outcome == Outcome.STOPPED:
            look_ahead(world, project)
            report_end(world, project, News.FAILED)


def look_ahead(world: State, project: Record) -> None:
    """Set which barriers of later gates would have stood in the way of a stopped project, as things stand now."""
    # Without a provider there is no programme, and nothing to imagine.
    if project.provider == NOBODY:
        return
    # A copy: what is only imagined must not look as if it had happened. Its draws have the addresses of the attempt.
    world.imagined[0] = project
    imagined = world.imagined[0]
    ahead = 0
    if project.stage < Stage.BUSINESS_CASE:
        ahead |= judge_case(world, imagined).barriers
    if project.stage < Stage.MOBILISATION:
        ahead |= mobilise(world, imagined)
    if not has_talked(project):
        reserved = imagine_capital(world, imagined)
        ahead |= barriers_of_talks(world, imagined)
        if reserved:
            release_tickets(world, imagined)
    # What stood at its own gate is no news at a later one.
    project.barriers_ahead = ahead & ~project.barriers
    project.used = imagined.used


def has_talked(project: Record) -> bool:
    """Return whether a stopped project had come to talks: there, what events stop at the door does not get in."""
    return project.stage == Stage.NEGOTIATION and (project.agreed == 1 or project.barriers & ~EVENTS != 0)


def imagine_capital(world: State, project: Record) -> bool:
    """Let investors reserve what they would for talks that are only imagined; return whether they reserve anything.

    A syndicate that fell short comes to the table as far as it came: what it would ask is then known all the same.
    """
    released = project.member[0] == NOBODY
    # What a syndicate asks that had the capital is known, though it has given it back.
    if project.investor == NOBODY or (released and project.filled == 1):
        return False
    if released:
        project.investors = 0
        fill_capital(world, project)
    raised = capital_of_investors(project)
    if project.filled == 0 and is_ticket(raised):
        average_syndicate(world, project, raised)
        project.filled = 1
    return project.member[0] != NOBODY
