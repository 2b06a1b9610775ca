"""The forest plot: what each of several alternatives changes, a point with its interval, in one or two panels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke
from matplotlib.ticker import MaxNLocator
from numpy.typing import NDArray

from sipabm.plots.column import WIDTH, broken, column_figure, figures
from sipabm.plots.style import BLUE, GREY, PALE, style

ROW, HEAD, FOOT = 0.29, 0.28, 0.42
LEFT, RIGHT, BETWEEN = 0.31, 0.985, 0.035
NAME_LETTERS, HEADING_LETTERS = 17, 23
LETTER = 0.06  # inches, of a number
NUMBER_ABOVE = 0.17  # rows


class Panel(NamedTuple):
    """A panel: heading, columns with value, low and high, `+` for numbers with a sign, what stands for none."""

    heading: str
    columns: Sequence[str]
    sign: str = ""
    missing: str = "not defined"


def forest_figure(rows: pd.DataFrame, panels: Sequence[Panel], title: str) -> Figure:
    """Return a row for each row of a table, the first on top, with its `label` and a point in each panel."""
    width = (RIGHT - LEFT - BETWEEN * (len(panels) - 1)) / len(panels)
    with style():
        figure, first = column_figure(title, HEAD + ROW * len(rows), FOOT, LEFT, RIGHT)
        bottom, height = (inches / figure.get_figheight() for inches in (FOOT, ROW * len(rows)))
        first.set_position((LEFT, bottom, width, height))
        further = [
            figure.add_axes((LEFT + place * (width + BETWEEN), bottom, width, height), sharey=first)
            for place in range(1, len(panels))
        ]
        for axes, panel in zip([first, *further], panels, strict=True):
            draw_panel(axes, rows, panel)
            axes.tick_params(axis="y", length=0, labelleft=axes is first)
        first.set_yticks(range(len(rows)), [broken(label, NAME_LETTERS) for label in rows["label"]], fontsize=7)
        first.set_ylim(len(rows) - 0.5, -0.5)
        note = "95 % intervals where wider than a point; hollow: 0 is within"
        figure.text(0.5, 0.06 / figure.get_figheight(), note, ha="center", va="bottom", fontsize=7)
    return figure


def draw_panel(axes: Axes, rows: pd.DataFrame, panel: Panel) -> None:
    """Draw points, intervals and numbers of one panel."""
    for stripe in range(0, len(rows), 2):
        axes.axhspan(stripe - 0.5, stripe + 0.5, color=PALE, lw=0, zorder=0)
    axes.axvline(0, color=GREY, lw=0.8, zorder=1)
    numbers = rows[list(panel.columns)].to_numpy()
    digits = digits_for(numbers[:, 0])
    written = [figures(value, digits, panel.sign) for value in np.nan_to_num(numbers[:, 0])]
    for place, (value, low, high) in enumerate(numbers):
        if np.isnan(value):
            beside = axes.get_yaxis_transform()
            axes.text(0.5, place, panel.missing, transform=beside, ha="center", va="center", fontsize=6.5)
        else:
            draw_point(axes, place, value, low, high)
            write_number(axes, place, value, written[place])
    make_room(axes, numbers, max(map(len, written), default=0))
    finish(axes, panel.heading)


def draw_point(axes: Axes, place: int, value: float, low: float, high: float) -> None:
    """Draw a point with its interval, hollow if that covers zero."""
    filling = "white" if low <= 0 <= high else BLUE
    axes.plot([low, high], [place, place], color=BLUE, lw=1.4, zorder=2)
    axes.plot(value, place, "o", ms=4, mec=BLUE, mew=1, mfc=filling, zorder=3)


def write_number(axes: Axes, place: int, value: float, number: str) -> None:
    """Write a number above its point, clear of the zero line."""
    ground = PALE if place % 2 == 0 else "white"
    text = axes.text(value, place - NUMBER_ABOVE, number, ha="center", va="bottom", fontsize=6.5, zorder=4)
    text.set_path_effects([withStroke(linewidth=2, foreground=ground)])


def make_room(axes: Axes, numbers: NDArray[np.float64], letters: int) -> None:
    """Give a panel its limits, with zero in it and room for numbers of so many letters above the outermost points."""
    ends = np.append(numbers[np.isfinite(numbers)], 0.0)
    width, half = axes.get_position().width * WIDTH, LETTER * letters / 2
    room = (np.ptp(ends) or 1.0) * half / (width - 2 * half)
    axes.set_xlim(ends.min() - room, ends.max() + room)


def finish(axes: Axes, heading: str) -> None:
    """Give a panel its ticks and its heading."""
    axes.xaxis.set_major_locator(MaxNLocator(nbins=4))
    axes.tick_params(axis="x", labelsize=7)
    axes.set_title(broken(heading, HEADING_LETTERS), fontsize=7, weight="normal", pad=3)
    axes.spines["left"].set_visible(False)


def digits_for(values: NDArray[np.float64]) -> int:
    """Return how many decimals the numbers of a panel have."""
    largest = np.nanmax(np.abs(values), initial=0.0)
    return 0 if largest >= 100 else 1 if largest >= 10 else 2
