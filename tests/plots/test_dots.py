"""Dots: rows under one another in one or two columns, with legends that say what marks are."""

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_rgb

from sipabm.plots import figure_bytes
from sipabm.plots.dots import WIDTHS, Dots, dots_figure

AREAS = ("social", "employment", "health")
LABELS = ("past search and first meetings", "signed", "payment by results alone, rich providers")


def rows(groups=AREAS, labels=LABELS):
    """Return values from -1 upwards, each half a unit either way."""
    pairs = [(label, group) for label in labels for group in groups]
    values = np.arange(len(pairs)) - 1.0
    about = {"label": [label for label, _ in pairs], "area": [group for _, group in pairs]}
    return pd.DataFrame({**about, "value": values, "low": values - 0.5, "high": values + 0.5})


def panel(**how):
    return Dots(rows(), "a  How far attempts come", "% of the area's attempts that ended", group="area")._replace(**how)


@pytest.mark.parametrize("columns", WIDTHS)
def test_no_text_leaves_the_figure_and_panels_do_not_touch(columns):
    figure = dots_figure([[panel(), panel(zero=True)]] * columns, "Welfare areas in the world")
    figure_bytes(figure, "png")
    found = [axes.get_tightbbox() for axes in figure.axes]
    for place, box in enumerate(found):
        assert box.x0 >= 0 and box.y0 >= 0 and box.x1 <= figure.bbox.x1 and box.y1 <= figure.bbox.y1
        assert not any(box.padded(-1).overlaps(other.padded(-1)) for other in found[place + 1 :])


def test_panels_with_the_same_groups_share_a_legend_and_others_have_their_own():
    assert len(dots_figure([[panel(), panel()]], "Title").legends) == 1
    other = panel(rows=rows(groups=("bonds", "both")))
    figure = dots_figure([[panel(), other, panel(group=None)]], "Title")
    assert not figure.legends
    assert [axes.get_legend() is not None for axes in figure.axes] == [True, True, False]


def test_rows_stand_in_order_from_the_top_with_groups_beside_one_another():
    axes = dots_figure([[panel()]], "Title").axes[0]
    assert axes.yaxis_inverted()
    assert [label.get_text().replace("\n", " ") for label in axes.get_yticklabels()] == list(LABELS)
    heights = [line.get_ydata()[0] for line in axes.lines if len(line.get_ydata()) == len(LABELS)]
    assert heights == sorted(heights) and heights[1] == pytest.approx(0)


def test_only_differences_have_hollow_marks_and_the_axis_says_what_they_mean():
    for zero in (False, True):
        axes = dots_figure([[panel(zero=zero)]], "Title").axes[0]
        hollow = [line for line in axes.lines if to_rgb(line.get_markerfacecolor()) == to_rgb("white")]
        assert sum(len(line.get_xdata()) for line in hollow) == zero
        assert ("hollow" in axes.get_xlabel()) == zero
