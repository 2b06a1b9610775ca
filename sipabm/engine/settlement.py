"""Settlement: measured success, payments by purse, receipts by tranche, value by pocket."""

from sipabm.engine import recorder
from sipabm.engine.business_case import worth_of
from sipabm.engine.draws import normal
from sipabm.engine.exits import DELIVERED, add_event
from sipabm.engine.signing import parties_of
from sipabm.rules import delivery, learning, negotiation
from sipabm.rules import settlement as rules
from sipabm.states import NOBODY, ContractStatus, Decision, Form, InvestorKind, Pocket


def settlement(s, step):
    """Settle every contract that has ended, and drop it from the list of running ones."""
    run = s.run[0]
    kept = 0
    for place in range(run.contracts):
        contract = s.contracts[place]
        if contract.status != ContractStatus.RUNNING:
            settle(s, contract, s.projects[contract.project], step)
            s.free[run.free_slots] = contract.project
            run.free_slots += 1
        else:
            if kept != place:
                s.contracts[kept] = s.contracts[place]
            kept += 1
    run.contracts = kept


def settle(s, contract, project, step):
    """Pay and share out what a contract achieved, and tell about it."""
    p = s.parameters[0]
    sheet = s.sheet[0]
    write_terms(s, sheet, contract, project)
    measure(s, sheet, contract, project, step)
    share_payment(s, sheet, project)
    share_receipts(s, sheet, project)
    value_by_pocket(s, sheet, project)
    s.providers[project.provider].engaged -= 1
    s.providers[project.provider].working_capital += (
        sheet.to_provider + sheet.returned - returned_to_investors(sheet) - sheet.burden
    )
    release_fund_rest(s, sheet, project)
    count(s, sheet, project, step)
    keep_row(s, sheet)
    so_far = delivery.progress(contract.results, contract.quarters_run)
    update_trust(s, project, p, so_far)
    kept = learning.promise_kept(sheet.success, project.signal * project.outlook)
    add_event(s, DELIVERED, project.authority, kept, so_far)


def write_terms(s, sheet, contract, project):
    """Copy the terms of a contract to its row, with nothing paid yet."""
    sheet.authority = project.authority
    sheet.country = project.country
    sheet.domain = project.domain
    sheet.started = project.started
    sheet.signed = project.ended
    sheet.ended = contract.ended
    sheet.status = contract.status
    sheet.programme = project.programme
    sheet.instrument = project.instrument
    sheet.form = project.form
    sheet.rigour = project.rigour
    sheet.years = project.years
    sheet.quarters_run = contract.quarters_run
    sheet.capital = project.capital
    sheet.capital_investors = 0.0
    for place in range(project.investors):
        sheet.capital_investors += project.ticket[place]
    sheet.capital_provider = project.capital - sheet.capital_investors
    sheet.price = project.price
    sheet.authority_limit = project.authority_limit
    sheet.consortium_ask = project.consortium_ask
    sheet.provider_payment_share = project.provider_payment_share
    sheet.rounds = project.rounds
    sheet.provider = project.provider
    sheet.investor = project.investor if project.investors > 0 else NOBODY
    sheet.investors = project.investors
    sheet.departments_joined = project.departments_joined
    sheet.parties = parties_of(project)
    sheet.fund = project.fund
    sheet.fund_share = project.fund_share
    sheet.fund_committed = project.fund_committed
    sheet.cashable_only = project.cashable_only
    sheet.house = project.house
    sheet.novelty = project.novelty
    sheet.success = 0.0
    sheet.measured = 0.0
    sheet.replans = contract.replans
    sheet.cost_authority = project.cost_authority
    sheet.cost_provider = project.cost_provider
    sheet.cost_investors = project.cost_investors
    sheet.payment_authority = 0.0
    sheet.payment_departments = 0.0
    sheet.payment_fund = 0.0
    sheet.fund_repaid = 0.0
    sheet.guarantee_paid = 0.0
    sheet.spent = 0.0
    sheet.returned = 0.0
    sheet.promised = promised_receipts(s.parameters[0], sheet, project)
    sheet.to_investors = 0.0
    sheet.to_provider = 0.0
    sheet.cost_after = contract.cost_after
    sheet.burden = 0.0
    sheet.value_own_cashable = 0.0
    sheet.value_own_other = 0.0
    sheet.value_other_departments = 0.0
    sheet.value_state = 0.0
    sheet.value_citizens = 0.0
    sheet.value_local_firms = 0.0
    for place in range(len(sheet.member)):
        sheet.member[place] = project.member[place] if place < project.investors else NOBODY
        sheet.ticket[place] = project.ticket[place] if place < project.investors else 0.0
        sheet.received[place] = 0.0


def promised_receipts(p, sheet, project):
    """Return what investors expected to receive back when they signed (million USD)."""
    if project.investors == 0:
        return 0.0
    payment = negotiation.promised_payment(
        project.price, project.promised_success, p.deadweight[project.rigour], project.capital
    )
    received = payment * (1.0 - project.provider_payment_share)
    return received + rules.guarantee_due(p.guarantee, sheet.capital_investors, received)


def measure(s, sheet, contract, project, step):
    """Set success, true and measured, the capital spent and the cost of evaluation."""
    run, p = s.run[0], s.parameters[0]
    authority = s.authorities[project.authority]
    flexible = project.form == Form.FLEXIBLE
    luck = negotiation.luck_in_results(
        p.attribution_noise[project.rigour], p.attribution_difficulty[project.domain], flexible, p.flexible_blur
    )
    share_run = contract.quarters_run / contract.duration
    sheet.success = contract.results / contract.duration
    sheet.measured = rules.measured_success(
        sheet.success,
        p.deadweight[project.rigour],
        luck,
        normal(run, Decision.MEASUREMENT, authority.identity, project.started, step),
        share_run,
        p.success_cap,
    )
    sheet.spent = project.capital * share_run
    sheet.returned = project.capital - sheet.spent
    sheet.cost_after += p.evaluation_cost[project.rigour] * sheet.spent
    if flexible:
        sheet.cost_after += p.flexible_cost * sheet.spent
    sheet.burden = p.evaluation_burden[project.rigour] * sheet.spent


def share_payment(s, sheet, project):
    """Split the outcome payment among fund, departments and authority."""
    p = s.parameters[0]
    domain = project.domain
    total = rules.payment(project.price, sheet.measured, project.capital)
    sheet.payment_fund = total * project.fund_share
    if project.fund != NOBODY:
        sheet.fund_repaid = rules.fund_repaid(sheet.payment_fund, s.funds[project.fund].repayment)
    public = total - sheet.payment_fund
    counted = negotiation.counted_share(
        p.cashable_pocket[domain],
        p.own_other[domain],
        p.other_departments[domain],
        project.joined_share,
        project.cashable_only == 1,
    )
    sheet.payment_departments = public * rules.departments_part(
        project.joined_share, p.other_departments[domain], counted
    )
    sheet.payment_authority = public - sheet.payment_departments
    sheet.to_provider = total * project.provider_payment_share if project.investors > 0 else total


def share_receipts(s, sheet, project):
    """Split what investors receive by tranche: payments, capital never spent, and a guarantee if they fall short."""
    p = s.parameters[0]
    if project.investors == 0:
        return
    received = total_payment(sheet) - sheet.to_provider + returned_to_investors(sheet)
    sheet.guarantee_paid = rules.guarantee_due(p.guarantee, sheet.capital_investors, received)
    sheet.to_investors = received + sheet.guarantee_paid
    all_junior = 0.0
    for place in range(project.investors):
        all_junior += junior_capital(s, project, place)
    all_senior = sheet.capital_investors - all_junior
    for place in range(project.investors):
        junior = junior_capital(s, project, place)
        sheet.received[place] = rules.tranche_receipts(
            sheet.to_investors, project.ticket[place] - junior, junior, all_senior, all_junior
        )
        s.investors[project.member[place]].available += sheet.received[place]


def junior_capital(s, project, place):
    """Return how much of an investor's ticket bears losses first (million USD)."""
    kind = s.investors[project.member[place]].kind
    social = kind == InvestorKind.PUBLIC_FUND or kind == InvestorKind.FOUNDATION
    return rules.junior_part(project.ticket[place], s.parameters[0].first_loss, social)


def total_payment(sheet):
    """Return the outcome payment of all purses (million USD)."""
    return sheet.payment_authority + sheet.payment_departments + sheet.payment_fund


def returned_to_investors(sheet):
    """Return the investors' part of capital never spent (million USD)."""
    return sheet.returned * sheet.capital_investors / sheet.capital


def value_by_pocket(s, sheet, project):
    """Set the public value of a contract, pocket by pocket."""
    p = s.parameters[0]
    domain = project.domain
    worth = p.worth[domain] * s.authorities[project.authority].worth_factor * worth_of(p, project, project.programme)
    value = worth * sheet.success * project.capital
    sheet.value_own_cashable = value * p.cashable_pocket[domain]
    sheet.value_own_other = value * p.own_other[domain]
    sheet.value_other_departments = value * p.other_departments[domain]
    sheet.value_state = value * p.state_pocket[domain]
    sheet.value_local_firms = value * p.local_firms[domain]
    sheet.value_citizens = value * rules.citizens_share(
        p.cashable_pocket[domain],
        p.own_other[domain],
        p.other_departments[domain],
        p.state_pocket[domain],
        p.local_firms[domain],
    )


def release_fund_rest(s, sheet, project):
    """Give back to the fund what it had committed and need not pay."""
    if project.fund != NOBODY:
        s.funds[project.fund].remaining += project.fund_committed - sheet.payment_fund + sheet.fund_repaid


def count(s, sheet, project, step):
    """Add a settled contract to the counts of its year."""
    p = s.parameters[0]
    counts = s.yearly[recorder.year_of(s.run[0], step), project.domain]
    delivered = sheet.status == ContractStatus.DELIVERED
    counts[recorder.DELIVERED] += delivered
    counts[recorder.ENDED_EARLY] += not delivered
    counts[recorder.SUCCESSFUL] += delivered and sheet.success >= p.success_threshold
    counts[recorder.SUCCESS] += sheet.success
    counts[recorder.COST_AFTER] += sheet.cost_after
    counts[recorder.BURDEN] += sheet.burden
    counts[recorder.INVESTED] += sheet.capital_investors
    counts[recorder.PROMISED] += sheet.promised
    counts[recorder.RECEIVED] += sheet.to_investors
    counts[recorder.WITH_INVESTORS] += project.investors > 0
    counts[recorder.REPAID] += project.investors > 0 and rules.is_repaid(sheet.to_investors, sheet.capital_investors)
    counts[recorder.PAYMENT] += total_payment(sheet) + sheet.guarantee_paid
    counts[recorder.PAYMENT_FUND] += sheet.payment_fund
    counts[recorder.FUND_REPAID] += sheet.fund_repaid
    counts[recorder.FIRST_POCKET + Pocket.OWN_CASHABLE] += sheet.value_own_cashable
    counts[recorder.FIRST_POCKET + Pocket.OWN_OTHER] += sheet.value_own_other
    counts[recorder.FIRST_POCKET + Pocket.OTHER_DEPARTMENTS] += sheet.value_other_departments
    counts[recorder.FIRST_POCKET + Pocket.STATE] += sheet.value_state
    counts[recorder.FIRST_POCKET + Pocket.CITIZENS] += sheet.value_citizens
    counts[recorder.FIRST_POCKET + Pocket.LOCAL_FIRMS] += sheet.value_local_firms


def keep_row(s, sheet):
    """Keep the row of a contract where rows are asked for."""
    run = s.run[0]
    if len(s.contract_rows) == 0:
        return
    if run.contract_rows == len(s.contract_rows):
        run.overflow = 1
        return
    s.contract_rows[run.contract_rows] = s.sheet[0]
    run.contract_rows += 1


def update_trust(s, project, p, so_far):
    """Move trust among the parties by what was delivered while the contract ran."""
    adjust_tie(s, p, project.tie_provider, so_far)
    if project.investors > 0:
        adjust_tie(s, p, project.tie_investor, so_far)
        adjust_tie(s, p, project.tie_third, so_far)


def adjust_tie(s, p, tie, so_far):
    """Move the trust on a tie, if there is one."""
    if tie != NOBODY:
        s.trust[tie] = learning.trust_after(s.trust[tie], so_far, p.success_threshold, p.trust_gain, p.trust_loss)


def record_running(s):
    """Keep the rows of contracts that still run when the run ends."""
    for place in range(s.run[0].contracts):
        contract = s.contracts[place]
        write_terms(s, s.sheet[0], contract, s.projects[contract.project])
        keep_row(s, s.sheet[0])
