"""Figures one column wide: a title that wraps, and room for what stands around the panel."""

from __future__ import annotations

import textwrap

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

WIDTH = 3.5  # inches
TITLE_LETTERS, TITLE_LINE, TITLE_SIZE = 42, 0.15, 9
MARGIN = 0.09


def column_figure(title: str, inside: float, foot: float, left: float, right: float) -> tuple[Figure, Axes]:
    """Return a figure with a title and one panel `inside` inches high; left and right are shares of the width."""
    lines = textwrap.wrap(title, TITLE_LETTERS)
    height = foot + inside + TITLE_LINE * len(lines) + 2 * MARGIN
    figure = Figure(figsize=(WIDTH, height))
    FigureCanvasAgg(figure)  # not pyplot: nothing global is touched, and any thread may draw
    figure.text(0.02, 1 - MARGIN / height, "\n".join(lines), va="top", weight="bold", size=TITLE_SIZE)
    return figure, figure.add_axes((left, foot / height, right - left, inside / height))


def broken(label: str, letters: int) -> str:
    """Return a label in lines of so many letters, broken between words."""
    return textwrap.fill(label, letters, break_on_hyphens=False)


def figures(value: float, digits: int, sign: str = "") -> str:
    """Return a number with a true minus sign, and none before a zero."""
    text = f"{value:{sign},.{digits}f}"
    return text.replace("-", "−") if float(text.replace(",", "")) else f"{0:.{digits}f}"
