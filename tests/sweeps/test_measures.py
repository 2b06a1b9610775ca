"""Measures by name: each sums columns that are there, alone or by year, area, country and barrier."""

import pytest

from sipabm.errors import ScenarioError
from sipabm.sweeps import measures
from sipabm.sweeps.measures import MEASURES, Measure, measure_named, measures_named, of_area
from sipabm.sweeps.run_columns import AREAS, COUNTS, columns_by_country, exits_by_barrier, pickable
from sipabm.words import Pocket

YEARS, CODES = (2012, 2013), ("A", "B")


def names(*asked):
    return [measure.name for measure in measures_named(asked, YEARS, CODES)]


def test_a_measure_is_named_once_and_sums_columns_that_are_there():
    named = [measure.name for measure in MEASURES]
    assert len(set(named)) == len(named)
    used = {column for measure in MEASURES for column in (*measure.columns, *measure.per)}
    assert used <= set(COUNTS)
    assert {f"value_{pocket.name.lower()}" for pocket in Pocket} <= set(named)


def test_no_measure_adds_cash_to_other_value():
    cash = {"gross_cash", "net_cash", *measures.CASH}
    other = {"gross_other", "net_other", *measures.OTHER}
    assert not any(cash & set(measure.columns) and other & set(measure.columns) for measure in MEASURES)
    assert {f"value_{pocket.name.lower()}" for pocket in Pocket} == {*measures.CASH, *measures.OTHER}


def test_a_name_stands_for_a_measure_for_a_count_or_for_a_level():
    assert names("signed", "considered", "trust", "peak_year") == ["signed", "considered", "trust", "peak_year"]
    assert measure_named("signed") is MEASURES[0]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("signed_by_year", ["signed_2012", "signed_2013"]),
        ("trust_by_year", ["trust_2012", "trust_2013"]),
        ("mean_effect_by_area", [f"mean_effect_{area}" for area in AREAS]),
        ("successful_by_country", ["successful_A", "successful_B"]),
        ("exits_by_barrier", exits_by_barrier()),
    ],
)
def test_a_measure_is_split_by_year_area_country_and_barrier(asked, found):
    assert names(asked) == found


def test_every_part_of_a_measure_is_kept_of_a_run():
    several = ("signed_by_year", "trust_by_year", "mean_effect_by_area", "running_by_year")
    kept = {*pickable(YEARS), *columns_by_country(CODES)}
    asked = measures_named([*several, "signed_by_country", *COUNTS, "running", "fall"], YEARS, CODES)
    assert {column for measure in asked for column in (*measure.columns, *measure.per)} <= kept


def test_a_ratio_of_a_year_divides_by_that_year():
    (first, _) = measures_named(["mean_months_to_signature_by_year"], YEARS, CODES)
    assert (first.columns, first.per) == (("months_2012",), ("signed_2012",))


def test_one_name_need_not_be_in_a_list_and_one_of_ones_own_is_taken_as_it_is():
    own = Measure("parties", "parties a deal", "parties", ("parties",), ("signed",))
    assert measures_named(own, YEARS, CODES) == [own]
    assert [measure.name for measure in measures_named("signed", YEARS, CODES)] == ["signed"]


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("sined", "no measure 'sined'; did you mean 'signed'?"),
        ("trust_by_area", "no measure 'trust_by_area'"),
        ("cost_by_country", "no measure 'cost_by_country'"),
        ("fall_by_year", "no measure 'fall_by_year'"),
    ],
)
def test_what_is_no_measure_is_refused_with_the_nearest(asked, words, line_of):
    assert words in line_of(lambda: names(asked))


def test_a_measure_is_asked_for_once(line_of):
    assert "'signed_2012' is asked for twice" in line_of(lambda: names("signed_by_year", "signed_by_year"))


# --- of one area -----------------------------------------------------------------------------------------------------


def test_a_measure_of_one_area_sums_its_columns_alone_under_the_same_name():
    mine = Measure("mine", "mine", "attempts", ("started", "signed"))
    found, left = of_area(["mean_effect", "running", mine], "health", YEARS)
    assert [each.name for each in found] == ["mean_effect", "running", "mine"]
    assert found[0].label == measure_named("mean_effect").label
    assert (found[0].columns, found[0].per) == (("effect_health",), ("delivered_health", "ended_early_health"))
    assert (found[1].columns, found[2].columns) == (("running_health",), ("started_health", "signed_health"))
    assert left == []


def test_every_usual_measure_can_be_told_of_one_area():
    found, left = of_area([*MEASURES, "exits_by_barrier"], "social", YEARS)
    assert left == []
    assert len(found) == len(MEASURES) + len(exits_by_barrier())
    assert {column for each in found for column in (*each.columns, *each.per)} <= set(pickable(YEARS))


def test_a_year_of_an_area_is_kept_as_well():
    found, left = of_area("mean_effect_by_year", "social", YEARS)
    assert [each.name for each in found] == ["mean_effect_2012", "mean_effect_2013"]
    assert (found[0].columns, found[0].per) == (
        ("effect_2012_social",),
        ("delivered_2012_social", "ended_early_2012_social"),
    )
    assert left == []
    assert {column for each in found for column in (*each.columns, *each.per)} <= set(pickable(YEARS))


def test_no_area_has_the_curve_levels_or_what_is_told_by_country_or_by_area():
    asked = ["fall", "trust", "trust_by_year", "signed_by_area", "signed_by_country"]
    assert of_area(asked, "social", YEARS) == ([], asked)
    with pytest.raises(ScenarioError, match="no measure 'sined'; did you mean 'signed'"):
        of_area("sined", "social", YEARS)
