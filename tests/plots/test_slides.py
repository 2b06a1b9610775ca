"""Slides: 16:9, nothing on anything else, legends and notes at the foot."""

import io

import matplotlib.image
import pytest

from sipabm.plots import figure_bytes, finish_slide, plot_compared_curves, plot_positions, slide_axes

TITLE = "A title that is longer than a slide is wide, so that it needs two lines of it"
NOTE = "means of 20 runs, and where 90 % of them lie"


def curve_slide(curves):
    axes = slide_axes(TITLE, 2)
    plot_compared_curves(curves(), {}, axes=axes)
    return finish_slide(axes, NOTE)


@pytest.fixture
def slide(curves):
    return curve_slide(curves)


def test_it_is_16_to_9_and_fills_a_screen(slide):
    image = matplotlib.image.imread(io.BytesIO(figure_bytes(slide, "png")))
    assert image.shape[:2] == (1080, 1920)


def test_it_can_be_read(slide, readable):
    figure_bytes(slide, "png")  # which lays it out
    readable(slide)


def test_the_legend_leaves_the_panels_and_takes_the_note_with_it(slide):
    assert not any(axes.get_legend() for axes in slide)
    (legend,) = slide[0].figure.legends
    assert legend.get_title().get_text() == NOTE
    assert [text.get_text() for text in legend.get_texts()][::2] == ["base", "alternative"]


def test_a_note_without_a_legend_stands_at_the_foot():
    axes = finish_slide(slide_axes(TITLE), NOTE)
    assert axes[0].figure.get_supxlabel() == NOTE and not axes[0].figure.legends


def test_signs_that_were_given_to_a_legend_are_kept(positions):
    table = positions()
    axes = slide_axes(TITLE)
    plot_positions(table[table["panel"] == "Net cash"], axes=axes)
    (legend,) = finish_slide(axes, NOTE)[0].figure.legends
    assert [text.get_text() for text in legend.get_texts()] == list(table["alternative"].unique())
