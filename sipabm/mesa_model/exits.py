"""Exits: the end of an attempt at a gate, with its barrier, and gates that stand at every stage."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from sipabm.mesa_model.recorder import record_exit
from sipabm.rules import mobilisation as rules
from sipabm.rules.common import choose_barrier, with_barrier
from sipabm.rules.learning import cost_to_tell
from sipabm.states import Barrier, Decision, Outcome, Stage

if TYPE_CHECKING:
    from sipabm.mesa_model.authority import Authority
    from sipabm.mesa_model.model import PartnershipModel
    from sipabm.mesa_model.project import Project


class News(Enum):
    """What there is to learn from."""

    CLOSED = "closed"
    FAILED = "failed"
    DELIVERED = "delivered"


class Event(NamedTuple):
    """What happened to an authority this quarter: an attempt's cost, or a delivery's success and progress."""

    news: News
    authority: Authority
    value: float
    progress: float = 0.0


def institution_barriers(project: Project, gate: Stage) -> int:
    """Return the barriers that a new government, a new law or a house's sponsor has raised since the last gate."""
    p, authority = project.parameters, project.authority
    new_government = authority.government_since > project.gate
    new_law = project.country.law_since[project.domain] > project.gate
    barriers = 0
    if new_government:
        luck = authority.uniform(Decision.CHANGE_OF_GOVERNMENT, gate, project.started)
        stops = rules.government_stops(new_government, authority.support, p.government_change_stop, luck)
        barriers = with_barrier(barriers, Barrier.CHANGE_OF_GOVERNMENT, stops)
    if new_law:
        luck = authority.uniform(Decision.NEW_LAW, gate, project.started)
        barriers = with_barrier(barriers, Barrier.LEGISLATION, rules.law_stops(new_law, p.law_stop, luck))
    if project.house:
        barriers = with_barrier(barriers, Barrier.SPONSOR_WITHDRAWAL, authority.sponsor_withdraws(project, gate))
    return barriers


def stop_for_one_of(model: PartnershipModel, project: Project, barriers: int) -> None:
    """Stop a project; which of its barriers ended it is drawn evenly, as they stood there together."""
    luck = project.authority.uniform(Decision.WHICH_BARRIER, project.stage, project.started)
    stop(model, project, barriers, Barrier(choose_barrier(barriers, luck)))


def stop(model: PartnershipModel, project: Project, barriers: int, barrier: Barrier) -> None:
    """Stop a project, release its partners and tell about the failure."""
    project.outcome = Outcome.STOPPED
    project.barriers = barriers
    project.barrier = barrier
    if project.stage > Stage.MEETING:
        project.provider.engaged -= 1
    release_tickets(project)
    release_fund(project)
    end_development(model, project, News.FAILED)


def end_development(model: PartnershipModel, project: Project, news: News) -> None:
    """Free the authority's development slot, and record and tell how the attempt ended."""
    project.ended = model.quarter
    project.authority.developing -= 1
    record_exit(model, project)
    model.events.append(Event(news, project.authority, cost_to_tell(project.known_cost, project.cost_share)))


def release_tickets(project: Project) -> None:
    """Give reserved capital back to the syndicate."""
    for place, investor in enumerate(project.member):
        investor.available += project.ticket[place]
        project.ticket[place] = 0.0


def release_fund(project: Project) -> None:
    """Give a fund's commitment back to its purse."""
    if project.fund:
        project.fund.remaining += project.fund_committed
        project.fund_committed = 0.0
