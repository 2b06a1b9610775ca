"""Business case: the gate at which data, case, competence, government and laws are tested."""

from __future__ import annotations

from typing import NamedTuple

from sipabm.barriers import Barrier
from sipabm.levers import Lever
from sipabm.model.beliefs import delivery_belief
from sipabm.model.bending import use
from sipabm.model.draws import normal
from sipabm.model.exits import institution_barriers, stop_for_one_of
from sipabm.model.project import (
    enter_stage,
    exposure_of,
    is_at,
    pay,
    uncertainty_before_data,
    worth_counted,
    worth_of,
)
from sipabm.model.records import Record, State
from sipabm.model.replaceable import decision
from sipabm.rules import business_case as rules
from sipabm.rules import competence, innovation, technology
from sipabm.rules.common import not_supported, with_barrier
from sipabm.rules.negotiation import effect_seen
from sipabm.words import CONTRACT_YEARS, NOBODY, Decision, Programme, Stage

# The case counts what shows over the longest contract: it promises no more than any contract could show.
LONGEST_CONTRACT = max(CONTRACT_YEARS)


def business_case(world: State) -> None:
    """Take every project whose business case is due through its gate."""
    for place in range(world.run[0].due):
        slot = world.due[place]
        if is_at(world, slot, Stage.BUSINESS_CASE):
            business_case_gate(world, slot)


class Case(NamedTuple):
    """What the gate of the business case finds: barriers, and costs per unit of capital."""

    barriers: int
    data_cost: float
    no_data: bool
    competence_cost: float
    missing: float


def business_case_gate(world: State, slot: int) -> None:
    """Make the case and buy competence; stop the project, or send it on to mobilisation."""
    parameters, project = world.parameters[0], world.projects[slot]
    case = judge_case(world, project)
    barriers = case.barriers | institution_barriers(world, project, Stage.BUSINESS_CASE)
    # Data work comes before anyone knows what stands at this gate, so it is paid whatever that is; competence is
    # bought only by those who go on.
    if not case.no_data:
        pay(project, case.data_cost)
    if barriers != 0:
        stop_for_one_of(world, slot, barriers)
        return
    pay(project, case.competence_cost)
    late = competence.late_quarters(case.missing, project.mapped == 1, parameters.late_quarters)
    enter_stage(world, project, Stage.MOBILISATION, parameters.mobilisation_quarters + late)


def judge_case(world: State, project: Record) -> Case:
    """Return what stands in the way of a project at its business case, and what that costs; nothing is paid yet."""
    parameters, authority = world.parameters[0], world.authorities[project.authority]
    project.pragmatic = use(world, project, Lever.PRAGMATIC_DATA)
    project.mapped = use(world, project, Lever.EARLY_COMPETENCE_MAPPING)
    # Here and not at the table: whether savings must be cash decides what data have to show.
    drops = use(world, project, Lever.NO_CASHABLE_REQUIREMENT)
    project.cashable_only = authority.insists_on_cashable == 1 and not drops
    size = rules.size_factor(project.capital, parameters.capital_median, parameters.data_cost_fixed)
    make_case(world, authority, project)
    # Judged even if the data are too expensive, so that a weak case is recorded beside their cost.
    weak = finds_case_weak(world, authority, project)
    data_cost = cost_of_data(world, authority, project, size, weak)
    missing = competence_missing(world, authority, project)
    bought = cost_of_competence(parameters, project, missing, size)
    # All that the attempt would have needed, paid or not: what stops because it is too expensive must not look cheap
    # to those who learn from it.
    project.known_cost = rules.cost_known(project.cost_share, data_cost, bought)
    no_data = breaks_budget(world, authority, project, project.cost_share, data_cost)
    no_competence = breaks_budget(world, authority, project, project.cost_share + data_cost, bought)
    barriers = with_barrier(0, Barrier.DATA_COST, no_data)
    barriers = with_barrier(barriers, Barrier.WEAK_CASE, weak)
    # A budget that data alone break would always be broken by competence too, which says nothing about competence.
    barriers = with_barrier(barriers, Barrier.COMPETENCE, no_competence and not no_data)
    return Case(barriers, data_cost, no_data, bought, missing)


def breaks_budget(world: State, authority: Record, project: Record, spent: float, cost: float) -> bool:
    """Return whether a further cost breaks an authority's budget, as far as no fund carries it."""
    support = project.development_share
    return exceeds_budget(world, authority, not_supported(spent, support), not_supported(cost, support))


def make_case(world: State, authority: Record, project: Record) -> None:
    """Set novelty and true quality of the programme, as technology stands, and what the business case shows of it."""
    run, parameters, provider = world.run[0], world.parameters[0], world.providers[project.provider]
    project.novelty = innovation.project_novelty(
        provider.novelty, project.house == 1, parameters.house_novelty, parameters.house_decoupling
    )
    exposure = exposure_of(world, project, Programme.PLACEMENT)
    project.case_level = technology.technology_level(exposure, run.machines, parameters.machine_share)
    see_usual_programme(parameters, provider, project)
    project.quality = rules.quality_now(project.case_level, programme_quality(world, provider, project))
    left = rules.uncertainty_left(uncertainty_before_data(world, project), authority.certainty_asked)
    if project.pragmatic == 1:
        left = rules.pragmatic_uncertainty(left, parameters.pragmatic_uncertainty)
    project.uncertainty = left
    luck = normal(world, Decision.CASE_SIGNAL, authority.identity, 0, project.started)
    project.signal = rules.case_signal(project.quality, left, luck)


def see_usual_programme(parameters: Record, provider: Record, project: Record) -> None:
    """Set how good programmes like this one usually are as technology stands, and how much they differ."""
    median, spread = median_and_spread(parameters, project)
    usual = rules.programme_quality(median, parameters.quality_skill, provider.skill, spread, 0.0)
    project.usual_quality = rules.quality_now(project.case_level, usual)
    project.usual_spread = spread


def median_and_spread(parameters: Record, project: Record) -> tuple[float, float]:
    """Return the median of programmes as novel as this one, share of target, and the spread of their log quality."""
    spread = innovation.riskier(parameters.quality_spread, parameters.novelty_risk, project.novelty)
    return innovation.median_kept(parameters.quality[project.domain], parameters.quality_spread, spread), spread


@decision("programme_quality")
def programme_quality(world: State, provider: Record, project: Record) -> float:
    """Return the true quality that a provider's programme had at the start of the run, as a share of target."""
    parameters = world.parameters[0]
    identity = world.authorities[project.authority].identity
    # The provider is part of the address: with another partner the same attempt has other luck.
    luck = normal(world, Decision.QUALITY, identity, provider.identity, project.started)
    median, spread = median_and_spread(parameters, project)
    return rules.programme_quality(median, parameters.quality_skill, provider.skill, spread, luck)


@decision("finds_case_weak")
def finds_case_weak(world: State, authority: Record, project: Record) -> bool:
    """Return whether the business case shows an authority too little for what it costs."""
    parameters, domain = world.parameters[0], project.domain
    worth = worth_counted(world, domain, worth_of(world, authority, project, Programme.PLACEMENT))
    seen = effect_seen(LONGEST_CONTRACT, authority.horizon, parameters.effect_years[domain])
    fund_share = world.countries[project.country].fund_share[domain]
    ratio = rules.benefit_cost(delivery_belief(world, authority), project.signal, worth * seen, fund_share)
    return rules.is_weak(ratio, parameters.case_threshold)


@decision("exceeds_budget")
def exceeds_budget(world: State, authority: Record, spent: float, cost: float) -> bool:
    """Return whether a further cost breaks an authority's development budget (all per unit of capital)."""
    return rules.over_budget(spent, cost, authority.development_budget)


def cost_of_data(world: State, authority: Record, project: Record, size: float, weak: bool) -> float:
    """Return the cost of data work, per unit of capital."""
    parameters = world.parameters[0]
    initial = uncertainty_before_data(world, project)
    reached = rules.uncertainty_left(initial, authority.certainty_asked)
    # By the certainty asked for: what pragmatic work leaves out is a saving, and no smaller target.
    demand = rules.data_demand(
        parameters.data_horizon,
        parameters.effect_years[project.domain],
        parameters.data_cashable,
        project.cashable_only == 1,
    )
    cost = rules.data_cost(parameters.data_cost * demand, initial, reached, authority.data_access, size)
    if project.pragmatic == 1:
        saving, early_stop = parameters.pragmatic_saving, parameters.pragmatic_early_stop
        return rules.pragmatic_data_cost(cost, saving, early_stop, weak)
    return cost


def competence_missing(world: State, authority: Record, project: Record) -> float:
    """Return how much competence is missing after the partners bring theirs, all kinds together."""
    provider = world.providers[project.provider]
    of_investor = world.investors[project.investor].competence if project.investor != NOBODY else 0.0
    needed = world.parameters[0].competence_needed
    return competence.shortage_sum(needed, authority.competence, provider.contracts, provider.evaluation, of_investor)


def cost_of_competence(parameters: Record, project: Record, missing: float, size: float) -> float:
    """Return the cost of buying missing competence, and of mapping it early, per unit of capital."""
    mapped = project.mapped == 1
    cost = competence.competence_cost(missing, parameters.competence_price, mapped, parameters.late_surcharge, size)
    return cost + parameters.mapping_cost if mapped else cost
