"""What differs between two scenarios, value by value, is all that differs and nothing else."""

import pytest

from sipabm import Scenario, ScenarioError
from sipabm.scenario.differences import difference_in_words, differing_values

CLASSROOM = Scenario.load("classroom")


def rows(this, other):
    """Return the table of differences as a list of rows."""
    table = this.diff(other)
    assert table.columns.tolist() == ["field", "this", "other"]
    return [tuple(row) for row in table.itertuples(index=False)]


def test_equal_scenarios_differ_in_nothing():
    assert rows(CLASSROOM, CLASSROOM.replace()) == []


def test_numbers_are_named_as_replace_takes_them_and_keep_their_type():
    other = CLASSROOM.replace({"worth.social": 3.0, "quarters": 61, "own_interest": 0.5})
    assert rows(CLASSROOM, other) == [("quarters", 60, 61), ("own_interest", 0.04, 0.5), ("worth.social", 5.0, 3.0)]
    assert CLASSROOM.replace({field: value for field, _, value in rows(CLASSROOM, other)}) == other


def test_each_value_of_a_lever_has_a_row():
    assert rows(CLASSROOM, CLASSROOM.with_policy("early_meetings=0.5@2012Q1")) == [
        ("levers.early_meetings.intensity", 0.0, 0.5),
        ("levers.early_meetings.first", None, "2012Q1"),
    ]


def test_countries_are_compared_by_code():
    (country,) = CLASSROOM.model_dump()["countries"]
    other = CLASSROOM.replace(countries=[{**country, "code": "B", "providers": 2}, {**country, "investors": 15}])
    assert rows(CLASSROOM, other) == [
        ("countries.A.investors", 60, 15),
        (
            "countries.B",
            None,
            '{ code = "B", authorities = 60, providers = 2, investors = 60, '
            'first_election = "2011Q2", election_period = 16, kinds = [] }',
        ),
    ]


def test_the_order_of_countries_is_a_difference():
    countries = [{"code": code, "authorities": 1, "providers": 1, "investors": 1} for code in "AB"]
    first, second = (CLASSROOM.replace(countries=each) for each in (countries, countries[::-1]))
    assert rows(first, second) == [("countries", "A, B", "B, A")]


def test_funds_are_compared_by_name_numbered_where_two_share_it(with_fund):
    one = with_fund()
    (fund,) = one.model_dump()["funds"]
    two = one.replace(funds=[fund, {**fund, "purse": 2.0, "domains": ("health",)}])
    three = one.replace(funds=[fund, {**fund, "purse": 3.0}])
    assert [(field, this) for field, this, _ in rows(one, two)] == [("funds.F (2)", None)]
    assert rows(two, three) == [("funds.F (2).purse", 2.0, 3.0), ("funds.F (2).domains", ("health",), ())]


def test_random_scenarios_differ_in_something_and_the_same_both_ways(any_scenario):
    for number in range(20):
        this, other = any_scenario(number), any_scenario(number + 1)
        there = {each.field: (each.this, each.other) for each in differing_values(this, other)}
        back = {each.field: (each.other, each.this) for each in differing_values(other, this)}
        assert there == back
        assert len(there) > 50


def test_a_scenario_is_compared_with_a_name_or_file(tmp_path):
    CLASSROOM.replace(quarters=61).save(tmp_path / "mine.toml")
    assert rows(CLASSROOM.replace(over="posterior"), "classroom") == [("over", "posterior", "defaults")]
    assert rows(CLASSROOM, tmp_path / "mine.toml") == [("quarters", 60, 61)]
    with pytest.raises(ScenarioError, match="did you mean 'world'"):
        CLASSROOM.diff("wrold")


def test_a_label_has_levers_before_parameters_before_other_fields():
    other = CLASSROOM.replace({"worth.social": 3.0, "ties": "block", "description": "x"})
    other = other.with_policy("early_meetings=1@2012Q1")
    worth = CLASSROOM.business_case.worth
    numbers = f"3/{worth.employment:g}/{worth.health:g}"
    assert difference_in_words(CLASSROOM, other) == f"early_meetings=1@2012Q1 + worth={numbers} + other ties"
