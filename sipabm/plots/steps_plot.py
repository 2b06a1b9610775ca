"""Steps: where so many linear steps and so many doublings lead, and how much work machines do as they double."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import pandas as pd
from matplotlib import rc_context
from matplotlib.axes import Axes

from sipabm.language.numbers import number
from sipabm.language.units import factor
from sipabm.plots.empty_figures import PAGE, empty_figure
from sipabm.plots.given_axes import checked_axes
from sipabm.plots.legends import write_legend_within
from sipabm.plots.style import BAND, BLACK, BLUE, LEGEND_TEXT, ORANGE, draw_grid, style

SIZE, PANELS = (PAGE, 3.4), 2
LEFT, BOTTOM, WIDTH, HEIGHT, STEP = 0.085, 0.145, 0.37, 0.565, 0.525
TITLE_PAD = 48  # points: above a legend of its own height
SMALL = 7.5  # points
MOST_POWERS = 30  # of ten, that are marked
# Line style, colour and width of each column, so that grey paper keeps them apart.
LOOKS = (("-", BLUE, 2.0), ("--", BLACK, 1.3), ("-.", ORANGE, 1.8))


class Passed(NamedTuple):
    """The doublings that a run passes: the first, the last, and what to write beside them."""

    first: float
    last: float
    words: str


def plot_steps(
    steps: pd.DataFrame, coverage: pd.DataFrame, passed: Passed, axes: Sequence[Axes] | None = None
) -> list[Axes]:
    """Draw both in two panels, and return their axes.

    The first column of a table lies along its panel; the others are lines named like them, of shares in `coverage`.
    """
    with style():
        panels = own_panels() if axes is None else checked_axes(axes, PANELS)
        draw_steps_taken(panels[0], steps)
        draw_coverage(panels[1], coverage, passed)
        for panel, title in zip(panels, ("a  Where steps lead", "b  What machines do as they double"), strict=True):
            head_steps(panel, title, above=axes is None)
    return panels


def own_panels() -> list[Axes]:
    """Return the empty panels of a new figure."""
    figure = empty_figure(*SIZE)
    return [figure.add_axes((LEFT + panel * STEP, BOTTOM, WIDTH, HEIGHT)) for panel in range(PANELS)]


def draw_steps_taken(axes: Axes, steps: pd.DataFrame) -> None:
    """Draw how far each kind of steps leads, on a scale on which doublings are a line, with the last of each."""
    draw_lines(axes, steps)
    axes.set_yscale("log")
    # Powers of ten alone are written as formulas; here, as ticks are else made when a figure is drawn.
    with rc_context({"text.parse_math": True}):
        axes.yaxis.get_major_ticks(MOST_POWERS)
    along, *kinds = steps.columns
    last, above = steps.iloc[-1], note(0, 5)
    for kind in kinds:
        axes.annotate(number(last[kind], 0), (last[along], last[kind]), **above)
    axes.set_ylim(bottom=steps[kinds].min().min(), top=10 * steps[kinds].max().max())
    axes.set_ylabel("distance, in first steps")
    draw_grid(axes, "y")


def draw_coverage(axes: Axes, coverage: pd.DataFrame, passed: Passed) -> None:
    """Draw the share of each kind of work that machines do, and mark the doublings that a run passes."""
    along, *kinds = coverage.columns
    axes.axvspan(passed.first, passed.last, color=BAND, lw=0, zorder=0)
    draw_lines(axes, pd.concat([coverage[[along]], factor("share") * coverage[kinds]], axis=1))
    axes.set_ylim(0, 100)
    axes.annotate(passed.words, (passed.first, 98), va="top", **note(-4, 0))
    axes.set_ylabel("% done by machines")
    draw_grid(axes, "y")


def note(right: float, up: float) -> dict[str, Any]:
    """Return how a note ends so many points right of and above what it is about."""
    return {"xytext": (right, up), "textcoords": "offset points", "ha": "right", "fontsize": SMALL}


def draw_lines(axes: Axes, table: pd.DataFrame) -> None:
    """Draw every column but the first as a line along the first."""
    along, *kinds = table.columns
    for kind, (line, colour, width) in zip(kinds, LOOKS, strict=False):
        look: dict[str, Any] = {"ls": line, "color": colour, "lw": width, "label": kind}
        axes.plot(table[along], table[kind], **look)
    axes.set_xlabel(along)
    axes.margins(x=0.02)


def head_steps(axes: Axes, title: str, above: bool) -> None:
    """Write title and legend: the latter above the panel, where it hides nothing, or within if there is no room."""
    axes.set_title(title, pad=TITLE_PAD if above else None)
    if above:
        axes.legend(loc="lower left", bbox_to_anchor=(-0.02, 1.0), borderaxespad=0.2, labelspacing=0.25)
    else:
        write_legend_within(axes, LEGEND_TEXT)
