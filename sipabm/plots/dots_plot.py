"""Dots: values with intervals in rows under one another, a mark for each group, several panels in two columns."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from sipabm.plots.dots_page import LABELS, SPACES, DotsPage, heading, label_below
from sipabm.plots.dots_panel import GROUP, DotsPanel, wrapped_label
from sipabm.plots.drawn import width_of
from sipabm.plots.given_axes import checked_axes
from sipabm.plots.group_marks import HEADING, MARK, TEXT, TICK_TEXT, look_of, mark_sign
from sipabm.plots.legends import write_legend_within
from sipabm.plots.style import GREY, PALE, draw_grid, style

START = LABELS - 0.07  # inches from a panel to the left, where its title begins: above the labels
ABOVE_LEGEND = 17  # points


def plot_dots(
    columns: Sequence[Sequence[DotsPanel]], title: str = "", axes: Sequence[Axes] | None = None
) -> list[Axes]:
    """Draw columns of panels, those of a column under one another, and return their axes column by column.

    The title, and one legend if all panels with groups have the same, stand in a figure made here; each of the caller's
    axes has a legend of its own.
    """
    with style():
        if axes is None:
            return draw_page(DotsPage(columns, title))
        panels = [panel.with_noise_note() for column in columns for panel in column]
        drawn = checked_axes(axes, len(panels))
        for each, panel in zip(drawn, panels, strict=True):
            draw_dots(each, panel, width_of(each))
            each.set_title(heading(panel, width_of(each)), fontsize=HEADING, pad=4, linespacing=1.0)
            if panel.group is not None:
                write_legend_within(each, TICK_TEXT, signs_of(panel))
    return drawn


def draw_page(page: DotsPage) -> list[Axes]:
    """Draw panels into a new figure and return their axes."""
    drawn = page.axes()
    for axes, panel in zip(drawn, chain(*page.columns), strict=True):
        draw_dots(axes, panel, page.inside)
        own_legend = panel.group is not None and not page.shared
        pad, start = ABOVE_LEGEND if own_legend else 4, -START / page.inside
        axes.set_title(page.heading(panel), fontsize=HEADING, x=start, pad=pad, linespacing=1.0)
        if own_legend:
            write_legend_above(axes, panel)
    return drawn


def draw_dots(axes: Axes, panel: DotsPanel, inches: float) -> None:
    """Draw one panel of so many inches width."""
    labels, groups = panel.labels(), panel.groups()
    for stripe in range(0, len(labels), 2):
        axes.axhspan(stripe - 0.5, stripe + 0.5, color=PALE, lw=0, zorder=0)
    if panel.zero:
        axes.axvline(0, color=GREY, lw=0.8, zorder=1)
    for number, group in enumerate(groups):
        rows = panel.of(group)
        # Beside one another within the row, so that no interval hides another.
        apart = (number - (len(groups) - 1) / 2) * GROUP / panel.row_height()
        draw_group(axes, panel, rows, rows["label"].map(labels.index).astype(float) + apart, number)
    axes.set_yticks(range(len(labels)), [wrapped_label(label) for label in labels], linespacing=0.9)
    axes.set_ylim(len(labels) - 0.5, -0.5)
    axes.xaxis.set_major_locator(MaxNLocator(nbins=5))
    axes.tick_params(labelsize=TICK_TEXT)
    axes.tick_params(axis="y", length=0)
    draw_grid(axes, "x")
    axes.set_xlabel(label_below(panel, inches), fontsize=TEXT, labelpad=1, linespacing=1.0)


def draw_group(axes: Axes, panel: DotsPanel, rows: pd.DataFrame, at: pd.Series, number: int) -> None:
    """Draw the marks of a group with their intervals."""
    colour, mark, _ = look_of(number)
    hollow = pd.Series(False, index=rows.index)
    if "low" in rows:
        low, high = (rows[end].astype(float) for end in ("low", "high"))
        axes.hlines(at, low, high, color=colour, lw=1.0)
        hollow = panel.zero & (low <= 0) & (high >= 0)
    for part, inner in ((~hollow, colour), (hollow, "white")):
        values = rows.loc[part, panel.value].astype(float)
        axes.plot(values, at[part], mark, color=colour, mfc=inner, ms=MARK, mew=0.9, zorder=3)


def signs_of(panel: DotsPanel) -> list[Line2D]:
    """Return what a legend says of the groups of a panel."""
    return [mark_sign(number, group) for number, group in enumerate(panel.groups())]


def write_legend_above(axes: Axes, panel: DotsPanel) -> None:
    """Write what the marks of groups are between the title of a panel and the panel."""
    signs = signs_of(panel)
    key: dict[str, Any] = {"loc": "lower right", "bbox_to_anchor": (1.02, 1.0), **SPACES}
    axes.legend(handles=signs, ncols=len(signs), fontsize=TICK_TEXT, **key)
