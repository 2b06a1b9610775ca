"""Weighted draws: equal weights are none, and a weight of two is the same draw twice."""

import numpy as np
import pytest

from sipabm.statistics.weighted import effective, quantiles, spread

VALUES = np.random.default_rng(1).normal(size=(50, 2))
TIMES = np.arange(50) % 4  # some count for nothing
REPEATED = np.repeat(VALUES, TIMES, axis=0)


def test_equal_weights_are_worth_all_draws_and_one_alone_one():
    assert effective(np.full(7, 0.3)) == pytest.approx(7)
    assert effective(np.array([5.0, 0.0])) == pytest.approx(1)


def test_a_weight_is_how_often_a_draw_counts():
    weights = TIMES / 10
    assert spread(VALUES, weights) == pytest.approx(REPEATED.std(axis=0))
    shares = np.array([0.05, 0.25, 0.51, 0.95])
    expected = np.quantile(REPEATED, shares, axis=0, method="inverted_cdf")
    assert (quantiles(VALUES, weights, shares) == expected).all()
