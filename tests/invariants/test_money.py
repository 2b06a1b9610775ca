"""Money is conserved to the cent (1e-8 million USD) in every contract of lively and random scenarios."""

import numpy as np
import pytest

from sipabm.rules.settlement import CENT
from sipabm.words import ContractStatus, Instrument, Programme

POCKETS = ("own_cashable", "own_other", "other_departments", "state", "citizens", "local_firms")


@pytest.fixture(scope="module")
def settled(many_states, contracts):
    """Contracts that have ended, of all runs."""
    rows = np.concatenate([contracts(state) for _, state in many_states])
    return rows[rows["status"] != ContractStatus.RUNNING]


def equal_to_the_cent(one, other):
    return np.abs(one - other).max() <= CENT


def test_there_is_enough_to_look_at(settled):
    assert len(settled) > 500
    assert set(settled["status"]) == set(ContractStatus) - {ContractStatus.RUNNING}
    assert set(settled["instrument"]) == set(Instrument)
    assert (settled["guarantee_paid"] > 0).sum() > 3
    assert (settled["payment_fund"] > 0).sum() > 100
    assert (settled["payment_departments"] > 0).sum() > 100
    assert (settled["fund_repaid"] > 0).sum() > 20
    assert (settled["programme"] == Programme.UPSKILLING).sum() > 10
    assert (settled["house"] == 1).sum() > 100


def test_what_payers_pay_is_what_investors_and_provider_get(settled):
    paid = settled["payment_authority"] + settled["payment_departments"] + settled["payment_fund"]
    back_to_investors = settled["returned"] * settled["capital_investors"] / settled["capital"]
    given = paid + settled["guarantee_paid"] + back_to_investors
    assert equal_to_the_cent(given, settled["to_investors"] + settled["to_provider"])


def test_the_payment_is_price_times_measured_success_times_capital(settled):
    paid = settled["payment_authority"] + settled["payment_departments"] + settled["payment_fund"]
    assert equal_to_the_cent(paid, settled["price"] * settled["measured"] * settled["capital"])


def test_every_purse_pays_its_part(settled):
    paid = settled["payment_authority"] + settled["payment_departments"] + settled["payment_fund"]
    assert equal_to_the_cent(settled["payment_fund"], settled["fund_share"] * paid)
    assert (settled["payment_departments"][settled["departments_joined"] == 0] == 0).all()
    for payer in ("payment_authority", "payment_departments", "payment_fund", "guarantee_paid"):
        assert settled[payer].min() >= 0


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


def test_pockets_add_up_to_worth_times_success_times_capital(many_states, contracts):
    for scenario, state in many_states:
        rows = contracts(state)
        ended = rows[rows["status"] != ContractStatus.RUNNING]
        worth = np.array(scenario.business_case.worth.as_tuple())[ended["domain"]]
        factor = state.authorities["worth_factor"][ended["authority"]]
        value = sum(ended[f"value_{pocket}"] for pocket in POCKETS)
        dearer = 1.0 + scenario.innovation.novelty_cost * ended["novelty"]
        dearer[ended["programme"] == Programme.UPSKILLING] *= 1.0 + scenario.technology.upskilling_cost
        whole = worth * factor / dearer * ended["success"] * ended["capital"]
        assert value == pytest.approx(whole, rel=1e-9, abs=1e-8)


def test_every_pocket_has_its_share_and_refunds_move_value_from_the_authority_to_the_state(many_states, contracts):
    moved = 0
    for scenario, state in many_states:
        rows = contracts(state)
        ended = rows[(rows["status"] != ContractStatus.RUNNING) & (rows["success"] > 0)]
        value = sum(ended[f"value_{pocket}"] for pocket in POCKETS)
        kept, weights = (np.array(each.as_tuple()) for each in refund_of(scenario))
        refunded = 1.0 - (weights * kept).sum() / weights.sum()
        benefits = np.array(scenario.settlement.benefit_share.as_tuple()) * shares_of(scenario, "own_cashable")
        expected = {pocket: shares_of(scenario, pocket)[ended["domain"]] for pocket in POCKETS if pocket != "citizens"}
        expected["citizens"] = 1.0 - sum(expected.values())
        expected["own_cashable"] = expected["own_cashable"] - (benefits * refunded)[ended["domain"]]
        expected["state"] = expected["state"] + (benefits * refunded)[ended["domain"]]
        for pocket in POCKETS:
            assert ended[f"value_{pocket}"] == pytest.approx(expected[pocket] * value, rel=1e-7, abs=1e-7)
        moved += len(ended) > 0 and (benefits * refunded)[ended["domain"]].max() > 0.01
    assert moved > 5


def refund_of(scenario):
    """Return the share of benefits that stays with authorities, and its weight, by how long benefits were drawn."""
    return scenario.settlement.benefits_kept, scenario.settlement.benefit_durations


def shares_of(scenario, pocket):
    """Return the share of public value of a pocket before any refund, by welfare area."""
    return np.array(getattr(scenario.negotiation, pocket).as_tuple())


def test_a_running_contract_has_paid_nothing_yet(many_states, contracts):
    rows = np.concatenate([contracts(state) for _, state in many_states])
    running = rows[rows["status"] == ContractStatus.RUNNING]
    assert len(running) > 50
    paid = ("payment_authority", "payment_departments", "payment_fund", "fund_repaid", "to_investors", "to_provider")
    for column in (*paid, "guarantee_paid", "spent"):
        assert (running[column] == 0).all()


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
