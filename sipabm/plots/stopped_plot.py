"""What stopped attempts: the share of each barrier in each welfare area."""

from __future__ import annotations

from itertools import pairwise

import pandas as pd
from matplotlib.axes import Axes

from sipabm.language.family_names import family_in_words
from sipabm.language.units import factor
from sipabm.plots.empty_figures import panel_axes
from sipabm.plots.legends import write_legend_within
from sipabm.plots.style import BLUE, GREEN, LEGEND_TEXT, ORANGE, PALE, draw_grid, style

SIZE, PLACE = (4.3, 4.4), (0.405, 0.11, 0.565, 0.785)
TITLE = "What stopped attempts, by welfare area"
START = -0.69  # of title and legend, in widths of the panel: above the names of barriers
MARKS = {"social": ("o", BLUE), "employment": ("s", ORANGE), "health": ("^", GREEN)}
SPREAD = 0.24  # rows between areas, so that equal shares do not hide one another
FAMILY_GAP = 0.8


def plot_stopped(barriers: pd.DataFrame, title: str = TITLE, axes: Axes | None = None) -> Axes:
    """Draw each barrier's share of the stopped attempts of each area, and return the axes."""
    with style():
        panel = panel_axes(axes, SIZE, PLACE)
        draw_stopped(panel, barriers)
        head_stopped(panel, title, START if axes is None else None)
    return panel


def head_stopped(axes: Axes, title: str, start: float | None) -> None:
    """Write title and legend from a place above the names of barriers; without it, the legend within the panel."""
    if start is None:
        axes.set_title(title)
        write_legend_within(axes, LEGEND_TEXT)
    else:
        axes.set_title(title, x=start, pad=20)
        beside = {"borderaxespad": 0.1, "handletextpad": 0.1, "columnspacing": 1.2}
        axes.legend(loc="lower left", bbox_to_anchor=(start - 0.03, 1), ncols=3, **beside)


def draw_stopped(axes: Axes, barriers: pd.DataFrame) -> None:
    """Draw each barrier's share of the stopped attempts of each area, barriers grouped by family."""
    rows = barriers.drop_duplicates("barrier")
    heights = row_heights(rows["family"].tolist())
    for shift, (domain, (marker, colour)) in zip((-SPREAD, 0.0, SPREAD), MARKS.items(), strict=True):
        # An area in which nothing was stopped has no shares.
        shares = factor("share") * barriers.loc[barriers["domain"] == domain, "share"].fillna(0).to_numpy()
        places = [height + shift for height in heights]
        axes.hlines(places, 0, shares, color=colour, lw=0.8)
        axes.plot(shares, places, marker, color=colour, ms=3.8, label=domain, clip_on=False, zorder=3)
    axes.set_xlim(0, max(1.0, axes.get_xlim()[1]))
    axes.set_ylim(max(heights) + 0.6, -FAMILY_GAP - 0.6)
    name_families(axes, rows["family"].tolist(), heights)
    axes.set_yticks(heights, rows["label"].tolist())
    axes.tick_params(axis="y", length=0)
    draw_grid(axes, "x")
    axes.set_xlabel("% of the area's stopped attempts")


def row_heights(families: list[str]) -> list[float]:
    """Return the height of each row; a new family leaves a gap for its name."""
    gaps = [first != second for first, second in pairwise(families)]
    return [float(row + FAMILY_GAP * sum(gaps[:row])) for row in range(len(families))]


def name_families(axes: Axes, families: list[str], heights: list[float]) -> None:
    """Write each family's name above its barriers, on a pale stripe."""
    for family in dict.fromkeys(families):
        height = heights[families.index(family)] - FAMILY_GAP
        axes.axhspan(height - 0.4, height + 0.4, color=PALE, lw=0, zorder=0)
        # On the right, where the short lines of most barriers leave room.
        axes.text(
            0.99,
            height,
            family_in_words(family),
            transform=axes.get_yaxis_transform(),
            ha="right",
            va="center",
            style="italic",
        )
