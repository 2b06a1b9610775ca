"""What studies do with tables of several worlds, by hand."""

from typing import NamedTuple

import pandas as pd
import pytest

from sipabm.studies.labelled import (
    apart,
    as_shown,
    by_part,
    from_nothing,
    levels_with_ends,
    pair_table,
    rows_by,
    turned,
    with_settings,
)
from sipabm.sweeps.measured import measured_tables
from sipabm.sweeps.measures import Measure

MEASURES = (Measure("signed", "signed", "partnerships", ("signed",)), Measure("share", "share", "share", ("share",)))


class Setting(NamedTuple):
    pace: float
    who: str


@pytest.fixture
def measured():
    values = {"a": [1.0, 3.0], "b": [2.0, 4.0], "c": [5.0, 7.0]}
    tables = {label: pd.DataFrame({"signed": each, "share": 0.1}) for label, each in values.items()}
    return measured_tables(MEASURES, tables)


def test_each_scenario_is_held_against_its_own_base(measured):
    rows = rows_by(pair_table(measured, {"b": "a", "c": "b"}), "alternative", "measure")
    assert rows["b", "signed"][["base", "other", "difference"]].tolist() == [2.0, 3.0, 1.0]
    assert rows["c", "signed"][["base", "other", "difference"]].tolist() == [3.0, 6.0, 3.0]


def test_parts_of_scenarios_are_measured_like_scenarios():
    columns = {"signed_health": [1.0, 2.0], "signed_social": [3.0, 4.0], "share_health": 0.5, "share_social": 0.25}
    measures = [Measure(name, name, "", (name,)) for name in columns]
    whole = measured_tables(measures, {"a": pd.DataFrame(columns), "b": 2 * pd.DataFrame(columns)})
    areas = by_part(whole, MEASURES, ["social", "health"])
    assert areas.mean("signed").to_dict() == {"a, social": 3.5, "a, health": 1.5, "b, social": 7.0, "b, health": 3.0}
    assert areas.by_run("share")["b, social"].tolist() == [0.5, 0.5]


def test_settings_stand_in_place_of_labels_in_their_own_order(measured):
    settings = {"c": Setting(2.0, "both"), "a": Setting(1.0, "nobody")}
    table = with_settings(measured.levels(), settings)
    assert list(table)[:3] == ["pace", "who", "measure"]
    assert table["who"].tolist() == ["both", "both", "nobody", "nobody"]


def test_how_far_two_scenarios_are_apart_has_interval_and_unit(measured):
    assert apart(measured, "signed", "c", "b") == {"difference": 3.0, "low": 3.0, "high": 3.0, "unit": "partnerships"}


def test_rows_are_found_by_one_column_or_by_several():
    table = pd.DataFrame({"measure": ["x", "y"], "unit": ["", "share"]})
    assert rows_by(table, "measure")["y"]["unit"] == "share"
    assert rows_by(table, "measure", "unit")["y", "share"]["measure"] == "y"


def test_shares_are_shown_in_percent_and_nothing_else_is():
    table = pd.DataFrame({"unit": ["share", "years"], "difference": [0.5, 2.0], "low": [0.25, 1.0], "high": [1.0, 3.0]})
    assert as_shown(table)["difference"].tolist() == [50.0, 2.0]
    assert as_shown(table)["high"].tolist() == [100.0, 3.0]


def test_ends_of_values_take_the_place_of_those_of_differences():
    table = pd.DataFrame({"value": [2.0], "value_low": [1.0], "value_high": [3.0], "low": [9.0], "high": [9.0]})
    assert levels_with_ends(table).iloc[0].to_dict() == {"value": 2.0, "low": 1.0, "high": 3.0}


def test_every_line_begins_at_its_start_with_nothing():
    table = pd.DataFrame({"who": ["a", "a", "b"], "pace": [1.0, 2.0, 1.0], "difference": 5.0, "low": 4.0, "high": 6.0})
    drawn = from_nothing(table, ["who"], pace=0.0)
    assert drawn[["who", "pace"]].to_numpy().tolist() == [["a", 0.0], ["b", 0.0], ["a", 1.0], ["a", 2.0], ["b", 1.0]]
    assert drawn["difference"].tolist() == [0.0, 0.0, 5.0, 5.0, 5.0] and drawn["low"].iloc[0] == 0.0


def test_a_difference_seen_from_the_other_side_has_its_interval_turned():
    row = {"difference": -0.5, "low": -0.7, "high": -0.2, "unit": "years"}
    assert turned(row) == {"difference": 0.5, "low": 0.2, "high": 0.7, "unit": "years"}
