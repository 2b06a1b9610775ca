"""Lines of responses: every group and setting is drawn where it stands."""

import numpy as np
import pytest
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

from sipabm.plots.response_lines import draw_panel
from sipabm.plots.response_panel import measure_panel


def drawn(table, measure, line="group", **how):
    axes = Figure().subplots()
    draw_panel(axes, measure_panel(table, 0, measure, "setting", line, "x")._replace(**how), 3.0)
    return axes


def test_a_point_stands_at_its_setting_and_value(responses):
    axes = drawn(responses(groups=("all",)), "share_ended_early", None)
    line = next(line for line in axes.lines if line.get_linestyle() == "-" and len(line.get_xdata()) == 3)
    assert line.get_xdata() == pytest.approx([0.0, 50.0, 100.0])
    assert line.get_ydata() == pytest.approx([0.0, 1.0, 2.0])


def test_noise_is_hollow(responses):
    marks = [line for line in drawn(responses(), "signed").lines if line.get_linestyle() == "None"]
    hollow = [line for line in marks if to_rgb(line.get_markerfacecolor()) == to_rgb("white")]
    assert [len(line.get_xdata()) for line in hollow] == [1, 1, 1]


def test_settings_that_are_text_keep_their_order_and_are_connected_only_if_they_are_ordered(responses):
    settings = ("none", "as they are", "four times the purse")
    for ordered in (False, True):
        axes = drawn(responses(settings=settings), "signed", ordered=ordered)
        assert [label.get_text().replace("\n", " ") for label in axes.get_xticklabels()] == list(settings)
        dashes = {str(line.get_linestyle()) for line in axes.lines if len(line.get_xdata()) == 3}
        assert (dashes <= {"None"}) != ordered


def test_settings_that_are_numbers_are_written_as_they_are(responses):
    axes = drawn(responses(settings=(-0.25, 0.0, 1.0)), "signed")
    axes.figure.draw_without_rendering()
    assert [label.get_text() for label in axes.get_xticklabels()] == ["−0.25", "0", "1"]
    years = drawn(responses(settings=(2012, 2016, 2020)), "signed")
    years.figure.draw_without_rendering()
    assert [label.get_text() for label in years.get_xticklabels()] == ["2012", "2016", "2020"]


def test_missing_values_leave_a_gap(responses):
    table = responses()
    table.loc[table["setting"] == 100.0, ["difference", "low", "high"]] = np.nan
    assert all(np.isfinite(line.get_ydata()).all() for line in drawn(table, "cost").lines)
