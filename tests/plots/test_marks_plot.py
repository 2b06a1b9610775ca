"""Marks and years: the small panels of the two pages, with real numbers beside them and zero in sight."""

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from sipabm.plots import marks_figure, years_figure

NAMES = ["early mapping of competence", "no demand for cashable savings", "x" * 60, "a"]


def rows(values, text="+0.25"):
    table = {"label": NAMES[: len(values)], "text": text, "value": values}
    return pd.DataFrame({**table, "low": np.array(values) - 0.5, "high": np.array(values) + 0.5})


@pytest.mark.parametrize("values", [[0.25], [3.0, -2.0, 0.0, 40.0], [np.nan, np.nan]])
def test_marks_can_be_read(readable, values):
    readable(marks_figure(rows(values), str))


def test_names_of_three_lines_in_every_row_do_not_touch(texts):
    names = [f"early meetings, in health and social welfare, {number}" for number in range(4)]
    axes = marks_figure(rows([0.25] * 4).assign(label=names), str)
    axes.figure.canvas.draw()
    boxes = [each.get_window_extent() for each in axes.get_yticklabels()]
    assert all(above.y0 >= below.y1 for above, below in pairwise(boxes))


def test_zero_is_in_sight_and_a_row_without_a_number_says_why(texts):
    axes = marks_figure(rows([3.0, np.nan], "needs 2039"), "{:g}".format)
    low, high = axes.get_xlim()
    assert low < 0 < 3.5 < high
    assert [text for text, _ in texts(axes.figure)].count("needs 2039") == 2
    assert axes.get_ylim() == (1.5, -0.5)


def test_numbers_of_the_scale_are_written_as_asked(texts):
    axes = marks_figure(rows([3.0]), lambda value: f"<{value:g}>")
    axes.figure.canvas.draw()
    assert {"<0>"} <= {text for text, _ in texts(axes.figure)}


def test_years_can_be_read_and_begin_at_zero(readable):
    table = pd.DataFrame({"year": range(2010, 2041), "value": 0.1, "low": 0.0, "high": 0.4})
    axes = years_figure(table, "{:g}".format)
    readable(axes)
    assert axes.get_ylim() == (0.0, 1.0)
