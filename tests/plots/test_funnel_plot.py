"""The funnel: numbers as everywhere else."""

import pandas as pd
import pytest

from sipabm.plots import plot_funnel
from sipabm.plots.funnel_plot import considered_text, step_text


@pytest.mark.parametrize(
    ("mean", "share", "text"),
    [
        (1109.3, 1.0, "1,109 (100 %)"),
        (29.44, 0.257, "29.4 (26 %)"),
        (0.25, float("nan"), "0.25"),
        (7.0, 0.5, "7 (50 %)"),
    ],
)
def test_a_step_has_its_mean_and_its_share_of_those_started(mean, share, text):
    assert step_text(mean, share) == text


def test_what_was_considered_has_its_band():
    row = pd.Series({"label": "considered", "mean": 14070.2, "low": 13330.0, "high": 14551.9})
    assert considered_text(row) == "considered:\n14,070 (90 %: 13,330 to 14,552)"


def test_a_bar_is_as_long_as_the_mean_of_its_step(said):
    lengths = [bar.get_width() for bar in plot_funnel(said.funnel).patches]
    assert lengths == said.funnel["mean"].iloc[1:].tolist()


def test_its_own_figure_can_be_read(said, readable):
    readable(plot_funnel(said.funnel))
