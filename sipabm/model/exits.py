"""Exits: the end of an attempt at a gate, with its barrier; what stands at every gate; what there is to learn."""

from __future__ import annotations

from enum import IntEnum

from sipabm.barriers import Barrier
from sipabm.model.counts import record_exit
from sipabm.model.draws import uniform
from sipabm.model.funds import release_fund
from sipabm.model.project import capital_of_investors, engage_providers
from sipabm.model.records import Record, State
from sipabm.rules import mobilisation as rules
from sipabm.rules.common import choose_barrier, happens, with_barrier
from sipabm.rules.innovation import sponsor_withdrawal
from sipabm.rules.learning import cost_to_tell
from sipabm.words import NOBODY, Decision, Outcome, Stage


class News(IntEnum):
    """What there is to learn from."""

    CLOSED = 0
    FAILED = 1
    DELIVERED = 2


def institution_barriers(world: State, project: Record, gate: Stage) -> int:
    """Return the barriers that a new government, a new law or a house's sponsor has raised since the last gate."""
    parameters, authority = world.parameters[0], world.authorities[project.authority]
    # What came before the last gate was asked there; each gate has its own luck, so nothing stops a project twice.
    barriers = 0
    if rules.came_since(authority.government_since, project.gate):
        luck = uniform(world, Decision.CHANGE_OF_GOVERNMENT, authority.identity, gate.value, project.started)
        stops = rules.government_stops(authority.support, parameters.government_change_stop, luck)
        barriers = with_barrier(barriers, Barrier.CHANGE_OF_GOVERNMENT, stops)
    if rules.came_since(world.countries[project.country].law_since[project.domain], project.gate):
        luck = uniform(world, Decision.NEW_LAW, authority.identity, gate.value, project.started)
        barriers = with_barrier(barriers, Barrier.LEGISLATION, happens(luck, parameters.law_stop))
    if project.house == 1:
        luck = uniform(world, Decision.SPONSOR, authority.identity, gate.value, project.started)
        withdraws = happens(luck, withdrawal(world, world.run[0].quarter - project.gate))
        barriers = with_barrier(barriers, Barrier.SPONSOR_WITHDRAWAL, withdraws)
    return barriers


def withdrawal(world: State, quarters: int) -> float:
    """Return the probability that the sponsor of an innovation house withdraws within some quarters."""
    parameters = world.parameters[0]
    return sponsor_withdrawal(
        parameters.sponsor_withdrawal, parameters.house_decoupling, parameters.house_integration, quarters
    )


def stop_for_one_of(world: State, slot: int, barriers: int) -> None:
    """Stop a project; which of its barriers ended it is drawn evenly, as they stood there together."""
    project = world.projects[slot]
    identity = world.authorities[project.authority].identity
    # They stood there together, and nothing says which was first.
    luck = uniform(world, Decision.WHICH_BARRIER, identity, project.stage, project.started)
    stop(world, slot, barriers, choose_barrier(barriers, luck))


def stop(world: State, slot: int, barriers: int, barrier: int) -> None:
    """Stop a project and release its partners; its autopsy follows once all gates of the quarter are over."""
    project = world.projects[slot]
    project.outcome = Outcome.STOPPED.value
    project.barriers = barriers
    project.barrier = barrier
    # The gate of search is where providers are engaged.
    if project.stage > Stage.MEETING:
        engage_providers(world, project, -1)
    release_tickets(world, project)
    release_fund(world, project)
    end_development(world, project)


def end_development(world: State, project: Record) -> None:
    """Free the authority's development slot."""
    project.ended = world.run[0].quarter
    world.authorities[project.authority].developing -= 1


def report_end(world: State, project: Record, news: News) -> None:
    """Record and tell how an attempt ended."""
    record_exit(world, project)
    tell(world, news, project, cost_to_tell(project.known_cost, project.cost_share), 0.0)


def release_tickets(world: State, project: Record) -> None:
    """Give reserved capital back to the syndicate."""
    for place in range(project.investors):
        world.investors[project.member[place]].available += project.ticket[place]
        # Cleared, or the table of contracts would show tickets of investors that do not invest.
        project.ticket[place] = 0.0
        project.member[place] = NOBODY


def release_working_capital(world: State, project: Record) -> None:
    """Give the provider back what it had tied up for agreed terms."""
    tied_up = project.capital - capital_of_investors(project)
    world.providers[project.provider].working_capital += tied_up


def tell(world: State, news: News, project: Record, value: float, progress: float) -> None:
    """Note what will be learnt at the end of the quarter."""
    run = world.run[0]
    if run.events == len(world.events):
        run.overflow = 1
        return
    # From a blank: the place may hold an event of an earlier quarter, and in the Mesa model it holds nothing at first.
    world.events[run.events] = world.blank_event[0]
    event = world.events[run.events]
    event.kind = news.value
    event.authority = project.authority
    event.value = value
    event.progress = progress
    event.domain = project.domain
    event.barriers = project.barriers | project.barriers_ahead
    event.used = project.used
    run.events += 1
