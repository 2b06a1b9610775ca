"""Signing: agreed terms become a contract."""

from sipabm.engine.exits import CLOSED, add_event, institution_barriers, leave_development, stop_for_one_of
from sipabm.engine.recorder import record_exit, record_signature
from sipabm.rules.learning import cost_to_tell
from sipabm.rules.negotiation import count_parties
from sipabm.states import NOBODY, ContractStatus, Outcome, Stage

QUARTERS_A_YEAR = 4


def signing(s, step):
    """Sign every project whose talks are over, unless a government or a law stops it at the last moment."""
    for place in range(s.run[0].due):
        slot = s.due[place]
        project = s.projects[slot]
        if project.agreed == 1 and project.outcome == Outcome.DEVELOPING and project.due == step:
            sign(s, slot, step)
    forget_ended(s)


def sign(s, slot, step):
    """Sign a project, open its contract and tell about the signature."""
    run, p, project = s.run[0], s.parameters[0], s.projects[slot]
    authority = s.authorities[project.authority]
    barriers = institution_barriers(run, p, authority, s.countries[project.country], project, Stage.SIGNED, step)
    if barriers != 0:
        stop_agreed(s, slot, barriers, step)
        return
    project.stage = Stage.SIGNED.value
    project.outcome = Outcome.SIGNED.value
    project.ended = step
    leave_development(s, slot)
    record_signature(s, project, parties_of(project), step)
    s.authorities[project.authority].signatures += 1
    s.providers[project.provider].signatures += 1
    if project.investors > 0:
        s.investors[project.investor].signatures += 1
    record_exit(s, project, step)
    add_event(s, CLOSED, project.authority, cost_to_tell(project.known_cost, project.cost_share), 0.0)
    open_contract(s.contracts[run.contracts], s.projects[slot], slot, step)
    run.contracts += 1


def stop_agreed(s, slot, barriers, step):
    """Stop a project after agreement: the provider's working capital is free again."""
    project = s.projects[slot]
    invested = 0.0
    for place in range(project.investors):
        invested += project.ticket[place]
    s.providers[project.provider].working_capital += project.capital - invested
    stop_for_one_of(s, slot, barriers, step)


def parties_of(project):
    """Return the number of parties: authority, departments, fund, provider and investors."""
    return count_parties(project.departments_joined, project.fund != NOBODY, project.investors)


def open_contract(contract, project, slot, step):
    """Set a contract to its start; service begins in the quarter after signature."""
    contract.project = slot
    contract.first = step + 1
    contract.ended = step
    contract.duration = QUARTERS_A_YEAR * project.years
    contract.quarters_run = 0
    contract.status = ContractStatus.RUNNING.value
    contract.results = 0.0
    contract.quality = project.quality
    contract.law_factor = 1.0
    contract.adaptation = 0.0
    contract.last_replan = step
    contract.in_house = project.house
    contract.replans = 0
    contract.cost_after = 0.0


def forget_ended(s):
    """Drop stopped and signed projects from the list of those in development, keeping its order."""
    run = s.run[0]
    kept = 0
    for place in range(run.projects):
        slot = s.active[place]
        if s.projects[slot].outcome == Outcome.DEVELOPING:
            s.active[kept] = slot
            kept += 1
        elif s.projects[slot].outcome == Outcome.STOPPED:
            s.free[run.free_slots] = slot
            run.free_slots += 1
    run.projects = kept
