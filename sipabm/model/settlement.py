"""Settlement: measured success, payments by purse, receipts by tranche, value by pocket."""

from __future__ import annotations

from sipabm.model.counts import payment_of, record_settlement
from sipabm.model.draws import normal
from sipabm.model.exits import News, tell
from sipabm.model.funds import settle_fund
from sipabm.model.project import free_slot, worth_of
from sipabm.model.records import Record, State
from sipabm.model.replaceable import decision
from sipabm.rules import delivery, learning, negotiation
from sipabm.rules import settlement as rules
from sipabm.rules.common import of_capital
from sipabm.words import NOBODY, ContractStatus, Decision, Form, InvestorKind, Pocket


def settlement(world: State) -> None:
    """Settle every contract that has ended, and drop it from those that run, keeping their order."""
    run = world.run[0]
    kept = 0
    for place in range(run.contracts):
        slot = world.running[place]
        contract = world.contracts[slot]
        if contract.status != ContractStatus.RUNNING:
            settle(world, world.projects[slot], contract)
            free_slot(world, slot)
        else:
            world.running[kept] = slot
            kept += 1
    run.contracts = kept


def settle(world: State, project: Record, contract: Record) -> None:
    """Pay and share out what a contract achieved, and tell about it."""
    measure(world, project, contract)
    share_payment(world, project, contract)
    if project.investors > 0:
        share_receipts(world, project, contract)
    value_by_pocket(world, project, contract)
    free_provider(world, project, contract)
    settle_fund(world, project, contract)
    record_settlement(world, project, contract)
    # Trust follows the work while it ran, as an early end by a government is not the partners' fault; beliefs follow
    # what was delivered by the end of the term.
    so_far = delivery.progress(contract.results, contract.quarters_run)
    update_trust(world, project, so_far)
    # Against what the case showed and the authority foresaw: it expects belief times signal times outlook, so quality
    # and foreseen erosion would count twice in a belief learnt from success itself.
    kept = learning.promise_kept(contract.success, project.signal * project.outlook)
    tell(world, News.DELIVERED, project.authority, kept, so_far)


def measure(world: State, project: Record, contract: Record) -> None:
    """Set success, true and measured, the capital spent and the cost of evaluation."""
    parameters, flexible = world.parameters[0], project.form == Form.FLEXIBLE
    noise, difficulty = parameters.attribution_noise[project.rigour], parameters.attribution_difficulty[project.domain]
    identity, quarter = world.authorities[project.authority].identity, world.run[0].quarter
    share_run = rules.share_run(contract.quarters_run, contract.duration)
    contract.success = rules.true_success(contract.results, contract.duration)
    contract.measured = rules.measured_success(
        contract.success,
        parameters.deadweight[project.rigour],
        negotiation.luck_in_results(noise, difficulty, flexible, parameters.flexible_blur),
        normal(world, Decision.MEASUREMENT, identity, project.started, quarter),
        share_run,
        parameters.success_cap,
    )
    contract.spent = of_capital(share_run, project.capital)
    contract.returned = project.capital - contract.spent
    # By the capital spent: what was never served is not evaluated.
    contract.cost_after += of_capital(parameters.evaluation_cost[project.rigour], contract.spent)
    if flexible:
        contract.cost_after += of_capital(parameters.flexible_cost, contract.spent)
    contract.burden = of_capital(parameters.evaluation_burden[project.rigour], contract.spent)


def share_payment(world: State, project: Record, contract: Record) -> None:
    """Split the outcome payment among fund, departments and authority."""
    parameters, domain = world.parameters[0], project.domain
    payment = rules.payment(project.price, contract.measured, project.capital)
    contract.payment_fund = payment * project.fund_share
    if project.fund != NOBODY:
        repayment = world.funds[project.fund].repayment
        contract.fund_repaid = rules.fund_repaid(contract.payment_fund, repayment)
    counted = negotiation.counted_share(
        parameters.cashable_pocket[domain],
        parameters.own_other[domain],
        parameters.other_departments[domain],
        project.joined_share,
        project.cashable_only == 1,
    )
    part = rules.departments_part(project.joined_share, parameters.other_departments[domain], counted)
    public = payment - contract.payment_fund
    contract.payment_departments = public * part
    contract.payment_authority = public - contract.payment_departments
    contract.to_provider = payment * project.provider_payment_share if project.investors > 0 else payment


def share_receipts(world: State, project: Record, contract: Record) -> None:
    """Split what investors receive by tranche: payments, capital never spent, and a guarantee if they fall short."""
    received = payment_of(contract) - contract.to_provider + returned_to_investors(project, contract)
    contract.guarantee_paid = rules.guarantee_due(world.parameters[0].guarantee, contract.capital_investors, received)
    contract.to_investors = received + contract.guarantee_paid
    # A first pass: every share depends on how much senior capital all of them have.
    all_junior = 0.0
    for place in range(project.investors):
        all_junior += junior_capital(world, project, place)
    all_senior = contract.capital_investors - all_junior
    for place in range(project.investors):
        junior = junior_capital(world, project, place)
        contract.received[place] = rules.tranche_receipts(
            contract.to_investors, project.ticket[place] - junior, junior, all_senior, all_junior
        )
        world.investors[project.member[place]].available += contract.received[place]


def junior_capital(world: State, project: Record, place: int) -> float:
    """Return how much of an investor's ticket bears losses first (million USD)."""
    first = takes_first_loss(world, world.investors[project.member[place]])
    return rules.junior_part(project.ticket[place], world.parameters[0].first_loss, first)


@decision("takes_first_loss")
def takes_first_loss(world: State, investor: Record) -> bool:
    """Return whether part of an investor's tickets bears losses before the others': public funds and foundations."""
    return investor.kind == InvestorKind.PUBLIC_FUND or investor.kind == InvestorKind.FOUNDATION


def returned_to_investors(project: Record, contract: Record) -> float:
    """Return the investors' part of capital never spent (million USD)."""
    return rules.investors_share_of(contract.returned, contract.capital_investors, project.capital)


def value_by_pocket(world: State, project: Record, contract: Record) -> None:
    """Set the public value of a contract, pocket by pocket."""
    parameters, domain = world.parameters[0], project.domain
    worth = worth_of(world, world.authorities[project.authority], project, project.programme)
    value = rules.public_value(worth, contract.success, project.capital)
    contract.value[Pocket.OWN_CASHABLE] = value * parameters.cashable_pocket[domain]
    contract.value[Pocket.OWN_OTHER] = value * parameters.own_other[domain]
    contract.value[Pocket.OTHER_DEPARTMENTS] = value * parameters.other_departments[domain]
    contract.value[Pocket.STATE] = value * parameters.state_pocket[domain]
    contract.value[Pocket.LOCAL_FIRMS] = value * parameters.local_firms[domain]
    contract.value[Pocket.CITIZENS] = value * rules.citizens_share(
        parameters.cashable_pocket[domain],
        parameters.own_other[domain],
        parameters.other_departments[domain],
        parameters.state_pocket[domain],
        parameters.local_firms[domain],
    )


def free_provider(world: State, project: Record, contract: Record) -> None:
    """Let the provider engage in something else, with what it got back and earned."""
    provider = world.providers[project.provider]
    provider.engaged -= 1
    back = contract.to_provider + contract.returned - returned_to_investors(project, contract)
    provider.working_capital += back - contract.burden


def update_trust(world: State, project: Record, so_far: float) -> None:
    """Move trust among the parties by what was delivered while the contract ran."""
    adjust_tie(world, project.tie_provider, so_far)
    # A lead that did not invest has not worked with the others.
    if project.investors > 0:
        adjust_tie(world, project.tie_investor, so_far)
        adjust_tie(world, project.tie_third, so_far)


def adjust_tie(world: State, tie: int, so_far: float) -> None:
    """Move the trust on a tie, if there is one."""
    if tie != NOBODY:
        parameters = world.parameters[0]
        world.trust[tie] = learning.trust_after(
            world.trust[tie], so_far, parameters.success_threshold, parameters.trust_gain, parameters.trust_loss
        )
