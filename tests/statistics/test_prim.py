"""PRIM: boxes that were planted are found, those that luck puts together are not, and each step by hand."""

import numpy as np
import pytest

from sipabm.statistics import prim
from sipabm.statistics.prim import (
    Box,
    best_cut,
    by_chance,
    density_and_coverage,
    find_box,
    find_boxes,
    fitted,
    gain,
    groups_of,
    halves_of,
    peeled,
)

FREE = (-np.inf, np.inf)


def planted(points, inputs, sides, inside, outside, seed=1):
    """Return uniform points and an outcome that has one probability in a box and another elsewhere."""
    luck = np.random.default_rng(seed)
    cube = luck.random((points, inputs))
    within = box(inputs, sides).holds(cube)
    return cube, (luck.random(points) < np.where(within, inside, outside)).astype(float)


def box(inputs, sides):
    ends = np.array([sides.get(each, FREE) for each in range(inputs)], dtype=float).T
    return Box(*ends)


def in_order(points):
    return np.argsort(points.T, axis=1)


@pytest.mark.parametrize("inputs", [4, pytest.param(60, marks=pytest.mark.slow)])
@pytest.mark.parametrize("sides", [{0: (-np.inf, 0.5), 2: (0.4, np.inf)}, {1: (0.2, 0.7)}], ids=["corner", "slab"])
def test_it_finds_a_planted_box_and_leaves_all_other_inputs_free(inputs, sides):
    points, outcome = planted(1500, inputs, sides, 0.9, 0.1)
    found = find_box(points, outcome, seed=1).box
    assert found.restricted() == list(sides)
    for which, (low, high) in sides.items():
        assert found.low[which] == pytest.approx(low, abs=0.04) and found.high[which] == pytest.approx(high, abs=0.04)


@pytest.mark.slow
def test_its_density_and_coverage_are_those_of_other_points_from_the_same_source():
    sides = {0: (-np.inf, 0.5), 2: (0.4, np.inf)}
    found = find_box(*planted(1500, 60, sides, 0.8, 0.1), seed=1)
    fresh = density_and_coverage(found.box, *planted(100_000, 60, sides, 0.8, 0.1, seed=2))
    assert found.on_others == pytest.approx(fresh, abs=0.05)


@pytest.mark.slow
def test_a_rare_outcome_is_found_among_many_inputs_of_which_many_a_slice_is_empty_by_luck():
    sides = {each: (-np.inf, 0.5) for each in range(3)}
    assert find_box(*planted(800, 120, sides, 0.8, 0.03), seed=1).box.restricted() == [0, 1, 2]


@pytest.mark.parametrize(
    ("inputs", "seeds"),
    [(3, 1), pytest.param(3, 4, marks=pytest.mark.slow), pytest.param(60, 1, marks=pytest.mark.slow)],
)
def test_in_pure_noise_there_is_no_box_and_this_is_said(inputs, seeds):
    for seed in range(seeds):
        points, outcome = planted(400, inputs, {}, 0.3, 0.3, seed)
        assert find_box(points, outcome, seed).box.restricted() == []
        assert find_boxes(points, outcome, seed) == []


def test_points_that_share_their_luck_make_no_box():
    points, outcome = planted(60, 30, {}, 0.3, 0.3)
    each_at_eight = np.column_stack([np.repeat(points, 8, axis=0), np.tile(np.arange(8.0), 60)])
    assert find_boxes(each_at_eight, np.repeat(outcome, 8), seed=1) == []


def test_points_that_differ_in_inputs_with_few_values_alone_are_in_the_same_half():
    points = np.column_stack([np.repeat(np.random.default_rng(1).random((50, 3)), 2, axis=0), np.tile([0.0, 1.0], 50)])
    groups = groups_of(points)
    assert (groups[::2] == groups[1::2]).all() and len(set(groups)) == 50
    for half, other in halves_of(groups, seed=1):
        assert half.sum() == other.sum() == 50 and (half != other).all() and (half[::2] == half[1::2]).all()


def test_points_of_a_grid_or_of_a_cube_are_each_by_themselves():
    grid = np.stack(np.meshgrid(range(5), range(5), range(5)), axis=-1).reshape(-1, 3).astype(float)
    assert len(set(groups_of(grid))) == 125 and len(set(groups_of(np.random.default_rng(1).random((40, 2))))) == 40


@pytest.mark.parametrize("outcome", [np.zeros(200), np.ones(200), np.full(200, 0.3)])
def test_where_all_points_are_alike_there_is_no_box(outcome):
    points = np.random.default_rng(1).random((200, 3))
    assert find_boxes(points, outcome, seed=1) == []
    assert len(peeled(points, outcome)) == 1


def test_too_few_points_make_no_box():
    assert find_boxes(*planted(30, 2, {0: (-np.inf, 0.5)}, 1.0, 0.0), seed=1) == []


@pytest.mark.slow
def test_a_second_box_is_found_outside_the_first():
    luck = np.random.default_rng(1)
    points = luck.random((2000, 4))
    one, other = box(4, {0: (-np.inf, 0.3)}), box(4, {1: (0.8, np.inf)})
    outcome = (one.holds(points) | other.holds(points)).astype(float)
    first, second = find_boxes(points, outcome, seed=1, most=2)
    assert [first.box.restricted(), second.box.restricted()] == [[0], [1]]
    assert (first.box.high[0], second.box.low[1]) == pytest.approx((0.3, 0.8), abs=0.01)


def test_outcomes_may_be_shares_of_replicates():
    points, outcome = planted(600, 3, {0: (-np.inf, 0.4)}, 1.0, 0.0)
    found = find_box(points, 0.2 + 0.6 * outcome, seed=1).box
    assert found.restricted() == [0] and found.high[0] == pytest.approx(0.4, abs=0.02)


def test_points_of_equal_value_leave_together():
    luck = np.random.default_rng(1)
    points = np.column_stack([luck.integers(0, 2, 400), luck.random(400)]).astype(float)
    found = find_box(points, points[:, 0], seed=1).box
    assert found.restricted() == [0] and found.low[0] == 0.5 and np.isinf(found.high[0])


def test_the_path_leads_from_all_points_to_boxes_within_one_another_each_denser():
    points, outcome = planted(500, 3, {0: (-np.inf, 0.5)}, 0.9, 0.1)
    path = peeled(points, outcome)
    assert path[0].restricted() == [] and len(path) > 10
    sizes = [int(each.holds(points).sum()) for each in path]
    assert sizes[0] == 500 and sizes[-1] >= prim.LEAST_POINTS
    for outer, inner, before, after in zip(path, path[1:], sizes, sizes[1:], strict=False):
        assert (inner.low >= outer.low).all() and (inner.high <= outer.high).all()
        assert before - after == max(1, int(prim.SLICE * before))


def test_a_slice_comes_from_where_a_cut_gains_most_by_hand():
    # 60 points on a line: the outcome is in those from place 20 on. Of all cuts from below, that of 20 points gains
    # most, 20 · 2/3; the slice is of 3 points and ends between the third and the fourth.
    points = np.arange(60.0)[:, None]
    outcome = (np.arange(60) >= 20).astype(float)
    assert best_cut(points.T, outcome, in_order(points)) == (0, False, 2.5)
    assert best_cut(-points.T, outcome, in_order(-points)) == (0, True, -2.5)


def test_no_cut_leaves_fewer_than_the_least_number_of_points():
    points = np.arange(float(prim.LEAST_POINTS))[:, None]
    assert best_cut(points.T, (points[:, 0] > 10).astype(float), in_order(points)) is None


def test_gain_is_mass_times_what_density_exceeds_that_of_all_points_by():
    points, outcome = np.arange(8.0)[:, None], np.array([0, 0, 0, 0, 0, 1, 1, 1.0])
    assert gain(box(1, {0: (4.5, np.inf)}), points, outcome) == pytest.approx(3 / 8 * (1 - 3 / 8))
    assert gain(box(1, {0: (3.5, np.inf)}), points, outcome) == pytest.approx(4 / 8 * (3 / 4 - 3 / 8))
    assert gain(box(1, {}), points, outcome) == pytest.approx(0.0)
    assert density_and_coverage(box(1, {0: (3.5, 6.5)}), points, outcome) == pytest.approx((2 / 3, 2 / 3))
    assert density_and_coverage(box(1, {0: (99.0, np.inf)}), points, outcome) == (0.0, 0.0)


@pytest.mark.parametrize("side", [25.2, 75.7])
def test_pasting_moves_a_side_out_or_in_to_the_best_place(side):
    points, outcome = np.arange(100.0)[:, None], (np.arange(100) >= 50).astype(float)
    assert fitted(box(1, {0: (side, np.inf)}), points, outcome).low[0] == 49.5


def test_pasting_frees_a_side_that_gains_nothing():
    points, outcome = planted(1000, 2, {0: (-np.inf, 0.5)}, 1.0, 0.0)
    moved = fitted(box(2, {0: (-np.inf, 0.4), 1: (0.2, np.inf)}), points, outcome)
    assert moved.restricted() == [0]


def test_the_quasi_p_value_is_that_of_a_binomial_by_hand():
    # Without the restriction 4 of 8 points are of interest; in the box both of 2: 1/2 squared.
    points, outcome = np.arange(8.0)[:, None], np.array([0, 0, 0, 0, 1, 1, 1, 1.0])
    assert by_chance(box(1, {0: (5.5, np.inf)}), 0, points, outcome) == pytest.approx(0.25)
    assert by_chance(box(1, {0: (-np.inf, 1.5)}), 0, points, outcome) == 1.0


def test_the_quasi_p_value_of_shares_is_never_too_small():
    luck = np.random.default_rng(1)
    points, p = luck.random((4000, 1)), []
    for _ in range(300):
        outcome = luck.binomial(5, 0.3, 4000) / 5
        p.append(by_chance(box(1, {0: (-np.inf, 0.1)}), 0, points, outcome))
    assert np.mean(np.array(p) < 0.05) <= 0.05


@pytest.mark.slow
def test_the_same_seed_looks_at_the_same_halves():
    points, outcome = planted(400, 5, {0: (-np.inf, 0.5)}, 0.7, 0.3)
    once, again, other = (find_box(points, outcome, seed) for seed in (1, 1, 2))
    assert once.on_others == again.on_others != other.on_others
    assert (once.confirmed == again.confirmed).all()
