"""Settlement: what is measured and paid, what comes back to whom, and how trust moves."""

import math

import numpy as np
import pytest

from sipabm.randomness import normal, uniform
from sipabm.rules import settlement as rules
from sipabm.rules.common import pick
from sipabm.rules.learning import trust_after
from sipabm.rules.negotiation import luck_in_results
from sipabm.scenario import Fund
from sipabm.words import ContractStatus, Decision, Form, Instrument, InvestorKind, Pocket
from sipabm.world import build_world

KIND_DRAW = 0  # number of the draw, as the description has it
RICH = {"working_capital": 10.0, "provider_finance_cost": 0.0, "provider_risk_aversion": 0.0}
PART = {**RICH, "working_capital": 1.0, "hurdle_rate.bank": 0.5, "fee_at_risk": 0.4}
TIES = (
    ("a0", "p0", 0.6),
    ("a0", "i0", 0.5),
    ("p0", "i0", 0.4),
    ("a0", "a1", 0.3),
    ("a1", "p0", 0.2),
    ("i0", "i1", 0.1),
)
LAYOUT = ((1, 1, 2), (1, 0, 0))
KINDS = ("public_fund", "foundation", "impact_fund", "bank", "pension_fund", "local")
SERVED = 13  # quarter in which a calm contract delivers


def trust_of(calm, after, tie, quarter=SERVED, changes=None, ties=TIES, seed=1):
    """Return the trust on every tie at the end of a quarter."""
    scenario = calm(ties, LAYOUT, changes={"trust_gain": 0.3, "trust_loss": 0.2, **(changes or {})})
    state = after(scenario, quarter, seed)
    return {(first, second): state.trust[tie(scenario, first, second)] for first, second, _ in ties}


def moved(ties, moving, success, threshold=0.7):
    """Return the trust on every tie if some of them move once with a success."""
    return {
        (first, second): trust_after(trust, success, threshold, 0.3, 0.2) if (first, second) in moving else trust
        for first, second, trust in ties
    }


TRIANGLE = {("a0", "p0"), ("a0", "i0"), ("p0", "i0")}


def test_a_delivery_raises_trust_on_the_three_ties_of_its_parties_and_on_no_other(calm, after, tie):
    assert trust_of(calm, after, tie) == pytest.approx(moved(TIES, TRIANGLE, 1.0))


def test_a_delivery_below_the_threshold_lowers_trust_on_the_same_three_ties(calm, after, tie):
    poor = {"quality.employment": 0.65}
    assert trust_of(calm, after, tie, changes=poor) == pytest.approx(moved(TIES, TRIANGLE, 0.65))


def test_trust_rises_by_progress_of_at_most_one(calm, after, tie):
    for quality in (0.7, 0.8, 1.6):
        found = trust_of(calm, after, tie, changes={"quality.employment": quality})
        assert found == pytest.approx(moved(TIES, TRIANGLE, quality))


def test_without_investors_only_the_trust_of_authority_and_provider_moves(calm, after, tie):
    assert trust_of(calm, after, tie, changes=RICH) == pytest.approx(moved(TIES, {("a0", "p0")}, 1.0))


def test_trust_does_not_move_before_the_delivery_and_moves_once(calm, after, tie):
    assert trust_of(calm, after, tie, SERVED - 1) == pytest.approx(moved(TIES, (), 1.0))
    assert trust_of(calm, after, tie, SERVED + 2) == pytest.approx(moved(TIES, TRIANGLE, 1.0))


def test_a_tie_that_is_not_there_does_not_move_and_no_other_moves_for_it(calm, after, tie):
    without = tuple(each for each in TIES if each[:2] != ("p0", "i0"))
    found = trust_of(calm, after, tie, ties=without)
    assert found == pytest.approx(moved(without, {("a0", "p0"), ("a0", "i0")}, 1.0))


def test_trust_follows_progress_while_the_contract_ran_and_not_what_an_early_end_prevented(calm, after, tie):
    """A law ends the contract after two of eight quarters that were served in full."""
    changes = {"new_law.employment": 0.2, "law_stop": 0.0, "law_end": 1.0, "law_damage": 0.0}
    seed = next(
        seed
        for seed in range(999)
        if [step for step in range(8) if uniform(seed, 0, Decision.LEGISLATION, 0, 1, step) < 0.2] == [7]
    )
    assert trust_of(calm, after, tie, 7, changes, seed=seed) == pytest.approx(moved(TIES, TRIANGLE, 1.0))


def test_no_tie_of_a_co_investor_moves(calm, after, tie):
    ties = (*TIES[:3], ("a0", "i1", 0.3), ("p0", "i1", 0.2), ("i0", "i1", 0.1))
    changes = {"sole_investor": 0.0, "lead_share": 0.5, "co_investment": 1.0, "smallest_ticket": 1.0}
    scenario = calm(ties, ((1, 1, 2),), changes=changes)
    seed = next(seed for seed in range(99) if uniform(seed, 0, Decision.INVESTOR_JOINS, 0, 1, 0) < 0.55)
    assert after(scenario, SERVED - 1, seed).investors[1].available == pytest.approx(25.0 - 0.75)
    found = trust_of(calm, after, tie, changes=changes, ties=ties, seed=seed)
    assert found == pytest.approx(moved(ties, TRIANGLE, 1.0))


# --- money -----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def risky(lively, busy):
    """Providers that carry risk and have capital, so that every instrument is agreed on."""
    return lively.replace(
        countries=busy.countries,
        own_interest=0.5,
        working_capital=1.2,
        fee_at_risk=0.4,
        guarantee=0.5,
        provider_risk_aversion=0.2,
        provider_finance_cost=0.02,
        bad_results_stop=0.5,
        break_fee=0.1,
        joint_commissioning={"social": 0.6, "employment": 0.6, "health": 0.6},
        state_joins=0.5,
        labour_market_shock=0.0,
        quality_spread=0.7,
        quarters=44,
        capital_median=1.0,
        doubling_time=0.0,
        own_learning=0.3,
        peer_learning=0.1,
        world_learning=0.0,
        provider_capacity=3.0,
        give_up=0.0,
        done=0.0,
        sole_investor=0.0,
        lead_share=0.4,
        capital_spread=1.0,
    )


@pytest.fixture(scope="module")
def run(risky, history, quarters):
    """Return a history with what providers have at its end, and what is tied up by projects that wait for signature."""
    told = history(risky, 2)
    *_, (_, last) = quarters(risky, 2)
    waiting = [last.projects[slot] for slot in last.active[: last.run[0].projects]]
    tied = np.zeros(len(last.providers))
    for project in waiting:
        if project.agreed:
            tied[project.provider] += project.capital - sum(project.ticket[: project.investors])
    held = np.array([float(provider.working_capital) for provider in last.providers])
    return told, held, tied


def ended(rows):
    """Return the contracts that have ended."""
    return rows[rows["status"] != ContractStatus.RUNNING]


def test_what_providers_have_changes_only_by_what_contracts_cost_and_return(risky, run, quarters):
    """At the end: at the start, less their part of running contracts and talks, and with the result of settled ones."""
    told, held, tied = run
    _, first = next(quarters(risky.replace(quarters=1), 2))
    expected = np.array([float(provider.working_capital) for provider in first.providers]) - tied
    for row in told.contracts:
        expected[row["provider"]] -= row["capital_provider"]
        if row["status"] != ContractStatus.RUNNING:
            unspent = (row["returned"] + row["break_fee"]) * row["capital_provider"] / row["capital"]
            expected[row["provider"]] += row["to_provider"] + unspent - row["burden"]
    assert held == pytest.approx(expected)
    assert {Instrument.PAYMENT_BY_RESULTS, Instrument.BOTH} <= set(told.contracts["instrument"])
    assert (ended(told.contracts)["returned"] > 0).sum() > 3


@pytest.mark.parametrize(("changes", "carried"), [({}, 0.0), (PART, 0.4), (RICH, 1.0)])
def test_one_contract_leaves_its_provider_with_payments_less_burden(calm, after, history, changes, carried):
    scenario = calm(changes=changes)
    (row,) = history(scenario).contracts
    before = changes.get("working_capital", 0.0)
    assert after(scenario, SERVED - 1).providers[0].working_capital == pytest.approx(before - 1.5 * carried)
    left = before - 1.5 * carried + row["to_provider"] - row["burden"]
    assert after(scenario, SERVED).providers[0].working_capital == pytest.approx(left)
    assert row["to_provider"] > 0.0


def test_one_contract_leaves_its_investors_with_what_they_received(calm, after, history):
    for changes in ({}, PART, RICH):
        scenario = calm(changes=changes)
        (row,) = history(scenario).contracts
        available = after(scenario, SERVED).investors[0].available
        assert available == pytest.approx(25.0 - row["capital_investors"] + row["to_investors"])


def test_every_member_of_a_syndicate_has_what_it_received(calm, after, history):
    ties = (("a0", "p0", 0.6), ("a0", "i0", 0.5), ("i0", "i1", 1.0))
    scenario = calm(ties, ((1, 1, 2),), changes={"sole_investor": 0.0, "lead_share": 0.6, "co_investment": 1.0})
    (row,) = history(scenario).contracts
    assert row["ticket"][:2] == pytest.approx([0.9, 0.6])
    state = after(scenario, SERVED)
    held = [state.investors[number].available for number in range(2)]
    assert held == pytest.approx([25.0 - row["ticket"][place] + row["received"][place] for place in range(2)])


def test_a_fund_gets_back_at_the_end_what_it_need_not_pay_and_what_the_authority_repays(calm, after, history):
    fund = Fund(name="F", country="A", opens="2011Q1", closes="2011Q1", purse=50.0, share=0.3, repayment=0.4)
    scenario = calm(funds=(fund,))
    (row,) = history(scenario).contracts
    assert row["payment_fund"] > 0.0
    assert after(scenario, SERVED - 1).funds[0].remaining == pytest.approx(50.0 - row["fund_committed"])
    assert after(scenario, SERVED).funds[0].remaining == pytest.approx(50.0 - 0.6 * row["payment_fund"])


def test_a_result_has_what_would_have_come_anyway_and_luck_in_the_share_of_the_term(risky, run):
    """Where the labour market is still, all that was achieved is effect."""
    p = risky.flat()
    rows = ended(run[0].contracts)
    for row in rows:
        place = row["authority"] if row["country"] == 0 else 2**20 + row["authority"] - 14
        luck = normal(2, 0, Decision.MEASUREMENT, int(place), int(row["started"]), int(row["ended"]))
        noise = luck_in_results(
            p["attribution_noise"][row["rigour"]],
            p["attribution_difficulty"][row["domain"]],
            row["form"] == Form.FLEXIBLE,
            p["flexible_blur"],
        )
        part = row["quarters_run"] / (4 * row["years"])
        free = p["deadweight"][row["rigour"]]
        expected = rules.measured_result(row["effect"], free, noise, luck, part)
        assert row["result"] == pytest.approx(expected)
    assert len(rows) > 30
    assert set(rows["country"]) == {0, 1}


def test_capital_is_spent_in_the_share_of_the_term_that_was_served(run):
    rows = ended(run[0].contracts)
    assert rows["spent"] == pytest.approx(rows["capital"] * rows["quarters_run"] / (4 * rows["years"]))


def test_costs_after_signature_are_evaluation_flexibility_and_re_plannings(risky, run):
    p, rows = risky.flat(), ended(run[0].contracts)
    evaluation = np.array(p["evaluation_cost"])[rows["rigour"]] * rows["spent"]
    flexible = p["flexible_cost"] * rows["spent"] * (rows["form"] == Form.FLEXIBLE)
    replanning = p["replan_cost"] * rows["capital"] * rows["replans"]
    assert rows["cost_after"] == pytest.approx(evaluation + flexible + replanning)
    assert (rows["replans"] > 0).any()


def test_the_burden_of_evaluation_is_borne_in_the_share_of_the_term_that_was_served(risky, run):
    rows = ended(run[0].contracts)
    assert rows["burden"] == pytest.approx(np.array(risky.flat()["evaluation_burden"])[rows["rigour"]] * rows["spent"])


def test_a_contract_that_still_runs_has_paid_for_its_re_plannings_alone(risky, run):
    rows = run[0].contracts
    running = rows[rows["status"] == ContractStatus.RUNNING]
    expected = risky.flat()["replan_cost"] * running["capital"] * running["replans"]
    assert running["cost_after"] == pytest.approx(expected)


PURSES = ("authority", "departments", "authorities", "state", "fund")


def payment_of(row):
    """Return what all purses paid for a contract."""
    return sum(row[f"payment_{purse}"] for purse in PURSES)


def parts_of(p, area):
    """Return the parts of public value by pocket; nothing is refunded here, and weights are divided by their sum."""
    weights = {pocket.name.lower(): p[pocket.name.lower()][area] for pocket in Pocket}
    return {name: weight / sum(weights.values()) for name, weight in weights.items()}


def test_who_joined_pays_by_what_it_gains_of_what_counts(risky, run):
    p, paid = risky.flat(), dict.fromkeys(PURSES, 0)
    for row in ended(run[0].contracts):
        parts = parts_of(p, row["domain"])
        gaining = int(p["gaining_authorities"][row["domain"]])
        willing = 0.0 if row["cashable_only"] else p["willingness_to_pay"] * parts["citizens"]
        gains = {
            "authority": parts["own_cashable"] + willing,
            "departments": row["departments_joined"] / 2 * parts["other_departments"],
            "authorities": row["authorities_joined"] / gaining * parts["other_authorities"],
            "state": row["state_joined"] * parts["state"],
        }
        public = payment_of(row) - row["payment_fund"]
        for purse, gain in gains.items():
            assert row[f"payment_{purse}"] == pytest.approx(public * gain / sum(gains.values()))
            paid[purse] += row[f"payment_{purse}"] > 0
        assert row["payment_fund"] == pytest.approx(payment_of(row) * row["fund_share"])
    assert min(count for purse, count in paid.items() if purse != "fund") > 3


def paid_for(p, row, result):
    """Return what a provider and all who are paid get for a result, by the caps and by how the contract ended."""
    unpaid = 0.0 if row["status"] == ContractStatus.DELIVERED else p["break_unpaid"]
    due = min(row["price"] * result, p["payment_cap"]) * (1.0 - unpaid) * row["capital"]
    to_provider = due * (row["provider_payment_share"] if row["investors"] else 1.0)
    back = row["returned"] * row["capital_investors"] / row["capital"]
    room = max(0.0, row["capital_investors"] * (1.0 + p["return_cap"]) - back)
    return to_provider, to_provider + min(due - to_provider, room)


def test_payments_are_for_the_result_up_to_both_caps_and_less_what_an_early_end_leaves_unpaid(risky, run):
    p, capped = risky.flat(), 0
    for row in ended(run[0].contracts):
        to_provider, whole = paid_for(p, row, row["result"])
        assert row["to_provider"] == pytest.approx(to_provider)
        assert payment_of(row) == pytest.approx(whole)
        capped += whole < paid_for({**p, "return_cap": 100.0}, row, row["result"])[1] - 1e-9
    assert capped > 0


def test_what_is_paid_for_more_than_the_effect_alone_would_have_brought_is_misplaced(risky, run):
    p, rows = risky.flat(), ended(run[0].contracts)
    for row in rows:
        assert row["misplaced"] == pytest.approx(max(0.0, payment_of(row) - paid_for(p, row, row["effect"])[1]))
    assert (rows["misplaced"] > 0.0).sum() > 3


def test_only_governments_and_laws_pay_a_fee_for_capital_not_spent(run):
    rows = ended(run[0].contracts)
    politics = (ContractStatus.ENDED_BY_GOVERNMENT, ContractStatus.ENDED_BY_LAW)
    assert rows["break_fee"] == pytest.approx(0.1 * rows["returned"] * np.isin(rows["status"], politics))
    assert (rows["break_fee"] > 0.0).any()


def test_a_guarantor_bears_its_share_of_what_investors_would_have_lost(run):
    rows = ended(run[0].contracts)
    for row in rows:
        unspent = (row["returned"] + row["break_fee"]) * row["capital_investors"] / row["capital"]
        received = payment_of(row) - row["to_provider"] + unspent
        guaranteed = 0.5 * max(0.0, row["capital_investors"] - received) if row["investors"] else 0.0
        assert row["guarantee_paid"] == pytest.approx(guaranteed)
        if row["investors"]:
            assert row["to_investors"] == pytest.approx(received + guaranteed)


def test_value_follows_the_effect_and_what_is_claimed_the_result_each_in_cash_and_other_value(calm, history):
    """An effect of 0.5 and a result of 0.58, worth 50 for each of 1.5; the weights add up to 8, of which 4 is cash."""
    changes = {"quality.employment": 0.5, **EIGHTHS, "willingness_to_pay": 0.25, "conventional_gain.employment": -0.2}
    (row,) = history(calm(changes={**changes, "deadweight": dict.fromkeys(RIGOURS, 0.08)})).contracts
    assert (row["effect"], row["result"]) == pytest.approx((0.5, 0.58))
    parts = (0.25, 0.125, 0.0625, 0.0625, 0.375, 0.125)
    assert [row[f"value_{pocket.name.lower()}"] for pocket in Pocket] == pytest.approx(
        [50.0 * 0.5 * 1.5 * part for part in parts]
    )
    assert (row["gross_cash"], row["gross_other"]) == pytest.approx((50.0 * 0.58 * 1.5 * 0.5,) * 2)
    # The ordinary service is worth 0.8 for a unit to those who count 0.25 + 0.125 + 0.25 * 0.375 of value; all that was
    # paid for the contract would have been spent on it.
    paid = payment_of(row) + row["break_fee"] + row["cost_after"] + row["cost_authority"]
    whole = paid * 0.8 / 0.46875
    assert (row["displaced_cash"], row["displaced_other"]) == pytest.approx((whole / 2, whole / 2))


RIGOURS = ("monitoring", "comparison", "experiment")
EIGHTHS = {
    "own_cashable.employment": 2.0,
    "other_departments.employment": 1.0,
    "other_authorities.employment": 0.5,
    "state.employment": 0.5,
    "citizens.employment": 3.0,
    "local_firms.employment": 1.0,
}


def test_every_investor_learns_from_how_the_contract_ran_against_what_was_promised(calm, after, history):
    """Its error is 0.2 in logarithms; results of 1 correct a quarter of it, and of what the case errs."""
    changes = {"misjudgement": 0.2, "return_learning": 0.25, "investor_confidence": 1.0, "selection_awareness": 0.0}
    scenario = calm(changes=changes)
    (row,) = history(scenario).attempts
    promised = row["signal"] * math.exp(0.2)
    before, later = (after(scenario, quarter).investors[0].misjudgement for quarter in (SERVED - 1, SERVED))
    assert (before, later) == pytest.approx((0.2, 0.2 + math.log(1.0 + 0.25 * (1.0 / promised - 1.0))))
    assert later == pytest.approx(0.15, abs=0.01)


def test_the_provider_has_all_of_payments_where_nobody_invests(run):
    rows = ended(run[0].contracts)
    alone = rows["investors"] == 0
    assert rows["to_provider"][alone] == pytest.approx(sum(rows[f"payment_{purse}"] for purse in PURSES)[alone])
    assert 0 < alone.sum() < len(rows)


def test_senior_capital_is_repaid_before_the_junior_part_of_public_funds_and_foundations(calm, history):
    """Investors lose, as the frontline refers less than they expected; of two kinds, one bears losses first."""
    ties = (("a0", "p0", 0.6), ("a0", "i0", 0.5), ("i0", "i1", 1.0), ("i0", "i2", 1.0))
    changes = {
        "investor_kinds": dict(zip(KINDS, (0.2, 0.3, 0.0, 0.5, 0.0, 0.0), strict=True)),
        "sole_investor": 0.0,
        "lead_share": 0.4,
        "co_investment": 1.0,
        "smallest_ticket": 0.1,
        "first_loss": 0.4,
        "worth.employment": 6.0,
        "authority_patience": 20.0,
        "rounds": 20.0,
        "referral_loss": 0.9,
        "resistance": 0.5,
        "guarantee": 0.1,
        "largest_ticket": dict.fromkeys(KINDS, 0.7),
    }
    scenario, mixed = calm(ties, ((1, 1, 3),), quarters=24, changes=changes), 0
    for seed in range(12):
        draws = build_world(scenario, seed, 0).investors.traits[:, KIND_DRAW]
        kinds = [pick(draw, tuple(changes["investor_kinds"].values())) for draw in draws]
        for row in history(scenario, seed).contracts:
            members = row["member"][: row["investors"]]
            social = [kinds[member] in (InvestorKind.PUBLIC_FUND, InvestorKind.FOUNDATION) for member in members]
            junior = [0.4 * ticket * each for ticket, each in zip(row["ticket"], social, strict=False)]
            senior = [ticket - part for ticket, part in zip(row["ticket"], junior, strict=False)]
            expected = [
                rules.tranche_receipts(row["to_investors"], first, last, sum(senior), sum(junior))
                for first, last in zip(senior, junior, strict=True)
            ]
            assert list(row["received"][: len(members)]) == pytest.approx(expected)
            assert row["to_investors"] < row["capital_investors"]
            mixed += len(set(social)) == 2
    assert mixed > 3


def test_a_contract_is_settled_once_and_its_provider_is_free_for_the_next_one(calm, history):
    """The only provider's second project can be found in the quarter after the first contract has ended."""
    # With this seed the authority looks at no other time.
    told = history(calm(starts=((0, SERVED),), quarters=30), 2)
    assert told.contracts["signed"].tolist() == [5, SERVED + 5]
    assert told.contracts["status"].tolist() == [ContractStatus.DELIVERED] * 2
    early = history(calm(starts=((0, SERVED - 1),), quarters=30), 2).attempts
    assert early["stage"].tolist() == [4, 0]
