"""Small multiples: every group and setting is drawn where it stands, and everything can be read at both widths."""

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_rgb

from sipabm.plots import figure_bytes
from sipabm.plots.responses import LOOKS, NOISE, WIDTHS, Panel, panels_figure, responses_figure

MEASURES = {
    "signed": ("partnerships signed", "partnerships", 374.0),
    "share_ended_early": ("ended early of those ended", "share", 0.226),
    "cost": ("transaction cost", "million USD", 255.0),
    "cost_per_additional_success": ("cost of one more success", "million USD", np.nan),
}
SETTINGS, GROUPS = (0.0, 50.0, 100.0), ("from 2012", "from 2016", "from 2020")


def responses(settings=SETTINGS, groups=GROUPS):
    """Return a table like that of a comparison: differences grow with the setting, the first is noise."""
    rows = []
    for name, (label, unit, base) in MEASURES.items():
        for group, each in enumerate(groups):
            for place, setting in enumerate(settings):
                value = 0.01 * place * (group + 1)
                about = {"measure": name, "label": label, "unit": unit, "base": base, "setting": setting, "group": each}
                rows.append({**about, "difference": value, "low": value - 0.005, "high": value + 0.005})
    return pd.DataFrame(rows)


def figure_of(columns=2, table=None, **how):
    given = {"x": "setting", "line": "group", "measures": tuple(MEASURES), "title": "What meetings change", **how}
    table = responses() if table is None else table
    return responses_figure(table, x_label="% of projects that begin with them", columns=columns, **given)


def boxes(figure):
    figure_bytes(figure, "png")
    found = [axes.get_tightbbox() for axes in figure.axes] + [text.get_window_extent() for text in figure.texts]
    return found + [legend.get_window_extent() for legend in figure.legends]


@pytest.mark.parametrize("columns", WIDTHS)
class TestLayout:
    def test_no_text_leaves_the_figure(self, columns):
        figure = figure_of(columns)
        assert figure.get_figwidth() == WIDTHS[columns]
        for box in boxes(figure):
            assert box.x0 >= 0 and box.y0 >= 0 and box.x1 <= figure.bbox.x1 and box.y1 <= figure.bbox.y1

    def test_panels_do_not_touch_each_other(self, columns):
        figure = figure_of(columns)
        figure_bytes(figure, "png")
        panels = [axes.get_tightbbox().padded(-1) for axes in figure.axes]
        for place, one in enumerate(panels):
            assert not any(one.overlaps(other) for other in panels[place + 1 :])


def test_differences_of_shares_are_points_and_the_axis_names_the_base():
    labels = [axes.get_ylabel() for axes in figure_of().axes]
    assert labels == ["change from 374,\npartnerships", "change from 22.6 %,\npoints", "change from 255,\nmillion USD",
                      "million USD"]  # fmt: skip


def test_a_point_stands_at_its_setting_and_value():
    table = responses(groups=("all",))
    axes = figure_of(table=table, measures=("share_ended_early",), line=None).axes[0]
    line = next(line for line in axes.lines if line.get_linestyle() == "-" and len(line.get_xdata()) == len(SETTINGS))
    assert line.get_xdata() == pytest.approx(SETTINGS)
    assert line.get_ydata() == pytest.approx([0.0, 1.0, 2.0])


def test_noise_is_hollow_and_the_legend_says_so():
    figure = figure_of(measures=("signed",), columns=1)
    marks = [line for line in figure.axes[0].lines if line.get_linestyle() == "None"]
    hollow = [line for line in marks if to_rgb(line.get_markerfacecolor()) == to_rgb("white")]
    assert [len(line.get_xdata()) for line in hollow] == [1, 1, 1]
    assert NOISE in [text.get_text() for text in figure.legends[0].get_texts()]


def test_groups_differ_in_mark_and_dash_for_grey_paper():
    assert len({mark for _, mark, _ in LOOKS}) == len({str(dash) for _, _, dash in LOOKS}) == len(LOOKS)


def test_settings_that_are_text_keep_their_order_and_are_not_connected():
    table = responses(settings=("none", "as they are", "four times the purse"))
    axes = figure_of(table=table, measures=("signed",)).axes[0]
    assert [label.get_text().replace("\n", " ") for label in axes.get_xticklabels()] == [
        "none", "as they are", "four times the purse"
    ]  # fmt: skip
    dashes = {str(line.get_linestyle()) for line in axes.lines if len(line.get_xdata()) == 3}
    assert dashes <= {"None"}


def test_panels_with_different_groups_have_legends_of_their_own():
    rows = pd.DataFrame({"x": [1, 2], "value": [3.0, 4.0], "who": ["a", "b"]})
    panels = [Panel(rows, "x", "a  One", "x", "y", "who", "value"), Panel(rows, "x", "b  Two", "x", "y", None, "value")]
    figure = panels_figure(panels, "Two panels")
    assert not figure.legends
    assert [axes.get_legend() is not None for axes in figure.axes] == [True, False]


def test_missing_values_leave_a_gap():
    table = responses()
    table.loc[table["setting"] == 100.0, ["difference", "low", "high"]] = np.nan
    lines = figure_of(table=table, measures=("cost",)).axes[0].lines
    assert all(np.isfinite(line.get_ydata()).all() for line in lines)


def test_the_same_table_gives_the_same_bytes():
    assert figure_bytes(figure_of(), "svg") == figure_bytes(figure_of(), "svg")
