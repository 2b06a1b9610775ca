"""Years: a mean a year with its band, in a panel as narrow as a phone."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from sipabm.plots.empty_figures import COLUMN, empty_figure
from sipabm.plots.style import BAND, BLUE, draw_grid, style

HEIGHT, PLACE = 1.8, (0.11, 0.14, 0.83, 0.83)
TEXT, MOST_YEARS = 8.0, 6


def years_figure(rows: pd.DataFrame, tick: Callable[[float], str]) -> Axes:
    """Draw rows with `year`, `value`, `low` and `high`, and return the axes; `tick` writes the numbers of the scale."""
    with style():
        axes = empty_figure(COLUMN, HEIGHT).add_axes(PLACE)
        axes.fill_between(rows["year"], rows["low"], rows["high"], color=BAND, lw=0)
        axes.plot(rows["year"], rows["value"], color=BLUE, lw=2.0)
        # Where nothing happens the axis would else reach below zero, and tell thousandths apart.
        axes.set_ylim(0, max(1.0, axes.get_ylim()[1]))
        axes.margins(x=0.02)
        axes.tick_params(labelsize=TEXT)
        axes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=MOST_YEARS))
        axes.yaxis.set_major_locator(MaxNLocator(nbins=4))
        axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: tick(value)))
        draw_grid(axes, "y")
    return axes
