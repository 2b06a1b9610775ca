"""Tails: the worst tenth by hand, and against the integral of the quantile function that defines it."""

import numpy as np
import pandas as pd
import pytest

from sipabm.statistics.tails import worst_tenth, worst_tenth_of_losses


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


def beyond(losses, thresholds):
    """Return what losses exceed each threshold by, summed."""
    return np.maximum(losses[:, None] - thresholds, 0.0).sum(axis=0)


def test_the_worst_tenth_of_losses_is_that_of_the_cases_where_a_threshold_is_where_it_begins():
    losses, thresholds = np.arange(20.0), np.array([0.0, 10.0, 18.0, 30.0])
    mean, which = worst_tenth_of_losses(beyond(losses, thresholds), thresholds, np.array(20.0))
    assert mean == 18.5 and thresholds[which] == 18.0


def test_with_other_thresholds_it_is_a_little_too_high_and_never_too_low():
    luck, thresholds, errors = np.random.default_rng(2), np.concatenate([[0.0], 0.02 * 1.5 ** np.arange(18)]), []
    for _ in range(200):
        cases, spread = int(luck.integers(20, 300)), luck.uniform(0.2, 2.0)
        losses = luck.lognormal(luck.uniform(-2, 1), spread, cases) * (luck.random(cases) < luck.uniform(0.02, 1))
        exact = -worst_tenth(pd.DataFrame({"x": -losses}))["x"]
        mean, _ = worst_tenth_of_losses(beyond(losses, thresholds), thresholds, np.array(float(cases)))
        assert mean >= exact - 1e-12
        if 0.05 < exact < 15:  # within the thresholds
            errors.append(mean / exact - 1)
    assert len(errors) > 100 and np.mean(errors) < 0.015 and np.quantile(errors, 0.95) < 0.05


def test_nobody_loses_anything_in_no_case_and_where_nothing_is_lost():
    thresholds = np.array([0.0, 1.0])
    means, _ = worst_tenth_of_losses(np.zeros((2, 2)), thresholds, np.array([0.0, 5.0]))
    assert np.isnan(means[0]) and means[1] == 0.0
