"""Empty figures: laid out in inches."""

import pytest

from sipabm.plots.empty_figures import COLUMN, column_axes, column_figure, panel_axes

HIGH = {"inside": 2.0, "foot": 0.5, "left": 0.3, "right": 0.9}


@pytest.mark.parametrize(
    ("title", "lines"), [("", 0), ("Short", 1), ("A title of more than one line of a column " * 2, 2)]
)
def test_a_panel_has_its_height_whatever_the_title(title, lines):
    figure, axes = column_figure(title, **HIGH)
    assert figure.get_figwidth() == COLUMN
    assert figure.get_figheight() == pytest.approx(2.0 + 0.5 + 0.15 * lines + 0.18)
    assert axes.get_position().height * figure.get_figheight() == pytest.approx(2.0)


def test_a_figure_can_be_drawn_without_pyplot():
    panel_axes(None, (2, 1), (0.2, 0.2, 0.7, 0.7)).figure.canvas.draw()


def test_the_title_stands_over_a_new_figure_or_over_the_callers_axes():
    own = column_axes(None, "Title", **HIGH)
    assert own.figure.texts[0].get_text() == "Title" and not own.get_title()
    given = column_figure("", **HIGH)[1]
    texts = len(given.figure.texts)
    assert column_axes(given, "Title", **HIGH) is given
    assert given.get_title() == "Title" and len(given.figure.texts) == texts
