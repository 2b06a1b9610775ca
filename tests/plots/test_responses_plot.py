"""Small multiples: everything can be read at every width."""

import pytest

from sipabm.plots import figure_bytes, figure_of, plot_response_panels, plot_responses
from sipabm.plots.group_marks import NOISE
from sipabm.plots.response_page import WIDTHS

MEASURES = ("signed", "share_ended_early", "cost", "cost_per_additional_success")


def drawn(responses, columns=2, **how):
    given = {"x": "setting", "line": "group", "measures": MEASURES, "title": "What meetings change", **how}
    return plot_responses(responses(), x_label="% of projects that begin with them", columns=columns, **given)


@pytest.mark.parametrize("columns", WIDTHS)
class TestLayout:
    def test_it_can_be_read_and_has_its_width(self, responses, readable, columns):
        panels = drawn(responses, columns)
        assert figure_of(panels).get_figwidth() == WIDTHS[columns]
        readable(panels)

    def test_panels_do_not_touch_each_other(self, responses, columns):
        panels = drawn(responses, columns)
        figure_bytes(panels, "png")
        boxes = [axes.get_tightbbox().padded(-1) for axes in panels]
        for place, one in enumerate(boxes):
            assert not any(one.overlaps(other) for other in boxes[place + 1 :])


def test_a_legend_says_what_hollow_marks_are(responses):
    (legend,) = figure_of(drawn(responses, 1, measures=("signed",))).legends
    assert NOISE in [text.get_text() for text in legend.get_texts()]


def test_panels_with_different_groups_have_legends_of_their_own(two_panels):
    panels = plot_response_panels(two_panels, "Two panels")
    assert not figure_of(panels).legends
    assert [axes.get_legend() is not None for axes in panels] == [True, False]


def test_the_callers_axes_have_legends_of_their_own_that_say_what_is_hollow(responses, two_panels):
    given = [axes for axes in figure_of(plot_response_panels(two_panels)).axes]
    for axes in given:
        axes.clear()
    drawn(responses, measures=("signed", "cost"), axes=given)
    for axes in given:
        assert NOISE in [text.get_text() for text in axes.get_legend().get_texts()]


def test_the_same_table_gives_the_same_bytes(responses):
    assert figure_bytes(drawn(responses), "svg") == figure_bytes(drawn(responses), "svg")
