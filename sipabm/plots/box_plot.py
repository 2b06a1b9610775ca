"""A box that was discovered: the path on which it was found, coverage against density, and the ranges it restricts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from sipabm.language.number_names import name_in_words
from sipabm.language.numbers import percent, plain
from sipabm.language.units import factor
from sipabm.plots.empty_figures import PAGE, empty_figure
from sipabm.plots.given_axes import checked_axes
from sipabm.plots.legends import write_legend_within
from sipabm.plots.style import BLACK, BLUE, GREY, ORANGE, PALE, draw_grid, style
from sipabm.plots.titles import MARGIN, title_height, wrapped, wrapped_title, write_title

PANELS = 2
LEFT, WIDTH, SECOND, SECOND_WIDTH = 0.55, 2.6, 4.75, 2.2  # inches
FOOT, HEAD, LEAST_HEIGHT, ROW = 0.45, 0.6, 2.2, 0.36  # inches
TITLE_PAD = 28  # points: above a legend of two rows
TITLES = ("a  From all points to the smallest box", "b  Where the box lies")
NAME_LETTERS, SMALL = 22, 7.0
NOTHING = "no restriction was confirmed:\nthe points show no such box"


def plot_box(
    path: pd.DataFrame, box: pd.DataFrame, ranges: pd.DataFrame, title: str = "", axes: Sequence[Axes] | None = None
) -> list[Axes]:
    """Draw the path to a box and the ranges that the box restricts, and return these two axes.

    The tables are `path`, `boxes` and `ranges` of a `Discovery`, of one box; the first row of the path is all points.
    """
    with style():
        panels = own_panels(title, len(ranges)) if axes is None else checked_axes(axes, PANELS)
        draw_path(panels[0], path, box)
        draw_ranges(panels[1], ranges)
        for panel, name in zip(panels, TITLES, strict=True):
            panel.set_title(name, pad=TITLE_PAD if axes is None else None)
        write_legend(panels[0], above=axes is None)
    return panels


def own_panels(title: str, rows: int) -> list[Axes]:
    """Return the empty panels of a new figure under its title."""
    lines, inside = wrapped_title(title, PAGE), max(LEAST_HEIGHT, ROW * rows)
    height = MARGIN + title_height(lines) + HEAD + inside + FOOT
    figure = empty_figure(PAGE, height)
    write_title(figure, lines)
    places = ((LEFT, WIDTH), (SECOND, SECOND_WIDTH))
    return [figure.add_axes((left / PAGE, FOOT / height, wide / PAGE, inside / height)) for left, wide in places]


def draw_path(axes: Axes, path: pd.DataFrame, box: pd.DataFrame) -> None:
    """Draw density against coverage of every box on the path, of the one that was chosen, and its check."""
    times = factor("share")
    axes.plot(times * path["coverage"], times * path["density"], "o-", ms=2.5, lw=0.8, color=GREY, label="path")
    axes.axhline(times * path["density"].iloc[0], color=BLACK, lw=0.8, ls=":", label="all points")
    for place, (marker, colour, filling, label) in {
        "": ("D", BLUE, BLUE, "the box"),
        "checked_": ("s", ORANGE, "white", "on points it was not found from"),
    }.items():
        look: dict[str, Any] = {"ls": "", "ms": 6, "color": colour, "mfc": filling, "label": label, "zorder": 3}
        axes.plot(times * box[f"{place}coverage"], times * box[f"{place}density"], marker, **look)
    axes.set_xlim(0, 105)
    axes.set_ylim(0, 105)
    axes.set_xlabel("coverage: % of all such cases that lie in the box")
    axes.set_ylabel("density: % of its cases that are such")
    draw_grid(axes, "y")


def write_legend(axes: Axes, above: bool) -> None:
    """Write the legend of the path: above the panel, where it hides nothing, or within if there is no room."""
    if above:
        place: dict[str, Any] = {"loc": "lower left", "bbox_to_anchor": (-0.03, 1.0), "borderaxespad": 0.2}
        axes.legend(ncols=2, fontsize=SMALL, labelspacing=0.25, columnspacing=1.0, **place)
    else:
        write_legend_within(axes, SMALL)


def draw_ranges(axes: Axes, ranges: pd.DataFrame) -> None:
    """Draw for each restricted number the part of its range that lies in the box, with both ends."""
    axes.set_xlim(0, 100)
    axes.set_xlabel("% of the number’s range")
    if ranges.empty:
        axes.set_yticks([])
        axes.text(0.5, 0.5, NOTHING, transform=axes.transAxes, ha="center", va="center", fontsize=SMALL + 1)
        return
    for place, row in enumerate(ranges.to_dict("records")):
        draw_range(axes, place, row)
    names = [wrapped(name_in_words(name), NAME_LETTERS) for name in ranges["name"]]
    axes.set_yticks(range(len(ranges)), names, fontsize=SMALL)
    axes.set_ylim(len(ranges) - 0.5, -0.5)
    axes.tick_params(axis="y", length=0)


def draw_range(axes: Axes, place: int, row: dict[str, Any]) -> None:
    """Draw one range."""
    wide = row["range_high"] - row["range_low"]
    low, high = (factor("share") * (row[end] - row["range_low"]) / wide for end in ("low", "high"))
    axes.barh(place, factor("share"), height=0.3, color=PALE)
    axes.barh(place, high - low, left=low, height=0.3, color=BLUE)
    words = f"{plain(row['low'])} to {plain(row['high'])} of {plain(row['range_low'])} to {plain(row['range_high'])}"
    axes.text(0, place - 0.2, f"{words}; confirmed {percent(row['confirmed'])}", fontsize=SMALL, va="bottom")
