"""Posteriors: against closed forms and exact likelihoods, within bounds, and whatever the order and units."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import poisson

from sipabm.statistics.posteriors import nearest, posterior_draws


def uniform(rows, lows, highs, seed=1):
    luck = np.random.default_rng(seed)
    return luck, np.asarray(lows, float), np.asarray(highs, float), luck.uniform(lows, highs, (rows, len(lows)))


def moments(found):
    mean = found.weights @ found.draws
    away = found.draws - mean
    return mean, (found.weights * away.T) @ away


def correlations_of(covariance):
    spreads = np.sqrt(np.diag(covariance))
    return covariance / np.outer(spreads, spreads)


def on_grid(lows, highs, log_likelihood, steps=200):
    """Return mean and covariance of two numbers under an exact likelihood."""
    axes = [low + (high - low) * (np.arange(steps) + 0.5) / steps for low, high in zip(lows, highs, strict=True)]
    points = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1).reshape(-1, 2)
    logs = log_likelihood(points)
    weights = np.exp(logs - logs.max())
    weights /= weights.sum()
    mean = weights @ points
    return mean, (weights * (points - mean).T) @ (points - mean)


def test_the_mean_of_a_normal_has_its_posterior():
    luck, lows, highs, numbers = uniform(20_000, [-10.0], [10.0])
    found = posterior_draws(
        numbers, lows, highs, numbers + luck.normal(size=numbers.shape) * 0.8, np.array([1.5]), accepted=2000
    )
    mean, covariance = moments(found)
    assert mean == pytest.approx(1.5, abs=0.08) and covariance[0, 0] ** 0.5 == pytest.approx(0.8, abs=0.05)
    assert found.weights.sum() == pytest.approx(1) and len(found.sets) == 2000


def test_three_numbers_of_a_linear_model_have_their_correlated_posterior():
    luck, lows, highs, numbers = uniform(100_000, [-6.0] * 3, [6.0] * 3)
    slopes = np.array([[1.0, 0.8, 0.0, 0.3], [0.7, 1.0, 0.2, 0.0], [0.0, 0.4, 1.0, 0.9]])
    statistics = numbers @ slopes + luck.normal(size=(100_000, 4)) * 0.6
    observed = np.array([0.5, -0.3, 0.9, 0.4])
    found = posterior_draws(numbers, lows, highs, statistics, observed, accepted=1500)
    expected = np.linalg.inv(slopes @ slopes.T / 0.36)
    mean, covariance = moments(found)
    spreads = np.sqrt(np.diag(expected))
    assert (mean - expected @ slopes @ observed / 0.36) / spreads == pytest.approx(0, abs=0.15)
    assert np.sqrt(np.diag(covariance)) / spreads == pytest.approx(1, abs=0.1)
    correlations = correlations_of(expected)
    assert np.abs(correlations[np.triu_indices(3, 1)]).max() > 0.5
    assert correlations_of(covariance) == pytest.approx(correlations, abs=0.08)


def test_counts_whose_rate_bends_have_the_posterior_of_their_exact_likelihood():
    lows, highs, times, observed = [-1.0, -1.0], [3.0, 1.0], np.arange(6) / 3, np.array([9, 8, 5, 4, 2, 3])
    rate = lambda points: np.exp(points[:, :1] + points[:, 1:] * times)  # noqa: E731
    luck, lows, highs, numbers = uniform(60_000, lows, highs)
    statistics = np.sqrt(luck.poisson(rate(numbers)))
    found = posterior_draws(numbers, lows, highs, statistics, np.sqrt(observed), accepted=2000)
    exact, exact_covariance = on_grid(lows, highs, lambda points: poisson.logpmf(observed, rate(points)).sum(axis=1))
    mean, covariance = moments(found)
    spreads = np.sqrt(np.diag(exact_covariance))
    assert (mean - exact) / spreads == pytest.approx(0, abs=0.15)
    assert np.sqrt(np.diag(covariance)) / spreads == pytest.approx(1, abs=0.1)


def test_a_number_known_from_above_alone_is_pressed_against_its_end():
    luck, lows, highs, numbers = uniform(20_000, [0.0], [1.0])
    statistics = numbers + luck.normal(size=numbers.shape) * 0.3
    found = posterior_draws(numbers, lows, highs, statistics, np.array([1.1]), accepted=1500)
    grid = (np.arange(1000) + 0.5) / 1000
    likely = np.exp(-(((1.1 - grid) / 0.3) ** 2) / 2)
    exact = np.average(grid, weights=likely)
    mean, variance = moments(found)
    assert mean == pytest.approx(exact, abs=0.02)
    assert variance[0, 0] ** 0.5 == pytest.approx(np.average((grid - exact) ** 2, weights=likely) ** 0.5, abs=0.015)


@pytest.mark.parametrize("observed", [0.2, 1.8])
def test_a_spread_that_depends_on_what_is_observed_is_followed(observed):
    luck, lows, highs, numbers = uniform(30_000, [-6.0], [6.0])
    # How exact the first statistic is stands in the second, which says nothing else and so makes no row near.
    exactness = luck.uniform(0.0, 2.0, 30_000)
    statistics = np.column_stack([numbers[:, 0] + np.exp(exactness - 1.5) * luck.normal(size=30_000), exactness])
    found = posterior_draws(numbers, lows, highs, statistics, np.array([0.0, observed]), accepted=3000)
    assert moments(found)[1][0, 0] ** 0.5 == pytest.approx(np.exp(observed - 1.5), rel=0.1)


def test_a_spread_never_simulated_is_not_made_up():
    luck, lows, highs, numbers = uniform(30_000, [-6.0], [6.0])
    exactness = luck.uniform(0.0, 2.0, 30_000)
    statistics = np.column_stack([numbers[:, 0] + np.exp(-exactness) * luck.normal(size=30_000), exactness])
    found = posterior_draws(numbers, lows, highs, statistics, np.array([0.0, 8.0]), accepted=3000)
    assert found.outside.tolist() == [1]
    assert moments(found)[1][0, 0] ** 0.5 == pytest.approx(np.exp(-2.0), rel=0.2)


def test_a_number_known_well_from_a_statistic_that_bends_is_not_blurred_by_those_known_badly():
    errors, spreads = [], []
    for seed in range(4):
        luck, lows, highs, numbers = uniform(20_000, [-1.0] * 5, [1.0] * 5, seed)
        bent = np.exp(2 * numbers[:, 0]) + luck.normal(size=20_000) * 0.1
        statistics = np.column_stack([bent, numbers[:, 1:] + luck.normal(size=(20_000, 4))])
        observed = np.array([np.e, 0.0, 0.2, 0.0, 0.0])
        mean, covariance = moments(posterior_draws(numbers, lows, highs, statistics, observed, accepted=1000))
        # Noise over slope where the first number is a half.
        errors.append((mean[0] - 0.5) / (0.1 / (2 * np.e)))
        spreads.append(covariance[0, 0] ** 0.5 / (0.1 / (2 * np.e)))
    assert np.mean(errors) == pytest.approx(0, abs=0.14) and np.mean(spreads) == pytest.approx(1, abs=0.05)


def test_a_number_that_decides_nothing_stays_uniform():
    luck, lows, highs, numbers = uniform(20_000, [0.0, 0.0], [1.0, 10.0])
    statistics = numbers[:, :1] + luck.normal(size=(20_000, 3)) * 0.1
    found = posterior_draws(numbers, lows, highs, statistics, np.full(3, 0.4), accepted=2000)
    shares, _ = np.histogram(found.draws[:, 1], 5, (0.0, 10.0), weights=found.weights)
    assert shares == pytest.approx(0.2, abs=0.04)


def test_statistics_without_spread_are_named_and_do_no_harm_and_so_are_those_never_simulated():
    luck, lows, highs, numbers = uniform(3000, [0.0], [1.0])
    signal = numbers[:, 0] + luck.normal(size=3000) * 0.1
    empty = np.full(3000, np.nan)
    statistics = np.column_stack([np.full(3000, 7.0), signal, signal, np.full(3000, 7.0), empty, empty, signal])
    observed = np.array([7.0, 0.5, 9.0, 6.0, 1.0, np.nan, np.nan])
    found = posterior_draws(numbers, lows, highs, statistics, observed, accepted=500)
    assert found.left_out.tolist() == [0, 3, 4, 5] and found.outside.tolist() == [2, 3, 4, 6]
    assert np.isfinite(found.draws).all()
    alone = posterior_draws(numbers, lows, highs, statistics[:, [1, 2, 6]], observed[[1, 2, 6]], accepted=500)
    assert (alone.sets == found.sets).all() and alone.draws == pytest.approx(found.draws)


def test_where_no_statistic_has_spread_the_table_itself_is_returned():
    _, lows, highs, numbers = uniform(500, [0.0], [1.0])
    found = posterior_draws(numbers, lows, highs, np.ones((500, 2)), np.ones(2), accepted=50)
    assert found.sets.tolist() == list(range(500)) and found.draws == pytest.approx(numbers, abs=0.01)


def test_that_a_statistic_is_missing_is_itself_an_outcome():
    luck, lows, highs, numbers = uniform(20_000, [0.0], [1.0])
    missing = luck.random(20_000) < numbers[:, 0]
    statistics = np.where(missing, np.nan, luck.normal(size=20_000))[:, None]
    # The probability of the outcome is the number itself, or what is left of it: a triangle.
    for observed, mean in ((np.nan, 2 / 3), (0.0, 1 / 3)):
        found = posterior_draws(numbers, lows, highs, statistics, np.array([observed]), accepted=2000)
        assert moments(found)[0] == pytest.approx(mean, abs=0.02)
        assert moments(found)[1][0, 0] ** 0.5 == pytest.approx(18**-0.5, abs=0.015)
        assert not len(found.outside) and not len(found.left_out)


def test_rows_that_differ_by_rounding_alone_are_equally_near():
    summaries = np.array([[2.0], [1.0 + 1e-15], [1.0], [-1.0], [1.0 - 1e-15], [3.0]])
    found, kernel = nearest(summaries, np.zeros(1), np.ones(6), 2)
    assert found.tolist() == [1, 2, 3, 4] and kernel == pytest.approx(0.75)


def small_table(seed=3):
    luck, lows, highs, numbers = uniform(2000, [0.0, -1.0], [1.0, 1.0], seed)
    statistics = np.column_stack([numbers, numbers.sum(axis=1)]) + luck.normal(size=(2000, 3)) * 0.3
    statistics[luck.random(2000) < 0.1, 2] = np.nan
    return luck, lows, highs, numbers, statistics, np.array([0.4, 0.1, 0.5])


def test_the_order_of_rows_does_not_matter():
    luck, lows, highs, numbers, statistics, observed = small_table()
    weights, order = luck.random(2000), luck.permutation(2000)
    one = posterior_draws(numbers, lows, highs, statistics, observed, accepted=300, weights=weights)
    other = posterior_draws(
        numbers[order], lows, highs, statistics[order], observed, accepted=300, weights=weights[order]
    )
    back = np.argsort(order[other.sets])
    assert (order[other.sets][back] == one.sets).all()
    assert other.draws[back] == pytest.approx(one.draws) and other.weights[back] == pytest.approx(one.weights)


def test_units_of_statistics_and_of_numbers_do_not_matter():
    _, lows, highs, numbers, statistics, observed = small_table()
    units, zero = np.array([1e6, 1e-4, -3.0]), np.array([5.0, -1.0, 100.0])
    one = posterior_draws(numbers, lows, highs, statistics, observed, accepted=300)
    other = posterior_draws(
        numbers * 7, lows * 7, highs * 7, statistics * units + zero, observed * units + zero, accepted=300
    )
    assert (one.sets == other.sets).all() and other.draws == pytest.approx(one.draws * 7, rel=1e-6)


def test_a_weight_of_two_is_a_row_twice_and_of_zero_none():
    luck, lows, highs, numbers, statistics, observed = small_table()
    one = posterior_draws(numbers, lows, highs, statistics, observed, accepted=300, weights=np.full(2000, 4.0))
    other = posterior_draws(numbers, lows, highs, statistics, observed, accepted=300)
    assert one.draws == pytest.approx(other.draws) and one.weights == pytest.approx(other.weights)
    weights = (luck.random(2000) < 0.5).astype(float)
    found = posterior_draws(numbers, lows, highs, statistics, observed, accepted=300, weights=weights)
    assert (weights[found.sets] == 1).all() and len(found.sets) == 300


@settings(max_examples=60)
@given(st.integers(0, 2**32 - 1), st.sampled_from([2, 3, 20, 80]), st.sampled_from([2, 10, 100]))
def test_draws_lie_within_the_ranges_whatever_the_table(seed, rows, accepted):
    luck = np.random.default_rng(seed)
    columns, width = luck.integers(1, 4), luck.integers(0, 5)
    lows = luck.normal(size=columns) * 10.0 ** luck.integers(-3, 4)
    highs = lows + 10.0 ** luck.uniform(-3, 3, columns)
    numbers = np.clip(luck.uniform(lows, highs, (rows, columns)), lows, highs)
    kinds = luck.integers(0, 4, width)
    values = [luck.normal(size=rows), luck.integers(0, 2, rows), luck.standard_cauchy(rows) * 1e6, numbers[:, 0]]
    statistics = np.column_stack([np.zeros((rows, 0)), *(values[kind] for kind in kinds)]).astype(float)
    statistics[luck.random(statistics.shape) < luck.choice([0, 0.3, 1])] = np.nan
    observed = np.where(luck.random(width) < 0.2, np.nan, luck.standard_cauchy(width) * 10)
    weights = luck.random(rows) ** luck.choice([1, 20])
    found = posterior_draws(numbers, lows, highs, statistics, observed, accepted=accepted, weights=weights)
    assert ((found.draws >= lows) & (found.draws <= highs)).all()
    assert found.weights.sum() == pytest.approx(1) and (found.weights >= 0).all()
    assert len(found.sets) == len(found.draws) == len(found.weights) > 0


def test_numbers_that_rounding_put_beyond_their_range_are_taken():
    _, lows, highs, numbers, statistics, observed = small_table()
    numbers[0], numbers[1] = np.nextafter(highs, 2), np.nextafter(lows, -2)
    assert len(posterior_draws(numbers, lows, highs, statistics, observed, accepted=300).draws) == 300


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"weights": np.ones(3)}, "3 weights"),
        ({"observed": np.zeros(3)}, "3 observed"),
        ({"lows": np.zeros(1)}, "2 numbers have 1 lows"),
        ({"highs": np.array([1.0, 0.0])}, "number 1 ranges from 0.0 to 0.0"),
        ({"highs": np.array([1.0, 0.5])}, "number 1 of set 3 is 1.0, outside of 0.0 to 0.5"),
        ({"numbers": np.full((4, 2), np.nan)}, "number 0 of set 0 is nan"),
        ({"observed": np.array([0.0, np.inf])}, "statistic 1 is infinite"),
        ({"weights": np.array([1.0, 1.0, -1.0, 1.0])}, "the least is -1.0"),
        ({"weights": np.array([1.0, 0.0, 0.0, 0.0])}, "1 sets have a weight"),
        ({"accepted": 1}, "1 sets are to be accepted"),
    ],
)
def test_a_table_that_cannot_be_used_is_refused(changed, said, line_of):
    given = {
        "numbers": np.array([[0.0, 0.0], [0.5, 0.5], [0.1, 0.2], [0.9, 1.0]]),
        "lows": np.zeros(2),
        "highs": np.ones(2),
        "statistics": np.arange(8.0).reshape(4, 2),
        "observed": np.zeros(2),
        "accepted": 2,
        **changed,
    }
    assert said in line_of(lambda: posterior_draws(**given))
