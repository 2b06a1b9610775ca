"""What contracts brought: by hand for one contract, and compared with the money of whole runs."""

import numpy as np
import pandas as pd
import pytest

from sipabm import Scenario, simulate
from sipabm.report.returns import last_year_ended
from sipabm.studies.outcomes import (
    SIGNED,
    columns_of,
    is_attempt_of,
    measured_rows,
    money,
    outcomes,
    same_deals,
    sums_by_run,
    until_all_ended,
)
from sipabm.sweeps.measures import Measure
from sipabm.tables.frames import years
from sipabm.words import CONTRACT_YEARS

MIXED = {
    "price": 1.5,
    "capital": 2.0,
    "capital_investors": 1.4,
    "capital_provider": 0.6,
    "effect": 0.7,
    "returned": 0.4,
    "break_fee": 0.1,
    "to_provider": 0.8,
    "to_investors": 1.1,
    "burden": 0.02,
    "guarantee_paid": 0.045,
    "payment_authority": 1.7,
    "payment_departments": 0.3,
    "payment_authorities": 0.06,
    "payment_state": 0.04,
    "payment_fund": 0.6,
}


def money_of(**changes):
    parts = money(pd.DataFrame([{**MIXED, **changes}]), 1.5, pd.Series([1.0]))
    return {name: part.iloc[0] for name, part in parts.items()}


class TestMoneyByHand:
    def test_payment_is_that_of_all_purses(self):
        found = money_of()
        assert found["paid"] == pytest.approx(2.7)
        assert found["left_unpaid"] == 0.0  # price × effect × capital is 2.1

    def test_an_effect_is_left_unpaid_up_to_the_cap(self):
        assert money_of(effect=0.95)["left_unpaid"] == pytest.approx(1.5 * 0.95 * 2.0 - 2.7)
        assert money_of(effect=1.6)["left_unpaid"] == pytest.approx(1.5 * 2.0 - 2.7)  # 1.5 times capital, no more

    def test_the_provider_loses_what_payment_and_unspent_capital_do_not_cover(self):
        # Put in 0.6 of capital and 0.02 of work; back come 0.8 of payments, and 0.6 / 2.0 of the capital never spent
        # and of the fee for it.
        assert money_of()["net_provider"] == pytest.approx(0.8 + 0.15 - 0.62)
        assert money_of(to_provider=0.3)["loss_provider"] == pytest.approx(0.62 - 0.45)
        assert money_of()["loss_provider"] == 0.0

    def test_investors_lose_what_they_lack_after_the_guarantee(self):
        assert money_of()["loss_investors"] == pytest.approx(0.3)
        assert money_of()["loss_guarantor"] == 0.045


@pytest.fixture(scope="module")
def results():
    return simulate(until_all_ended(Scenario.load("classroom")), replicates=6)


@pytest.fixture(scope="module")
def found(results):
    return outcomes(results)


def test_contracts_signed_in_the_time_of_a_scenario_end_if_it_runs_on(found):
    last = last_year_ended(until_all_ended(Scenario.load("classroom")), max(CONTRACT_YEARS))
    assert last == years(Scenario.load("classroom"))[-1]
    assert found.loc[found["year"] <= last, "ended"].eq(1).all() and len(found) > 0


def test_flags_add_up_to_the_totals_of_runs(results, found):
    sums = sums_by_run(found, ["deal", "delivered", "ended_early", "successful", "paid"], range(6))
    runs = results.runs.set_index("run")
    for name, total in {
        "deal": "signed",
        **{each: each for each in ("delivered", "ended_early", "successful")},
    }.items():
        assert sums[name].to_numpy() == pytest.approx(runs[total].to_numpy())
    assert (sums["paid"] + found.groupby("run")["break_fee"].sum()).sum() == pytest.approx(runs["payment"].sum())


def test_no_payment_is_above_price_times_result_and_what_is_for_no_effect_is_part_of_it(found):
    most = found["price"] * found["result"] * found["capital"]
    assert (found["paid"] <= most + 1e-9).all() and (found["misplaced"] <= found["paid"] + 1e-9).all()
    assert found["misplaced"].sum() > 0


def test_money_that_is_paid_goes_to_provider_and_investors(found):
    ended = found[found["ended"] == 1]
    put_in = ended["capital"] + ended["burden"]
    back = ended["paid"] + ended["returned"] + ended["guarantee_paid"] + ended["break_fee"]
    assert (ended["net_provider"] + ended["net_investors"]).to_numpy() == pytest.approx((back - put_in).to_numpy())


def test_running_contracts_count_for_nothing_but_their_number():
    rows = outcomes(simulate(Scenario.load("classroom").replace(quarters=30), replicates=6))
    running = rows[rows["ended"] == 0]
    names = ["paid", "misplaced", "left_unpaid", "net_provider", "net_investors", "loss_provider", "loss_investors"]
    assert len(running) > 0 and not running[names].to_numpy().any()


def test_same_deals_have_the_same_capital_and_luck():
    scenario = Scenario.load("classroom").replace(own_interest=0.3)
    first = outcomes(simulate(scenario, replicates=6))
    second = outcomes(simulate(scenario.replace(breakdown=0.3), replicates=6))
    both, others = same_deals(first, second)
    assert 0 < len(both) == len(others) < len(first)
    assert both["capital"].to_numpy() == pytest.approx(others["capital"].to_numpy())
    known = is_attempt_of(first, second)
    assert known.sum() >= len(both) and len(known) == len(first)


def test_an_attempt_is_known_by_run_authority_and_start():
    rows = pd.DataFrame({"run": [0, 0, 1], "authority": [1, 1, 1], "started": ["2010Q1", "2010Q2", "2010Q1"]})
    assert is_attempt_of(rows, rows.iloc[[1]]).tolist() == [False, True, False]


def test_runs_without_rows_have_sums_of_zero():
    rows = pd.DataFrame({"run": [2, 2], "deal": [1.0, 1.0]})
    assert np.array_equal(sums_by_run(rows, ["deal"], range(4))["deal"], [0, 0, 2, 0])
    assert np.array_equal(sums_by_run(rows, ["deal"], [5, 2])["deal"], [0, 2])


def test_measures_are_made_of_rows_with_a_run_without_any_counted():
    share = Measure("share", "successful", "share", ("successful",), ("deal",))
    rows = pd.DataFrame({"run": [0, 0], "deal": [1.0, 1.0], "successful": [1.0, 0.0]})
    measured = measured_rows([SIGNED, share], {"a": rows, "b": rows[:1]}, 2)
    assert measured.mean("signed").to_dict() == {"a": 1.0, "b": 0.5}
    assert measured.mean("share").to_dict() == {"a": 0.5, "b": 1.0}
    assert columns_of([SIGNED, share]) == ("deal", "successful")
