"""Settlement: measured success, payments by purse, receipts by tranche, value by pocket."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sipabm.mesa_model.exits import Event, News
from sipabm.mesa_model.recorder import record_settlement
from sipabm.rules import delivery, learning, negotiation
from sipabm.rules import settlement as rules
from sipabm.rules.common import total
from sipabm.states import ContractStatus, Decision, Pocket

if TYPE_CHECKING:
    from sipabm.mesa_model.model import PartnershipModel
    from sipabm.mesa_model.project import Contract, Project


def settlement(model: PartnershipModel) -> None:
    """Settle every contract that has ended, and drop it from those running."""
    ended = [contract for contract in model.contracts if contract.status != ContractStatus.RUNNING]
    for contract in ended:
        settle(model, contract)
    model.contracts = [contract for contract in model.contracts if contract.status == ContractStatus.RUNNING]


def settle(model: PartnershipModel, contract: Contract) -> None:
    """Pay and share out what a contract achieved, and tell about it."""
    measure(contract, model.quarter)
    share_payment(contract)
    if contract.project.member:
        share_receipts(contract)
    share_value(contract)
    free_provider(contract)
    free_fund(contract)
    record_settlement(model, contract)
    so_far = delivery.progress(contract.results, contract.quarters_run)
    update_trust(contract.project, so_far)
    kept = learning.promise_kept(contract.success, contract.project.signal * contract.project.authority_outlook)
    model.events.append(Event(News.DELIVERED, contract.authority, kept, so_far))


def measure(contract: Contract, quarter: int) -> None:
    """Set success, true and measured, the capital spent and the cost of evaluation."""
    project, p = contract.project, contract.project.parameters
    share_run = contract.quarters_run / contract.duration
    contract.success = contract.results / contract.duration
    contract.measured = rules.measured_success(
        contract.success, p.deadweight[project.rigour], project.luck_in_results(project.template),
        contract.authority.normal(Decision.MEASUREMENT, project.started, quarter), share_run, p.success_cap,
    )  # fmt: skip
    contract.spent = project.capital * share_run
    contract.returned = project.capital - contract.spent
    contract.cost_after += p.evaluation_cost[project.rigour] * contract.spent
    if project.template.flexible:
        contract.cost_after += p.flexible_cost * contract.spent
    contract.burden = p.evaluation_burden[project.rigour] * contract.spent


def share_payment(contract: Contract) -> None:
    """Split the outcome payment among fund, departments and authority, and the provider's part from it."""
    project, p, domain = contract.project, contract.project.parameters, contract.project.domain
    payment = rules.payment(project.price, contract.measured, project.capital)
    contract.payment_fund = payment * project.fund_share
    contract.fund_repaid = rules.fund_repaid(contract.payment_fund, project.fund.repayment) if project.fund else 0.0
    public = payment - contract.payment_fund
    counted = negotiation.counted_share(
        p.cashable_pocket[domain], p.own_other[domain], p.other_departments[domain], project.joined_share,
        project.cashable_only,
    )  # fmt: skip
    part = rules.departments_part(project.joined_share, p.other_departments[domain], counted)
    contract.payment_departments = public * part
    contract.payment_authority = public - contract.payment_departments
    contract.to_provider = payment * project.provider_payment_share if project.member else payment


def share_receipts(contract: Contract) -> None:
    """Split what investors receive by tranche: payments, capital never spent, and a guarantee if they fall short."""
    project, p = contract.project, contract.project.parameters
    received = contract.payment - contract.to_provider + contract.returned_to_investors
    contract.guarantee_paid = rules.guarantee_due(p.guarantee, contract.capital_investors, received)
    contract.to_investors = received + contract.guarantee_paid
    junior = [
        rules.junior_part(ticket, p.first_loss, investor.takes_first_loss())
        for investor, ticket in zip(project.member, project.ticket, strict=True)
    ]
    all_junior = total(junior)
    all_senior = contract.capital_investors - all_junior
    for place, investor in enumerate(project.member):
        contract.received[place] = rules.tranche_receipts(
            contract.to_investors, project.ticket[place] - junior[place], junior[place], all_senior, all_junior
        )
        investor.available += contract.received[place]


def share_value(contract: Contract) -> None:
    """Set the public value of a contract, pocket by pocket."""
    project, p, domain = contract.project, contract.project.parameters, contract.project.domain
    worth = contract.authority.worth(domain) * project.worth_of(project.programme)
    value = worth * contract.success * project.capital
    contract.value[Pocket.OWN_CASHABLE] = value * p.cashable_pocket[domain]
    contract.value[Pocket.OWN_OTHER] = value * p.own_other[domain]
    contract.value[Pocket.OTHER_DEPARTMENTS] = value * p.other_departments[domain]
    contract.value[Pocket.STATE] = value * p.state_pocket[domain]
    contract.value[Pocket.LOCAL_FIRMS] = value * p.local_firms[domain]
    contract.value[Pocket.CITIZENS] = value * rules.citizens_share(
        p.cashable_pocket[domain], p.own_other[domain], p.other_departments[domain], p.state_pocket[domain],
        p.local_firms[domain],
    )  # fmt: skip


def free_provider(contract: Contract) -> None:
    """Let the provider engage in something else, with what it got back and earned."""
    back = contract.returned - contract.returned_to_investors
    contract.provider.engaged -= 1
    contract.provider.working_capital += contract.to_provider + back - contract.burden


def free_fund(contract: Contract) -> None:
    """Give back to the fund what it had committed and need not pay, and what the authority repays."""
    project = contract.project
    if project.fund:
        project.fund.remaining += project.fund_committed - contract.payment_fund + contract.fund_repaid


def update_trust(project: Project, so_far: float) -> None:
    """Move trust among the parties by what was delivered while the contract ran."""
    p = project.parameters
    with_investors = (project.tie_investor, project.tie_third) if project.member else ()
    for tie in (project.tie_provider, *with_investors):
        if tie:
            tie["trust"] = learning.trust_after(tie["trust"], so_far, p.success_threshold, p.trust_gain, p.trust_loss)
