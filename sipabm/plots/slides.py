"""Slides: 16:9, with letters large enough for the last row of a room."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matplotlib.axes import Axes

from sipabm.plots.drawn import figure_of
from sipabm.plots.empty_figures import empty_figure
from sipabm.plots.group_marks import legend_columns
from sipabm.plots.style import style
from sipabm.plots.titles import TITLE_SIZE, wrapped, wrapped_title

# Small paper: letters of the usual size are large when it fills a screen, 20 points and more on one of 13.3 inches.
SLIDE = (16 / 3, 3.0)  # inches
DOTS = 360  # an inch: 1920 × 1080 in all
SMALL = 7.5  # points
LETTERS_AN_INCH = 17.0  # of a note


def slide_axes(title: str, columns: int = 1) -> list[Axes]:
    """Return the empty panels of a new slide, beside one another under its title."""
    with style():
        figure = empty_figure(*SLIDE)
        figure.set_dpi(DOTS)
        # Not laid out in inches: what stands beside panels that were made for paper differs.
        figure.set_layout_engine("constrained")
        figure.suptitle(wrapped_title(title, SLIDE[0]), x=0.01, ha="left", size=TITLE_SIZE, weight="bold")
        return list(figure.subplots(1, columns, squeeze=False).flat)


def finish_slide(axes: Sequence[Axes], note: str = "") -> list[Axes]:
    """Return the panels of a slide on which something was drawn, with a note and all legends at its foot."""
    lines = wrapped(note, int(LETTERS_AN_INCH * SLIDE[0]))
    figure = figure_of(axes)
    legends = [legend for panel in axes if (legend := panel.get_legend())]
    pairs = [pair for panel in axes if panel.get_legend() for pair in signs_of(panel)]
    # Within a panel, where plots put it if they are given axes, it would hide what is drawn.
    for legend in legends:
        legend.remove()
    with style():
        if pairs:
            signs, labels = zip(*pairs, strict=True)
            columns = legend_columns(labels, SLIDE[0])
            key: dict[str, Any] = {"loc": "outside lower center", "ncols": columns, "columnspacing": 1.2}
            figure.legend(signs, labels, title=lines, fontsize=SMALL, title_fontsize=SMALL, borderaxespad=0.2, **key)
        elif lines:
            figure.supxlabel(lines, size=SMALL)
    return list(axes)


def signs_of(panel: Axes) -> list[tuple[Any, str]]:
    """Return signs and labels of the legend of a panel: those of what is drawn in it, else those given to it."""
    drawn = list(zip(*panel.get_legend_handles_labels(), strict=True))
    legend = panel.get_legend()
    if drawn or legend is None:
        return drawn
    return [(sign, text.get_text()) for sign, text in zip(legend.legend_handles, legend.get_texts(), strict=True)]
