"""Panel of responses: lines, settings, noise and units of its table."""

import pandas as pd
import pytest

from sipabm.plots import ResponsePanel, measure_panel


def panel_of(responses, measure, **how):
    given = {"x": "setting", "line": "group", "x_label": "x", **how}
    return measure_panel(responses(), 0, measure, **given)


@pytest.mark.parametrize(
    ("measure", "label"),
    [
        ("signed", "change from 374,\npartnerships"),
        ("share_ended_early", "change from 23 %,\npoints"),
        ("cost", "change from 255,\nmillion USD"),
        ("cost_per_additional_success", "million USD"),
    ],
)
def test_differences_of_shares_are_points_and_the_axis_names_the_base(responses, measure, label):
    assert panel_of(responses, measure).y_label == label


def test_without_a_base_or_with_several_the_axis_names_none(responses):
    table = responses()
    several = table.assign(base=range(len(table)))
    for each in (table.drop(columns="base"), several):
        assert measure_panel(each, 0, "share_ended_early", "setting", None, "x").y_label == "change, points"


def test_a_level_has_the_unit_of_a_level(responses):
    table = responses().assign(value=0.5)
    shown = measure_panel(table, 0, "share_ended_early", "setting", None, "x", "value")
    assert shown.y_label == "%" and set(shown.rows["value"]) == {50.0}


def test_its_title_has_the_letter_of_its_place(responses):
    assert measure_panel(responses(), 2, "cost", "setting", None, "x").title == "c  Transaction cost"


def test_settings_that_are_text_stand_in_the_order_of_rows_and_numbers_at_their_values():
    rows = pd.DataFrame({"text": ["b", "a", "b"], "number": [3.0, 1.0, 2.0], "difference": 0.0})
    text, number = (ResponsePanel(rows, x, "t", "x", "y") for x in ("text", "number"))
    assert text.texts() == ["b", "a"] and text.places(rows).tolist() == [0, 1, 0]
    assert number.texts() == [] and number.places(rows).tolist() == [3, 1, 2]


def test_noise_is_a_difference_whose_interval_covers_zero(responses):
    panel = panel_of(responses, "signed")
    assert panel.has_noise() and panel.is_noise(panel.of("from 2012")).tolist() == [True, False, False]
    assert not panel._replace(rows=panel.rows.drop(columns=["low", "high"])).has_noise()
    assert not panel._replace(rows=panel.rows.assign(level=0.0), value="level").has_noise()
