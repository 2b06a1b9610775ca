"""Nulls: hand-worked numbers, and nothing after the origin enters."""

from functools import cache

import numpy as np
import pandas as pd
import pytest

from sipabm.forecasts.levels import LEVELS, MEDIAN
from sipabm.forecasts.nulls import NULLS, earlier_errors, null_quantiles
from sipabm.forecasts.record import LONGEST, record

RULES = {null.name: null for null in NULLS}
COUNTS = pd.DataFrame({"all": [2.0, 4.0, 6.0, 9.0, 30.0]}, index=range(2010, 2015))


@cache
def no_funds(origin):
    return {target: np.zeros(origin - 2010 + 1 + LONGEST) for target in record()}


@pytest.mark.parametrize(("name", "expected"), [("mean", 5.25), ("last", 9.0), ("last_three", 19 / 3)])
def test_simple_rules_foretell_hand_worked_numbers(name, expected):
    found = null_quantiles(RULES[name], COUNTS, 2013, no_funds)["all"]
    assert found.shape == (LONGEST, len(LEVELS))
    assert found[:, MEDIAN] == pytest.approx([expected] * LONGEST)


def test_errors_are_those_of_earlier_forecasts_that_had_come_by_then():
    pairs = list(earlier_errors(RULES["last"], COUNTS["all"], no_funds))
    assert pairs == [(6.0, 9.0), (6.0, 30.0), (9.0, 30.0)]


def test_the_spread_comes_from_those_errors():
    low, high = null_quantiles(RULES["last"], COUNTS, 2014, no_funds)["all"][0, [9, 189]]
    spread = np.sqrt(np.mean((np.sqrt([9, 30, 30]) - np.sqrt([6, 6, 9])) ** 2))
    assert [low, high] == pytest.approx((np.sqrt(30) + np.array([-1, 1]) * 1.6449 * spread) ** 2, rel=1e-3)


@pytest.mark.parametrize("null", NULLS, ids=lambda null: null.name)
def test_a_changed_count_after_the_origin_changes_nothing_and_one_before_it_does(null):
    counts = record()
    later, earlier = counts.copy(), counts.copy()
    later.loc[2016:] += 50
    earlier.loc[2015] += 50
    one, other, third = (null_quantiles(null, each, 2015, no_funds) for each in (counts, later, earlier))
    assert all((one[target] == other[target]).all() for target in counts)
    assert any((one[target] != third[target]).any() for target in counts)


@pytest.mark.parametrize("null", NULLS, ids=lambda null: null.name)
def test_quantiles_rise_with_their_level_and_none_is_below_zero(null):
    for of_target in null_quantiles(null, record(), 2016, no_funds).values():
        assert (np.diff(of_target, axis=1) >= 0).all() and of_target.min() >= 0
