"""Money is conserved to the cent (1e-8 million USD) in every contract of lively and random scenarios."""

import numpy as np
import pytest

from sipabm.rules.settlement import CENT
from sipabm.words import ContractStatus, Instrument, Programme

CASH = ("own_cashable", "other_departments", "other_authorities", "state")
OTHER_VALUE = ("citizens", "local_firms")
POCKETS = CASH + OTHER_VALUE
PAYERS = ("payment_authority", "payment_departments", "payment_authorities", "payment_state", "payment_fund")


@pytest.fixture(scope="module")
def many_states(many_states, lively, changing, run):
    """The runs that all invariants look at, and some in which every purse pays and contracts often end early."""
    everyone = {
        "joint_commissioning": {"social": 0.7, "employment": 0.5, "health": 0.6},
        "state_joins": 0.5,
        "guarantee": 0.5,
        "break_fee": 0.4,
        "break_unpaid": 0.3,
        "government_end": 0.8,
        "law_end": 0.5,
        "election_turnover": 0.9,
        "political_support": 0.6,
        "new_law": {"social": 0.1, "employment": 0.1, "health": 0.1},
        "quality_spread": 0.8,
        "conventional_gain": {"social": 0.0, "employment": 0.0, "health": 0.0},
    }
    risky = {"working_capital": 5.0, "fee_at_risk": 0.4, "provider_risk_aversion": 0.2, "provider_finance_cost": 0.02}
    foreseen = {"authority_foresight": 1.0, "investor_foresight": 1.0, "upskilling_offered": 1.0}
    scenarios = [changing.replace({**everyone, **foreseen})] * 8 + [lively.replace({**everyone, **risky})] * 8
    return [*many_states, *((scenario, run(scenario, seed)) for seed, scenario in enumerate(scenarios))]


@pytest.fixture(scope="module")
def settled(many_states, contracts):
    """Contracts that have ended, of all runs."""
    rows = np.concatenate([contracts(state) for _, state in many_states])
    return rows[rows["status"] != ContractStatus.RUNNING]


def paid_by(rows):
    """Return the outcome payment of all payers."""
    return sum(rows[payer] for payer in PAYERS)


def of_investors(rows, amount):
    """Return the investors' part of something by the capital that they gave."""
    return amount * rows["capital_investors"] / rows["capital"]


def equal_to_the_cent(one, other):
    return np.abs(one - other).max() <= CENT


def test_there_is_enough_to_look_at(settled):
    assert len(settled) > 500
    assert set(settled["status"]) == set(ContractStatus) - {ContractStatus.RUNNING}
    assert set(settled["instrument"]) == set(Instrument)
    assert (settled["guarantee_paid"] > 0).sum() > 3
    assert (settled["payment_fund"] > 0).sum() > 100
    assert (settled["payment_departments"] > 0).sum() > 100
    assert (settled["payment_authorities"] > 0).sum() > 100
    assert (settled["payment_state"] > 0).sum() > 100
    assert (settled["providers"] > 1).sum() > 20
    assert (settled["break_fee"] > 0).sum() > 20
    assert (settled["misplaced"] > 0).sum() > 100
    assert (settled["fund_repaid"] > 0).sum() > 20
    assert (settled["programme"] == Programme.UPSKILLING).sum() > 10
    assert (settled["house"] == 1).sum() > 100


def test_what_payers_and_guarantors_pay_is_what_investors_and_provider_get(settled):
    unspent = of_investors(settled, settled["returned"] + settled["break_fee"])
    given = paid_by(settled) + settled["guarantee_paid"] + unspent
    assert equal_to_the_cent(given, settled["to_investors"] + settled["to_provider"])


def test_the_payment_is_for_the_result_within_its_caps_and_less_after_an_early_end(many_states, contracts):
    capped, less = 0, 0
    for scenario, state in many_states:
        rows, deal = contracts(state), scenario.negotiation
        ended = rows[rows["status"] != ContractStatus.RUNNING]
        early = ended["status"] != ContractStatus.DELIVERED
        due = np.minimum(ended["price"] * ended["result"], deal.payment_cap) * ended["capital"]
        due *= 1.0 - scenario.settlement.break_unpaid * early
        without = ended["investors"] == 0
        assert ended["to_provider"][without] == pytest.approx(due[without], abs=CENT)
        to_provider = np.where(without, due, due * ended["provider_payment_share"])
        assert ended["to_provider"] == pytest.approx(to_provider, abs=CENT)
        most = (1.0 + deal.return_cap) * ended["capital_investors"] - of_investors(ended, ended["returned"])
        rest = np.minimum(due - to_provider, np.maximum(0.0, most))
        assert paid_by(ended) == pytest.approx(to_provider + np.where(without, 0.0, rest), abs=CENT)
        capped += (~without & (rest < due - to_provider - CENT)).sum()
        less += (early & (scenario.settlement.break_unpaid > 0)).sum()
    assert capped > 100
    assert less > 100


def test_every_purse_pays_its_part(settled):
    assert equal_to_the_cent(settled["payment_fund"], settled["fund_share"] * paid_by(settled))
    for payer, joined in (("departments", "departments"), ("authorities", "authorities"), ("state", "state")):
        assert (settled[f"payment_{payer}"][settled[f"{joined}_joined"] == 0] == 0).all()
    for payer in (*PAYERS, "guarantee_paid", "break_fee"):
        assert settled[payer].min() >= -CENT


def test_those_who_join_pay_by_what_they_gain(many_states, contracts):
    for scenario, state in many_states:
        rows = contracts(state)
        joined = rows[(rows["status"] != ContractStatus.RUNNING) & (rows["state_joined"] == 1)]
        part = parts_of(scenario)
        shares = joined["authorities_joined"] / np.maximum(1, gaining_of(scenario)[joined["domain"]])
        authorities = shares * part["other_authorities"][joined["domain"]]
        state_part = part["state"][joined["domain"]]
        assert joined["payment_authorities"] * state_part == pytest.approx(
            joined["payment_state"] * authorities, abs=CENT
        )


def gaining_of(scenario):
    """Return how many other authorities gain, by area."""
    return np.array(scenario.mobilisation.gaining_authorities.as_tuple()).astype(int)


def test_a_break_fee_is_due_where_a_government_or_a_law_ends_a_contract(many_states, contracts):
    for scenario, state in many_states:
        rows = contracts(state)
        broken = np.isin(rows["status"], (ContractStatus.ENDED_BY_GOVERNMENT, ContractStatus.ENDED_BY_LAW))
        fee = scenario.settlement.break_fee * rows["returned"] * broken
        assert rows["break_fee"] == pytest.approx(fee, abs=CENT)


def test_nothing_is_misplaced_without_a_result_beyond_the_effect_and_no_more_than_that_is_worth(settled):
    beyond = np.maximum(0.0, settled["result"] - settled["effect"])
    assert (settled["misplaced"] >= 0.0).all()
    assert (settled["misplaced"] <= settled["price"] * beyond * settled["capital"] + CENT).all()
    assert (settled["misplaced"] <= paid_by(settled) + CENT).all()
    assert (settled["misplaced"] > 0.0).sum() > 100


def test_an_authority_gives_a_fund_back_its_share_of_what_it_paid(many_states, contracts):
    for scenario, state in many_states:
        rows = contracts(state)
        shares = np.array([*(fund.repayment for fund in scenario.funds), 0.0, 0.0])  # then the lever's, and none
        assert rows["fund_repaid"] == pytest.approx(shares[rows["fund"]] * rows["payment_fund"], abs=CENT)
        assert (rows["fund_repaid"] <= rows["payment_fund"]).all()


def test_funds_are_out_of_pocket_by_what_they_paid_less_what_came_back(many_states, contracts):
    for _, state in many_states:
        rows = contracts(state)
        for number in range(len(state.funds)):
            own = rows[rows["fund"] == number]
            running = own["fund_committed"][own["status"] == ContractStatus.RUNNING].sum()
            open_ = state.projects[state.active[: state.run[0]["projects"]]]
            in_talks = open_["fund_committed"][open_["fund"] == number].sum()
            spent = state.funds["purse"][number] - state.funds["remaining"][number]
            paid = own["payment_fund"].sum() - own["fund_repaid"].sum()
            assert spent == pytest.approx(paid + running + in_talks, abs=1e-7)


def test_capital_is_spent_or_given_back(settled):
    assert equal_to_the_cent(settled["capital"], settled["spent"] + settled["returned"])
    assert settled["returned"].min() >= -CENT
    delivered = settled[settled["status"] == ContractStatus.DELIVERED]
    assert np.abs(delivered["returned"]).max() <= CENT


def test_investors_and_provider_give_the_capital(settled):
    assert equal_to_the_cent(settled["capital"], settled["capital_investors"] + settled["capital_provider"])
    assert equal_to_the_cent(settled["ticket"].sum(axis=1), settled["capital_investors"])
    assert settled["capital_provider"].min() >= -CENT


def test_the_provider_gives_what_its_instrument_says(many_states, contracts):
    for scenario, state in many_states:
        rows = contracts(state)
        carried = np.array([1.0, 0.0, scenario.negotiation.fee_at_risk])[rows["instrument"]]
        assert rows["capital_provider"] == pytest.approx(carried * rows["capital"], abs=1e-8, rel=1e-8)


def test_investors_receive_together_what_goes_to_investors(settled):
    assert equal_to_the_cent(settled["received"].sum(axis=1), settled["to_investors"])
    assert settled["received"].min() >= -CENT


def test_without_investors_the_provider_gets_every_payment(settled):
    alone = settled[settled["investors"] == 0]
    assert len(alone) > 50
    assert (alone["to_investors"] == 0).all()
    assert (alone["capital_investors"] == 0).all()
    assert (alone["guarantee_paid"] == 0).all()


def test_a_guarantee_bears_its_share_of_investors_losses(many_states, contracts):
    for scenario, state in many_states:
        rows = contracts(state)
        ended = rows[(rows["status"] != ContractStatus.RUNNING) & (rows["investors"] > 0)]
        lost = np.maximum(0.0, ended["capital_investors"] - (ended["to_investors"] - ended["guarantee_paid"]))
        assert ended["guarantee_paid"] == pytest.approx(scenario.negotiation.guarantee * lost, abs=CENT)
        helped = ended["guarantee_paid"] > CENT
        assert (ended["to_investors"][helped] <= ended["capital_investors"][helped] + CENT).all()


def worth_in(scenario, state, ended):
    """Return the public value of contracts at target."""
    worth = np.array(scenario.business_case.worth.as_tuple())[ended["domain"]]
    dearer = 1.0 + scenario.innovation.novelty_cost * ended["novelty"]
    dearer[ended["programme"] == Programme.UPSKILLING] *= 1.0 + scenario.technology.upskilling_cost
    return worth * state.authorities["worth_factor"][ended["authority"]] / dearer * ended["capital"]


def test_pockets_add_up_to_worth_times_effect_and_gross_value_to_worth_times_result(many_states, contracts):
    for scenario, state in many_states:
        rows = contracts(state)
        ended = rows[rows["status"] != ContractStatus.RUNNING]
        whole = worth_in(scenario, state, ended)
        value = sum(ended[f"value_{pocket}"] for pocket in POCKETS)
        assert value == pytest.approx(whole * ended["effect"], rel=1e-9, abs=1e-8)
        gross = ended["gross_cash"] + ended["gross_other"]
        assert gross == pytest.approx(whole * ended["result"], rel=1e-9, abs=1e-8)


def test_cash_and_other_value_of_results_and_of_what_is_displaced_divide_as_the_pockets_do(many_states, contracts):
    for scenario, state in many_states:
        rows = contracts(state)
        ended = rows[rows["status"] != ContractStatus.RUNNING]
        part = parts_of(scenario)
        cash, other = (sum(part[pocket] for pocket in pockets)[ended["domain"]] for pockets in (CASH, OTHER_VALUE))
        assert cash + other == pytest.approx(1.0)
        for name in ("gross", "displaced"):
            assert ended[f"{name}_cash"] * other == pytest.approx(ended[f"{name}_other"] * cash, rel=1e-7, abs=1e-7)


def test_what_is_displaced_is_worth_to_the_authority_what_the_public_paid_and_the_usual_gain(many_states, contracts):
    for scenario, state in many_states:
        rows = contracts(state)
        ended = rows[rows["status"] != ContractStatus.RUNNING]
        part = parts_of(scenario)
        willing = scenario.negotiation.willingness_to_pay * part["citizens"]
        counted = (part["own_cashable"] + part["other_departments"] + willing)[ended["domain"]]
        gain = np.array(scenario.consideration.conventional_gain.as_tuple())[ended["domain"]]
        displaced = ended["displaced_cash"] + ended["displaced_other"]
        costs = sum(ended[name] for name in ("break_fee", "cost_after", "cost_authority", "cost_funds"))
        money = paid_by(ended) + costs
        expected = np.where(counted > 0, np.maximum(0.0, 1.0 + gain) * money, 0.0)
        assert displaced * counted == pytest.approx(expected, rel=1e-7, abs=1e-7)


def test_every_pocket_has_its_part_and_refunds_move_value_from_the_authority_to_the_state(many_states, contracts):
    moved = 0
    for scenario, state in many_states:
        rows = contracts(state)
        ended = rows[(rows["status"] != ContractStatus.RUNNING) & (rows["effect"] > 0)]
        value = sum(ended[f"value_{pocket}"] for pocket in POCKETS)
        part = parts_of(scenario)
        for pocket in POCKETS:
            assert ended[f"value_{pocket}"] == pytest.approx(part[pocket][ended["domain"]] * value, rel=1e-7, abs=1e-7)
        moved += len(ended) > 0 and (refunded_of(scenario))[ended["domain"]].max() > 0.01
    assert moved > 5


def parts_of(scenario):
    """Return the part of public value of every pocket, by welfare area, after refunds."""
    weights = {pocket: np.array(getattr(scenario.negotiation, pocket).as_tuple()) for pocket in POCKETS}
    part = {pocket: weight / sum(weights.values()) for pocket, weight in weights.items()}
    refunded = refunded_of(scenario)
    return {**part, "own_cashable": part["own_cashable"] - refunded, "state": part["state"] + refunded}


def refunded_of(scenario):
    """Return the part of public value that the state gets of what the own budget saves, by welfare area."""
    kept, weights = (np.array(each.as_tuple()) for each in refund_of(scenario))
    share = (weights * (1.0 - kept)).sum() / weights.sum()
    pockets = {pocket: np.array(getattr(scenario.negotiation, pocket).as_tuple()) for pocket in POCKETS}
    own = pockets["own_cashable"] / sum(pockets.values())
    return own * np.array(scenario.settlement.benefit_share.as_tuple()) * share


def refund_of(scenario):
    """Return the share of benefits that stays with authorities, and its weight, by how long benefits were drawn."""
    return scenario.settlement.benefits_kept, scenario.settlement.benefit_durations


def test_a_running_contract_has_paid_nothing_yet(many_states, contracts):
    rows = np.concatenate([contracts(state) for _, state in many_states])
    running = rows[rows["status"] == ContractStatus.RUNNING]
    assert len(running) > 50
    for column in (*PAYERS, "fund_repaid", "to_investors", "to_provider", "guarantee_paid", "break_fee", "spent"):
        assert (running[column] == 0).all()


@pytest.mark.slow
def test_what_investors_have_changes_only_by_what_contracts_cost_and_return(many_states, contracts, plain):
    """Available capital at the end = at the start - tickets of running contracts and talks + gains of settled ones."""
    for scenario, state in many_states:
        rows = contracts(state)
        quiet = scenario.replace(quarters=1, own_interest=0.0, levers=type(scenario.levers)())
        _, first = next(iter(plain(quiet, int(state.run[0]["seed"]), int(state.run[0]["replicate"]))))
        gained = np.zeros(len(state.investors))
        for row in rows:
            for place in range(row["investors"]):
                gained[row["member"][place]] += row["received"][place] - row["ticket"][place]
        for slot in state.active[: state.run[0]["projects"]]:
            project = state.projects[slot]
            for place in range(project["investors"]):
                gained[project["member"][place]] -= project["ticket"][place]
        assert state.investors["available"] == pytest.approx(first.investors["available"] + gained, abs=1e-7)


def test_what_providers_have_changes_only_by_what_contracts_cost_and_return(many_states, contracts, plain):
    """Working capital at the end = at the start - what contracts and talks tie up + what settled ones gave back."""
    for scenario, state in many_states:
        rows, carried = contracts(state), np.array([1.0, 0.0, scenario.negotiation.fee_at_risk])
        quiet = scenario.replace(quarters=1, own_interest=0.0, levers=type(scenario.levers)())
        _, first = next(iter(plain(quiet, int(state.run[0]["seed"]), int(state.run[0]["replicate"]))))
        unspent = (rows["returned"] + rows["break_fee"]) * rows["capital_provider"] / rows["capital"]
        gained = np.zeros(len(state.providers))
        np.add.at(gained, rows["provider"], rows["to_provider"] + unspent - rows["burden"] - rows["capital_provider"])
        for slot in state.active[: state.run[0]["projects"]]:
            project = state.projects[slot]
            if project["agreed"] == 1:
                gained[project["provider"]] -= carried[project["instrument"]] * project["capital"]
        assert state.providers["working_capital"] == pytest.approx(
            first.providers["working_capital"] + gained, abs=1e-7
        )
