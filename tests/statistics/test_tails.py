"""Tails: the worst tenth by hand, and against the integral of the quantile function that defines it."""

import numpy as np
import pandas as pd
import pytest

from sipabm.statistics.tails import worst_tenth


def test_the_worst_tenth_of_a_hundred_is_the_mean_of_the_ten_lowest():
    values = pd.DataFrame({"up": np.arange(1, 101), "down": np.arange(-1, -101, -1)})
    assert worst_tenth(values).tolist() == [5.5, -95.5]


def test_a_case_counts_in_part_where_tenths_do_not_divide():
    # Of 25 the lowest two and half of the third: (1 + 2 + 3 / 2) / 2.5.
    assert worst_tenth(pd.DataFrame({"x": range(25, 0, -1)}))["x"] == pytest.approx(4.5 / 2.5)


def test_few_cases_have_their_lowest_and_none_have_nothing():
    assert worst_tenth(pd.DataFrame({"x": [3.0, -2.0, 7.0]}))["x"] == pytest.approx(-2.0)
    assert np.isnan(worst_tenth(pd.DataFrame({"x": []}, dtype=float))["x"])


def test_it_is_the_mean_of_the_quantiles_below_a_tenth():
    values = np.random.default_rng(1).normal(size=57)
    shares = (np.arange(100_000) + 0.5) / 1_000_000
    quantiles = np.quantile(values, shares, method="inverted_cdf")
    assert worst_tenth(pd.DataFrame({"x": values}))["x"] == pytest.approx(quantiles.mean(), abs=1e-3)
