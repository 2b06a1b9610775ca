"""Keys and values that are wrong: one line that says what, where, and what is allowed."""

import pytest

from sipabm import Scenario
from sipabm.scenario import Country

COUNTRY = Country(code="A", authorities=3, providers=2, investors=1)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, "'countries' is missing"),
        ({"countries": []}, "countries = [] is not allowed; it should be a list that is not empty"),
        ({"countries": 3}, "it should be a list"),
        ({"nme": "x"}, "unknown key 'nme'; did you mean 'name'?"),
        ({"countries": [COUNTRY], "name": ""}, "it should be a text that is not empty"),
        ({"countries": [COUNTRY], "learning": 3}, "learning = 3 is not allowed; it should be a table"),
        ({"countries": [COUNTRY], "ties": 3}, "small_world"),
        ({"countries": [COUNTRY], "quarters": "3"}, "it should be a whole number"),
    ],
)
def test_a_scenario_made_in_python_is_refused_in_one_plain_line(values, words, line_of):
    assert words in line_of(lambda: Scenario(**values))


def test_a_key_outside_its_group_is_shown_where_it_belongs(refused_part):
    assert "unknown key 'give_up'; write it under [learning]" in refused_part("give_up = 0.2\n")
    assert "write it under [learning]" in refused_part("[search]\ngive_up = 0.2\n")


def test_an_unknown_key_names_the_nearest(refused_part):
    line = refused_part("[consideration]\nown_intrest = 0.1\n")
    assert "mine.toml" in line
    assert "unknown key 'consideration.own_intrest'" in line
    assert "did you mean 'own_interest'?" in line


def test_unknown_keys_at_the_top_and_in_rows_name_the_nearest(refused, refused_part):
    assert "did you mean 'quarters'?" in refused_part("quaters = 4\n")
    assert "did you mean 'investors'?" in refused('countries = [{ code = "A", authorities = 3, investers = 3 }]\n')
    assert "did you mean 'intensity'?" in refused_part("[levers.early_meetings]\nintensty = 0.1\n")
    assert "did you mean 'early_meetings'?" in refused_part("[levers.early_meeting]\nintensity = 0.1\n")


def test_a_misspelt_key_that_must_be_there_names_the_nearest(refused, refused_part):
    assert "did you mean 'authorities'?" in refused('countries = [{ code = "A", authorites = 3 }]\n')
    new_law = "new_law = { socal = 0.1, employment = 0.1, health = 0.1 }"
    assert "did you mean 'social'?" in refused_part(f"[environment]\n{new_law}\n")


def test_a_value_out_of_bounds_names_bounds_and_unit(refused_part):
    line = refused_part("[population]\nheterogeneity = 1.5\n")
    assert "population.heterogeneity = 1.5" in line
    assert "0 to 1" in line
    assert "share" in line


def test_a_case_out_of_bounds_is_named(refused_part):
    line = refused_part("[environment]\nnew_law = { social = 0.1, employment = 7.0, health = 0.1 }\n")
    assert "environment.new_law.employment = 7.0" in line
    assert "0 to 0.5" in line


@pytest.mark.parametrize("value", ["true", '"much"', "[0.1]", "nan", "inf", "-inf", "2010-01-01", "{ a = 1 }"])
def test_a_value_of_the_wrong_type_is_refused(value, refused_part):
    line = refused_part(f"[population]\nheterogeneity = {value}\n")
    assert "population.heterogeneity" in line


def test_a_missing_part_is_named(refused, refused_part):
    assert "'countries' is missing" in refused('name = "a"\n')
    assert "countries.0.authorities" in refused('countries = [{ code = "A" }]\n')
    assert "new_law" in refused_part("[environment]\nnew_law = { social = 0.1 }\n")


def test_no_countries_are_refused(refused):
    assert "countries" in refused("countries = []\n")


def test_several_mistakes_are_counted(refused_part):
    line = refused_part("[population]\nheterogeneity = 1.5\nresistance = 2.0\nsilo_strength = -1.0\n")
    assert "(and 2 more)" in line
