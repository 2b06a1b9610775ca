"""Delivery: what running contracts achieve in a quarter, and whether they go on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sipabm.rules import delivery as rules
from sipabm.rules import innovation
from sipabm.states import ContractStatus, Decision

if TYPE_CHECKING:
    from sipabm.mesa_model.model import PartnershipModel
    from sipabm.mesa_model.project import Contract


def delivery(model: PartnershipModel) -> None:
    """Let every contract whose service has begun deliver a quarter."""
    for contract in model.contracts:
        if contract.signed < model.quarter:
            deliver(contract, model.quarter)


def deliver(contract: Contract, quarter: int) -> None:
    """Add a quarter's results, learn and re-plan, and end the contract if something ends it."""
    project, authority = contract.project, contract.authority
    p, country = project.parameters, project.country
    new_law = country.law_since[project.domain] == quarter
    if new_law:
        contract.law_factor = rules.law_factor_after(contract.law_factor, p.law_damage)
    referred = rules.throughput(authority.resistance_felt(contract.in_house), p.referral_loss)
    technology = project.technology_factor(project.programme, authority.model.technology.machines)
    contract.results += rules.quarter_results(
        contract.quality, referred, country.labour_market, p.labour_sensitivity[project.domain], contract.law_factor,
        contract.adaptation, technology, p.delivery_noise,
        authority.normal(Decision.DELIVERY, project.started, quarter),
    )  # fmt: skip
    contract.quarters_run += 1
    contract.ended = quarter
    if project.template.flexible:
        adapt(contract, quarter)
    contract.status = status_after(contract, new_law, quarter)


def adapt(contract: Contract, quarter: int) -> None:
    """Let a flexible contract learn, and re-plan it once a year if it is behind plan."""
    p = contract.project.parameters
    contract.adaptation = rules.adaptation_after(
        contract.adaptation, p.adaptation_gain, p.adaptation_speed, p.adaptation_room[contract.project.rigour]
    )
    so_far = rules.progress(contract.results, contract.quarters_run)
    if rules.is_replanned(so_far, p.replan_below, quarter - contract.last_replan, p.probation_quarters):
        contract.last_replan = quarter
        contract.replans += 1
        contract.quality = rules.replanned_quality(contract.quality, p.replan_gain)
        contract.law_factor = 1.0
        contract.cost_after += p.replan_cost * contract.project.capital


def status_after(contract: Contract, new_law: bool, quarter: int) -> ContractStatus:
    """Return how a contract stands after a quarter."""
    authority, started, p = contract.authority, contract.project.started, contract.project.parameters
    if contract.in_house:
        status = status_of_house(contract)
        if status != ContractStatus.RUNNING:
            return status
    if contract.quarters_run >= contract.duration:
        return ContractStatus.DELIVERED
    if authority.government_since == quarter:
        luck = authority.uniform(Decision.CONTRACT_GOVERNMENT, started, quarter)
        if rules.ends_by_government(
            True, authority.support, p.government_end, contract.project.cashable_only, p.non_cashable_fragility, luck
        ):
            return ContractStatus.ENDED_BY_GOVERNMENT
    if new_law and authority.uniform(Decision.CONTRACT_LAW, started, quarter) < p.law_end:
        return ContractStatus.ENDED_BY_LAW
    so_far = rules.progress(contract.results, contract.quarters_run)
    if contract.quarters_run >= p.probation_quarters and so_far < p.bad_results:
        luck = authority.uniform(Decision.BAD_RESULTS, started, quarter)
        if rules.ends_for_results(so_far, p.bad_results, p.bad_results_stop, luck):
            return ContractStatus.ENDED_FOR_RESULTS
    return ContractStatus.RUNNING


def status_of_house(contract: Contract) -> ContractStatus:
    """Return how a contract run by a house stands: its sponsor may withdraw, the hand-over into operations may fail."""
    authority, project, p = contract.authority, contract.project, contract.project.parameters
    if authority.sponsor_ends(project):
        return ContractStatus.ENDED_BY_SPONSOR
    if innovation.is_hand_over(contract.in_house, contract.quarters_run, p.house_quarters):
        contract.in_house = False
        if authority.hand_over_fails(project):
            return ContractStatus.ENDED_AT_HAND_OVER
    return ContractStatus.RUNNING
