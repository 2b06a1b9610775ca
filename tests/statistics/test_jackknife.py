import numpy as np
import pytest

from sipabm.statistics.intervals import half_width
from sipabm.statistics.jackknife import pseudo_values

RNG = np.random.default_rng(3)


def test_pseudo_values_of_a_mean_are_the_runs_own_numbers():
    curves = RNG.normal(size=(4, 9, 5))
    estimate, by_run = pseudo_values(curves, lambda each: each[..., 2] - each[..., 4])
    assert estimate == pytest.approx((curves[..., 2] - curves[..., 4]).mean(axis=1))
    assert by_run == pytest.approx(curves[..., 2] - curves[..., 4])


def test_the_half_width_is_that_of_a_t_interval():
    values = np.array([1.0, 2.0, 3.0, 4.0, 10.0])
    standard_error = np.sqrt(12.5 / 5)
    assert half_width(values) == pytest.approx(2.7764451 * standard_error)


def test_one_run_has_an_estimate_and_no_interval():
    estimate, by_run = pseudo_values(np.array([[[1.0, 5.0]]]), lambda each: each.max(axis=-1))
    assert estimate == [5.0]
    assert np.isnan(half_width(by_run)).all()


def test_a_statistic_of_the_mean_curve_is_the_ensembles_and_not_the_mean_of_the_runs():
    """Two runs that peak in different years have a flat mean."""
    curves = np.array([[2.0, 0.0], [0.0, 2.0]])
    estimate, _ = pseudo_values(curves, lambda each: each.max(axis=-1))
    assert estimate == 1.0


def test_what_adds_up_for_a_statistic_adds_up_for_its_pseudo_values():
    curves = RNG.normal(size=(3, 8, 6))
    estimate, by_run = pseudo_values(curves, lambda each: each.max(axis=-1))
    _, of_difference = pseudo_values(curves, lambda each: each.max(axis=-1) * 2.0)
    assert of_difference == pytest.approx(2 * by_run)
    assert estimate.shape == (3,) and by_run.shape == (3, 8)


def test_an_interval_of_a_ratio_of_means_holds_the_truth_about_as_often_as_it_says():
    """A ratio of means is not linear; its truth is 0.5."""
    covered = 0
    for _ in range(400):
        curves = np.exp(RNG.normal(size=(40, 2)) * 0.4) * [1.0, 2.0]
        estimate, by_run = pseudo_values(curves, lambda each: each[..., 0] / each[..., 1])
        covered += abs(estimate - 0.5) <= half_width(by_run)
    assert 0.92 <= covered / 400 <= 0.98
