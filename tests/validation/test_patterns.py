"""The table of patterns: each has a value with a source, belongs somewhere, and can be measured."""

import pytest

from sipabm import Scenario
from sipabm.scenario import Country
from sipabm.validation.patterns import PATTERNS, Kind, patterns_of

BY_NAME = {pattern.name: pattern for pattern in PATTERNS}


def names_of(scenario):
    return {pattern.name for pattern in patterns_of(scenario)}


def scenario(*codes, first="2010Q1", quarters=60):
    countries = tuple(Country(code=code, authorities=2, providers=2, investors=2) for code in codes)
    return Scenario(name="mine", first_quarter=first, quarters=quarters, countries=countries)


def test_every_pattern_is_named_once():
    assert len(BY_NAME) == len(PATTERNS)
    assert len({pattern.label for pattern in PATTERNS}) == len(PATTERNS)


@pytest.mark.parametrize("pattern", PATTERNS, ids=BY_NAME)
def test_every_pattern_has_a_value_between_its_ends_a_scale_and_a_source(pattern):
    observed = pattern.observed()
    assert observed.low <= observed.value <= observed.high
    assert observed.scale > 0 and observed.source and observed.uncertainty


def test_labels_fit_their_column():
    assert max(len(pattern.label) for pattern in PATTERNS) <= 38


@pytest.mark.parametrize("pattern", PATTERNS, ids=BY_NAME)
def test_every_pattern_can_be_measured_in_each_run(pattern, full):
    assert pattern.measure(full).dropna().index.tolist() == [0, 1]


@pytest.mark.parametrize("pattern", PATTERNS, ids=BY_NAME)
def test_what_is_a_share_lies_between_zero_and_one(pattern):
    if pattern.unit == "share":
        assert 0 <= pattern.observed().low <= pattern.observed().high <= 1


def test_every_kind_has_patterns_of_the_world():
    assert {pattern.kind for pattern in patterns_of(Scenario.load("world"))} == set(Kind)


def test_the_world_has_all_patterns_but_those_of_denmark_alone():
    missing = set(BY_NAME) - names_of(Scenario.load("world"))
    assert missing == {"total_DK", "total_DK_column", *(f"launches_DK_{year}" for year in range(2018, 2024))}


def test_denmark_has_both_totals_and_its_growth_and_no_count_of_the_world():
    names = names_of(scenario("DK", first="2018Q1"))
    assert {"total_DK", "total_DK_column", "change_DK", "first_DK", "launches_DK_2021", "conversion"} <= names
    assert not {"total", "launches_all_2015", "change_all", "share_DK", "fund_backed_GB"} & names


def test_another_scenario_has_the_patterns_of_single_deals_alone():
    names = names_of(scenario("A"))
    assert {"conversion", "triads", "service_median", "repaid"} <= names
    assert not any(BY_NAME[name].belongs is not BY_NAME["conversion"].belongs for name in names)


def test_years_that_are_not_simulated_cannot_be_compared():
    assert "total_DK" not in names_of(scenario("DK", first="2019Q1"))
    assert "total" not in names_of(Scenario.load("world").replace(quarters=55))


def test_what_was_put_in_or_fitted_is_not_called_held_out():
    assert {name for name, pattern in BY_NAME.items() if pattern.kind is Kind.FITTED} >= {
        "total",
        "peak_year",
        "conversion",
    }
    assert BY_NAME["capital_median"].kind is Kind.INPUT and BY_NAME["triads"].kind is Kind.HELD_OUT
