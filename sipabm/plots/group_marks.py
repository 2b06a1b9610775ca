"""Groups within a panel: marks, colours and dashes that tell them apart, sizes of text, and legends."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matplotlib.lines import Line2D

from sipabm.plots.style import BLACK, BLUE, GREEN, GREY, ORANGE

# Marks and dashes tell groups apart on grey paper, colours elsewhere.
LOOKS: tuple[tuple[str, str, Any], ...] = (
    (BLUE, "o", "-"),
    (ORANGE, "s", "--"),
    (GREEN, "^", (0, (1, 1))),
    (BLACK, "D", "-."),
    (GREY, "v", (0, (5, 1, 1, 1, 1, 1))),
    (BLACK, "P", (0, (6, 3))),
)
MARK = 3.6  # points
TEXT, TICK_TEXT, HEADING = 7.5, 7.0, 8.0  # points
HEADING_LETTERS_AN_INCH, SMALL_LETTERS_AN_INCH = 14.4, 18.5
HEAD_LINE, LEGEND_ROW = 0.125, 0.19  # inches
SIGN = 0.52  # inches of a mark in a legend, with the space around it
NOISE, WHISKERS = "noise: it covers no change", "95 % interval"


def look_of(number: int) -> tuple[str, str, Any]:
    """Return colour, mark and dash of a group by its number; they begin anew after the last."""
    return LOOKS[number % len(LOOKS)]


def line_sign(number: int, label: str) -> Line2D:
    """Return how a line with marks looks in a legend."""
    colour, mark, dash = look_of(number)
    return Line2D([], [], color=colour, marker=mark, ls=dash, lw=1.2, ms=MARK, label=label)


def mark_sign(number: int, label: str) -> Line2D:
    """Return how a mark looks in a legend."""
    colour, mark, _ = look_of(number)
    return Line2D([], [], color=colour, marker=mark, ls="None", ms=MARK, label=label)


def noise_sign() -> Line2D:
    """Return how a hollow mark looks in a legend."""
    # A circle in grey stands for the marks of all groups.
    return Line2D([], [], color=GREY, marker="o", mfc="white", ls="None", ms=MARK, label=NOISE)


def interval_sign() -> Line2D:
    """Return how an interval looks in a legend."""
    return Line2D([], [], color=GREY, marker="|", ls="None", ms=2 * MARK, mew=1.2, label=WHISKERS)


def legend_columns(labels: Sequence[str], width: float) -> int:
    """Return in how many columns a legend of some labels fits into a width: all of them, or as the longest allows."""
    inches = [SIGN + len(label) / SMALL_LETTERS_AN_INCH for label in labels]
    return max(1, len(labels) if sum(inches) < width else int(width / max(inches, default=1.0)))
