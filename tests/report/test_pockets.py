import pytest

from sipabm import simulate
from sipabm.report import pockets
from sipabm.words import Pocket

RUNS = 5
DANISH = {"weeks_1_to_4": 0.2, "weeks_5_to_26": 0.6, "weeks_27_to_52": 0.7, "beyond_52_weeks": 0.8}


@pytest.fixture(scope="module")
def results(lively):
    fund = {**lively.funds[0].model_dump(), "repayment": 0.5}
    return simulate(lively.replace({"funds": (fund,), "guarantee": 0.5, "benefits_kept": DANISH}), RUNS, seed=5)


def test_gains_are_the_public_value_of_contracts_pocket_by_pocket(results):
    table = pockets(results).set_index(["domain", "pocket"])["gained"]
    for pocket in Pocket:
        value = results.contracts[f"value_{pocket.name.lower()}"].sum() / RUNS
        assert table["all", pocket.name.lower()] == pytest.approx(value)
        assert sum(table[area, pocket.name.lower()] for area in ("social", "employment", "health")) == pytest.approx(
            value
        )


def test_payments_are_all_that_purses_gave_and_what_funds_got_back_the_authority_gave(results):
    table = pockets(results).set_index(["domain", "pocket"])["paid"].loc["all"]
    paid = results.yearly[["payment", "payment_fund", "fund_repaid", "guaranteed"]].sum() / RUNS
    # What guarantors pay is nobody's payment for outcomes.
    assert paid["fund_repaid"] > 0 and paid["guaranteed"] > 0
    assert table.sum() == pytest.approx(paid["payment"])
    assert table["outcomes_funds"] == pytest.approx(paid["payment_fund"] - paid["fund_repaid"])


def test_shares_of_gain_add_up_to_one_for_cash_and_for_other_value_and_payments_over_all(results):
    table = pockets(results)
    gains = table.groupby(["kind", "domain"])["share_of_gain"].sum()
    assert gains[["cash", "other"]].to_numpy() == pytest.approx(1.0)
    assert table.groupby("domain")["share_of_payment"].sum().to_numpy() == pytest.approx(1.0)


def test_refunds_move_gains_in_employment_alone_from_the_authority_to_the_state(lively, results):
    unrefunded = lively.replace(benefits_kept=dict.fromkeys(DANISH, 1.0))
    before = pockets(simulate(unrefunded, RUNS, seed=5)).set_index(["domain", "pocket"])["share_of_gain"]
    after = pockets(results).set_index(["domain", "pocket"])["share_of_gain"]
    assert after["employment", "own_cashable"] < before["employment", "own_cashable"]
    assert after["employment", "state"] > before["employment", "state"]
    assert after["health", "state"] == pytest.approx(before["health", "state"])
