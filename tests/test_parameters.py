"""Every number has a meaning, a unit, bounds, a plausible range, a neutral value and a source."""

import math
import re

import pytest

from sipabm import Scenario, ScenarioError
from sipabm.parameters import (
    DEVELOPMENT_COST,
    GROUP_OF,
    GROUPS,
    STRUCTURAL,
    Values,
    declaration,
    numbers,
    parameter,
    with_role,
)
from sipabm.parameters.ranges import ranges_of
from sipabm.parameters.reference import parameter_rows
from sipabm.scenario.mechanisms import MECHANISMS
from sipabm.traits import AUTHORITY_TRAITS, INVESTOR_TRAITS, PROVIDER_TRAITS, TOLD, Distribution, draws_of

KNOWN = ("definition", "observed")  # so begins the reason of a range that is one number
TRAITS = (AUTHORITY_TRAITS, PROVIDER_TRAITS, INVESTOR_TRAITS)
PARAMETERS = [(group, name) for group, members in GROUPS.items() for name in members.model_fields]


def details_of(group, name):
    return declaration(GROUPS[group], name)


def default_of(group, name):
    return GROUPS[group].model_fields[name].default


def test_names_are_unique_across_groups():
    names = [name for _, name in PARAMETERS]
    assert len(names) == len(set(names))
    assert set(names) == set(GROUP_OF)


def test_no_parameter_is_called_like_a_group_or_a_field_of_the_scenario():
    assert not set(GROUP_OF) & set(Scenario.model_fields)


@pytest.mark.parametrize(("group", "name"), PARAMETERS)
def test_meaning_unit_and_source_are_there(group, name):
    details = details_of(group, name)
    assert len(GROUPS[group].model_fields[name].description) > 10
    assert details["unit"].strip()
    assert len(details["source"]) > 6


@pytest.mark.parametrize(("group", "name"), PARAMETERS)
def test_bounds_hold_default_and_neutral_value(group, name):
    details = details_of(group, name)
    low, high = details["bounds"]
    assert math.isfinite(low)
    assert math.isfinite(high)
    assert low < high
    values = [default_of(group, name)]
    if details["neutral"] != STRUCTURAL:
        values.append(details["neutral"])
    for value in values:
        assert all(low <= number <= high for _, number in numbers(value))


@pytest.mark.parametrize(("group", "name"), PARAMETERS)
def test_a_plausible_range_lies_inside_the_bounds_and_holds_the_default(group, name):
    low, high = details_of(group, name)["bounds"]
    for (_, default), plausible in zip(numbers(default_of(group, name)), ranges_of(name), strict=True):
        assert low <= plausible.low <= default <= plausible.high <= high, plausible


@pytest.mark.parametrize(("group", "name"), PARAMETERS)
def test_a_plausible_range_has_a_reason_and_only_what_is_known_is_one_number(group, name):
    because = details_of(group, name)["because"]
    assert len(because) > 20
    assert not re.search(r"(×|\btimes\b|\bx\b) 0\.5", because)  # half to one and a half times is no reason
    closed = not any(each.is_open for each in ranges_of(name))
    assert because.startswith(KNOWN) or not closed


@pytest.mark.parametrize("missing", ["plausible", "because", "source"])
def test_a_parameter_is_not_declared_without_its_range_reason_and_source(missing):
    said = {
        "unit": "share",
        "bounds": (0.0, 1.0),
        "neutral": 0.0,
        "plausible": (0.0, 0.5),
        "because": "x",
        "source": "y",
    }
    with pytest.raises(TypeError, match=missing):
        parameter(0.0, "nothing", **{name: value for name, value in said.items() if name != missing})


def test_both_ends_of_a_plausible_range_have_the_form_of_the_parameter_or_one_number_for_all():
    for group, name in PARAMETERS:
        for end in details_of(group, name)["plausible"]:
            assert isinstance(end, float) or type(end) is type(default_of(group, name)), f"{group}.{name}"


def test_a_neutral_value_has_the_form_of_the_parameter():
    for group, name in PARAMETERS:
        neutral = details_of(group, name)["neutral"]
        assert neutral == STRUCTURAL or type(neutral) is type(default_of(group, name)), f"{group}.{name}"


def test_what_is_assumed_says_why():
    sources = {f"{group}.{name}": details_of(group, name)["source"] for group, name in PARAMETERS}
    reasons = {name: re.sub(r"^assumed\W*", "", source) for name, source in sources.items()}
    assert [name for name, reason in reasons.items() if len(reason) < 8] == []


@pytest.mark.parametrize(("group", "name"), PARAMETERS)
def test_numbers_beyond_the_bounds_are_refused(group, name):
    low, high = details_of(group, name)["bounds"]
    default = default_of(group, name)
    case = f".{next(iter(type(default).model_fields))}" if isinstance(default, Values) else ""
    for beyond in (low - 0.001, high * 1.001 + 0.001):
        with pytest.raises(ScenarioError) as caught:
            Scenario.load("classroom").replace({f"{group}.{name}{case}": beyond})
        assert f"{group}.{name}{case}" in str(caught.value)


def test_the_reference_table_has_a_row_for_every_parameter():
    rows = parameter_rows()
    assert [(row["group"], row["name"]) for row in rows] == PARAMETERS
    assert all(all(row.values()) for row in rows)


def test_flat_holds_every_parameter_of_a_scenario():
    scenario = Scenario.load("classroom")
    flat = scenario.flat()
    assert list(flat) == [name for _, name in PARAMETERS]
    assert flat["own_interest"] == scenario.consideration.own_interest
    assert flat["new_law"] == scenario.environment.new_law.as_tuple()


def test_every_group_has_a_sentence_of_its_own():
    sentences = [members.__doc__ for members in GROUPS.values()]
    assert all(sentences)
    assert len(set(sentences)) == len(GROUPS)


def test_development_costs_are_the_parameters_of_that_role():
    costs = with_role(DEVELOPMENT_COST)
    assert sorted(costs) == [
        "competence_price",
        "data_cost",
        "expected_development_cost",
        "house_cost",
        "mapping_cost",
        "meeting_cost",
        "pooling_cost",
        "round_cost",
    ]
    (mechanism,) = (each for each in MECHANISMS if each.name == "development_cost")
    assert mechanism.parameters == costs


@pytest.mark.parametrize("traits", TRAITS)
def test_traits_have_parameters_and_draws_of_their_own_unless_they_share_their_luck(traits):
    taken = [trait.draw + place for trait in traits for place in range(max(1, trait.size))]
    shared = sum(trait.name == "largest_ticket" for trait in traits)
    assert len(taken) == len(set(taken)) + shared
    assert draws_of(traits) == max(taken) + 1
    for trait in traits:
        assert trait.parameter in GROUP_OF or trait.parameter == ""
        assert trait.spread in GROUP_OF


def test_every_distribution_is_told_and_used():
    assert set(TOLD) == set(Distribution) == {trait.distribution for traits in TRAITS for trait in traits}
