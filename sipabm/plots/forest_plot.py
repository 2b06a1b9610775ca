"""The forest plot: what each of several alternatives changes, a point with its interval, in one or more panels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patheffects import withStroke
from matplotlib.ticker import MaxNLocator
from numpy.typing import NDArray

from sipabm.language.numbers import decimals, number
from sipabm.plots.drawn import width_of
from sipabm.plots.empty_figures import column_figure
from sipabm.plots.given_axes import checked_axes
from sipabm.plots.style import BLUE, GREY, PALE, style
from sipabm.plots.titles import wrapped

ROW, HEAD, FOOT = 0.29, 0.28, 0.42  # inches
LEFT, RIGHT, BETWEEN = 0.31, 0.985, 0.035
NAME_LETTERS, HEADING_LETTERS = 17, 23
LETTER = 0.06  # inches, of a number
NUMBER_ABOVE = 0.17  # rows
MOST_ROOM = 0.4  # of a panel on each side: with more, a narrow one would have nothing left for points
NOTE = "95 % intervals where wider than a point; hollow: 0 is within"


class ForestPanel(NamedTuple):
    """A panel: heading, columns with value, low and high, whether numbers have a sign, what stands for none."""

    heading: str
    columns: Sequence[str]
    sign: bool = False
    missing: str = "not defined"


def plot_forest(
    rows: pd.DataFrame, panels: Sequence[ForestPanel], title: str = "", axes: Sequence[Axes] | None = None
) -> list[Axes]:
    """Draw a row for each row of a table, with its `label` and a point in each panel, and return the panels' axes.

    The first row is on top. The title, and a note on intervals, stand in a figure made here; panels have headings.
    """
    with style():
        drawn = own_panels(title, len(rows), len(panels)) if axes is None else checked_axes(axes, len(panels))
        for each, panel in zip(drawn, panels, strict=True):
            draw_panel(each, rows, panel)
            each.tick_params(axis="y", length=0, labelleft=each is drawn[0])
            name_rows(each, rows)
    return drawn


def own_panels(title: str, rows: int, panels: int) -> list[Axes]:
    """Return the panels of a new figure, with the note at its foot."""
    figure, first = column_figure(title, HEAD + ROW * rows, FOOT, LEFT, RIGHT)
    width = (RIGHT - LEFT - BETWEEN * (panels - 1)) / panels
    bottom, height = (inches / figure.get_figheight() for inches in (FOOT, ROW * rows))
    first.set_position((LEFT, bottom, width, height))
    lefts = [LEFT + place * (width + BETWEEN) for place in range(1, panels)]
    further = [figure.add_axes((left, bottom, width, height), sharey=first) for left in lefts]
    figure.text(0.5, 0.06 / figure.get_figheight(), NOTE, ha="center", va="bottom", fontsize=7)
    return [first, *further]


def name_rows(axes: Axes, rows: pd.DataFrame) -> None:
    """Write the names of rows, which only the first panel shows."""
    axes.set_yticks(range(len(rows)), [wrapped(label, NAME_LETTERS) for label in rows["label"]], fontsize=7)
    axes.set_ylim(len(rows) - 0.5, -0.5)


def draw_panel(axes: Axes, rows: pd.DataFrame, panel: ForestPanel) -> None:
    """Draw points, intervals and numbers of one panel."""
    for stripe in range(0, len(rows), 2):
        axes.axhspan(stripe - 0.5, stripe + 0.5, color=PALE, lw=0, zorder=0)
    axes.axvline(0, color=GREY, lw=0.8, zorder=1)
    numbers = rows[list(panel.columns)].to_numpy()
    written = [number(value, decimals(low, high), panel.sign) for value, low, high in numbers]
    beside = axes.get_yaxis_transform()
    for place, (value, low, high) in enumerate(numbers):
        if np.isnan(value):
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


def write_number(axes: Axes, place: int, value: float, text: str) -> None:
    """Write a number above its point."""
    # A rim in the colour of the stripe keeps it clear of the zero line.
    ground = PALE if place % 2 == 0 else "white"
    above = axes.text(value, place - NUMBER_ABOVE, text, ha="center", va="bottom", fontsize=6.5, zorder=4)
    above.set_path_effects([withStroke(linewidth=2, foreground=ground)])


def make_room(axes: Axes, numbers: NDArray[np.float64], letters: int) -> None:
    """Give a panel its limits, with zero in it and room for numbers of so many letters above the outermost points."""
    ends = np.append(numbers[np.isfinite(numbers)], 0.0)
    width = width_of(axes)
    half = min(LETTER * letters / 2, MOST_ROOM * width)
    room = (np.ptp(ends) or 1.0) * half / (width - 2 * half)
    axes.set_xlim(ends.min() - room, ends.max() + room)


def finish(axes: Axes, heading: str) -> None:
    """Give a panel its ticks and its heading."""
    axes.xaxis.set_major_locator(MaxNLocator(nbins=4))
    axes.tick_params(axis="x", labelsize=7)
    axes.set_title(wrapped(heading, HEADING_LETTERS), fontsize=7, weight="normal", pad=3)
    axes.spines["left"].set_visible(False)  # the zero line is the axis
