"""Small multiples: how measures respond to a setting, a panel for each measure and a line for each group."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from sipabm.plots.drawn import width_of
from sipabm.plots.given_axes import checked_axes
from sipabm.plots.group_marks import HEADING, TICK_TEXT, line_sign, noise_sign
from sipabm.plots.legends import write_legend_within
from sipabm.plots.response_lines import draw_panel
from sipabm.plots.response_page import ResponsePage, heading
from sipabm.plots.response_panel import DIFFERENCE, ResponsePanel, measure_panel
from sipabm.plots.style import style

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
            write_legend_within(each, TICK_TEXT, signs_of(panel))
    return drawn


def draw_page(page: ResponsePage) -> list[Axes]:
    """Draw panels into a new figure and return their axes."""
    drawn = page.axes()
    for axes, panel in zip(drawn, page.panels, strict=True):
        draw_panel(axes, panel, page.inside)
        if not page.shared:
            write_legend_above(axes, panel)
    return drawn


def write_legend_above(axes: Axes, panel: ResponsePanel) -> None:
    """Write what a panel's lines are between its title and the panel."""
    if panel.line is None:
        return
    signs = [line_sign(number, name) for number, name in enumerate(panel.lines())]
    spaces = {"borderaxespad": 0.15, "handlelength": 1.9, "handletextpad": 0.4, "columnspacing": 0.9}
    anchor = (-0.03, 0.99)
    axes.legend(handles=signs, loc="lower left", ncols=len(signs), bbox_to_anchor=anchor, fontsize=TICK_TEXT, **spaces)
    axes.set_title(panel.title, fontsize=HEADING, pad=ABOVE_LEGEND, x=-0.02)


def signs_of(panel: ResponsePanel) -> list[Line2D]:
    """Return what the legend of a panel of its own says of lines and hollow marks."""
    names = [] if panel.line is None else panel.lines()
    signs = [line_sign(number, name) for number, name in enumerate(names)]
    return [*signs, noise_sign()] if panel.has_noise() else signs
