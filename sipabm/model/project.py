"""Project: what a project can do, in whatever phase: open, enter a stage, cost something."""

from __future__ import annotations

from sipabm.model.draws import uniform
from sipabm.model.records import Record, State
from sipabm.rules import consideration, innovation, negotiation, technology
from sipabm.rules.common import not_supported, of_capital
from sipabm.rules.search import stage_quarters
from sipabm.words import NOBODY, Decision, Outcome, Programme, Stage

NO_SLOT = -1


def open_project(world: State) -> int:
    """Return the slot of a new project among those in development, or -1 if there is no room."""
    run = world.run[0]
    # Freed slots first: arrays then need room for what is alive at once, and not for all attempts of the run.
    if run.freed > 0:
        run.freed -= 1
        slot = world.freed[run.freed]
    elif run.slots < len(world.projects):
        slot = run.slots
        run.slots += 1
    else:
        run.overflow = 1
        return NO_SLOT
    # All fields anew: costs and tickets are added up, and must not go on from the project that was here before.
    world.projects[slot] = world.blank_project[0]
    world.active[run.projects] = slot
    run.projects += 1
    return slot


def close_ended(world: State) -> None:
    """Drop stopped and signed projects from those in development, in order; free the slots of the stopped."""
    run = world.run[0]
    kept = 0
    for place in range(run.projects):
        slot = world.active[place]
        outcome = world.projects[slot].outcome
        # Moved up, and not filled from the end: the order of starts decides who comes first at a gate.
        if outcome == Outcome.DEVELOPING:
            world.active[kept] = slot
            kept += 1
        # A signed project keeps its slot until its contract, which lies in the same one, is settled.
        elif outcome == Outcome.STOPPED:
            free_slot(world, slot)
    run.projects = kept


def free_slot(world: State, slot: int) -> None:
    """Let another project have a slot."""
    run = world.run[0]
    world.freed[run.freed] = slot
    run.freed += 1


def find_due(world: State) -> None:
    """List the projects whose gate comes this quarter, in the order in which they started."""
    run = world.run[0]
    run.due = 0
    for place in range(run.projects):
        slot = world.active[place]
        if world.projects[slot].due == run.quarter:
            world.due[run.due] = slot
            run.due += 1


def is_at(world: State, slot: int, stage: Stage) -> bool:
    """Return whether a project is due at the gate of a stage this quarter, with no terms that wait for signature."""
    project = world.projects[slot]
    return project.stage == stage and project.due == world.run[0].quarter and project.agreed == 0


def enter_stage(world: State, project: Record, stage: Stage, least: float) -> None:
    """Put a project into a stage, which takes at least some quarters."""
    quarter = world.run[0].quarter
    identity = world.authorities[project.authority].identity
    # Addressed by stage and start: a stage that begins later has the same delay.
    luck = uniform(world, Decision.STAGE_DURATION, identity, stage.value, project.started)
    project.stage = stage.value
    project.gate = quarter
    project.due = quarter + stage_quarters(least, world.parameters[0].delay, luck)


def pay(project: Record, cost_share: float) -> None:
    """Let the authority pay a development cost, per unit of capital, as far as no fund carries it."""
    # Budgets are shares of capital, tables hold money: both are kept. The share is that of the whole cost, whoever
    # pays it: it is what others hear that an attempt needs.
    project.cost_share += cost_share
    own = not_supported(of_capital(cost_share, project.capital), project.development_share)
    project.cost_authority += own
    project.cost_funds += of_capital(cost_share, project.capital) - own


def pay_partners(project: Record, cost_share: float, with_investors: bool) -> None:
    """Let the provider, and investors if they take part, each pay a development cost, per unit of capital."""
    project.cost_provider += of_capital(cost_share, project.capital)
    if with_investors:
        project.cost_investors += of_capital(cost_share, project.capital)


def exposure_of(world: State, project: Record, programme: int) -> float:
    """Return the share of a project's results that rests on exposed work, under a programme."""
    parameters = world.parameters[0]
    return technology.programme_exposure(
        parameters.exposure[project.domain],
        programme == Programme.UPSKILLING,
        parameters.upskilling_shield,
        project.novelty,
        parameters.novelty_robustness,
    )


def worth_of(world: State, authority: Record, project: Record, programme: int) -> float:
    """Return the public value of a project that meets its target, as a multiple of capital, under a programme."""
    parameters = world.parameters[0]
    relative = technology.programme_worth(
        programme == Programme.UPSKILLING, parameters.upskilling_cost, project.novelty, parameters.novelty_cost
    )
    return technology.worth_here(parameters.worth[project.domain], authority.worth_factor, relative)


def worth_counted(world: State, domain: int, worth: float) -> float:
    """Return what a programme of some worth is worth to the budgets that an authority thinks of, in the same unit."""
    parameters = world.parameters[0]
    return consideration.worth_to_budgets(
        worth,
        parameters.own_cashable_part[domain],
        parameters.other_departments_part[domain],
        parameters.citizens_part[domain],
        parameters.willingness_to_pay,
    )


def uncertainty_before_data(world: State, project: Record) -> float:
    """Return the uncertainty of a project before any data work, the larger the more radical the programme."""
    parameters = world.parameters[0]
    return innovation.riskier(parameters.case_uncertainty[project.domain], parameters.novelty_risk, project.novelty)


def capital_of_investors(project: Record) -> float:
    """Return the capital that a project's investors have reserved (million USD)."""
    # Added one by one: an array's own sum may round in another order than a list's.
    capital = 0.0
    for place in range(project.investors):
        capital += project.ticket[place]
    return capital


def engage_providers(world: State, project: Record, change: int) -> None:
    """Count one project more, or one less, among what each provider of a project is engaged in."""
    world.providers[project.provider].engaged += change
    for place in range(project.providers - 1):
        world.providers[project.partner[place]].engaged += change


def payers_of(world: State, project: Record) -> int:
    """Return the number of organisations that pay: authority, other authorities, state, and a fund that gives."""
    fund_gives = project.fund != NOBODY and not fund_invests(world, project)
    return negotiation.count_payers(project.authorities_joined, project.state_joined == 1, fund_gives)


def fund_invests(world: State, project: Record) -> bool:
    """Return whether a project's outcomes fund is paid back, and so counts as an investor."""
    return project.fund != NOBODY and world.funds[project.fund].invests == 1
