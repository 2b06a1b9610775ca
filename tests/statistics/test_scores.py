import numpy as np
import pytest
from scipy.stats import norm

from sipabm.statistics.scores import interval_score, ranked_probability_score, weighted_interval_score

LEVELS = np.array([0.05, 0.25, 0.5, 0.75, 0.95])
QUANTILES = np.array([2.0, 5.0, 8.0, 12.0, 20.0])


def test_an_interval_that_holds_what_was_observed_costs_its_width():
    assert interval_score(10.0, 14.0, 12.0, 0.1) == 4.0
    assert interval_score(10.0, 14.0, 14.0, 0.1) == 4.0


@pytest.mark.parametrize("observed", [9.5, 14.5])
def test_a_miss_costs_twenty_times_its_distance_at_nine_in_ten(observed):
    assert interval_score(10.0, 14.0, observed, 0.1) == pytest.approx(4.0 + 20 * 0.5)


def test_only_a_point_on_the_spot_is_perfect():
    assert interval_score(3.0, 3.0, 3.0, 0.1) == 0.0


def test_a_wide_interval_is_worse_than_a_narrow_one_that_holds_as_well():
    assert interval_score(0.0, 100.0, 12.0, 0.1) > interval_score(10.0, 14.0, 12.0, 0.1)


@pytest.mark.parametrize("observed", [0.0, 6.0, 8.0, 30.0])
def test_the_weighted_score_is_that_of_the_interval_scores_as_it_was_published(observed):
    # Bracher and others (2021), equation 1, with weights of alpha over two and a half for the median.
    of_intervals = 0.05 * interval_score(2.0, 20.0, observed, 0.1) + 0.25 * interval_score(5.0, 12.0, observed, 0.5)
    expected = (0.5 * abs(observed - 8.0) + of_intervals) / 2.5
    assert weighted_interval_score(LEVELS, QUANTILES, observed) == pytest.approx(expected)


def test_the_weighted_score_of_a_certain_forecast_is_its_error():
    assert weighted_interval_score(LEVELS, np.full(5, 7.0), 10.0) == pytest.approx(3.0)


def test_the_probability_score_of_hand_worked_draws():
    # 0 and 1 are both half as probable: the mean distance from 0 is 1/2, that of two draws from each other 1/2.
    assert ranked_probability_score(np.array([0.0, 1.0]), 0.0) == pytest.approx(0.25)
    assert ranked_probability_score(np.array([7.0]), 10.0) == pytest.approx(3.0)


def test_the_probability_score_of_a_normal_forecast_is_its_closed_form():
    levels = (np.arange(4000) + 0.5) / 4000
    # Gneiting and Raftery (2007), equation 21.
    expected = 1.3 * (2 * norm.cdf(1.3) - 1) + 2 * norm.pdf(1.3) - 1 / np.sqrt(np.pi)
    assert ranked_probability_score(norm.ppf(levels), 1.3) == pytest.approx(expected, abs=1e-3)


def test_of_many_forecasts_each_is_scored_by_itself():
    both, observed = np.array([QUANTILES, QUANTILES + 1]), np.array([6.0, 30.0])
    for score in (lambda *given: weighted_interval_score(LEVELS, *given), ranked_probability_score):
        together = score(both, observed)
        assert together.tolist() == [float(score(each, at)) for each, at in zip(both, observed, strict=True)]
