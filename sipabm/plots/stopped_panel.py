"""The panel of barriers by domain: which barrier ended the attempts of each welfare area."""

from __future__ import annotations

from itertools import pairwise

import pandas as pd
from matplotlib.axes import Axes

from sipabm.plots.style import BLUE, GREEN, ORANGE, PALE

MARKS = {"social": ("o", BLUE), "employment": ("s", ORANGE), "health": ("^", GREEN)}
SPREAD = 0.24
FAMILY_GAP = 0.8


def draw_barriers(axes: Axes, barriers: pd.DataFrame) -> None:
    """Draw each barrier's share of the stopped attempts of each domain, barriers grouped by family."""
    rows = barriers.drop_duplicates("barrier")
    heights = row_heights(rows["family"].tolist())
    for shift, (domain, (marker, colour)) in zip((-SPREAD, 0.0, SPREAD), MARKS.items(), strict=True):
        shares = 100 * barriers.loc[barriers["domain"] == domain, "share"].fillna(0).to_numpy()
        places = [height + shift for height in heights]
        axes.hlines(places, 0, shares, color=colour, lw=0.8)
        axes.plot(shares, places, marker, color=colour, ms=3.8, label=domain, clip_on=False, zorder=3)
    axes.set_xlim(0, max(1.0, axes.get_xlim()[1]))
    axes.set_ylim(max(heights) + 0.6, -FAMILY_GAP - 0.6)
    name_families(axes, rows["family"].tolist(), heights)
    axes.set_yticks(heights, rows["label"].tolist())
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="x")
    axes.set_title("c  What stopped attempts, by welfare area", x=-0.72, pad=20)
    axes.set_xlabel("% of the area's stopped attempts")
    axes.legend(
        loc="lower left", bbox_to_anchor=(-0.75, 1), ncols=3, borderaxespad=0.1, handletextpad=0.1, columnspacing=1.2
    )


def row_heights(families: list[str]) -> list[float]:
    """Return the height of each row; a new family leaves a gap for its name."""
    gaps = [first != second for first, second in pairwise(families)]
    return [float(row + FAMILY_GAP * sum(gaps[:row])) for row in range(len(families))]


def name_families(axes: Axes, families: list[str], heights: list[float]) -> None:
    """Write each family's name above its barriers, on a pale stripe."""
    for family in dict.fromkeys(families):
        height = heights[families.index(family)] - FAMILY_GAP
        axes.axhspan(height - 0.4, height + 0.4, color=PALE, lw=0, zorder=0)
        axes.text(0.99, height, family, transform=axes.get_yaxis_transform(), ha="right", va="center", style="italic")
