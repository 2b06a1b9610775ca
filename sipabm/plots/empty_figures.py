"""Empty figures: laid out in inches, so that text of a fixed size fits whatever the number of rows."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from sipabm.plots.given_axes import checked_panel
from sipabm.plots.titles import MARGIN, title_height, wrapped_title, write_axes_title, write_title

COLUMN, PAGE = 3.5, 7.2  # inches: one column of a journal's page, and two
Place = tuple[float, float, float, float]  # left, bottom, width and height, as shares of a figure


def empty_figure(width: float, height: float) -> Figure:
    """Return a figure of so many inches."""
    figure = Figure(figsize=(width, height))
    FigureCanvasAgg(figure)  # not pyplot: nothing global is touched, and any thread may draw
    return figure


def panel_axes(axes: Axes | None, size: tuple[float, float], place: Place) -> Axes:
    """Return the caller's axes, or without them the one panel of a new figure."""
    return empty_figure(*size).add_axes(place) if axes is None else checked_panel(axes)


def column_axes(
    axes: Axes | None, title: str, inside: float, foot: float, left: float, right: float, pad: float = 6.0
) -> Axes:
    """Return the caller's axes, or without them the one panel of a new figure a column wide, under the title.

    Inches are those of `column_figure`; `pad` is how many points the title stands above the caller's axes.
    """
    if axes is None:
        return column_figure(title, inside, foot, left, right)[1]
    panel = checked_panel(axes)
    write_axes_title(panel, title, pad)
    return panel


def column_figure(
    title: str, inside: float, foot: float, left: float, right: float, width: float = COLUMN
) -> tuple[Figure, Axes]:
    """Return a figure with a title and one panel `inside` inches high; left and right are shares of the width."""
    lines = wrapped_title(title, width)
    height = foot + inside + title_height(lines) + 2 * MARGIN
    figure = empty_figure(width, height)
    write_title(figure, lines)
    return figure, figure.add_axes((left, foot / height, right - left, inside / height))
