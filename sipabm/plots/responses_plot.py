"""Small multiples: how measures respond to a setting, a panel for each measure and a line for each group."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from sipabm.plots.drawn import width_of
from sipabm.plots.given_axes import checked_axes
from sipabm.plots.group_marks import HEADING, MARK, TEXT, TICK_TEXT, line_sign, look_of, noise_sign
from sipabm.plots.response_page import ResponsePage, heading, label_below
from sipabm.plots.response_panel import DIFFERENCE, ResponsePanel, measure_panel
from sipabm.plots.style import GREY, style

TICKS_AN_INCH = 2.6
# As a share of the width, and of a setting, so that no interval hides another.
SHIFT, SHIFT_OF_TEXT = 0.014, 0.16
SMALL_MARK, FEW = 2.4, 12  # points, settings
ABOVE_LEGEND = 17  # points


def plot_responses(
    table: pd.DataFrame,
    *,
    x: str,
    measures: Sequence[str],
    x_label: str,
    title: str = "",
    line: str | None = None,
    value: str = DIFFERENCE,
    columns: int = 2,
    ordered: bool = False,
    axes: Sequence[Axes] | None = None,
) -> list[Axes]:
    """Draw how measures respond to a setting, and return axes: one for each measure.

    The table is like that of `sipabm.studies.compare`; `value` names what is drawn, a difference from the base or a
    level. One panel in a row makes a figure as wide as a column of a page, two or three make one of two columns.
    """
    panels = [measure_panel(table, place, name, x, line, x_label, value) for place, name in enumerate(measures)]
    return plot_response_panels([panel._replace(ordered=ordered) for panel in panels], title, columns, axes)


def plot_response_panels(
    panels: Sequence[ResponsePanel], title: str = "", columns: int = 2, axes: Sequence[Axes] | None = None
) -> list[Axes]:
    """Draw panels, so many in a row, and return their axes.

    The title, and one legend if all have the same lines, stand in a figure made here; each of the caller's axes has a
    legend of its own.
    """
    with style():
        if axes is None:
            return draw_page(ResponsePage(panels, title, columns))
        drawn = checked_axes(axes, len(panels))
        for each, panel in zip(drawn, panels, strict=True):
            draw_panel(each, panel._replace(title=heading(panel.title, width_of(each))), width_of(each))
            write_legend_within(each, panel)
    return drawn


def draw_page(page: ResponsePage) -> list[Axes]:
    """Draw panels into a new figure and return their axes."""
    drawn = page.axes()
    for axes, panel in zip(drawn, page.panels, strict=True):
        draw_panel(axes, panel, page.inside)
        if not page.key:
            write_legend_above(axes, panel)
    return drawn


def draw_panel(axes: Axes, panel: ResponsePanel, inches: float) -> None:
    """Draw one panel of so many inches width."""
    if panel.value == DIFFERENCE:
        axes.axhline(0, color=GREY, lw=0.8, zorder=0)
    names = panel.lines()
    for number, name in enumerate(names):
        rows = panel.of(name)
        draw_line(axes, panel, rows, panel.places(rows) + shift(panel, number, len(names)), number)
    name_settings(axes, panel, inches)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=5))
    axes.tick_params(labelsize=TICK_TEXT)
    axes.grid(axis="y")
    axes.set_title(panel.title, fontsize=HEADING, pad=4, x=-0.02)
    axes.set_xlabel(label_below(panel, inches), fontsize=TEXT, labelpad=2, linespacing=1.0)
    axes.set_ylabel(panel.y_label, fontsize=TEXT, labelpad=2, linespacing=1.0)


def shift(panel: ResponsePanel, number: int, lines: int) -> float:
    """Return by how much a line is moved aside."""
    every = panel.places(panel.rows)
    few = every.nunique() < FEW
    reach = SHIFT * max(float(every.max() - every.min()), 1) * (1 if few else 0.4)
    # Points that no line connects can stand farther apart: nothing then seems to move from one setting to the next.
    apart = SHIFT_OF_TEXT if panel.texts() and not panel.ordered else reach
    return apart * (number - (lines - 1) / 2)


def draw_line(axes: Axes, panel: ResponsePanel, rows: pd.DataFrame, at: pd.Series, number: int) -> None:
    """Draw a line with its intervals; a mark is hollow where the interval of a difference covers zero."""
    colour, mark, dash = look_of(number)
    values = rows[panel.value].astype(float)
    if "low" in rows:
        axes.vlines(at, rows["low"].astype(float), rows["high"].astype(float), color=colour, lw=1.0)
    if panel.ordered or not panel.texts():
        axes.plot(at, values, color=colour, ls=dash, lw=1.2)
    hollow, size = panel.is_noise(rows), MARK if len(rows) < FEW else SMALL_MARK
    for part, inner in ((~hollow, colour), (hollow, "white")):
        axes.plot(at[part], values[part], mark, color=colour, mfc=inner, ms=size, mew=0.9, zorder=3)


def name_settings(axes: Axes, panel: ResponsePanel, inches: float) -> None:
    """Mark the settings: each of them if they are text or few, else round numbers."""
    if panel.texts():
        axes.set_xticks(range(len(panel.texts())), panel.labels(), linespacing=0.95)
        axes.set_xlim(-0.5, len(panel.texts()) - 0.5)
        return
    settings = np.unique(panel.rows[panel.x].dropna().to_numpy(dtype=float))
    reach = max(settings.max() - settings.min(), 1.0)
    axes.set_xlim(settings.min() - 0.06 * reach, settings.max() + 0.06 * reach)
    if len(settings) <= TICKS_AN_INCH * inches + 1:
        axes.set_xticks(settings)
        axes.xaxis.set_major_formatter("{x:g}")  # 0, 0.25, 1 and not 0.00, 0.25, 1.00; and 2012 without a comma
    else:
        whole = bool(np.all(settings % 1 == 0))
        axes.xaxis.set_major_locator(MaxNLocator(nbins=int(TICKS_AN_INCH * inches), integer=whole))


def write_legend_above(axes: Axes, panel: ResponsePanel) -> None:
    """Write what a panel's lines are between its title and the panel."""
    if panel.line is None:
        return
    signs = [line_sign(number, name) for number, name in enumerate(panel.lines())]
    spaces = {"borderaxespad": 0.15, "handlelength": 1.9, "handletextpad": 0.4, "columnspacing": 0.9}
    anchor = (-0.03, 0.99)
    axes.legend(handles=signs, loc="lower left", ncols=len(signs), bbox_to_anchor=anchor, fontsize=TICK_TEXT, **spaces)
    axes.set_title(panel.title, fontsize=HEADING, pad=ABOVE_LEGEND, x=-0.02)


def write_legend_within(axes: Axes, panel: ResponsePanel) -> None:
    """Write what lines and hollow marks are where a panel has room."""
    names = [] if panel.line is None else panel.lines()
    signs = [line_sign(number, name) for number, name in enumerate(names)]
    signs += [noise_sign()] if panel.has_noise() else []
    if signs:
        axes.legend(handles=signs, loc="best", fontsize=TICK_TEXT)
