"""Curves of compared worlds: new partnerships a year in the base and in each alternative, a panel for each of these."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from sipabm import quarters
from sipabm.plots.drawn import figure_of, width_of
from sipabm.plots.empty_figures import PAGE, empty_figure
from sipabm.plots.given_axes import checked_axes
from sipabm.plots.legends import write_legend_within
from sipabm.plots.scale import same_scale
from sipabm.plots.style import BLACK, BLUE, LEGEND_TEXT, ORANGE, draw_grid, style
from sipabm.plots.titles import MARGIN, TITLE_LINE, title_height, wrapped_name, wrapped_title, write_title

ONE, SEVERAL = 2.1, 1.35  # inches that a panel is high
LEFT, RIGHT, BETWEEN, FOOT, KEY = 0.6, 0.2, 0.45, 0.42, 0.26  # inches
HEAD_LETTERS_AN_INCH, SMALL = 14.0, 8.0
YEARS_AN_INCH, MOST_YEARS = 2.0, 12  # that are marked below
ROOM_TO_THE_RIGHT = 0.7  # of the width: beyond it words stand on the left of a line
SHADE = "#D9D9D9"
BASE: dict[str, Any] = {"color": BLACK, "lw": 1.4, "ls": (0, (4, 1.5))}
OTHER: dict[str, Any] = {"color": BLUE, "lw": 2.0}
EDGE: dict[str, Any] = {"color": BLUE, "lw": 0.8, "ls": (0, (1, 1))}
START: dict[str, Any] = {"color": ORANGE, "lw": 1.2}


def plot_compared_curves(
    curves: pd.DataFrame, starts: Mapping[str, str], title: str = "", axes: Sequence[Axes] | None = None
) -> list[Axes]:
    """Draw a panel for each alternative, with the base in each, and return the panels' axes.

    `curves` is that of a `Comparison`; its first world is the base. `starts` says in which quarter an alternative's
    policy starts, if it has one.
    """
    base, *others = dict.fromkeys(curves["alternative"])
    with style():
        heads = [wrapped_name(label, int(HEAD_LETTERS_AN_INCH * panel_width(len(others)))) for label in others]
        drawn = own_panels(title, heads) if axes is None else checked_axes(axes, len(others))
        for panel, label in zip(drawn, others, strict=True):
            draw_pair(panel, *(curves[curves["alternative"] == world] for world in (base, label)))
            mark_start(panel, starts.get(label))
            head = wrapped_name(label, int(HEAD_LETTERS_AN_INCH * width_of(panel)))
            panel.set_title(head, fontsize=SMALL, pad=4)
        for panel in drawn[1::2]:  # beside another one of the same scale
            panel.set_ylabel("")
        same_scale(drawn)
        signs = signs_of(bool(starts))
        if axes is None:
            write_key(figure_of(drawn), signs)
        else:
            write_legend_within(drawn[0], SMALL, signs)
    return drawn


def panel_width(panels: int) -> float:
    """Return the inches that a panel of a page is wide: one alone has all of it."""
    columns = min(2, panels)
    return (PAGE - LEFT - RIGHT - BETWEEN * (columns - 1)) / columns


def own_panels(title: str, heads: Sequence[str]) -> list[Axes]:
    """Return the panels of a new figure in two columns, under its title and a legend."""
    number, width = len(heads), panel_width(len(heads))
    lines, high = wrapped_title(title, PAGE), ONE if number == 1 else SEVERAL
    head = TITLE_LINE * (1 + max(each.count("\n") + 1 for each in heads)) - 0.05
    rows = -(-number // 2)
    under_title = MARGIN + title_height(lines) + KEY
    height = under_title + rows * (head + high + FOOT)
    figure = empty_figure(PAGE, height)
    write_title(figure, lines)
    panels: list[Axes] = []
    for place in range(number):
        row, column = divmod(place, 2)
        left, bottom = LEFT + column * (width + BETWEEN), height - under_title - (row + 1) * (head + high) - row * FOOT
        panels.append(figure.add_axes((left / PAGE, bottom / height, width / PAGE, high / height)))
    return panels


def write_key(figure: Figure, signs: Sequence[Any]) -> None:
    """Write the legend under the title of a figure made here, whose first panel's title is below it."""
    lines = max((text.get_text().count("\n") + 1 for text in figure.texts if text.get_text()), default=0)
    width, height = figure.get_size_inches()
    anchor = (0.02 / width, 1 - (MARGIN + TITLE_LINE * lines) / height)
    key: dict[str, Any] = {"loc": "upper left", "bbox_to_anchor": anchor, "columnspacing": 1.4, "borderaxespad": 0.3}
    figure.legend(handles=signs, ncols=len(signs), fontsize=LEGEND_TEXT, **key)


def signs_of(started: bool) -> list[Any]:
    """Return what a legend says of lines and bands."""
    signs = [
        Line2D([], [], label="base", **BASE),
        Patch(color=SHADE, lw=0, label="90 % of its runs"),
        Line2D([], [], label="alternative", **OTHER),
        Line2D([], [], label="90 % of its runs", **EDGE),
    ]
    return [*signs, *([Line2D([], [], label="policy starts", **START)] if started else [])]


def draw_pair(axes: Axes, base: pd.DataFrame, other: pd.DataFrame) -> None:
    """Draw mean and band of the base and of one alternative."""
    axes.fill_between(base["year"], base["signed_low"], base["signed_high"], color=SHADE, lw=0)
    for end in ("signed_low", "signed_high"):
        axes.plot(other["year"], other[end], **EDGE)
    axes.plot(other["year"], other["signed_mean"], **OTHER)
    # On top, and thinner: where the alternative changes nothing both can be seen.
    axes.plot(base["year"], base["signed_mean"], **BASE)
    axes.set_ylim(0, max(1.0, axes.get_ylim()[1]))
    axes.margins(x=0.02)
    axes.set_xlabel("year of signature", fontsize=SMALL, labelpad=1)
    axes.set_ylabel("signed a year", fontsize=SMALL)
    years_marked = min(MOST_YEARS, max(2, int(YEARS_AN_INCH * width_of(axes))))
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=years_marked))
    axes.yaxis.set_major_locator(MaxNLocator(nbins=5))
    axes.tick_params(labelsize=SMALL)
    draw_grid(axes, "y")


def mark_start(axes: Axes, quarter: str | None) -> None:
    """Mark the quarter in which a policy starts, if there is one."""
    if quarter is None:
        return
    # What happens in a year is drawn at its number, in the middle of its quarters.
    at = quarters.ordinal(quarter) / quarters.QUARTERS_A_YEAR - 0.5
    low, high = axes.get_xlim()
    right = at < low + ROOM_TO_THE_RIGHT * (high - low)
    axes.axvline(at, zorder=1, **START)
    where: dict[str, Any] = {"xytext": (3 if right else -3, -2), "textcoords": "offset points", "va": "top"}
    ground = {"facecolor": "white", "alpha": 0.8, "lw": 0, "pad": 0.5}
    axes.annotate(
        f"from {quarter}",
        (at, 1),
        xycoords=axes.get_xaxis_transform(),
        ha="left" if right else "right",
        fontsize=SMALL - 1,
        color=START["color"],
        bbox=ground,
        **where,
    )
