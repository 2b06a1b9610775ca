"""What plots return: axes, from which their figure and their size can be had."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.transforms import Transform, offset_copy

Drawn = Axes | Sequence[Axes] | Figure  # what plots return, or the figure itself


def figure_of(drawn: Drawn) -> Figure:
    """Return the whole figure that axes stand in."""
    if isinstance(drawn, Figure):
        return drawn
    first = drawn if isinstance(drawn, Axes) else drawn[0]
    # The figure's own figure: axes may stand in a part of one (SubFigure), which cannot be saved.
    return first.figure.figure


def width_of(axes: Axes) -> float:
    """Return how many inches a panel is wide."""
    return float(axes.bbox.width / figure_of(axes).dpi)


def beside(axes: Axes, inches: float) -> Transform:
    """Return how places beside a panel become those of a figure: so many inches to the right, at the heights of rows.

    There 0 is the left edge of the panel, and 1 the right one.
    """
    # In inches, not widths of the panel: text does not grow with it.
    return offset_copy(axes.get_yaxis_transform(), figure_of(axes), inches, 0.0, units="inches")
