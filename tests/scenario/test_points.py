"""Points of the cube of what is plausible: each is a valid world, and changes what is open and nothing else."""

import numpy as np
import pytest

from sipabm import Scenario, simulate
from sipabm.parameters import GROUP_OF
from sipabm.parameters.ranges import cube
from sipabm.scenario.points import scenario_at
from sipabm.scenario.scenario import validated

WORLD = Scenario.load("world").replace(over="defaults")
SIDES = len(cube())
MIDDLE = np.full(SIDES, 0.5)


def drawn(points, seed=1):
    """Return random points of the cube."""
    return np.random.default_rng(seed).random((points, SIDES))


def value_of(scenario, field):
    """Return a number of a scenario by the name that `replace` takes."""
    name, *cases = field.split(".")
    value = getattr(getattr(scenario, GROUP_OF[name]), name) if name in GROUP_OF else getattr(scenario, name)
    for case in cases:
        value = getattr(value, case)
    return value


@pytest.mark.parametrize("points", [400, pytest.param(10_000, marks=pytest.mark.slow)])
def test_every_point_is_a_valid_world(points):
    for point in drawn(points):
        scenario_at(WORLD, point)


@pytest.mark.parametrize("corner", [0.0, 1.0])
def test_all_low_ends_and_all_high_ends_are_valid_worlds(corner):
    scenario = scenario_at(WORLD, np.full(SIDES, corner))
    for side in cube():
        assert value_of(scenario, side.field) == side.at(corner)


@pytest.mark.parametrize("place", range(0, SIDES, 17))
def test_a_coordinate_moves_its_number_and_no_other(place):
    point = MIDDLE.copy()
    point[place] = 0.25
    moved = scenario_at(WORLD, MIDDLE).diff(scenario_at(WORLD, point))
    assert list(moved["field"]) == [cube()[place].field]
    assert moved["other"][0] == cube()[place].at(0.25)


def test_it_is_what_replace_would_have_made():
    point = drawn(1)[0]
    changes = {side.field: side.at(position) for side, position in zip(cube(), point, strict=True)}
    assert scenario_at(WORLD, point) == WORLD.replace(changes)


def test_a_scenario_at_a_point_passes_every_check_anew():
    for point in drawn(20):
        scenario = scenario_at(WORLD, point)
        assert validated(scenario.model_dump(), "text") == scenario


def test_countries_funds_time_policies_and_definitions_stay():
    policy = WORLD.with_policy("early_meetings=0.5@2012Q1")
    scenario = scenario_at(policy, MIDDLE)
    assert (scenario.countries, scenario.funds, scenario.quarters) == (WORLD.countries, WORLD.funds, WORLD.quarters)
    assert scenario.levers.early_meetings.first == "2012Q1"
    assert scenario.levers.early_meetings.intensity == 0.5
    assert scenario.levers.outcomes_fund.practice == 0.0
    assert scenario.learning.own_learning == WORLD.learning.own_learning


def test_the_world_lies_inside():
    for side in cube():
        assert side.low <= value_of(WORLD, side.field) <= side.high, side.field


@pytest.mark.parametrize(
    ("point", "words"),
    [
        (MIDDLE[1:], f"it needs {SIDES}"),
        ([*MIDDLE[1:], 1.01], f"coordinate {SIDES - 1} of the point is 1.01"),
        ([float("nan"), *MIDDLE[1:]], "coordinate 0 of the point is nan"),
    ],
)
def test_a_point_outside_the_cube_is_refused(point, words, line_of):
    assert words in line_of(lambda: scenario_at(WORLD, point))


@pytest.mark.slow
def test_plausible_worlds_run_and_leave_finite_numbers():
    short = WORLD.replace(quarters=40)
    for point in drawn(30, seed=2):
        yearly = simulate(scenario_at(short, point), 1).yearly
        assert np.isfinite(yearly.select_dtypes("number").to_numpy(float)).all()


def test_numbers_that_a_scenario_keeps_stay_whatever_the_point_says():
    kept = WORLD.replace(give_up=0.0, done=0.0)
    point = drawn(1)[0]
    scenario = scenario_at(kept, point)
    assert (scenario.learning.give_up, scenario.learning.done) == (0.0, 0.0)
    assert set(scenario_at(WORLD, point).diff(scenario)["field"]) == {"give_up", "done"}
