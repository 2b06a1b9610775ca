"""Exits: the end of an attempt at a gate, with its barrier, and gates that stand at every stage."""

from sipabm.engine.draws import uniform
from sipabm.engine.recorder import record_exit
from sipabm.rules import mobilisation as rules
from sipabm.rules.common import choose_barrier, with_barrier
from sipabm.rules.innovation import sponsor_withdrawal
from sipabm.rules.learning import cost_to_tell
from sipabm.states import NOBODY, Barrier, Decision, Outcome, Stage

CLOSED, FAILED, DELIVERED = 0, 1, 2


def institution_barriers(run, p, authority, country, project, gate, step):
    """Return the barriers that a new government, a new law or a house's sponsor has raised since the last gate."""
    new_government = authority.government_since > project.gate
    new_law = country.law_since[project.domain] > project.gate
    barriers = 0
    if new_government:
        luck = uniform(run, Decision.CHANGE_OF_GOVERNMENT, authority.identity, gate, project.started)
        stops = rules.government_stops(new_government, authority.support, p.government_change_stop, luck)
        barriers = with_barrier(barriers, Barrier.CHANGE_OF_GOVERNMENT, stops)
    if new_law:
        luck = uniform(run, Decision.NEW_LAW, authority.identity, gate, project.started)
        barriers = with_barrier(barriers, Barrier.LEGISLATION, rules.law_stops(new_law, p.law_stop, luck))
    if project.house == 1:
        luck = uniform(run, Decision.SPONSOR, authority.identity, gate, project.started)
        withdraws = sponsor_withdrawal(
            p.sponsor_withdrawal, p.house_decoupling, p.house_integration, step - project.gate
        )
        barriers = with_barrier(barriers, Barrier.SPONSOR_WITHDRAWAL, luck < withdraws)
    return barriers


def stop_for_one_of(s, slot, barriers, step):
    """Stop a project; which of its barriers ended it is drawn evenly, as they stood there together."""
    run = s.run[0]
    project = s.projects[slot]
    identity = s.authorities[project.authority].identity
    luck = uniform(run, Decision.WHICH_BARRIER, identity, project.stage, project.started)
    stop(s, slot, barriers, choose_barrier(barriers, luck), step)


def stop(s, slot, barriers, barrier, step):
    """Stop a project, release its partners and tell about the failure."""
    project = s.projects[slot]
    project.outcome = Outcome.STOPPED.value
    project.barriers = barriers
    project.barrier = barrier
    project.ended = step
    if project.stage > Stage.MEETING and project.provider != NOBODY:
        s.providers[project.provider].engaged -= 1
    release_tickets(s, project)
    release_fund(s, project)
    leave_development(s, slot)
    record_exit(s, project, step)
    add_event(s, FAILED, project.authority, cost_to_tell(project.known_cost, project.cost_share), 0.0)


def leave_development(s, slot):
    """Free the authority's development slot."""
    s.authorities[s.projects[slot].authority].developing -= 1


def release_tickets(s, project):
    """Give reserved capital back to the syndicate."""
    for place in range(project.investors):
        s.investors[project.member[place]].available += project.ticket[place]
        project.ticket[place] = 0.0


def release_fund(s, project):
    """Give a fund's commitment back to its purse."""
    if project.fund != NOBODY:
        s.funds[project.fund].remaining += project.fund_committed
        project.fund_committed = 0.0


def add_event(s, kind, authority, value, progress):
    """Note what will be learnt at the end of the quarter."""
    run = s.run[0]
    if run.events == len(s.events):
        run.overflow = 1
        return
    event = s.events[run.events]
    event.kind = kind
    event.authority = authority
    event.value = value
    event.progress = progress
    run.events += 1
