"""Settlement: measured success, payments by purse, receipts by tranche, value by pocket."""

from __future__ import annotations

from sipabm.model.counts import payment_of, record_settlement
from sipabm.model.draws import normal
from sipabm.model.exits import News, tell
from sipabm.model.funds import settle_fund
from sipabm.model.project import engage_providers, free_slot, worth_counted, worth_of
from sipabm.model.records import Record, State
from sipabm.model.replaceable import decision
from sipabm.rules import delivery, learning, negotiation
from sipabm.rules import settlement as rules
from sipabm.rules.common import of_capital
from sipabm.words import NOBODY, ContractStatus, Decision, Form, InvestorKind, Pocket

WHOLE_VALUE = 1.0  # so that what is counted of it is a share


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
    free_providers(world, project, contract)
    settle_fund(world, project, contract)
    record_settlement(world, project, contract)
    # Trust follows the work while it ran, as an early end by a government is not the partners' fault; beliefs follow
    # what was delivered by the end of the term.
    so_far = delivery.progress(contract.results, contract.quarters_run)
    update_trust(world, project, so_far)
    for place in range(project.investors):
        learn_from_return(world, world.investors[project.member[place]], project, so_far)
    # By what was achieved, as everybody sees it, luck of the labour market included; against what the case showed and
    # the authority foresaw, as quality and foreseen erosion would count twice otherwise.
    achieved = rules.achieved(contract.results, contract.duration)
    kept = learning.promise_kept(achieved, project.signal * project.outlook)
    tell(world, News.DELIVERED, project, kept, so_far)


def measure(world: State, project: Record, contract: Record) -> None:
    """Set effect and result, the capital spent and the cost of evaluation."""
    parameters, flexible = world.parameters[0], project.form == Form.FLEXIBLE
    noise, difficulty = parameters.attribution_noise[project.rigour], parameters.attribution_difficulty[project.domain]
    identity, quarter = world.authorities[project.authority].identity, world.run[0].quarter
    share_run = rules.share_run(contract.quarters_run, contract.duration)
    achieved = rules.achieved(contract.results, contract.duration)
    contract.effect = rules.achieved(contract.caused, contract.duration)
    contract.conventional_effect = rules.achieved(contract.conventional_results, contract.duration)
    contract.result = rules.measured_result(
        achieved,
        parameters.deadweight[project.rigour],
        negotiation.luck_in_results(noise, difficulty, flexible, parameters.flexible_blur),
        normal(world, Decision.MEASUREMENT, identity, project.started, quarter),
        share_run,
    )
    contract.spent = of_capital(share_run, project.capital)
    contract.returned = project.capital - contract.spent
    if contract.status == ContractStatus.ENDED_BY_GOVERNMENT or contract.status == ContractStatus.ENDED_BY_LAW:
        contract.break_fee = rules.break_fee(parameters.break_fee, contract.returned)
    # By the capital spent: what was never served is not evaluated.
    contract.cost_after += of_capital(parameters.evaluation_cost[project.rigour], contract.spent)
    if flexible:
        contract.cost_after += of_capital(parameters.flexible_cost, contract.spent)
    contract.burden = of_capital(parameters.evaluation_burden[project.rigour], contract.spent)


def share_payment(world: State, project: Record, contract: Record) -> None:
    """Pay for the result, and split the payment among those who pay and those who are paid."""
    contract.to_provider, of_investors = payment_for(world, project, contract, contract.result)
    payment = contract.to_provider + of_investors
    # Under a cap more of a result may change nothing: what the effect alone would have brought is reckoned anew.
    for_effect, of_investors_for_effect = payment_for(world, project, contract, contract.effect)
    contract.misplaced = rules.misplaced_payment(payment, for_effect + of_investors_for_effect)
    contract.payment_fund = payment * project.fund_share
    if project.fund != NOBODY:
        repayment = world.funds[project.fund].repayment
        contract.fund_repaid = rules.fund_repaid(contract.payment_fund, repayment)
    share_among_payers(world, project, contract, payment - contract.payment_fund)


def payment_for(world: State, project: Record, contract: Record, result: float) -> tuple[float, float]:
    """Return what a result brings the provider and the investors in outcome payments (million USD)."""
    parameters = world.parameters[0]
    unpaid = 0.0 if contract.status == ContractStatus.DELIVERED else parameters.break_unpaid
    due = rules.payment(project.price, result, parameters.payment_cap, unpaid, project.capital)
    if project.investors == 0:
        return due, 0.0
    to_provider = due * project.provider_payment_share
    returned = returned_to_investors(project, contract)
    largest = rules.largest_receipts(contract.capital_investors, parameters.return_cap)
    return to_provider, rules.within_cap(due - to_provider, returned, largest)


def share_among_payers(world: State, project: Record, contract: Record, public: float) -> None:
    """Split what no fund pays among the authority, its departments, other authorities and the state."""
    parameters, domain = world.parameters[0], project.domain
    departments = project.joined_share * parameters.other_departments_part[domain]
    authorities = project.authorities_share * parameters.other_authorities_part[domain]
    state = parameters.state_part[domain] if project.state_joined == 1 else 0.0
    own = parameters.own_cashable_part[domain] + negotiation.outcomes_counted(
        parameters.citizens_part[domain], parameters.willingness_to_pay, project.cashable_only == 1
    )
    counted = own + departments + authorities + state
    contract.payment_departments = public * rules.part_of_payer(departments, counted)
    contract.payment_authorities = public * rules.part_of_payer(authorities, counted)
    contract.payment_state = public * rules.part_of_payer(state, counted)
    others = contract.payment_departments + contract.payment_authorities + contract.payment_state
    contract.payment_authority = public - others


def share_receipts(world: State, project: Record, contract: Record) -> None:
    """Split what investors receive by tranche: payments, capital never spent, a break fee, and a guarantee."""
    received = payment_of(contract) - contract.to_provider + returned_to_investors(project, contract)
    received += rules.investors_share_of(contract.break_fee, contract.capital_investors, project.capital)
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
    """Set the public value of a contract, pocket by pocket, what is claimed for it, and what it displaced."""
    parameters, domain = world.parameters[0], project.domain
    worth = worth_of(world, world.authorities[project.authority], project, project.programme)
    value = rules.public_value(worth, contract.effect, project.capital)
    contract.value[Pocket.OWN_CASHABLE] = value * parameters.own_cashable_part[domain]
    contract.value[Pocket.OTHER_DEPARTMENTS] = value * parameters.other_departments_part[domain]
    contract.value[Pocket.OTHER_AUTHORITIES] = value * parameters.other_authorities_part[domain]
    contract.value[Pocket.STATE] = value * parameters.state_part[domain]
    contract.value[Pocket.CITIZENS] = value * parameters.citizens_part[domain]
    contract.value[Pocket.LOCAL_FIRMS] = value * parameters.local_firms_part[domain]
    gross = rules.public_value(worth, contract.result, project.capital)
    # The same public money: all that was paid for the contract, before and after its signature.
    development = project.cost_authority + project.cost_funds
    money = payment_of(contract) + contract.break_fee + contract.cost_after + development
    counted = worth_counted(world, domain, WHOLE_VALUE)
    displaced = rules.displaced_value(parameters.conventional_gain[domain], counted, money)
    # Cash is never added to other value: the ordinary service divides its value as the programme does.
    other = parameters.citizens_part[domain] + parameters.local_firms_part[domain]
    contract.gross_cash, contract.gross_other = gross * (WHOLE_VALUE - other), gross * other
    contract.displaced_cash, contract.displaced_other = displaced * (WHOLE_VALUE - other), displaced * other


def free_providers(world: State, project: Record, contract: Record) -> None:
    """Let the providers engage in something else; the lead has what it got back and earned."""
    engage_providers(world, project, -1)
    unspent_or_fee = contract.returned + contract.break_fee
    of_investors = rules.investors_share_of(unspent_or_fee, contract.capital_investors, project.capital)
    back = contract.to_provider + unspent_or_fee - of_investors
    world.providers[project.provider].working_capital += back - contract.burden


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


@decision("learn_from_return")
def learn_from_return(world: State, investor: Record, project: Record, so_far: float) -> None:
    """Let an investor correct its view of such programmes by what a contract achieved while it ran."""
    learning_rate = world.parameters[0].return_learning
    investor.misjudgement = learning.misjudgement_after(
        investor.misjudgement, so_far, project.promised_success, learning_rate
    )
