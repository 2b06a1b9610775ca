"""Marks: a change in each row, a point with its interval and its number beside it, in a panel that fits a phone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from sipabm.plots.drawn import beside
from sipabm.plots.empty_figures import COLUMN, empty_figure
from sipabm.plots.forest_plot import draw_point, ground_of
from sipabm.plots.style import GREY, PALE, style
from sipabm.plots.titles import wrapped_name

ROW, LINE, FOOT, HEAD = 0.27, 0.115, 0.26, 0.04  # inches
LEFT, RIGHT = 1.5, 0.6  # inches for names and for numbers
LETTERS, TEXT, TICKS = 20, 8.0, 4
ROOM = 0.06  # of the width of what is drawn, on each side


def marks_figure(rows: pd.DataFrame, tick: Callable[[float], str]) -> Axes:
    """Draw a row for each row of a table, the first on top, and return the axes.

    A row has `label`, `value`, `low`, `high` and the `text` beside it, which stands alone where there is no value.
    `tick` writes the numbers of the scale.
    """
    names = [wrapped_name(label, LETTERS) for label in rows["label"]]
    inside = max(ROW, LINE * (max(name.count("\n") for name in names) + 1.4)) * len(rows)
    height = inside + FOOT + HEAD
    with style():
        place = (LEFT / COLUMN, FOOT / height, (COLUMN - LEFT - RIGHT) / COLUMN, inside / height)
        axes = empty_figure(COLUMN, height).add_axes(place)
        draw_marks(axes, rows)
        numbers = rows[["value", "low", "high"]].to_numpy(dtype=float)
        ends = np.append(numbers[np.isfinite(numbers)], 0.0)
        room = ROOM * (np.ptp(ends) or 1.0)
        axes.set_xlim(ends.min() - room, ends.max() + room)
        axes.set_ylim(len(rows) - 0.5, -0.5)
        axes.set_yticks(range(len(rows)), names, fontsize=TEXT, linespacing=1.0)
        axes.tick_params(axis="y", length=0)
        axes.tick_params(axis="x", labelsize=TEXT - 1)
        axes.xaxis.set_major_locator(MaxNLocator(nbins=TICKS))
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: tick(value)))
        if not np.isfinite(numbers).any():
            axes.set_xticks([0])  # a scale of nothing would tell thousandths apart
        axes.spines["left"].set_visible(False)  # the zero line is the axis
    return axes


def draw_marks(axes: Axes, rows: pd.DataFrame) -> None:
    """Draw points with their intervals, and the text beside each."""
    axes.axvline(0, color=GREY, lw=0.8, zorder=1)
    at_the_right = beside(axes, 0.06)
    for place, row in enumerate(rows.to_dict("records")):
        if place % 2 == 0:
            axes.axhspan(place - 0.5, place + 0.5, color=PALE, lw=0, zorder=0)
        if np.isfinite(row["value"]):
            draw_point(axes, place, row["value"], row["low"], row["high"])
            axes.text(1.0, place, row["text"], fontsize=TEXT, ha="left", va="center", transform=at_the_right)
        else:
            # On the ground of its stripe, which keeps it clear of the zero line.
            where: dict[str, Any] = {"ha": "center", "va": "center", "transform": axes.get_yaxis_transform()}
            axes.text(0.5, place, row["text"], fontsize=TEXT, bbox=ground_of(place), **where)
