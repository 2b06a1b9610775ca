"""Delivery: what running contracts achieve in a quarter, and whether they go on."""

from __future__ import annotations

from typing import NamedTuple

from sipabm.model.draws import normal, uniform
from sipabm.model.exits import withdrawal
from sipabm.model.project import exposure_of
from sipabm.model.records import Record, State
from sipabm.model.replaceable import decision
from sipabm.model.stakeholders import resistance_felt
from sipabm.rules import delivery as rules
from sipabm.rules import innovation, technology
from sipabm.rules.common import happens, of_capital
from sipabm.words import ContractStatus, Decision, Form

NO_LABOUR_MARKET = 0.0
NOTHING_LEARNT = 0.0


class Surroundings(NamedTuple):
    """What a quarter is like for a programme under any contract: referrals, what technology leaves, and luck."""

    referred: float
    technology: float
    normal_luck: float


class Plan(NamedTuple):
    """How a contract runs a programme: its quality, the share of results that laws leave, and results learnt."""

    quality: float
    law_factor: float
    adaptation: float


def delivery(world: State) -> None:
    """Let every contract whose service has begun deliver a quarter."""
    run = world.run[0]
    for place in range(run.contracts):
        slot = world.running[place]
        contract = world.contracts[slot]
        if contract.first <= run.quarter:
            deliver(world, world.projects[slot], contract)


def deliver(world: State, project: Record, contract: Record) -> None:
    """Add a quarter's results, learn and re-plan, and end the contract if something ends it."""
    parameters, quarter = world.parameters[0], world.run[0].quarter
    authority, country = world.authorities[project.authority], world.countries[project.country]
    new_law = country.law_since[project.domain] == quarter
    # Before the results: a law damages the quarter in which it comes as well.
    if new_law:
        contract.law_factor = rules.law_factor_after(contract.law_factor, parameters.law_damage)
        contract.conventional_law_factor = rules.law_factor_after(
            contract.conventional_law_factor, parameters.law_damage
        )
    labour = parameters.labour_sensitivity[project.domain] * country.labour_market
    around = surroundings(world, authority, project, contract)
    plan = Plan(contract.quality_now, contract.law_factor, contract.adaptation)
    contract.results += quarter_results(world, around, plan, labour)
    # What a lucky labour market adds is paid for, but nobody's programme caused it.
    contract.caused += quarter_results(world, around, plan, NO_LABOUR_MARKET)
    # The plan that was signed, for as long as this contract runs: a contract that pays for service is held to it.
    as_signed = Plan(project.quality, contract.conventional_law_factor, NOTHING_LEARNT)
    contract.conventional_results += quarter_results(world, around, as_signed, NO_LABOUR_MARKET)
    contract.quarters_run += 1
    contract.ended = quarter
    # After the results: what is learnt in a quarter helps from the next one on.
    if project.form == Form.FLEXIBLE:
        adapt(world, project, contract)
    contract.status = status_after(world, authority, project, contract, new_law)


def surroundings(world: State, authority: Record, project: Record, contract: Record) -> Surroundings:
    """Return what the current quarter is like for a project's programme."""
    return Surroundings(
        rules.throughput(resistance_felt(world, authority, contract.in_house == 1), world.parameters[0].referral_loss),
        technology_left(world, project),
        # The start stands for the contract: an authority may have several that run in the same quarter.
        normal(world, Decision.DELIVERY, authority.identity, project.started, world.run[0].quarter),
    )


def quarter_results(world: State, around: Surroundings, plan: Plan, labour: float) -> float:
    """Return the results by a plan under a labour market (log points of results), in quarters at target."""
    return rules.quarter_results(
        plan.quality,
        around.referred,
        labour,
        plan.law_factor,
        plan.adaptation,
        around.technology,
        world.parameters[0].delivery_noise,
        around.normal_luck,
    )


def technology_left(world: State, project: Record) -> float:
    """Return what machines leave now of the results that a project's business case was made with."""
    exposure = exposure_of(world, project, project.programme)
    level = technology.technology_level(exposure, world.run[0].machines, world.parameters[0].machine_share)
    return technology.technology_factor(level, project.case_level)


def adapt(world: State, project: Record, contract: Record) -> None:
    """Let a flexible contract learn, and re-plan it once a year if it is behind plan."""
    parameters, quarter = world.parameters[0], world.run[0].quarter
    room = parameters.adaptation_room[project.rigour]
    contract.adaptation = rules.adaptation_after(
        contract.adaptation, parameters.adaptation_gain, parameters.adaptation_speed, room
    )
    so_far = rules.progress(contract.results, contract.quarters_run)
    since = quarter - contract.last_replan
    if rules.is_replanned(so_far, parameters.replan_below, since, parameters.probation_quarters):
        contract.last_replan = quarter
        contract.replans += 1
        contract.quality_now = rules.replanned_quality(contract.quality_now, parameters.replan_gain)
        # A new plan fits the work to the law; a rigid contract, which has none, never recovers.
        contract.law_factor = 1.0
        contract.cost_after += of_capital(parameters.replan_cost, project.capital)


def status_after(world: State, authority: Record, project: Record, contract: Record, new_law: bool) -> int:
    """Return how a contract stands after a quarter."""
    parameters, quarter = world.parameters[0], world.run[0].quarter
    # The house comes first: without a sponsor, or after a failed hand-over, nobody runs the contract.
    if contract.in_house == 1:
        status = status_of_house(world, authority, project, contract)
        if status != ContractStatus.RUNNING:
            return status
    # Before governments and laws: nothing ends early what has reached its term.
    if contract.quarters_run >= contract.duration:
        return ContractStatus.DELIVERED.value
    if authority.government_since == quarter and government_ends(world, authority, project):
        return ContractStatus.ENDED_BY_GOVERNMENT.value
    if new_law:
        luck = uniform(world, Decision.CONTRACT_LAW, authority.identity, project.started, quarter)
        if happens(luck, parameters.law_end):
            return ContractStatus.ENDED_BY_LAW.value
    if ends_for_results(world, authority, project, contract):
        return ContractStatus.ENDED_FOR_RESULTS.value
    return ContractStatus.RUNNING.value


@decision("government_ends")
def government_ends(world: State, authority: Record, project: Record) -> bool:
    """Return whether an authority's new government ends a contract."""
    parameters = world.parameters[0]
    luck = uniform(world, Decision.CONTRACT_GOVERNMENT, authority.identity, project.started, world.run[0].quarter)
    return rules.ends_by_government(
        authority.support,
        parameters.government_end,
        project.cashable_only == 1,
        parameters.non_cashable_fragility,
        luck,
    )


@decision("ends_for_results")
def ends_for_results(world: State, authority: Record, project: Record, contract: Record) -> bool:
    """Return whether an authority ends a contract for bad results, once its probation is over."""
    parameters = world.parameters[0]
    so_far = rules.progress(contract.results, contract.quarters_run)
    if not rules.is_bad(so_far, parameters.bad_results, contract.quarters_run, parameters.probation_quarters):
        return False
    luck = uniform(world, Decision.BAD_RESULTS, authority.identity, project.started, world.run[0].quarter)
    return happens(luck, parameters.bad_results_stop)


def status_of_house(world: State, authority: Record, project: Record, contract: Record) -> int:
    """Return how a contract run by an innovation house stands: its sponsor may withdraw, the hand-over may fail."""
    parameters, quarter = world.parameters[0], world.run[0].quarter
    luck = uniform(world, Decision.CONTRACT_SPONSOR, authority.identity, project.started, quarter)
    # Over one quarter: after signature this is asked every quarter, and before it at gates alone.
    if happens(luck, withdrawal(world, 1)):
        return ContractStatus.ENDED_BY_SPONSOR.value
    if innovation.is_hand_over(contract.quarters_run, parameters.house_quarters):
        contract.in_house = 0
        luck = uniform(world, Decision.HAND_OVER, authority.identity, 0, project.started)
        fails = innovation.hand_over_failure(
            parameters.hand_over_failure, project.novelty, parameters.house_decoupling, parameters.house_integration
        )
        if happens(luck, fails):
            return ContractStatus.ENDED_AT_HAND_OVER.value
    return ContractStatus.RUNNING.value
