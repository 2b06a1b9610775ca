"""Proposals: points where the posterior lies, and weights under which nothing is changed by looking there."""

import numpy as np
import pytest

from sipabm import ScenarioError
from sipabm.statistics.bounded import scores
from sipabm.statistics.posteriors import posterior_draws
from sipabm.statistics.proposals import proposal, proposed, relative_density, table_weights
from sipabm.statistics.weighted import effective, spread

LOWS, HIGHS = np.array([0.0, -5.0]), np.array([1.0, 5.0])


def region(tempered=2.0, anywhere=0.2, seed=1):
    luck = np.random.default_rng(seed)
    draws = np.clip(luck.multivariate_normal([0.7, 1.0], [[0.01, 0.06], [0.06, 1.0]], 3000), LOWS, HIGHS)
    return draws, proposal(draws, np.ones(3000), LOWS, HIGHS, tempered=tempered, anywhere=anywhere)


def test_new_points_lie_where_the_draws_lie_but_wider_and_within_the_ranges():
    draws, found = region(tempered=2.0, anywhere=1e-9)
    points = proposed(found, 20_000, seed=1)
    assert ((points >= LOWS) & (points <= HIGHS)).all()
    before, after = scores(draws, LOWS, HIGHS), scores(points, LOWS, HIGHS)
    assert after.mean(axis=0) == pytest.approx(before.mean(axis=0), abs=0.02)
    assert np.cov(after.T) == pytest.approx(2 * np.cov(before.T), rel=0.05)
    assert (proposed(found, 5, seed=1) == proposed(found, 5, seed=1)).all()
    assert (proposed(found, 5, seed=1) != proposed(found, 5, seed=2)).all()


def test_a_share_of_the_points_lies_anywhere():
    _, found = region(anywhere=0.5)
    # Where the region hardly reaches: a tenth of the ranges, and so about half a tenth of the points.
    assert (proposed(found, 20_000, seed=1)[:, 0] < 0.1).mean() == pytest.approx(0.05, abs=0.01)


def test_a_density_relative_to_the_ranges_is_one_on_average():
    _, found = region()
    uniform = np.random.default_rng(2).uniform(LOWS, HIGHS, (200_000, 2))
    assert relative_density(found, uniform).mean() == pytest.approx(1, abs=0.02)


def test_weighted_points_of_all_rounds_are_uniform_again():
    _, first = region()
    second = proposal(proposed(first, 500, seed=3), np.ones(500), LOWS, HIGHS, tempered=1.0)
    uniform = np.random.default_rng(2).uniform(LOWS, HIGHS, (10_000, 2))
    points = np.vstack([uniform, proposed(first, 20_000, seed=4), proposed(second, 10_000, seed=5)])
    weights = table_weights(points, [(10_000, None), (20_000, first), (10_000, second)])
    for column in range(2):
        shares, _ = np.histogram(points[:, column], 8, (LOWS[column], HIGHS[column]), weights=weights)
        assert shares / weights.sum() == pytest.approx(1 / 8, abs=0.012)
    assert weights.mean() == pytest.approx(1, abs=0.02)
    # At least so much of the mixture lies anywhere: 10,000 of the first round, and a fifth of the others.
    assert weights.max() <= 40_000 / (10_000 + 0.2 * 30_000)


def test_one_round_over_the_ranges_has_equal_weights():
    assert (table_weights(np.zeros((3, 2)), [(3, None)]) == 1).all()


def test_a_second_round_leaves_the_posterior_where_it_was_and_makes_it_sharper():
    def statistics(points, seed):
        luck = np.random.default_rng(seed)
        return points + luck.normal(size=points.shape) * [0.05, 0.5]

    numbers, observed = np.random.default_rng(1).uniform(LOWS, HIGHS, (20_000, 2)), np.array([0.8, 1.0])
    outcomes = statistics(numbers, 3)
    first = posterior_draws(numbers, LOWS, HIGHS, outcomes, observed, accepted=1000)
    found = proposal(first.draws, first.weights, LOWS, HIGHS)
    more = proposed(found, 20_000, seed=2)
    points, rows = np.vstack([numbers, more]), [(20_000, None), (20_000, found)]
    both = np.vstack([outcomes, statistics(more, 4)])
    weights = table_weights(points, rows)
    second = posterior_draws(points, LOWS, HIGHS, both, observed, accepted=4000, weights=weights)
    assert second.weights @ second.draws == pytest.approx(observed, abs=0.02)
    assert spread(second.draws, second.weights) == pytest.approx([0.05, 0.5], rel=0.06)
    assert effective(second.weights) > 1.5 * effective(first.weights)
    # Without weights, points that were looked for count as if they had been found.
    biased = posterior_draws(more, LOWS, HIGHS, both[20_000:], observed, accepted=4000)
    assert spread(biased.draws, biased.weights)[0] < 0.045


def test_draws_that_are_all_alike_still_make_a_proposal():
    found = proposal(np.tile([0.3, 2.0], (10, 1)), np.ones(10), LOWS, HIGHS)
    points = proposed(found, 100, seed=1)
    assert np.isfinite(table_weights(points, [(100, found)])).all()


def test_far_from_the_region_nothing_overflows():
    found = proposal(np.tile([1e-7, 4.9999], (10, 1)), np.ones(10), LOWS, HIGHS)
    points = np.vstack([LOWS, HIGHS, [1e-7, 4.9999], [0.5, 0.0]])
    weights = table_weights(points, [(4, found)])
    assert np.isfinite(weights).all() and weights.max() == pytest.approx(5)


@pytest.mark.parametrize(("tempered", "anywhere"), [(0.5, 0.2), (np.nan, 0.2), (2.0, 0.0), (2.0, 1.1)])
def test_a_proposal_that_could_miss_something_is_refused(tempered, anywhere, line_of):
    assert "could miss" in line_of(lambda: region(tempered, anywhere))


def test_weights_need_the_points_of_every_round():
    with pytest.raises(ScenarioError, match="4 points are not the 3 of all rounds"):
        table_weights(np.zeros((4, 2)), [(3, None)])
