"""Titles and labels: broken into lines that fit a width."""

from __future__ import annotations

import re
import textwrap

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sipabm.plots.drawn import width_of

LETTERS_AN_INCH = 12.2  # of the bold letters of a title
TITLE_LINE, MARGIN = 0.15, 0.09  # inches
TITLE_SIZE = 9  # points
PARTS = re.compile(r"(?<=[\s_])|(?=[=@])")
FEWEST_LETTERS = 12  # longer than most words, so that a narrow panel breaks few of them


def wrapped(text: str, letters: int) -> str:
    """Return a text in lines of so many letters, broken between words."""
    # Hyphens here join what is read as one word (“follow-up”), or are a minus.
    return textwrap.fill(text, letters, break_on_hyphens=False)


def wrapped_name(name: str, letters: int) -> str:
    """Return a name in lines of so many letters, broken between words and parts: 'early_', 'meetings', '@2026Q1'."""
    lines = [""]
    for part in PARTS.split(name):
        if lines[-1] and len(lines[-1]) + len(part.rstrip()) > letters:
            lines.append("")
        lines[-1] += part
    return "\n".join(wrapped(line, letters) for line in lines)


def wrapped_title(title: str, inches: float) -> str:
    """Return a title in lines that fit a width."""
    return textwrap.fill(title, max(FEWEST_LETTERS, int(LETTERS_AN_INCH * inches)))


def title_height(lines: str) -> float:
    """Return the inches that a title needs, none if it is empty."""
    return TITLE_LINE * len(lines.splitlines())


def write_title(figure: Figure, lines: str) -> None:
    """Write a title at the top of a figure."""
    width, height = figure.get_size_inches()
    figure.text(0.07 / width, 1 - MARGIN / height, lines, va="top", weight="bold", size=TITLE_SIZE)


def write_axes_title(axes: Axes, title: str, pad: float = 6.0) -> None:
    """Write a title above one panel, so many points away from it."""
    axes.set_title(wrapped_title(title, width_of(axes)), fontsize=TITLE_SIZE, pad=pad)
