"""Intervals, against numbers worked by hand, against their definition, and over many samples whose truth is known."""

import numpy as np
import pytest
from scipy.stats import binom
from scipy.stats import t as student

from sipabm.statistics.intervals import (
    change_of_change,
    half_width,
    linear_values,
    ratio,
    ratio_interval,
    runs_needed,
    share_interval,
    variance_ratio,
    with_interval,
)
from sipabm.statistics.jackknife import pseudo_values

SAMPLES = 2000
ONE_IN_A_MILLION = 1e-6


def at_the_nominal_rate(covered):
    """Return whether an interval of 95 % may well have covered its target so often."""
    low, high = binom.interval(1 - ONE_IN_A_MILLION, len(covered), 0.95)
    return low <= sum(covered) <= high


def columns(*values):
    """Return values of runs as linear_values takes them: one scenario, runs, one measure."""
    return np.array(values, dtype=float)[None, :, None]


# the interval of a mean


def test_half_of_an_interval_is_t_times_the_standard_error():
    """Changes 1, 2, 3, 6: mean 3, variance 14/3, t of three degrees of freedom 3.1824."""
    assert half_width(np.array([1.0, 2.0, 3.0, 6.0])) == pytest.approx(3.1824 * np.sqrt(14 / 3 / 4), rel=1e-4)


# ratios by run


def test_values_of_a_total_are_its_amounts():
    amount = columns(3.0, 1.0, 8.0)
    np.testing.assert_allclose(linear_values(amount, np.ones_like(amount)), amount, rtol=1e-15)


def test_values_of_a_ratio_are_what_each_run_adds_to_it():
    """Amounts 1, 2, 3 over 1, 2, 1: ratio 6/4 = 1.5; what is left (-0.5, -1, 1.5) over the mean 4/3 is added."""
    values = linear_values(columns(1, 2, 3), columns(1, 2, 1))
    assert values.ravel() == pytest.approx([1.5 - 0.375, 1.5 - 0.75, 1.5 + 1.125])


def test_values_of_a_ratio_have_the_spread_that_the_jackknife_finds():
    luck = np.random.default_rng(1)
    per = luck.poisson(20, 400).astype(float)
    amount = luck.binomial(per.astype(int), 0.3).astype(float)
    values = linear_values(columns(*amount), columns(*per)).ravel()
    estimate, pseudo = pseudo_values(np.stack([amount, per], axis=-1), lambda sums: sums[..., 0] / sums[..., 1])
    assert values.mean() == pytest.approx(float(estimate))
    assert half_width(values) == pytest.approx(float(half_width(pseudo)), rel=0.01)


def test_a_ratio_without_anything_below_is_missing():
    assert np.isnan(linear_values(columns(0, 0), columns(0, 0))).all()


def test_intervals_of_paired_ratios_cover_the_difference_at_the_nominal_rate():
    """Shares of 0.3 and 0.4 of the same numbers of trials, 60 runs each."""
    luck = np.random.default_rng(2)
    trials = luck.poisson(30, (SAMPLES, 60, 1)).astype(int) + 1
    base, other = (
        linear_values(luck.binomial(trials, share).astype(float), trials * 1.0)[..., 0] for share in (0.3, 0.4)
    )
    change = other - base
    assert at_the_nominal_rate(np.abs(change.mean(axis=1) - 0.1) <= half_width(change))


# what the same luck saves


def test_the_variance_ratio_is_that_of_separate_runs_over_that_of_paired_ones():
    """Variances 1 and 7/3; that of the changes 1, 1, 2 is 1/3."""
    assert variance_ratio(np.array([1.0, 2.0, 3.0]), np.array([2.0, 3.0, 5.0])) == pytest.approx((1 + 7 / 3) / (1 / 3))


def test_the_variance_ratio_of_separate_luck_is_one():
    base, other = np.random.default_rng(3).normal(size=(2, 100_000))
    assert variance_ratio(base, other) == pytest.approx(1.0, abs=0.02)


def test_the_variance_ratio_is_missing_where_every_run_changes_alike():
    assert np.isnan(variance_ratio(np.array([1.0, 2.0]), np.array([3.0, 4.0])))


# runs needed


def test_runs_needed_are_the_fewest_that_make_the_interval_narrow_enough():
    """A spread of 1 and half an interval of 0.5: 2.1199 / sqrt(17) = 0.514 is too wide, 2.1098 / sqrt(18) is not."""
    assert runs_needed(1.0, 0.5) == 18


@pytest.mark.parametrize("half", [3.0, 0.9, 0.31, 0.05])
def test_one_run_fewer_than_needed_is_too_few(half):
    runs = int(runs_needed(1.0, half))
    assert student.ppf(0.975, runs - 1) / np.sqrt(runs) <= half
    assert runs == 2 or student.ppf(0.975, runs - 2) / np.sqrt(runs - 1) > half


def test_what_never_varies_needs_two_runs_and_what_is_relative_to_nothing_no_number():
    assert runs_needed(0.0, 0.1) == 2 and runs_needed(0.0, 0.0) == 2
    assert runs_needed(1.0, 0.0) == np.inf
    assert np.isnan(runs_needed(np.nan, 0.1)) and np.isnan(runs_needed(1.0, np.nan))


# the ratio of two means


def test_a_ratio_of_two_means_over_a_constant_is_the_interval_of_the_upper_one():
    above = np.array([1.0, 2.0, 3.0, 6.0])
    low, high = ratio_interval(above, np.full(4, 2.0))
    assert (low, high) == pytest.approx(((3 - half_width(above)) / 2, (3 + half_width(above)) / 2))


def test_the_ends_are_where_above_less_the_ratio_times_below_can_just_be_distinguished_from_zero():
    luck = np.random.default_rng(4)
    below = luck.normal(2.0, 1.0, 25)
    above = 3.0 * below + luck.normal(0.0, 2.0, 25)
    ends = ratio_interval(above, below)
    assert ends[0] < above.mean() / below.mean() < ends[1]
    for end in ends:
        rest = above - end * below
        assert abs(rest.mean()) == pytest.approx(half_width(rest))


def test_the_interval_of_a_ratio_is_missing_where_the_lower_mean_is_noise():
    above, below = np.array([1.0, 2.0, 3.0, 4.0]), np.array([1.0, -1.0, 2.0, -1.5])
    assert np.isnan(ratio_interval(above, below)).all()
    assert abs(below.mean()) <= half_width(below)


def test_intervals_of_ratios_cover_the_true_one_at_the_nominal_rate():
    """True means 3 and 2, dependent, ten runs each; the lower one is beyond noise in all samples."""
    luck = np.random.default_rng(5)
    below = luck.normal(2.0, 0.6, (SAMPLES, 10))
    above = 3.0 + 0.5 * (below - 2.0) + luck.normal(0.0, 0.8, (SAMPLES, 10))
    intervals = np.array([ratio_interval(*sample) for sample in zip(above, below, strict=True)])
    assert not np.isnan(intervals).any()
    assert at_the_nominal_rate((intervals[:, 0] <= 1.5) & (intervals[:, 1] >= 1.5))


def test_the_interval_is_that_of_the_mean():
    # Mean 2, standard deviation 1, three runs: half is 4.3027 / sqrt(3).
    assert with_interval(np.array([1.0, 2.0, 3.0])) == pytest.approx(
        {"difference": 2.0, "low": -0.4841, "high": 4.4841}, abs=1e-4
    )


def test_change_of_change_is_the_second_change_less_the_first():
    first = np.array([10.0, 20.0]), np.array([11.0, 21.0])
    second = np.array([30.0, 40.0]), np.array([36.0, 46.0])
    assert change_of_change(first, second) == pytest.approx({"difference": 5.0, "low": 5.0, "high": 5.0})


def test_a_ratio_of_means_is_missing_where_the_lower_may_be_zero():
    runs = np.array([3.9, 4.1, 4.0, 4.0])
    assert ratio(2 * runs, runs)["difference"] == pytest.approx(2.0)
    assert all(np.isnan(list(ratio(runs, np.array([-1.0, 1.0, -1.0, 1.5])).values())))


# the interval of a share


def test_the_interval_of_a_share_is_where_a_normal_test_would_not_refuse_it():
    """Wilson's ends p are where |share - p| is 1.96 standard errors of p."""
    for end in share_interval(np.array(0.3), 50):
        assert abs(0.3 - end) == pytest.approx(1.959964 * np.sqrt(end * (1 - end) / 50))


def test_a_share_of_none_or_all_has_an_interval_too():
    low, high = share_interval(np.array([0.0, 1.0]), 10)
    assert low[0] == 0 and high[1] == 1
    assert high[0] == pytest.approx(0.2775, abs=1e-4) and low[1] == pytest.approx(1 - 0.2775, abs=1e-4)


@pytest.mark.parametrize("share", [0.05, 0.3, 0.5])
def test_the_interval_of_a_share_covers_it_in_about_nineteen_of_twenty_samples(share):
    found = np.random.default_rng(1).binomial(200, share, SAMPLES) / 200
    low, high = share_interval(found, 200)
    assert 0.93 < ((low <= share) & (share <= high)).mean() < 0.98
