"""Resampled runs: the same in all scenarios, and as often best as can be worked out."""

import numpy as np
import pytest

from sipabm.statistics.resampling import resampled_means, share_best, share_rising


def test_resampled_runs_are_the_same_for_all_scenarios_and_for_the_same_seed():
    by_run = np.array([[1.0, 5.0, 9.0], [2.0, 6.0, 10.0]])
    means = resampled_means(by_run, seed=1, resamples=50)
    assert means.shape == (50, 2)
    assert means[:, 1] - means[:, 0] == pytest.approx(1.0)
    assert (means == resampled_means(by_run, seed=1, resamples=50)).all()
    assert (means != resampled_means(by_run, seed=2, resamples=50)).any()
    thirds = (3 * means[:, 0] - 3) / 4  # sums of three of 1, 5, 9
    assert thirds == pytest.approx(thirds.round()) and 1.0 <= means[:, 0].min() < means[:, 0].max() <= 9.0


def test_a_run_that_is_all_there_is_leaves_nothing_to_resample():
    assert resampled_means(np.array([[3.0], [4.0]]), seed=1, resamples=4).tolist() == [[3.0, 4.0]] * 4


def test_resampled_means_spread_as_the_mean_of_runs_does():
    """Runs 0, 0, 3, 5: mean 2, variance over all four 4.5, so that of the mean of four draws is 1.125."""
    means = resampled_means(np.array([[0.0, 0.0, 3.0, 5.0]]), seed=1, resamples=20_000)
    assert means.mean() == pytest.approx(2.0, abs=0.03)
    assert means.var() == pytest.approx(1.125, abs=0.04)


def test_a_scenario_is_best_as_often_as_draws_make_it():
    """Two draws of 0 and 1 have a mean above 0.4 unless both are 0, which happens once in four."""
    means = resampled_means(np.array([[0.4, 0.4], [0.0, 1.0]]), seed=1, resamples=20_000)
    assert share_best(means) == pytest.approx([0.25, 0.75], abs=0.01)


def test_best_is_the_largest_of_a_row_and_the_first_of_equal_ones():
    rows = np.array([[1.0, 2.0, 0.0], [3.0, 2.0, 3.0], [0.0, 1.0, 5.0], [0.0, 9.0, 5.0]])
    assert share_best(rows).tolist() == [0.25, 0.5, 0.25]


def test_a_column_that_is_never_best_has_a_share_of_zero():
    assert share_best(np.array([[2.0, 1.0, 0.0]])).tolist() == [1.0, 0.0, 0.0]


def test_a_row_rises_if_no_step_falls():
    assert share_rising(np.array([[1.0, 1.0, 2.0], [1.0, 0.9, 2.0], [0.0, 1.0, 5.0], [5.0, 1.0, 0.0]])) == 0.5
