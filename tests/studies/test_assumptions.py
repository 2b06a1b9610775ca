"""Which parameters are drawn, between which ends, and what a draw makes of a scenario."""

import numpy as np
import pytest

from sipabm import Scenario
from sipabm.parameters import GROUP_OF, GROUPS, declaration
from sipabm.studies.assumptions import (
    Dial,
    assumed,
    changes_of,
    dials,
    drawn_changes,
    drawn_scenario,
)

WORLD = Scenario.load("world")
DIALS = dials(WORLD)


def ends(name):
    return next((dial.least, dial.most) for dial in DIALS if dial.parameter == name)


def test_what_is_assumed_is_drawn_and_what_is_measured_defined_or_zero_is_not():
    names = set(assumed(WORLD))
    assert {"fatigue_jump", "worth", "peers", "investor_kinds"} <= names
    assert not {"realistic_closing", "need", "fund_exhaustion"} & names  # evidence
    assert "success_threshold" not in names  # defines what is reported
    assert "authority_foresight" not in names  # 0 times anything is 0
    assert all(declaration(GROUPS[GROUP_OF[name]], name)["source"].startswith("assumed") for name in names)


def test_a_factor_lies_between_a_half_and_one_and_a_half_as_far_as_bounds_allow():
    assert ends("data_cost") == (0.5, 1.5)
    assert ends("fatigue_jump") == (0.5, pytest.approx(1 / 0.85))
    assert ends("search_quarters") == (1.0, 1.5)
    assert ends("misjudgement") == (0.5, 1.5)  # it is negative
    assert ends("competence_needed") == (0.5, pytest.approx(1 / 0.7))  # the largest number of the table decides
    assert all(0.5 <= dial.least <= 1 <= dial.most <= 1.5 for dial in DIALS)


def test_a_table_has_one_factor_and_weights_have_one_each():
    count = {name: sum(dial.parameter == name for dial in DIALS) for name in ("worth", "investor_kinds")}
    assert count == {"worth": 1, "investor_kinds": 5}


def test_a_dial_turns_from_its_least_to_its_most():
    dial = Dial("worth", {"social": 2.0, "health": 4.0}, 0.5, 1.5)
    assert dial.turned(0.0) == {"social": 1.0, "health": 2.0}
    assert dial.turned(0.75) == {"social": 2.5, "health": 5.0}


def test_dials_of_one_parameter_make_one_change():
    varied = [Dial("a", {"x": 1.0}, 0.5, 1.5), Dial("a", {"y": 2.0}, 0.5, 1.5), Dial("b", {"": 4.0}, 0.5, 1.5)]
    assert changes_of(varied, np.array([0.0, 0.5, 1.0])) == {"a": {"x": 0.5, "y": 2.0}, "b": 6.0}


def test_every_tenth_of_a_range_is_met_once_in_ten_draws():
    varied = [Dial("a", {"": 2.0}, 0.5, 1.5), Dial("b", {"x": 1.0}, 1.0, 1.5)]
    changes = drawn_changes(varied, 10, seed=1)
    assert sorted(int(10 * (each["a"] / 2 - 0.5)) for each in changes) == list(range(10))
    assert sorted(int(20 * (each["b"]["x"] - 1.0)) for each in changes) == list(range(10))


def test_draws_depend_on_the_seed_alone():
    assert drawn_changes(DIALS, 3, 1) == drawn_changes(DIALS, 3, 1) != drawn_changes(DIALS, 3, 2)


def test_a_draw_changes_all_that_is_assumed_and_nothing_else():
    drawn = next(filter(None, (drawn_scenario(WORLD, changes) for changes in drawn_changes(DIALS, 5, 1))))
    before, after = WORLD.flat(), drawn.flat()
    assert {name for name in before if before[name] != after[name]} == set(assumed(WORLD))
    assert drawn.countries == WORLD.countries and drawn.levers == WORLD.levers


def test_a_draw_that_contradicts_itself_makes_no_scenario():
    assert drawn_scenario(WORLD, {"own_cashable.social": 0.9}) is None


def test_what_is_kept_is_not_drawn():
    assert "worth" not in {dial.parameter for dial in dials(WORLD, {"worth"})}
