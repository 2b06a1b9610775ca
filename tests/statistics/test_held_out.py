"""Simulation-based calibration: right posteriors pass, and planted errors are found."""

import numpy as np
import pytest
from scipy.stats import norm

from sipabm.statistics import held_out as tested
from sipabm.statistics.held_out import coverage, held_out, held_out_sets, uniformity

LOWS, HIGHS = np.zeros(2), np.array([1.0, 4.0])
OBSERVED = np.array([0.6, 1.5, 0.9])


def table(rows, seed=1):
    luck = np.random.default_rng(seed)
    numbers = luck.uniform(LOWS, HIGHS, (rows, 2))
    statistics = np.column_stack([numbers, numbers[:, 0] * numbers[:, 1]]) + luck.normal(size=(rows, 3)) * 0.3
    return numbers, LOWS, HIGHS, statistics


# Rare with a right posterior; each planted error leads there with a hundred ranks.
UNEVEN = 1e-3


def ranks_of(rows, count, accepted):
    given = table(rows)
    return held_out(*given, held_out_sets(*given, OBSERVED, count=count, seed=1), accepted=accepted)


def with_error(monkeypatch, narrower=1.0, shifted=0.0):
    """Let every posterior be narrower by a factor, or shifted by its own spreads."""
    right = tested.adjusted

    def wrong(*given):
        found = right(*given)
        shift = shifted * found.errors.std(axis=0)
        return found._replace(errors=found.errors * narrower, centre=found.centre + shift)

    monkeypatch.setattr(tested, "adjusted", wrong)


def test_ranks_of_a_right_posterior_are_even_and_its_intervals_hold_as_much_as_they_say():
    ranks = ranks_of(4000, 100, 400)
    assert ranks.shape == (100, 2) and ((ranks >= 0) & (ranks <= 1)).all()
    assert (uniformity(ranks) > UNEVEN).all()
    for level in (0.5, 0.9):
        share, error = coverage(ranks, level)
        assert share == pytest.approx(level, abs=3 * error)


@pytest.mark.parametrize("error", [{"narrower": 0.5}, {"shifted": 0.7}], ids=str)
def test_ranks_of_a_wrong_posterior_are_uneven(error, monkeypatch):
    with_error(monkeypatch, **error)
    ranks = ranks_of(4000, 100, 400)
    assert (uniformity(ranks) < UNEVEN).all()
    assert (coverage(ranks, 0.5).share < 0.5 - 2 * coverage(ranks, 0.5).error).any()


@pytest.mark.slow
def test_posteriors_of_many_numbers_from_many_statistics_are_as_wide_as_they_say():
    luck = np.random.default_rng(1)
    lows, highs = np.full(8, -1.0), np.ones(8)
    numbers = luck.uniform(lows, highs, (40_000, 8))
    slopes = luck.normal(size=(8, 30)) * np.linspace(0, 1, 8)[:, None]
    statistics = np.exp(numbers @ slopes / 4) + luck.normal(size=(40_000, 30))
    sets = held_out_sets(numbers, lows, highs, statistics, statistics[7], count=300, seed=1)
    ranks = held_out(numbers, lows, highs, statistics, sets, accepted=2000)
    assert (uniformity(ranks) > UNEVEN).all()
    for level in (0.5, 0.9):
        share, error = coverage(ranks, level)
        assert share == pytest.approx(level, abs=3 * error)


def test_a_row_does_not_inform_its_own_posterior():
    numbers, lows, highs, statistics = table(300)
    sets = np.array([5])
    rank = held_out(numbers, lows, highs, statistics, sets, accepted=100)
    # It would be the nearest of all, and alone pull the middle of what is accepted to it.
    weights = np.ones(300)
    weights[5] = 0.0
    assert held_out(numbers, lows, highs, statistics, sets, accepted=100, weights=weights) == pytest.approx(rank)


def test_rows_held_out_are_near_what_was_observed_and_differ():
    given = table(5000)
    sets = held_out_sets(*given, OBSERVED, count=100, seed=1)
    assert len(set(sets)) == 100
    away, all_away = (np.linalg.norm(rows - OBSERVED, axis=1).mean() for rows in (given[3][sets], given[3]))
    assert away < all_away / 2
    assert (held_out_sets(*given, OBSERVED, count=100, seed=1) == sets).all()
    assert (held_out_sets(*given, OBSERVED, count=100, seed=2) != sets).any()
    assert len(held_out_sets(*table(30), OBSERVED, count=100, seed=1)) == 30


def test_rows_held_out_are_as_many_of_each_kind_as_their_weight_says_even_if_few_are_left():
    given = table(5000)
    light = given[0][:, 0] > 0.5
    near = light[held_out_sets(*given, OBSERVED, count=500, seed=1)].mean()
    weights = np.where(light, 0.1, 1.0)
    for count in (100, 500):
        sets = held_out_sets(*given, OBSERVED, count=count, seed=1, weights=weights)
        expected = 0.1 * near / (0.1 * near + 1 - near)
        assert light[sets].mean() == pytest.approx(expected, abs=3 * (expected / len(sets)) ** 0.5)
    assert len(held_out_sets(*given, OBSERVED, count=5000, seed=1, weights=weights)) < 4000


def test_coverage_counts_what_lies_in_the_middle():
    ranks = np.array([[0.05, 0.5], [0.26, 0.74], [0.5, 0.76], [0.95, 0.99]])
    assert coverage(ranks, 0.5).share.tolist() == [0.5, 0.5]
    assert coverage(ranks, 0.9).share.tolist() == [1.0, 0.75]
    assert coverage(ranks, 0.9).error == pytest.approx((0.9 * 0.1 / 4) ** 0.5)


def test_uniform_ranks_are_called_uneven_at_most_as_often_as_the_level_says():
    found = uniformity(np.random.default_rng(1).random((200, 300)))
    assert 0.01 < (found < 0.05).mean() < 0.08
    assert ((found > 0) & (found <= 1)).all()


@pytest.mark.parametrize("error", [{"scale": 0.8}, {"scale": 1.25}, {"loc": 0.2}], ids=str)
def test_draws_a_fifth_too_narrow_or_wide_or_beside_are_found_with_five_hundred_ranks(error):
    truths = np.random.default_rng(1).normal(size=(500, 100))
    assert (uniformity(norm.cdf(truths, **error)) < 0.05).mean() > 0.9
