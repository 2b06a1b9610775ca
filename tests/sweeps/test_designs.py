"""Designs spread their points as they promise, and refuse what makes none."""

import numpy as np
import pytest

from sipabm import Scenario
from sipabm.parameters.ranges import cube
from sipabm.sweeps.designs import crossed, factorial, grid, plausible_ranges, sampled
from sipabm.sweeps.factors import scenarios_of

RANGES = {"silo_strength": (0.1, 0.9), "give_up": (0.0, 0.5)}


def test_a_grid_has_every_combination_the_last_varying_fastest():
    assert grid({"a": (0, 1), "b": ("x", "y", "z")}).to_numpy().tolist() == [
        *([0, "x"], [0, "y"], [0, "z"]),
        *([1, "x"], [1, "y"], [1, "z"]),
    ]


def test_a_factorial_pulls_every_set_of_levers(small):
    levers = ("early_meetings", "pooled_budgets")
    nobody, second, first, both = scenarios_of(small, factorial(levers, "2012Q1"))
    assert nobody == small
    assert first == small.with_policy("early_meetings=1@2012Q1")
    assert second == small.with_policy("pooled_budgets=1@2012Q1")
    assert both == small.with_policy("early_meetings=1@2012Q1", "pooled_budgets=1@2012Q1")


def test_a_latin_hypercube_has_a_point_in_each_part_of_every_range():
    points = sampled(RANGES, 10, 1)
    for name, (low, high) in RANGES.items():
        assert sorted(((points[name] - low) / (high - low) * 10).astype(int)) == list(range(10))


def test_a_sobol_sequence_is_balanced_and_more_points_begin_with_those_of_fewer():
    fewer, more = sampled(RANGES, 5, 1, "sobol"), sampled(RANGES, 16, 1, "sobol")
    assert np.array_equal(fewer, more[:5])
    for name, (low, high) in RANGES.items():
        assert sorted(((more[name] - low) / (high - low) * 16).astype(int)) == list(range(16))


def test_another_seed_spreads_other_points():
    for method in ("latin", "sobol"):
        one, same, other = (sampled(RANGES, 8, seed, method) for seed in (1, 1, 2))
        assert one.equals(same) and not one.equals(other)


def test_all_plausible_ranges_are_those_of_the_cube_and_each_point_is_a_world():
    ranges = plausible_ranges()
    assert list(ranges) == [side.field for side in cube()]
    points = sampled(ranges, 4, 1)
    assert len(list(scenarios_of(Scenario.load("classroom"), points))) == 4


def test_crossed_designs_have_every_row_with_every_row():
    both = crossed(grid({"a": (1, 2)}), grid({"b": (3, 4)}), grid({"c": (5,)}))
    assert both.to_numpy().tolist() == [[1, 3, 5], [1, 4, 5], [2, 3, 5], [2, 4, 5]]


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (lambda: grid({"give_up": ()}), "no value for 'give_up'"),
        (lambda: grid({"give_up": (0.1, float("nan"))}), "'give_up' that is no number"),
        (lambda: factorial(["early_meetings", "early_meetings"], "2012Q1"), "'early_meetings' is varied twice"),
        (lambda: sampled(RANGES, 10**12, 1), "from 1 to 1000000"),
        (lambda: factorial(["early_meeting"], "2012Q1"), "no lever 'early_meeting'"),
        (lambda: sampled({"give_up": (0.5, 0.5)}, 3, 1), "the range of 'give_up' is from 0.5 to 0.5"),
        (lambda: sampled(RANGES, 0, 1), "points = 0"),
        (lambda: sampled(RANGES, 3, 1, "monte_carlo"), "no method 'monte_carlo'"),
        (lambda: crossed(grid({"a": (1,)}), grid({"a": (2,)})), "'a' is varied twice"),
    ],
)
def test_what_makes_no_design_is_refused(made, words, line_of):
    assert words in line_of(made)
