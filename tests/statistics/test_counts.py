import numpy as np
import pytest

from sipabm.statistics.counts import LEAST_SPREAD, count_quantiles, spread_of_roots

LEVELS = np.array([0.05, 0.5, 0.95])


def test_the_median_is_the_middle_and_roots_lie_evenly_around_it():
    low, middle, high = np.sqrt(count_quantiles(np.array(16.0), 1.0, LEVELS))
    assert middle == pytest.approx(4.0)
    assert [middle - low, high - middle] == pytest.approx([1.645, 1.645], abs=0.001)


def test_no_count_is_below_zero():
    assert count_quantiles(np.array([0.0, 0.2]), 3.0, LEVELS).min() == 0.0


def test_the_spread_is_the_root_mean_square_of_differences_of_roots():
    assert spread_of_roots(np.array([4.0, 9.0]), np.array([16.0, 9.0])) == pytest.approx(np.sqrt(2.0))


def test_nothing_is_foretold_better_than_chance_allows():
    assert spread_of_roots(np.array([4.0]), np.array([4.0])) == LEAST_SPREAD
    assert spread_of_roots(np.array([]), np.array([])) == LEAST_SPREAD


def test_the_least_spread_is_that_of_a_poisson_count():
    draws = np.random.default_rng(1).poisson(30.0, 100_000)
    assert np.sqrt(draws).std() == pytest.approx(LEAST_SPREAD, abs=0.01)
