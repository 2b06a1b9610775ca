"""Posterior: the numbers that a calibration fitted, each within its plausible range."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from sipabm.language.number_names import name_in_words
from sipabm.language.units import factor
from sipabm.plots.dots_panel import DotsPanel
from sipabm.plots.dots_plot import plot_dots

AXIS = "position in the plausible range, % (median and nine in ten sets)"
HEADING = "Numbers that the record tells most of"
MOST = 25  # as many as a page holds


def plot_posterior(numbers: pd.DataFrame, title: str = "", axes: Axes | None = None) -> Axes:
    """Draw median and 90 % interval of the best known fitted numbers within their ranges; return the axes.

    The table is `numbers` of a `Calibration`.
    """
    panel = DotsPanel(positions(numbers), HEADING, AXIS, None)
    (drawn,) = plot_dots([[panel]], title, None if axes is None else [axes])
    drawn.set_xlim(0.0, factor("share"))
    return drawn


def positions(numbers: pd.DataFrame) -> pd.DataFrame:
    """Return where each fitted number lies in its range, in percent, the best known first."""
    rows = numbers[numbers["fitted"]].sort_values("spread_left").head(MOST)
    ends = {"value": "median", "low": "posterior_low", "high": "posterior_high"}
    within = {
        end: factor("share") * (rows[name] - rows["low"]) / (rows["high"] - rows["low"]) for end, name in ends.items()
    }
    return pd.DataFrame({"label": [name_in_words(name) for name in rows["name"]], **within}).reset_index(drop=True)
