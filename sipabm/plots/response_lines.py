"""Lines of a panel of responses: values at their settings, with intervals, and what is written at its edges."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from sipabm.plots.group_marks import HEADING, MARK, TEXT, TICK_TEXT, look_of
from sipabm.plots.response_page import label_below
from sipabm.plots.response_panel import DIFFERENCE, ResponsePanel
from sipabm.plots.style import GREY, draw_grid

TICKS_AN_INCH = 2.6
# As a share of the width, and of a setting, so that no interval hides another.
SHIFT, SHIFT_OF_TEXT = 0.014, 0.16
SMALL_MARK, FEW = 2.4, 12  # points, settings


def draw_panel(axes: Axes, panel: ResponsePanel, inches: float) -> None:
    """Draw one panel of so many inches width."""
    if panel.value == DIFFERENCE:
        axes.axhline(0, color=GREY, lw=0.8, zorder=0)
    names = panel.lines()
    for number, name in enumerate(names):
        rows = panel.of(name)
        draw_line(axes, panel, rows, panel.places(rows) + shift(panel, number, len(names)), number)
    name_settings(axes, panel, inches)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=5))
    axes.tick_params(labelsize=TICK_TEXT)
    draw_grid(axes, "y")
    axes.set_title(panel.title, fontsize=HEADING, pad=4, x=-0.02)
    axes.set_xlabel(label_below(panel, inches), fontsize=TEXT, labelpad=2, linespacing=1.0)
    axes.set_ylabel(panel.y_label, fontsize=TEXT, labelpad=2, linespacing=1.0)


def shift(panel: ResponsePanel, number: int, lines: int) -> float:
    """Return by how much a line is moved aside."""
    every = panel.places(panel.rows)
    few = every.nunique() < FEW
    reach = SHIFT * max(float(every.max() - every.min()), 1) * (1 if few else 0.4)
    # Points that no line connects can stand farther apart: nothing then seems to move from one setting to the next.
    apart = SHIFT_OF_TEXT if panel.texts() and not panel.ordered else reach
    return apart * (number - (lines - 1) / 2)


def draw_line(axes: Axes, panel: ResponsePanel, rows: pd.DataFrame, at: pd.Series, number: int) -> None:
    """Draw a line with its intervals; a mark is hollow where the interval of a difference covers zero."""
    colour, mark, dash = look_of(number)
    values = rows[panel.value].astype(float)
    if "low" in rows:
        axes.vlines(at, rows["low"].astype(float), rows["high"].astype(float), color=colour, lw=1.0)
    if panel.ordered or not panel.texts():
        axes.plot(at, values, color=colour, ls=dash, lw=1.2)
    hollow, size = panel.is_noise(rows), MARK if len(rows) < FEW else SMALL_MARK
    for part, inner in ((~hollow, colour), (hollow, "white")):
        axes.plot(at[part], values[part], mark, color=colour, mfc=inner, ms=size, mew=0.9, zorder=3)


def name_settings(axes: Axes, panel: ResponsePanel, inches: float) -> None:
    """Mark the settings: each of them if they are text or few, else round numbers."""
    if panel.texts():
        axes.set_xticks(range(len(panel.texts())), panel.labels(), linespacing=0.95)
        axes.set_xlim(-0.5, len(panel.texts()) - 0.5)
        return
    settings = np.unique(panel.rows[panel.x].dropna().to_numpy(dtype=float))
    reach = max(settings.max() - settings.min(), 1.0)
    axes.set_xlim(settings.min() - 0.06 * reach, settings.max() + 0.06 * reach)
    if len(settings) <= TICKS_AN_INCH * inches + 1:
        axes.set_xticks(settings)
        axes.xaxis.set_major_formatter("{x:g}")  # 0, 0.25, 1 and not 0.00, 0.25, 1.00; and 2012 without a comma
    else:
        whole = bool(np.all(settings % 1 == 0))
        axes.xaxis.set_major_locator(MaxNLocator(nbins=int(TICKS_AN_INCH * inches), integer=whole))
