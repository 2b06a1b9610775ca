"""The forest plot: what each of several alternatives changes, a point with its interval, in one or more panels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator
from numpy.typing import NDArray

from sipabm.language.numbers import decimals, number
from sipabm.plots.drawn import width_of
from sipabm.plots.empty_figures import COLUMN, PAGE, column_figure
from sipabm.plots.given_axes import checked_axes
from sipabm.plots.style import BLUE, GREY, PALE, style
from sipabm.plots.titles import FEWEST_LETTERS, wrapped, wrapped_name

ROW, LINE, HEAD, FOOT = 0.29, 0.115, 0.28, 0.42  # inches
END, BETWEEN = 0.0525, 0.1225  # inches: right of the panels, and between two
# Inches to the left of the panels, and letters of a name that fit there, by the width of the page.
NAMES = {COLUMN: (1.085, 17), PAGE: (1.5, 22)}
MOST_IN_A_COLUMN = 2  # panels; more need the whole page
HEADING_LETTERS_AN_INCH = 21
TICKS, FEWER_TICKS, NARROW = 4, 2, 1.0  # marked below a panel, and below one narrower than so many inches
LETTER = 0.06  # inches, of a number
NUMBER_ABOVE = 0.17  # rows
MOST_ROOM = 0.4  # of a panel on each side: with more, a narrow one would have nothing left for points
NOTE = "95 % intervals where wider than a point; hollow: noise"


class ForestPanel(NamedTuple):
    """A panel: heading, columns with value, low and high, whether numbers have a sign, what stands for none.

    Where it differs from row to row why there is no number, `reasons` names the column that says it.
    """

    heading: str
    columns: Sequence[str]
    sign: bool = False
    missing: str = "not defined"
    reasons: str = ""


def plot_forest(
    rows: pd.DataFrame, panels: Sequence[ForestPanel], title: str = "", axes: Sequence[Axes] | None = None
) -> list[Axes]:
    """Draw a row for each row of a table, with its `label` and a point in each panel, and return the panels' axes.

    The first row is on top. The title, and a note on intervals, stand in a figure made here; panels have headings.
    """
    with style():
        page = COLUMN if axes is not None or len(panels) <= MOST_IN_A_COLUMN else PAGE
        named = rows.assign(label=[wrapped_name(label, NAMES[page][1]) for label in rows["label"]])
        drawn = own_panels(title, named, len(panels), page) if axes is None else checked_axes(axes, len(panels))
        for each, panel in zip(drawn, panels, strict=True):
            draw_panel(each, rows, panel)
            each.tick_params(axis="y", length=0, labelleft=each is drawn[0])
            name_rows(each, named)
    return drawn


def own_panels(title: str, rows: pd.DataFrame, panels: int, page: float) -> list[Axes]:
    """Return the panels of a new figure, with the note at its foot."""
    left, inside = NAMES[page][0], row_height(rows) * len(rows)
    figure, first = column_figure(title, HEAD + inside, FOOT, left / page, 1 - END / page, page)
    width = (page - left - END - BETWEEN * (panels - 1)) / panels
    bottom, height = (inches / figure.get_figheight() for inches in (FOOT, inside))
    places = [((left + place * (width + BETWEEN)) / page, bottom, width / page, height) for place in range(panels)]
    first.set_position(places[0])
    further = [figure.add_axes(place, sharey=first) for place in places[1:]]
    figure.text(0.5, 0.06 / figure.get_figheight(), NOTE, ha="center", va="bottom", fontsize=7)
    return [first, *further]


def row_height(rows: pd.DataFrame) -> float:
    """Return the inches that a row needs for its point, its number and the lines of its name."""
    lines = rows["label"].str.count("\n").max() + 1
    return max(ROW, LINE * (lines + 0.5))


def name_rows(axes: Axes, rows: pd.DataFrame) -> None:
    """Write the names of rows, which only the first panel shows."""
    axes.set_yticks(range(len(rows)), rows["label"], fontsize=7)
    axes.set_ylim(len(rows) - 0.5, -0.5)


def draw_panel(axes: Axes, rows: pd.DataFrame, panel: ForestPanel) -> None:
    """Draw points, intervals and numbers of one panel."""
    for stripe in range(0, len(rows), 2):
        axes.axhspan(stripe - 0.5, stripe + 0.5, color=PALE, lw=0, zorder=0)
    axes.axvline(0, color=GREY, lw=0.8, zorder=1)
    numbers = rows[list(panel.columns)].to_numpy()
    written = [number(value, decimals(low, high), panel.sign) for value, low, high in numbers]
    beside = axes.get_yaxis_transform()
    reasons = rows[panel.reasons] if panel.reasons else [panel.missing] * len(rows)
    for place, ((value, low, high), reason) in enumerate(zip(numbers, reasons, strict=True)):
        if np.isnan(value):
            where: dict[str, Any] = {"transform": beside, "ha": "center", "va": "center"}
            axes.text(0.5, place, reason, fontsize=7, bbox=ground_of(place), **where)
        else:
            draw_point(axes, place, value, low, high)
            write_number(axes, place, value, written[place])
    make_room(axes, numbers, max(map(len, written), default=0))
    finish(axes, panel.heading)
    if len(rows) and np.isnan(numbers[:, 0]).all():
        axes.set_xticks([0])  # a scale of nothing would tell thousandths apart


def draw_point(axes: Axes, place: int, value: float, low: float, high: float) -> None:
    """Draw a point with its interval, hollow if that covers zero."""
    filling = "white" if low <= 0 <= high else BLUE
    axes.plot([low, high], [place, place], color=BLUE, lw=1.4, zorder=2)
    axes.plot(value, place, "o", ms=4, mec=BLUE, mew=1, mfc=filling, zorder=3)


def write_number(axes: Axes, place: int, value: float, text: str) -> None:
    """Write a number above its point."""
    where: dict[str, Any] = {"ha": "center", "va": "bottom", "zorder": 4}
    axes.text(value, place - NUMBER_ABOVE, text, fontsize=7, bbox=ground_of(place), **where)


def ground_of(place: int) -> dict[str, Any]:
    """Return the ground of a text in the colour of its stripe, which keeps it clear of the zero line."""
    # Not a rim around each letter: files would then hold outlines instead of text.
    return {"facecolor": PALE if place % 2 == 0 else "white", "lw": 0, "pad": 0.4}


def make_room(axes: Axes, numbers: NDArray[np.float64], letters: int) -> None:
    """Give a panel its limits, with zero in it and room for numbers of so many letters above the outermost points."""
    ends = np.append(numbers[np.isfinite(numbers)], 0.0)
    width = width_of(axes)
    half = min(LETTER * letters / 2, MOST_ROOM * width)
    room = (np.ptp(ends) or 1.0) * half / (width - 2 * half)
    axes.set_xlim(ends.min() - room, ends.max() + room)


def finish(axes: Axes, heading: str) -> None:
    """Give a panel its ticks and its heading."""
    axes.xaxis.set_major_locator(MaxNLocator(nbins=TICKS if width_of(axes) >= NARROW else FEWER_TICKS))
    axes.tick_params(axis="x", labelsize=7)
    letters = max(FEWEST_LETTERS, int(HEADING_LETTERS_AN_INCH * width_of(axes)))
    axes.set_title(wrapped(heading, letters), fontsize=7, weight="normal", pad=3)
    axes.spines["left"].set_visible(False)  # the zero line is the axis
