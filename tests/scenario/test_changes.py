"""Changes by name: what `replace` takes and refuses."""

import pytest

from sipabm import Scenario
from sipabm.scenario import Country, Levers, LeverSetting


def test_replace_takes_bare_dotted_and_case_names():
    scenario = Scenario.load("classroom")
    changed = scenario.replace({"learning.give_up": 0.1, "new_law.health": 0.3, "quarters": 9}, own_interest=0.7)
    assert changed.learning.give_up == 0.1
    assert changed.environment.new_law.health == 0.3
    assert changed.environment.new_law.social == scenario.environment.new_law.social
    assert changed.quarters == 9
    assert changed.consideration.own_interest == 0.7


def test_replace_leaves_the_original_and_takes_whole_numbers():
    scenario = Scenario.load("classroom")
    before = scenario.model_dump()
    assert scenario.replace(heterogeneity=0).population.heterogeneity == 0.0
    assert scenario.replace(new_law={"social": 0}).environment.new_law.social == 0.0
    assert scenario.model_dump() == before
    assert scenario.replace() == scenario


def test_replace_takes_objects():
    scenario = Scenario.load("classroom")
    levers = Levers(pooled_budgets=LeverSetting(practice=0.5))
    countries = (Country(code="X", authorities=1, providers=1, investors=1),)
    changed = scenario.replace(levers=levers, countries=countries)
    assert (changed.levers, changed.countries) == (levers, countries)


@pytest.mark.parametrize("value", [True, "much", None, float("nan"), float("inf"), [0.1], -0.001, 1.001, 7])
def test_replace_refuses_wrong_values(value, line_of):
    line = line_of(lambda: Scenario.load("classroom").replace(heterogeneity=value))
    assert "heterogeneity" in line


def test_replace_refuses_numbers_beyond_all_range(line_of):
    assert "heterogeneity" in line_of(lambda: Scenario.load("classroom").replace(heterogeneity=10**400))


def test_replace_refuses_unknown_names_and_names_the_nearest(line_of):
    scenario = Scenario.load("classroom")
    assert "did you mean 'own_interest'?" in line_of(lambda: scenario.replace(own_intrest=0.1))
    assert "'new_law.sozial'" in line_of(lambda: scenario.replace({"new_law.sozial": 0.1}))
    assert "'own_interest.x'" in line_of(lambda: scenario.replace({"own_interest.x": 0.1}))


@pytest.mark.parametrize(
    "changes",
    [
        {"give_up": 0.1, "learning.give_up": 0.2},
        {"learning.give_up": 0.1, "give_up": 0.2},
        {"give_up": 0.1, "learning": {"give_up": 0.2}},
        {"worth.social": 3, "worth": {"social": 4}},
        {"levers.pooled_budgets.practice": 0.1, "levers": {"pooled_budgets": LeverSetting(practice=0.5)}},
    ],
)
def test_a_value_given_under_two_names_is_refused(changes, line_of):
    assert "twice; give it once" in line_of(lambda: Scenario.load("classroom").replace(changes))


def test_a_case_may_follow_its_table():
    worth = (
        Scenario.load("classroom").replace({"worth": {"social": 4, "health": 5}, "worth.social": 3}).business_case.worth
    )
    assert (worth.social, worth.health) == (3, 5)


def test_a_value_given_twice_under_one_name_is_refused(line_of):
    line = line_of(lambda: Scenario.load("classroom").replace({"give_up": 0.1}, give_up=0.2))
    assert line == "'give_up' and 'give_up' are the same value, given twice; give it once"


def test_tables_in_tables_may_be_given_in_part():
    scenario = Scenario.load("classroom").replace({"levers.early_meetings.practice": 0.5})
    nested = scenario.replace({"levers": {"early_meetings": {"intensity": 1.0, "first": "2012Q1"}}})
    assert nested.levers.early_meetings.practice == 0.5
    worth = scenario.replace({"business_case": {"worth": {"social": 3.0}}}).business_case.worth
    assert worth.model_dump() == {**scenario.business_case.worth.model_dump(), "social": 3.0}


def test_a_lever_is_started_once(line_of):
    twice = ("early_meetings=0.5@2012Q1", "early_meetings=1@2012Q1")
    assert line_of(lambda: Scenario.load("classroom").with_policy(*twice)) == (
        "two policies start 'early_meetings'; give it once, for several areas like early_meetings.social.health=0.5"
    )


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("GIVE_UP", "did you mean 'give_up'?"),
        ("countries.0.authorities", "lies in a list, which is only changed as a whole"),
        ("based_on", "belongs in a file"),
    ],
)
def test_names_that_cannot_be_changed_are_told_what_to_do(name, words, line_of):
    assert words in line_of(lambda: Scenario.load("classroom").replace({name: 1}))


@pytest.mark.parametrize("text", ["0,2", "20%", ".2"])
def test_a_number_that_is_none_in_toml_is_told_how_to_write_it(text, line_of):
    assert "it should be a number, written like 0.2" in line_of(
        lambda: Scenario.load("classroom").replace(give_up=text)
    )
