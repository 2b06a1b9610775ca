"""Delivery: what running contracts achieve in a quarter, and whether they go on."""

from sipabm.engine.business_case import exposure_of
from sipabm.engine.draws import normal, uniform
from sipabm.rules import delivery as rules
from sipabm.rules import innovation, technology
from sipabm.states import ContractStatus, Decision, Form


def delivery(s, step):
    """Let every contract whose service has begun deliver a quarter."""
    run, p = s.run[0], s.parameters[0]
    for place in range(run.contracts):
        contract = s.contracts[place]
        if contract.first <= step:
            project = s.projects[contract.project]
            deliver(run, p, contract, project, s.authorities[project.authority], s.countries[project.country], step)


def deliver(run, p, contract, project, authority, country, step):
    """Add a quarter's results, learn and re-plan, and end the contract if something ends it."""
    new_law = country.law_since[project.domain] == step
    if new_law:
        contract.law_factor = rules.law_factor_after(contract.law_factor, p.law_damage)
    luck = normal(run, Decision.DELIVERY, authority.identity, project.started, step)
    level = technology.technology_level(exposure_of(p, project, project.programme), run.machines, p.machine_share)
    felt = innovation.resistance_felt(
        authority.resistance, innovation.closeness(contract.in_house == 1, p.house_decoupling)
    )
    contract.results += rules.quarter_results(
        contract.quality,
        rules.throughput(felt, p.referral_loss),
        country.labour_market,
        p.labour_sensitivity[project.domain],
        contract.law_factor,
        contract.adaptation,
        technology.technology_factor(level, project.case_level),
        p.delivery_noise,
        luck,
    )
    contract.quarters_run += 1
    contract.ended = step
    if project.form == Form.FLEXIBLE:
        adapt(contract, project, p, step)
    contract.status = status_after(run, p, contract, project, authority, new_law, step)


def adapt(contract, project, p, step):
    """Let a flexible contract learn, and re-plan it once a year if it is behind plan."""
    contract.adaptation = rules.adaptation_after(
        contract.adaptation, p.adaptation_gain, p.adaptation_speed, p.adaptation_room[project.rigour]
    )
    so_far = rules.progress(contract.results, contract.quarters_run)
    if rules.is_replanned(so_far, p.replan_below, step - contract.last_replan, p.probation_quarters):
        contract.last_replan = step
        contract.replans += 1
        contract.quality = rules.replanned_quality(contract.quality, p.replan_gain)
        contract.law_factor = 1.0
        contract.cost_after += p.replan_cost * project.capital


def status_after(run, p, contract, project, authority, new_law, step):
    """Return how a contract stands after a quarter."""
    if contract.in_house == 1:
        status = status_of_house(run, p, contract, project, authority, step)
        if status != ContractStatus.RUNNING:
            return status
    if contract.quarters_run >= contract.duration:
        return ContractStatus.DELIVERED.value
    if authority.government_since == step:
        luck = uniform(run, Decision.CONTRACT_GOVERNMENT, authority.identity, project.started, step)
        if rules.ends_by_government(
            True, authority.support, p.government_end, project.cashable_only == 1, p.non_cashable_fragility, luck
        ):
            return ContractStatus.ENDED_BY_GOVERNMENT.value
    if new_law and uniform(run, Decision.CONTRACT_LAW, authority.identity, project.started, step) < p.law_end:
        return ContractStatus.ENDED_BY_LAW.value
    so_far = rules.progress(contract.results, contract.quarters_run)
    if contract.quarters_run >= p.probation_quarters and so_far < p.bad_results:
        luck = uniform(run, Decision.BAD_RESULTS, authority.identity, project.started, step)
        if rules.ends_for_results(so_far, p.bad_results, p.bad_results_stop, luck):
            return ContractStatus.ENDED_FOR_RESULTS.value
    return ContractStatus.RUNNING.value


def status_of_house(run, p, contract, project, authority, step):
    """Return how a contract run by an innovation house stands: its sponsor may withdraw, the hand-over may fail."""
    luck = uniform(run, Decision.CONTRACT_SPONSOR, authority.identity, project.started, step)
    if luck < innovation.sponsor_withdrawal(p.sponsor_withdrawal, p.house_decoupling, p.house_integration, 1):
        return ContractStatus.ENDED_BY_SPONSOR.value
    if innovation.is_hand_over(True, contract.quarters_run, p.house_quarters):
        contract.in_house = 0
        luck = uniform(run, Decision.HAND_OVER, authority.identity, 0, project.started)
        fails = innovation.hand_over_failure(
            p.hand_over_failure, project.novelty, p.house_decoupling, p.house_integration
        )
        if luck < fails:
            return ContractStatus.ENDED_AT_HAND_OVER.value
    return ContractStatus.RUNNING.value
