"""Plausible ranges: a row for every number, in a fixed order, and where in it a position lies."""

import pytest

from sipabm.levers import Lever
from sipabm.parameters import GROUP_OF, GROUPS, numbers
from sipabm.parameters.ranges import Range, cube, practice_of, ranges, ranges_of


def test_every_number_of_every_parameter_has_a_range_and_then_every_lever():
    parameters = [
        (name, case)
        for name, group in GROUP_OF.items()
        for case, _ in numbers(GROUPS[group].model_fields[name].default)
    ]
    levers = [(f"levers.{lever.name.lower()}", "practice") for lever in Lever]
    assert [(each.name, each.case) for each in ranges()] == parameters + levers


def test_the_cube_holds_what_is_open_in_the_same_order():
    assert list(cube()) == [each for each in ranges() if each.low < each.high]
    assert 200 < len(cube()) < len(ranges())


def test_each_number_has_one_name_by_which_a_scenario_takes_it():
    fields = [each.field for each in ranges()]
    assert len(fields) == len(set(fields))
    assert {"horizon", "worth.social", "levers.early_meetings.practice"} <= set(fields)


def test_a_table_has_ends_of_its_own_for_each_case_and_one_number_stands_for_all():
    assert [(each.case, each.low, each.high) for each in ranges_of("need")] == [
        ("social", 0.4, 0.62),
        ("employment", 0.22, 0.38),
        ("health", 0.12, 0.26),
    ]
    assert [(each.case, each.low, each.high) for each in ranges_of("horizon")] == [("", 2.0, 8.0)]


def test_definitions_and_what_was_observed_are_no_sides_of_the_cube():
    closed = {each.field for each in ranges()} - {each.field for each in cube()}
    assert {"own_learning", "provider_skill", "fund_exhaustion", "citizens.health"} <= closed
    assert "levers.outcomes_fund.practice" in closed


def test_a_position_lies_evenly_between_the_ends():
    horizon = Range("horizon", "", 2.0, 8.0, "why")
    assert [horizon.at(position) for position in (0.0, 0.25, 1.0)] == [2.0, 3.5, 8.0]


@pytest.mark.parametrize("side", cube(), ids=lambda side: side.field)
def test_the_ends_of_every_range_are_met_exactly(side):
    assert (side.at(0.0), side.at(1.0)) == (side.low, side.high)


def test_practice_is_that_of_the_lever():
    assert practice_of("outcomes_fund")[:4] == ("levers.outcomes_fund", "practice", 0.0, 0.0)


def test_what_would_abolish_a_result_lies_inside():
    pulls = ("fund_pull", "support_pull")
    for name in (*pulls, "misjudgement", "meeting_trust", "peer_learning", "world_news", "bending", "done"):
        (plausible,) = ranges_of(name)
        assert plausible.low <= 0.0 <= plausible.high, name
