"""The fan of trajectories: new partnerships a year in all runs beside the counts observed, one column wide."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from sipabm.plots.column import column_figure
from sipabm.plots.launches import draw_fan
from sipabm.plots.style import style

INSIDE, FOOT, LEFT, RIGHT = 1.75, 0.78, 0.125, 0.96
TICKS, TEXT = 7, 7.0


def fan_figure(yearly: pd.DataFrame, signed_by_run: pd.DataFrame, scenario: str) -> Figure:
    """Return the fan of a scenario's runs, from the tables of `sipabm.report`."""
    with style():
        figure, axes = column_figure(f"New partnerships a year, scenario “{scenario}”", INSIDE, FOOT, LEFT, RIGHT)
        draw_fan(axes, yearly, signed_by_run)
        axes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=TICKS))
        axes.tick_params(labelsize=TEXT)
        for label in (axes.xaxis.label, axes.yaxis.label):
            label.set_fontsize(TEXT)
        # At the foot, where it can hide nothing.
        figure.legend(
            loc="lower left", bbox_to_anchor=(0.01, 0.0), ncols=2, fontsize=TEXT, borderaxespad=0.3, columnspacing=1.4,
            borderpad=0.0,
        )  # fmt: skip
    return figure
