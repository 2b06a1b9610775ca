"""Negotiation: which terms the parties look at, whether they agree, and what closes the surplus if not."""

from __future__ import annotations

from sipabm.barriers import BARRIER_OF_RELAXATION, Barrier, Relaxation
from sipabm.levers import Lever
from sipabm.model.bargaining import bargain
from sipabm.model.bending import use
from sipabm.model.exits import institution_barriers, release_tickets, stop, stop_for_one_of
from sipabm.model.funds import commit_fund, pick_fund
from sipabm.model.project import is_at
from sipabm.model.records import Record, State
from sipabm.model.templates import NO_SURPLUS, best_relaxed, best_template, lay_table
from sipabm.rules import negotiation as rules
from sipabm.rules.common import of_capital, with_barrier
from sipabm.words import NOBODY, Stage

FIRST_TALKS, TALKS_WITHOUT_FUND = 0, 1
RELAXATIONS = len(Relaxation)


def negotiation(world: State) -> None:
    """Let every project whose talks are due look for a template and an agreement."""
    for place in range(world.run[0].due):
        slot = world.due[place]
        if is_at(world, slot, Stage.NEGOTIATION):
            negotiation_gate(world, slot)


def negotiation_gate(world: State, slot: int) -> None:
    """Stop the project, or agree on terms that wait for signature."""
    project = world.projects[slot]
    barriers = institution_barriers(world, project, Stage.NEGOTIATION)
    # Before the talks: what institutions stop costs nobody a round of offers.
    if barriers != 0:
        stop_for_one_of(world, slot, barriers)
        return
    come_to_the_table(world, project)
    agreed = False
    # What is in a purse is known only when it is asked: if it is too little, the parties begin again without the fund.
    for talks in (FIRST_TALKS, TALKS_WITHOUT_FUND):
        choose_template(world, project)
        if not rules.is_worth_it(project.surplus):
            barriers, barrier = what_closes(world, project)
            stop(world, slot, barriers, barrier)
            return
        agreed = bargain(world, project, talks)
        if not agreed or project.fund == NOBODY or commit_fund(world, project):
            break
        project.fund = NOBODY
        project.fund_share = 0.0
    if not agreed:
        stop(world, slot, with_barrier(0, Barrier.BARGAINING, True), Barrier.BARGAINING.value)
        return
    settle_finance(world, project)
    quarter = world.run[0].quarter
    project.agreed = 1
    project.gate = quarter
    project.due = quarter + rules.quarters_of_talks(project.rounds, world.parameters[0].rounds_per_quarter)


def come_to_the_table(world: State, project: Record) -> None:
    """Set which forms and evaluations are on the table, and the fund that may co-pay."""
    authority = world.authorities[project.authority]
    project.flexible_allowed = use(world, project, Lever.FLEXIBLE_CONTRACTS)
    light = use(world, project, Lever.PROPORTIONATE_EVALUATION)
    project.rigour_allowed = 0 if light else authority.rigour_asked
    project.fund = pick_fund(world, authority, project)
    project.fund_share = world.funds[project.fund].share if project.fund != NOBODY else 0.0


def choose_template(world: State, project: Record) -> None:
    """Set terms and surplus of the best template as things are."""
    terms = best_template(world, project)
    project.surplus = terms.surplus
    project.programme = terms.programme
    project.instrument = terms.instrument
    project.form = terms.form
    project.rigour = terms.rigour
    project.years = terms.years
    project.consortium_ask = terms.consortium_ask
    project.authority_limit = terms.authority_limit
    project.provider_payment_share = terms.provider_payment_share
    project.outlook = terms.outlook
    project.promised_success = terms.promised_success
    project.promised_spread = terms.promised_spread


def what_closes(world: State, project: Record) -> tuple[int, int]:
    """Return the barriers that close the surplus of a project, and the one that does most."""
    # Where no template can be financed nothing is relaxed: relaxing a barrier brings no capital.
    if project.surplus <= NO_SURPLUS:
        project.surplus = 0.0
        return with_barrier(0, Barrier.INVESTOR_APPETITE, True), Barrier.INVESTOR_APPETITE.value
    barriers, barrier, largest = 0, Barrier.NONE_ALONE.value, project.surplus
    lay_table(world, project)
    # Each alone, and not in turn: the order would decide which one gets the blame for what two cause together.
    for relaxed in range(1, RELAXATIONS):
        if not can_open(project, relaxed):
            continue
        # A surplus that is neither worth it nor the largest changes nothing, and need not be known.
        surplus = best_relaxed(world, project, relaxed, min(largest, rules.JUST_NOT_WORTH_IT)).surplus
        if rules.is_worth_it(surplus):
            barriers = with_barrier(barriers, BARRIER_OF_RELAXATION[relaxed], True)
            if surplus > largest:
                barrier = BARRIER_OF_RELAXATION[relaxed]
        largest = max(largest, surplus)
    project.relaxed_surplus = largest
    if barriers == 0:
        barriers = with_barrier(0, Barrier.NONE_ALONE, True)
    return barriers, barrier


def can_open(project: Record, relaxed: int) -> bool:
    """Return whether relaxing a barrier changes anything; what is not asked for need not be looked at."""
    if relaxed == Relaxation.CASHABLE_SAVINGS:
        return project.cashable_only == 1
    if relaxed == Relaxation.RIGID_CONTRACT:
        return project.flexible_allowed == 0
    return True


def barriers_of_talks(world: State, project: Record) -> int:
    """Return what would stand in the way of talks about a project, which nobody has held."""
    come_to_the_table(world, project)
    choose_template(world, project)
    if rules.is_worth_it(project.surplus):
        return with_barrier(0, Barrier.BARGAINING, not bargain(world, project, FIRST_TALKS))
    return what_closes(world, project)[0]


def settle_finance(world: State, project: Record) -> None:
    """Scale the syndicate's tickets to what investors carry, and tie up the provider's working capital."""
    carries = rules.provider_carries(project.instrument, world.parameters[0].fee_at_risk)
    world.providers[project.provider].working_capital -= of_capital(carries, project.capital)
    # The provider alone finances payment by results: the investors that were found are no parties.
    if carries == 1.0:
        release_tickets(world, project)
        project.investors = 0
        return
    # Each gives up the same share, so the average of what the syndicate asks stays as it was.
    for place in range(project.investors):
        freed = of_capital(carries, project.ticket[place])
        project.ticket[place] -= freed
        world.investors[project.member[place]].available += freed
