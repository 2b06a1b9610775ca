"""Ranks: how far each alternative moves in the order by luck, and when assumed parameters vary."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from sipabm.language.numbers import percent
from sipabm.plots.drawn import beside, figure_of, height_of
from sipabm.plots.empty_figures import column_axes
from sipabm.plots.style import BLACK, BLUE, GREEN, ORANGE, PALE, style
from sipabm.plots.titles import wrapped

ROW, HEAD, FOOT = 0.32, 0.24, 0.8  # inches
LEFT, RIGHT = 0.31, 0.73
NAME_LETTERS = 17
ABOVE_HEADINGS, BELOW_LABEL = 24.0, 0.38  # points, inches
# Where numbers beside the panel end, in inches to its right; their headings; their columns.
SHARES = ((0.3234, "first in\nall draws", "parameters_first"), (0.8085, "in first\nthree", "parameters_top"))
# Label, colour, marker, its filling, line width, and how far from the middle of the row.
LOOKS = {
    "luck": ("other luck, same parameters", ORANGE, "s", "white", 1.0, -0.24),
    "near": ("assumed parameters drawn anew, base within ½ to 2", GREEN, "^", "white", 1.2, 0.0),
    "parameters": ("assumed parameters drawn anew, all draws", BLUE, "o", BLUE, 1.8, 0.24),
}


def plot_ranks(ranks: pd.DataFrame, title: str = "", axes: Axes | None = None) -> Axes:
    """Draw the median and the middle nine tenths of each alternative's ranks, and return the axes.

    The table is `ranks` of a `Stability`.
    """
    with style():
        panel = column_axes(axes, title, HEAD + ROW * len(ranks), FOOT, LEFT, RIGHT, pad=ABOVE_HEADINGS)
        if axes is None:
            leave_room_for_headings(panel, len(ranks))
        for stripe in range(0, len(ranks), 2):
            panel.axhspan(stripe - 0.5, stripe + 0.5, color=PALE, lw=0, zorder=0)
        for source in sources(ranks):
            draw_ranks(panel, ranks, source)
        write_shares(panel, ranks)
        finish(panel, ranks)
        write_legend(panel, own=axes is None)
    return panel


def leave_room_for_headings(axes: Axes, rows: int) -> None:
    """Make the panel of a new figure as high as its rows, below the headings of the shares."""
    height = figure_of(axes).get_figheight()
    axes.set_position((LEFT, FOOT / height, RIGHT - LEFT, ROW * rows / height))


def sources(ranks: pd.DataFrame) -> list[str]:
    """Return where other orders come from, as far as the table has them."""
    return [source for source in LOOKS if f"{source}_rank_50" in ranks]


def draw_ranks(axes: Axes, ranks: pd.DataFrame, source: str) -> None:
    """Draw the ranks of every alternative from one source of other orders."""
    label, colour, marker, filling, width, shift = LOOKS[source]
    places = [place + shift for place in range(len(ranks))]
    axes.hlines(places, ranks[f"{source}_rank_5"], ranks[f"{source}_rank_95"], color=colour, lw=width, zorder=2)
    look: dict[str, Any] = {"ms": 4, "mec": colour, "mfc": filling, "color": colour, "ls": "", "zorder": 3}
    axes.plot(ranks[f"{source}_rank_50"], places, marker, label=label, **look)


def write_shares(axes: Axes, ranks: pd.DataFrame) -> None:
    """Write in how many of a hundred draws each alternative is first, and among the first three."""
    for inches, heading, column in SHARES:
        there = beside(axes, inches)
        axes.text(1, -0.62, heading, transform=there, ha="right", va="bottom", fontsize=7)
        for place, share in enumerate(ranks[column]):
            axes.text(1, place, percent(share), transform=there, ha="right", va="center", fontsize=7)


def finish(axes: Axes, ranks: pd.DataFrame) -> None:
    """Give the panel its names, its ranks and its limits."""
    axes.set_yticks(range(len(ranks)), [wrapped(name, NAME_LETTERS) for name in ranks["alternative"]], fontsize=7)
    # Named in the label below, so not in the legend.
    axes.plot(ranks["rank"], range(len(ranks)), "|", ms=13, mew=1.2, color=BLACK, zorder=4, label="_")
    axes.set_ylim(len(ranks) - 0.5, -0.5)
    axes.set_xlim(0.5, len(ranks) + 0.5)
    axes.set_xticks(range(1, len(ranks) + 1))
    axes.tick_params(axis="x", labelsize=7)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.set_xlabel("rank: median, 5 to 95 % (stroke: in the scenario itself)", fontsize=7, x=0.6)


def write_legend(axes: Axes, own: bool) -> None:
    """Write the legend below the panel: at the foot of a new figure, under the label of the caller's axes."""
    look: dict[str, Any] = {"fontsize": 7, "handlelength": 1.2, "labelspacing": 0.2}
    if own:
        figure_of(axes).legend(loc="lower left", bbox_to_anchor=(0.01, 0.0), borderaxespad=0.2, **look)
    else:
        axes.legend(loc="upper left", bbox_to_anchor=(0.0, -BELOW_LABEL / height_of(axes)), borderaxespad=0.0, **look)
