"""Dots: rows under one another in one or two columns, with legends that say what marks are."""

import pytest
from matplotlib.colors import to_rgb

from sipabm.plots import figure_bytes, figure_of, plot_dots
from sipabm.plots.dots_page import WIDTHS


@pytest.mark.parametrize("columns", WIDTHS)
def test_it_can_be_read_and_panels_do_not_touch(dots, readable, columns):
    panels = plot_dots([[dots(), dots(zero=True)]] * columns, "Welfare areas in the world")
    readable(panels)
    figure_bytes(panels, "png")
    found = [axes.get_tightbbox().padded(-1) for axes in panels]
    for place, box in enumerate(found):
        assert not any(box.overlaps(other) for other in found[place + 1 :])


def test_panels_with_the_same_groups_share_a_legend_and_others_have_their_own(dots):
    assert len(figure_of(plot_dots([[dots(), dots()]], "Title")).legends) == 1
    panels = plot_dots([[dots(), dots(groups=("bonds", "both")), dots(group=None)]], "Title")
    assert not figure_of(panels).legends
    assert [axes.get_legend() is not None for axes in panels] == [True, True, False]


def test_rows_stand_in_order_from_the_top_with_groups_beside_one_another(dots):
    (axes,) = plot_dots([[dots(groups=("social", "employment", "health"))]], "Title")
    assert axes.yaxis_inverted()
    assert [label.get_text().replace("\n", " ") for label in axes.get_yticklabels()] == dots().labels()
    heights = [line.get_ydata()[0] for line in axes.lines if len(line.get_ydata()) == 3]
    assert heights == sorted(heights) and heights[1] == pytest.approx(0)


def test_only_differences_have_hollow_marks_and_the_axis_says_what_they_mean(dots):
    for zero in (False, True):
        (axes,) = plot_dots([[dots(zero=zero)]], "Title")
        hollow = [line for line in axes.lines if to_rgb(line.get_markerfacecolor()) == to_rgb("white")]
        assert sum(len(line.get_xdata()) for line in hollow) == zero
        assert ("hollow" in axes.get_xlabel()) == zero
