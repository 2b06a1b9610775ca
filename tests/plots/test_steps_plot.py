"""Steps: how far they lead, what machines do as they double, and where a run lies in that."""

import numpy as np
import pandas as pd
import pytest

from sipabm.plots import Passed, plot_steps

STEPS = pd.DataFrame({"steps": [1, 2, 3], "doublings": [2.0, 4.0, 8.0], "linear steps": [1, 2, 3]})
COVERAGE = pd.DataFrame(
    {"doublings": [-1.0, 0.0, 1.0], "all work": [0.2, 0.4, 0.6], "by a line": [np.nan, 0.4, 0.5], "theirs": 0.1}
)
PASSED = Passed(0.0, 0.5, "a run,\n2010 to 2029")


@pytest.fixture(scope="module")
def panels():
    return plot_steps(STEPS, COVERAGE, PASSED)


def test_it_can_be_read(panels, readable):
    readable(panels)


def test_doublings_are_a_straight_line_and_the_last_of_each_kind_of_step_is_written(panels):
    assert panels[0].get_yscale() == "log"
    assert [text.get_text() for text in panels[0].texts] == ["8", "3"]


def test_lines_are_named_like_the_columns_and_shares_are_in_percent(panels):
    assert [line.get_label() for line in panels[1].lines] == ["all work", "by a line", "theirs"]
    assert panels[1].lines[0].get_ydata() == pytest.approx([20.0, 40.0, 60.0])
    assert panels[1].get_xlabel() == "doublings" and "%" in panels[1].get_ylabel()


def test_the_doublings_of_a_run_are_marked(panels):
    (band,) = panels[1].patches
    assert (band.get_x(), band.get_width()) == (0.0, 0.5)
    assert panels[1].texts[0].get_text() == PASSED.words
