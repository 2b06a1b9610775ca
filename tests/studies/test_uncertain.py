"""Uncertain numbers: a row for each side of the cube, any row within its ends a valid world, and SALib's problem."""

import numpy as np
import pytest
from SALib.sample.latin import sample

import sipabm
from sipabm import Scenario, ScenarioError, salib_problem, uncertain
from sipabm.parameters.ranges import cube
from sipabm.scenario.points import scenario_at

WORLD = Scenario.load("world").replace(over="defaults")


def test_there_is_one_row_a_number_in_the_order_of_the_points():
    found = uncertain("world")
    assert list(found["name"]) == [side.field for side in cube()]
    assert list(found.columns) == ["name", "value", "low", "high", "inside", "unit", "because", "source", "assumed"]
    assert list(found["low"]) == [side.low for side in cube()] and (found["low"] < found["high"]).all()
    assert not found.isna().any(axis=None)


def test_every_name_is_one_that_replace_takes_and_every_value_that_of_the_scenario():
    found = uncertain(WORLD)
    same = WORLD.replace(dict(zip(found["name"], found["value"], strict=True)))
    assert same.digest() == WORLD.digest()


@pytest.mark.parametrize("seed", range(3))
def test_numbers_between_the_ends_make_a_valid_world_that_of_the_same_point(seed):
    found, point = uncertain(WORLD), np.random.default_rng(seed).random(len(cube()))
    values = found["low"] * (1 - point) + found["high"] * point
    assert WORLD.replace(dict(zip(found["name"], values, strict=True))) == scenario_at(WORLD, point)


def test_a_value_outside_its_range_is_shown_as_it_is_and_the_range_stays():
    changed = uncertain(WORLD.replace({"worth.social": 40.0})).set_index("name")
    usual = uncertain(WORLD).set_index("name")
    assert usual["inside"].all() and changed.index[~changed["inside"]].tolist() == ["worth.social"]
    assert changed["value"]["worth.social"] == 40.0 and changed["high"].equals(usual["high"])


def test_what_is_assumed_is_told_from_what_was_counted():
    found = uncertain(WORLD).set_index("name")
    assert found["assumed"]["decision_noise"] and found["source"]["decision_noise"].startswith("assumed")
    assert not found["assumed"]["sole_investor"] and "INDIGO" in found["source"]["sole_investor"]
    lever = found.loc["levers.pooled_budgets.practice"]
    assert lever["assumed"] and lever["unit"] == "share of projects"


def test_salib_draws_valid_worlds_from_all_or_some_of_the_rows():
    numbers = uncertain(WORLD)
    everything = salib_problem(numbers)
    assert everything["num_vars"] == len(numbers) == len(everything["names"]) == len(everything["bounds"])
    assert salib_problem("world") == everything
    some = salib_problem(numbers[numbers["name"].isin(["horizon", "worth.social"])])
    assert sorted(some["names"]) == ["horizon", "worth.social"]
    for values in sample(some, 5, seed=1):
        WORLD.replace(dict(zip(some["names"], values, strict=True)))


def test_a_table_that_is_no_list_of_numbers_is_refused_in_one_line():
    numbers = uncertain(WORLD)
    with pytest.raises(ScenarioError, match="no column 'low'; give rows of uncertain"):
        salib_problem(numbers[["name", "high"]])
    with pytest.raises(ScenarioError, match=f"'{numbers['name'][0]}' stands twice"):
        salib_problem(numbers.iloc[[0, 0, 1]])


def test_both_are_doors():
    assert {"uncertain", "salib_problem"} <= set(sipabm.__all__)
