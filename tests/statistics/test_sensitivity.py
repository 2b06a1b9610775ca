"""Sensitivity: functions whose indices are known, luck of known size, and what is left out."""

import numpy as np
import pytest
from SALib.analyze.morris import analyze

from sipabm import ScenarioError
from sipabm.statistics.sensitivity import morris, morris_points, noise_share, problem, sobol, sobol_points

G = np.array([0.0, 1.0, 4.5, 9.0, 99.0])  # of the g-function: the larger, the less its input matters
ISHIGAMI_FIRST, ISHIGAMI_TOTAL = (0.3139, 0.4424, 0.0), (0.5576, 0.4424, 0.2437)


def ishigami(points):
    """Return sin a + 7 sin² b + 0.1 c⁴ sin a, for a, b and c from -π to π (Ishigami and Homma 1990)."""
    a, b, c = (2 * points[:, :3].T - 1) * np.pi
    return np.sin(a) + 7 * np.sin(b) ** 2 + 0.1 * c**4 * np.sin(a)


def g_function(points):
    return np.prod((np.abs(4 * points - 2) + G) / (1 + G), axis=1)


def g_indices():
    """Return first and total indices of the g-function in closed form (Saltelli and Sobol 1995)."""
    parts = 1 / (3 * (1 + G) ** 2)
    whole = np.prod(1 + parts) - 1
    return parts / whole, parts * np.prod(1 + parts) / (1 + parts) / whole


def with_luck(values, size, replicates, seed=1):
    """Return outputs with separate luck of a standard deviation in each replicate."""
    return values[:, None] + size * np.random.default_rng(seed).normal(size=(len(values), replicates))


def test_sobol_finds_the_indices_of_ishigami():
    found = sobol(3, ishigami(sobol_points(2048, 3, seed=1))[:, None], seed=1)
    assert found.first == pytest.approx(ISHIGAMI_FIRST, abs=0.02)
    assert found.total == pytest.approx(ISHIGAMI_TOTAL, abs=0.02)


def test_sobol_finds_the_indices_of_the_g_function():
    found = sobol(5, g_function(sobol_points(2048, 5, seed=1))[:, None], seed=1)
    first, total = g_indices()
    assert found.first == pytest.approx(first, abs=0.02) and found.total == pytest.approx(total, abs=0.02)


def test_ends_of_intervals_hold_the_known_indices_about_as_often_as_they_say():
    held = []
    for seed in range(10):
        found = sobol(3, ishigami(sobol_points(256, 3, seed=seed))[:, None], seed=seed)
        held += list((found.total_low <= ISHIGAMI_TOTAL) & (found.total_high >= ISHIGAMI_TOTAL))
        held += list((found.first_low <= ISHIGAMI_FIRST) & (found.first_high >= ISHIGAMI_FIRST))
    assert np.mean(held) > 0.9


def test_morris_finds_slopes_exactly_and_no_spread_where_all_is_straight():
    points = morris_points(10, 4, seed=1)
    found = morris(points, (points @ [3.0, -2.0, 0.5, 0.0])[:, None], seed=1)
    assert found.mu == pytest.approx([3.0, -2.0, 0.5, 0.0]) and found.mu_star == pytest.approx([3.0, 2.0, 0.5, 0.0])
    assert found.sigma == pytest.approx([0.0] * 4, abs=1e-9)
    assert found.low == pytest.approx(found.mu_star) and found.high == pytest.approx(found.mu_star)


def test_morris_orders_the_inputs_of_the_g_function_and_says_that_they_interact():
    found = morris(points := morris_points(60, 5, seed=1), g_function(points)[:, None], seed=1)
    assert list(np.argsort(-found.mu_star)) == [0, 1, 2, 3, 4]
    assert (found.sigma[:3] > 0.3 * found.mu_star[:3]).all()
    assert ((found.low <= found.mu_star) & (found.mu_star <= found.high) & (found.low >= 0)).all()


def test_the_interval_of_morris_covers_the_mean_size_of_many_starts():
    many = morris(points := morris_points(2000, 5, seed=9), g_function(points)[:, None], seed=1).mu_star
    held = []
    for seed in range(20):
        found = morris(points := morris_points(30, 5, seed=seed), g_function(points)[:, None], seed=seed)
        held += list((found.low <= many) & (many <= found.high))
    assert np.mean(held) > 0.85


def test_an_input_that_does_nothing_has_no_influence():
    points = morris_points(10, 4, seed=1)
    assert morris(points, ishigami(points)[:, None], seed=1).mu_star[3] == 0.0
    found = sobol(4, ishigami(sobol_points(256, 4, seed=1))[:, None], seed=1)
    assert abs(found.first[3]) < 1e-9 and found.total[3] == 0.0


def test_an_input_that_does_nothing_shows_what_luck_alone_would_and_no_more():
    points = morris_points(400, 3, seed=1)
    found = morris(points, with_luck(points @ [5.0, 0.0, 0.0], 1.0, 4), seed=1)
    # A change by 2/3 of the range, between two averages of four: its luck is √(2/4) / (2/3), its mean √(2/π) of that.
    assert found.luck == pytest.approx([np.sqrt(2 / np.pi) * np.sqrt(0.5) * 1.5] * 3, rel=0.05)
    assert found.mu_star[1:] == pytest.approx(found.luck[1:], rel=0.1)


def test_luck_that_all_points_share_is_no_luck_of_an_influence():
    points = morris_points(10, 3, seed=1)
    shared = np.random.default_rng(1).normal(size=4)
    found = morris(points, (points @ [5.0, 1.0, 0.0])[:, None] + shared, seed=1)
    assert found.luck == pytest.approx([0.0] * 3, abs=1e-9) and found.mu_star == pytest.approx([5.0, 1.0, 0.0])
    assert found.noise_share == pytest.approx(0.0, abs=1e-9)


@pytest.mark.parametrize(("size", "replicates"), [(0.5, 2), (1.0, 8), (3.0, 5)])
def test_the_noise_share_is_that_of_the_luck_that_was_planted(size, replicates):
    points = sobol_points(1024, 3, seed=1)
    values = ishigami(points)
    left = size**2 / replicates
    expected = left / (values.var() + left)
    found = sobol(3, with_luck(values, size, replicates), seed=1)
    assert found.noise_share == pytest.approx(expected, rel=0.05)


def test_without_luck_its_share_is_none_and_with_one_replicate_nobody_knows():
    assert noise_share(np.array([[1.0, 1.0], [3.0, 3.0]])) == 0.0
    # Averages 1 and 3 have the variance 2. Less the replicates' own means, 1.5 and 2.5, points are -1.5, -0.5 and 1.5,
    # 0.5: each varies by 0.5, twice as much for the one mean in two that was taken away, half for the mean of two.
    assert noise_share(np.array([[0.0, 2.0], [3.0, 3.0]])) == pytest.approx(0.25)
    assert np.isnan(noise_share(np.array([[1.0], [3.0]])))


def test_more_replicates_leave_less_of_luck_to_pass_for_influence():
    points = sobol_points(512, 3, seed=1)
    few, many = (sobol(3, with_luck(ishigami(points), 3.0, each), seed=1) for each in (1, 50))
    errors = [np.abs(found.total - ISHIGAMI_TOTAL).max() for found in (few, many)]
    assert errors[1] < 0.06 < 0.15 < errors[0]


@pytest.mark.parametrize("seed", [0, 7])
def test_the_same_seed_gives_the_same_points_and_intervals(seed):
    for points_of in (morris_points, sobol_points):
        assert (points_of(8, 3, seed) == points_of(8, 3, seed)).all()
        assert (points_of(8, 3, seed) != points_of(8, 3, seed + 1)).any()
    points = morris_points(8, 3, seed)
    outputs = with_luck(ishigami(points), 0.5, 2)
    once, again, other = (morris(points, outputs, each) for each in (seed, seed, seed + 1))
    assert (once.high == again.high).all() and (once.high != other.high).any()
    outputs = with_luck(ishigami(sobol_points(8, 3, seed)), 0.5, 2)
    once, again, other = (sobol(3, outputs, each) for each in (seed, seed, seed + 1))
    assert (once.total_high == again.total_high).all() and (once.total_high != other.total_high).any()


def test_points_lie_in_the_unit_cube_start_after_start():
    points = morris_points(5, 6, seed=1)
    assert points.shape == (5 * 7, 6) and points.min() == 0.0 and points.max() == 1.0
    moves = np.diff(points.reshape(5, 7, 6), axis=1)
    assert ((np.abs(moves) > 1e-9).sum(axis=2) == 1).all() and np.abs(moves).max() == pytest.approx(2 / 3)
    assert sobol_points(4, 6, seed=1).shape == (4 * 8, 6)


def test_without_luck_morris_is_what_salib_computes():
    points = morris_points(20, 5, seed=1)
    # Its intervals are of resamples: without a seed they would be others each time.
    ours = morris(points, g_function(points)[:, None], seed=1)
    theirs = analyze(problem(5), points, g_function(points), seed=1)
    for name in ("mu", "mu_star", "sigma"):
        assert getattr(ours, name) == pytest.approx(np.asarray(theirs[name], float), rel=1e-12)
    assert ours.high - ours.mu_star == pytest.approx(np.asarray(theirs["mu_star_conf"], float), rel=0.25)


def test_of_morris_a_point_that_never_ran_costs_two_changes_and_a_failed_run_none():
    points = morris_points(6, 3, seed=1)
    outputs = with_luck(ishigami(points), 0.1, 3)
    broken = outputs.copy()
    broken[5] = np.nan  # the second of the second start: the first and second moves are unknown
    broken[0, 1] = np.nan
    found, whole = morris(points, broken, seed=1), morris(points, outputs, seed=1)
    first, second = (int(np.abs(points[4 + move + 1] - points[4 + move]).argmax()) for move in (0, 1))
    assert [found.changes[first], found.changes[second], found.changes.sum()] == [5, 5, 16]
    assert np.isfinite([*found.mu_star, *found.low, *found.luck, found.noise_share]).all()
    last = 3 - first - second
    assert found.mu_star[last] == pytest.approx(whole.mu_star[last], rel=0.1)


def test_of_sobol_a_start_with_a_point_that_never_ran_is_left_out():
    outputs = with_luck(ishigami(sobol_points(8, 3, seed=1)), 0.1, 2)
    broken = outputs.copy()
    broken[6] = np.nan  # the second of eight starts of five points
    found, without = sobol(3, broken, seed=1), sobol(3, np.delete(outputs, slice(5, 10), axis=0), seed=1)
    assert found.starts == 7 and (found.total == without.total).all() and (found.first_high == without.first_high).all()


def test_an_input_with_fewer_than_two_known_changes_has_no_index():
    points = morris_points(3, 2, seed=1)
    found = morris(points, np.full((9, 2), np.nan), seed=1)
    assert np.isnan(found.mu_star).all() and list(found.changes) == [0, 0]
    found = morris(points, np.r_[np.ones((3, 2)), np.full((6, 2), np.nan)], seed=1)
    assert np.isnan(found.mu_star).all() and list(found.changes) == [1, 1]


def test_more_starts_begin_with_the_points_of_fewer():
    assert (morris_points(9, 4, seed=1)[:20] == morris_points(4, 4, seed=1)).all()
    assert (sobol_points(16, 4, seed=1)[: 8 * 6] == sobol_points(8, 4, seed=1)).all()


def test_an_output_that_never_changes_is_due_to_nothing():
    points = morris_points(4, 2, seed=1)
    found = morris(points, np.ones((len(points), 2)), seed=1)
    assert found.mu_star == pytest.approx([0.0, 0.0]) and found.noise_share == 0.0
    assert list(sobol(2, np.ones((16, 2)), seed=1).total) == [0.0, 0.0]


@pytest.mark.parametrize(
    ("outputs", "words"),
    [
        (np.ones((7, 1)), "7 outputs are not those of whole starts of 4 points each"),
        (np.full((8, 1), np.nan), "0 of 2 starts have an output at every point; two are needed"),
        (np.ones((4, 1)), "1 of 1 starts have an output"),
    ],
)
def test_outputs_that_say_nothing_are_refused(outputs, words):
    with pytest.raises(ScenarioError, match=words):
        sobol(2, outputs, seed=1)


def test_outputs_of_broken_starts_are_refused_by_morris_too():
    with pytest.raises(ScenarioError, match="7 outputs are not those of whole starts of 3 points each"):
        morris(np.zeros((7, 2)), np.ones((7, 1)), seed=1)


def test_a_number_of_starts_that_spoils_sobols_points_is_refused():
    with pytest.raises(ScenarioError, match="a power of two"):
        sobol_points(100, 3, seed=1)
