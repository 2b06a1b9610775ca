"""Which numbers are drawn, from which ranges, and what a draw makes of a scenario."""

import pytest

from sipabm import Scenario
from sipabm.parameters.ranges import cube
from sipabm.studies.assumptions import differing, drawn_points, drawn_scenario, number_at, varied

WORLD = Scenario.load("world")
PLACES = {side.field: place for place, side in enumerate(cube())}


def test_every_open_range_is_drawn_but_for_what_is_kept():
    assert varied() == list(PLACES)
    kept = {"horizon", "worth.social", "levers.pooled_budgets.practice"}
    assert set(varied()) - set(varied(kept)) == kept


def test_every_tenth_of_a_range_is_met_once_in_ten_draws():
    points = drawn_points(10, seed=1)
    assert points.shape == (10, len(PLACES))
    assert all(sorted(int(10 * each) for each in column) == list(range(10)) for column in points.T)


def test_points_depend_on_the_seed_alone():
    assert (drawn_points(3, 1) == drawn_points(3, 1)).all() and (drawn_points(3, 1) != drawn_points(3, 2)).any()


@pytest.mark.parametrize("end", [0.0, 1.0])
def test_a_draw_takes_numbers_from_their_ranges_and_leaves_countries_funds_and_policies(end):
    drawn = drawn_scenario(WORLD.with_policy("early_meetings=1@2012Q1"), [end] * len(PLACES))
    assert [number_at(drawn, side) for side in cube()] == [side.at(end) for side in cube()]
    assert (drawn.countries, drawn.funds, drawn.quarters) == (WORLD.countries, WORLD.funds, WORLD.quarters)
    assert (drawn.levers.early_meetings.intensity, drawn.levers.early_meetings.first) == (1.0, "2012Q1")


def test_what_is_kept_stays_as_the_scenario_has_it_even_outside_its_range():
    kept = {"levers.innovation_houses.practice": 1.0, "worth.social": 3.0}
    drawn = drawn_scenario(WORLD.replace(kept), [0.5] * len(PLACES), kept)
    numbers = {side.field: number_at(drawn, side) for side in cube()}
    assert numbers["levers.innovation_houses.practice"] == 1.0 and numbers["worth.social"] == 3.0
    assert numbers["worth.health"] == cube()[PLACES["worth.health"]].at(0.5)


def test_worlds_differ_in_numbers_and_a_policy_is_none():
    other = WORLD.replace({"new_law.social": 0.07, "levers.pooled_budgets.practice": 0.9})
    assert differing([WORLD, other, WORLD]) == {"new_law.social", "levers.pooled_budgets.practice"}
    assert differing([WORLD, WORLD.with_policy("pooled_budgets=1@2012Q1")]) == set()
