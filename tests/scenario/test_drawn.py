"""Runs draw the numbers that nobody knows exactly, but for those that are kept."""

import numpy as np
import pytest

from sipabm import Scenario, ScenarioError
from sipabm.parameters.ranges import cube
from sipabm.scenario.drawn import drawn, numbers_of
from sipabm.scenario.points import number_at
from sipabm.scenario.text import scenario_text

WORLD = Scenario.load("world").replace(over="defaults")
RANGES = WORLD.replace(over="ranges")
OWN = """
over = "ranges"
countries = [{ code = "A", authorities = 9, providers = 9, investors = 9 }]
[learning]
give_up = 0.33
[business_case]
worth = { social = 3.0, employment = 4.0, health = 5.0 }
[levers.early_meetings]
practice = 0.07
"""


def sides(*names):
    return [side for side in cube() if side.field in names]


def test_over_the_defaults_a_run_has_the_scenario_itself():
    assert drawn(WORLD, 1, 0) is WORLD


def test_over_ranges_every_number_lies_in_its_range_and_differs_from_run_to_run():
    first, second = (drawn(RANGES, 1, replicate) for replicate in (0, 1))
    for side in cube():
        values = number_at(first, side), number_at(second, side)
        assert side.low <= min(values) < max(values) <= side.high


def test_numbers_over_a_range_are_spread_evenly():
    (side,) = sides("give_up")
    values = [numbers_of(RANGES, 1, replicate)[side] for replicate in range(400)]
    at = np.sort((np.array(values) - side.low) / (side.high - side.low))
    assert np.abs(at - np.linspace(0, 1, 400)).max() < 0.08  # Kolmogorov and Smirnov, p about 0.01


def test_the_same_seed_and_run_draw_the_same_numbers_whatever_else_a_scenario_changes():
    other = RANGES.replace(quarters=40).with_policy("early_meetings=1@2012Q1")
    assert numbers_of(other, 7, 3) == numbers_of(RANGES, 7, 3)
    assert numbers_of(other, 8, 3) != numbers_of(RANGES, 7, 3)


def test_what_is_drawn_draws_nothing_any_more():
    once = drawn(RANGES, 1, 5)
    assert drawn(once, 1, 6) is once


@pytest.mark.parametrize("changes", [{"give_up": 0.33}, {"learning.give_up": 0.33}, {"learning": {"give_up": 0.33}}])
def test_a_number_that_is_replaced_stays(changes):
    found = drawn(RANGES.replace(changes), 1, 0)
    assert found.learning.give_up == 0.33
    assert found.learning.done == drawn(RANGES, 1, 0).learning.done


def test_of_a_table_only_the_cases_that_are_replaced_stay():
    found, free = drawn(RANGES.replace({"worth.social": 3.0}), 1, 0), drawn(RANGES, 1, 0)
    assert found.business_case.worth.social == 3.0
    assert found.business_case.worth.health == free.business_case.worth.health


def test_a_policy_keeps_no_practice():
    found = drawn(RANGES.with_policy("early_meetings=1@2012Q1"), 1, 0)
    assert found.levers.early_meetings.intensity == 1
    assert found.levers.early_meetings.practice == drawn(RANGES, 1, 0).levers.early_meetings.practice


def test_numbers_that_a_file_sets_stay(tmp_path):
    (tmp_path / "own.toml").write_text(OWN)
    (tmp_path / "based.toml").write_text('based_on = "own.toml"\n[learning]\ndone = 0.12\n')
    own, based = (drawn(Scenario.load(tmp_path / name), 1, 0) for name in ("own.toml", "based.toml"))
    for found in (own, based):
        assert found.learning.give_up == 0.33
        assert (found.business_case.worth.social, found.levers.early_meetings.practice) == (3.0, 0.07)
    assert based.learning.done == 0.12 != own.learning.done


def test_a_line_of_what_is_kept_decides_alone(tmp_path):
    (tmp_path / "own.toml").write_text('kept = ["worth"]' + OWN)
    found = drawn(Scenario.load(tmp_path / "own.toml"), 1, 0)
    assert found.business_case.worth.as_tuple() == (3.0, 4.0, 5.0)
    assert found.learning.give_up != 0.33


def test_a_scenario_made_in_python_keeps_what_it_sets():
    from sipabm import Country
    from sipabm.parameters import Learning

    country = Country(code="A", authorities=1, providers=1, investors=1)
    made = Scenario(countries=(country,), learning=Learning(give_up=0.33), over="ranges")
    assert made.kept == ("give_up",) and drawn(made, 1, 0).learning.give_up == 0.33


def test_what_is_kept_must_be_a_number_with_a_range():
    with pytest.raises(ScenarioError, match=r"kept names 'give_ip', which is no number.*give_up"):
        WORLD.replace(kept=["give_ip"])


@pytest.mark.parametrize("kept", [5, "give_up", None, {"give_up": 1}])
def test_what_is_kept_must_be_a_list(kept):
    with pytest.raises(ScenarioError, match="kept"):
        WORLD.replace(kept=kept)


def test_data_that_are_too_deep_are_refused_in_one_line():
    deep = {}
    for _ in range(2000):
        deep = {"pool": deep}
    with pytest.raises(ScenarioError, match=r"population\.pool"):
        Scenario(countries=WORLD.countries, population=deep)
    with pytest.raises(ScenarioError, match="kept"):
        Scenario(countries=WORLD.countries, kept=[deep])


def test_what_runs_draw_from_decides_the_digest_and_what_is_kept_only_where_they_draw():
    kept = {"kept": ["give_up"]}
    assert len({WORLD.digest(), RANGES.digest(), RANGES.replace(kept).digest()}) == 3
    assert WORLD.replace(kept).digest() == WORLD.digest()
    assert list(WORLD.diff(WORLD.replace(kept))["field"]) == []
    assert list(RANGES.diff(RANGES.replace(kept))["field"]) == ["kept"]


def test_a_saved_scenario_draws_the_same(tmp_path):
    chosen = RANGES.replace(give_up=0.33)
    chosen.save(tmp_path / "chosen.toml")
    again = Scenario.load(tmp_path / "chosen.toml")
    assert again.digest() == chosen.digest() and numbers_of(again, 1, 4) == numbers_of(chosen, 1, 4)
    assert 'kept = ["give_up"]' in scenario_text(chosen)
