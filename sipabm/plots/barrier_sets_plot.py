"""The barriers that stopped attempts alone or together, after the UpSet plot of Lex et al. (2014)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from sipabm.language.lists import counted
from sipabm.language.numbers import plain
from sipabm.plots.drawn import figure_of
from sipabm.plots.empty_figures import COLUMN, column_figure
from sipabm.plots.given_axes import checked_axes
from sipabm.plots.legends import write_legend_within
from sipabm.plots.style import BLACK, BLUE, GREY, ORANGE, PALE, draw_grid, style
from sipabm.plots.titles import write_axes_title

SINGLE_SHOWN, SEVERAL_SHOWN = 12, 9
BETWEEN = 0.7  # bars, from single barriers to sets of several
BARS, GAP, ROW, FOOT, LEGEND = 1.15, 0.06, 0.135, 0.34, 0.36  # inches
LEFT, RIGHT = 0.445, 0.985
MIDDLE = (0.5 - LEFT) / (RIGHT - LEFT)  # of a column, in widths of the panels
# Colour and hatch of each way to read a set; hatches keep them apart on grey paper.
LOOKS: dict[str, tuple[str, dict[str, Any]]] = {
    "alone": ("alone", {"facecolor": BLUE}),
    "all together": ("all had to go", {"facecolor": "white", "edgecolor": ORANGE, "hatch": "//////"}),
    "any one of them": ("any one would do", {"facecolor": "white", "edgecolor": BLUE, "hatch": "....."}),
    "none of them alone": ("none alone would do", {"facecolor": "white", "edgecolor": BLACK}),
}


def plot_barrier_sets(
    sets: pd.DataFrame, barriers: pd.DataFrame, title: str = "", axes: Sequence[Axes] | None = None
) -> list[Axes]:
    """Draw how many attempts a run the most frequent sets of barriers stopped, and return two axes: bars and dots.

    Sets of one barrier come first, then those of several; below the bars a dot stands for each barrier of a set. The
    tables are `sets` and `barriers` of an autopsy.
    """
    shown, rest = most_frequent(sets)
    members = [set(one.split(" + ")) for one in shown["barriers"]]
    rows = barriers[barriers["barrier"].isin(set().union(*members))]
    with style():
        bars, dots = own_panels(title, len(rows)) if axes is None else checked_axes(axes, 2)
        draw_bars(bars, shown)
        draw_members(dots, shown["place"].tolist(), members, rows)
        bars.set_xlim(dots.get_xlim())  # the caller's axes need not share theirs
        dots.set_xlabel(rest_text(rest), fontsize=7, x=MIDDLE if axes is None else 0.5)
        if axes is None:
            write_legend_above(bars)
        else:
            write_axes_title(bars, title)
            write_legend_within(bars, 7, key())
    return [bars, dots]


def own_panels(title: str, rows: int) -> tuple[Axes, Axes]:
    """Return the panels of a new figure, for bars and for so many rows of dots."""
    high = ROW * max(rows, 1)
    figure, dots = column_figure(title, LEGEND + BARS + GAP + high, FOOT, LEFT, RIGHT)
    height = figure.get_figheight()
    dots.set_position((LEFT, FOOT / height, RIGHT - LEFT, high / height))
    below = FOOT + high + GAP
    return figure.add_axes((LEFT, below / height, RIGHT - LEFT, BARS / height), sharex=dots), dots


def most_frequent(sets: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the sets that are shown, with the place of each, and the others."""
    single, several = sets[sets["size"] == 1].head(SINGLE_SHOWN), sets[sets["size"] > 1].head(SEVERAL_SHOWN)
    shown = pd.concat([single, several])
    gap = BETWEEN if len(single) and len(several) else 0.0
    places = np.arange(len(shown)) + np.where(shown["size"] > 1, gap, 0.0)
    return shown.assign(place=places), sets.drop(shown.index)


def draw_bars(axes: Axes, shown: pd.DataFrame) -> None:
    """Draw the attempts stopped by each set, with their numbers."""
    largest = max(shown["stopped_a_run"].max(), 1e-9) if len(shown) else 1.0  # an axis must not be empty
    for place, stopped, reading in zip(shown["place"], shown["stopped_a_run"], shown["reading"], strict=True):
        axes.bar(place, stopped, width=0.72, lw=0.5, **LOOKS[reading][1])
        # Upright: bars are narrower than numbers are long.
        axes.text(place, stopped + 0.03 * largest, plain(stopped), rotation=90, ha="center", va="bottom", size=6)
    axes.set_ylim(0, 1.25 * largest)
    axes.set_ylabel("attempts per run", fontsize=7)
    axes.tick_params(axis="x", bottom=False, labelbottom=False)
    axes.tick_params(axis="y", labelsize=7)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=4))
    draw_grid(axes, "y")


def draw_members(axes: Axes, places: list[float], members: list[set[str]], rows: pd.DataFrame) -> None:
    """Draw a dot for each barrier of each set, and on the left each barrier with the attempts in whose way it stood."""
    names = rows["barrier"].tolist()
    for stripe in range(0, len(names), 2):
        axes.axhspan(stripe - 0.5, stripe + 0.5, color=PALE, lw=0, zorder=0)
    for place, one in zip(places, members, strict=True):
        there = sorted(names.index(name) for name in one)
        axes.plot([place] * len(names), range(len(names)), "o", ms=1.2, color=GREY, zorder=1)
        axes.plot([place] * len(there), there, "o-", ms=3.6, lw=1.2, color=BLACK, zorder=2)
    labels = [f"{label}  {plain(count)}" for label, count in zip(rows["label"], rows["stood"], strict=True)]
    axes.set_yticks(range(len(names)), labels, fontsize=7)
    axes.set_ylim(max(len(names), 1) - 0.5, -0.5)
    axes.set_xlim(-0.7, max(places, default=0) + 0.7)
    axes.set_xticks([])
    axes.tick_params(length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)


def rest_text(rest: pd.DataFrame) -> str:
    """Return how many sets are not shown, and what they stopped."""
    beside = "beside a name: attempts in whose way it stood"
    if rest.empty:
        return beside
    return f"{beside};\n{counted(len(rest), 'more set')} stopped {plain(rest['stopped_a_run'].sum())} attempts per run"


def key() -> list[Patch]:
    """Return what the legend says of each way to read a set."""
    return [Patch(label=label, lw=0.5, **look) for label, look in LOOKS.values()]


def write_legend_above(bars: Axes) -> None:
    """Write the legend between title and bars, as wide as the figure: four ways to read a set need more room."""
    figure = figure_of(bars)
    top = bars.get_position().y1 * figure.get_figheight() + LEGEND
    look: dict[str, Any] = {"ncols": 2, "fontsize": 7, "columnspacing": 1.2, "handlelength": 1.6, "borderaxespad": 0.1}
    anchor = (0.07 / COLUMN, top / figure.get_figheight())
    figure.legend(handles=key(), loc="upper left", bbox_to_anchor=anchor, **look)
