"""Money: amounts are converted and nothing else, and come back as they were."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipabm.language.money import Money

KRONER = Money("DKK", 2024, 7.5, "a note")
AMOUNTS = st.lists(st.floats(-1e6, 1e6), min_size=4, max_size=4)


def of_rows(amounts):
    """Return a table whose rows have units of their own."""
    return pd.DataFrame(
        {
            "measure": ["payment", "signed", "conversion", "net"],
            "unit": ["million USD", "partnerships", "share", "million USD a year"],
            "base": amounts,
            "difference": amounts,
            "low": amounts,
            "variance_ratio": [2.0, 3.0, 4.0, np.nan],
            "runs": [200] * 4,
        }
    )


def test_rows_in_million_usd_are_converted_and_no_others():
    table = KRONER.converted(of_rows([1.0, 2.0, 0.5, -4.0]))
    assert table["unit"].tolist() == [
        "million DKK (prices of 2024)",
        "partnerships",
        "share",
        "million DKK a year (prices of 2024)",
    ]
    for column in ("base", "difference", "low"):
        assert table[column].tolist() == [7.5, 2.0, 0.5, -30.0]
    assert table["variance_ratio"].iloc[:3].tolist() == [2.0, 3.0, 4.0]
    assert table["runs"].tolist() == [200] * 4


def test_columns_of_amounts_are_converted_and_the_table_names_their_unit():
    table = pd.DataFrame({"party": ["a"], "net_cash": [2.0], "net_cash_a_year": [0.2], "share_of_gain": [0.3]})
    changed = KRONER.converted(table)
    assert changed.iloc[0].tolist() == ["a", 15.0, 1.5, 0.3, "million DKK (prices of 2024)"]
    assert list(changed) == [*table, "money"]
    assert KRONER.units(changed) == {
        "net_cash": "million DKK (prices of 2024)",
        "net_cash_a_year": "million DKK a year (prices of 2024)",
    }


def test_a_table_without_amounts_stays_as_it_is():
    table = pd.DataFrame({"year": [2024], "signed": [3.0]})
    pd.testing.assert_frame_equal(KRONER.converted(table), table)


@given(amounts=AMOUNTS)
def test_the_models_own_money_changes_no_bit(amounts):
    table = of_rows(amounts)
    assert Money().converted(table) is table
    assert Money().unit == "million USD"
    assert [Money().amount(each) for each in amounts] == amounts


@given(amounts=AMOUNTS, factor=st.floats(1e-3, 1e3))
def test_amounts_come_back_and_ratios_stay(amounts, factor):
    money, back = Money("DKK", 2024, factor), Money("USD", 2018, 1 / factor)
    table = pd.DataFrame({"net_cash": amounts, "paid": amounts[::-1]})
    there = money.converted(table)
    assert back.converted(there.drop(columns="money"))["net_cash"].to_numpy() == pytest.approx(amounts, rel=1e-12)
    for one, other in ((0, 1), (2, 3)):
        if abs(amounts[other]) > 1e-3:
            ratio = there["net_cash"][one] / there["net_cash"][other]
            assert ratio == pytest.approx(amounts[one] / amounts[other], rel=1e-9, abs=1e-12)


@given(amounts=AMOUNTS, factor=st.floats(1e-3, 1e3))
def test_sums_of_parties_still_add_up(amounts, factor):
    table = pd.DataFrame({"party": ["a", "b", "c", "d", "all"], "net_cash": [*amounts, sum(amounts)]})
    *parts, together = Money("EUR", 2020, factor).converted(table)["net_cash"]
    assert together == pytest.approx(sum(parts), rel=1e-9, abs=1e-9 * factor * 1e6)


def test_a_converted_table_leaves_the_one_it_came_from():
    table = of_rows([1.0, 2.0, 3.0, 4.0])
    before = table.copy()
    KRONER.converted(table)
    pd.testing.assert_frame_equal(table, before)
