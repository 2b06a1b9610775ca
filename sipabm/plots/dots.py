"""Dots: values with intervals in rows under one another, a mark for each group, several panels in two columns."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Literal, NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from sipabm.plots.column import MARGIN, TITLE_LINE, broken
from sipabm.plots.responses import (
    HEAD_LINE,
    HEADING,
    HEADING_LETTERS_AN_INCH,
    LEGEND_ROW,
    LETTERS_AN_INCH,
    LOOKS,
    MARK,
    SMALL_LETTERS_AN_INCH,
    TEXT,
    TICK_TEXT,
    write_title,
)
from sipabm.plots.style import GREY, PALE, style

WIDTHS = {1: 3.5, 2: 7.2}  # inches for so many columns
LABELS, RIGHT = 1.34, 0.12
ROW, GROUP = 0.105, 0.078
HEAD, FOOT = 0.29, 0.40
LABEL_LETTERS = 22
Corner = Literal["upper left", "lower right"]


class Dots(NamedTuple):
    """One panel: rows with a `label`, a value and its interval; rows of a `group` have one mark.

    With `zero` the values are differences: a line marks zero, and a mark is hollow where the interval covers it.
    """

    rows: pd.DataFrame
    title: str
    x_label: str
    group: str | None = None
    value: str = "value"
    zero: bool = False

    def labels(self) -> list[str]:
        """Return the labels, from the top."""
        return list(dict.fromkeys(self.rows["label"]))

    def groups(self) -> list[str]:
        """Return the names of groups; one without a name if there are none."""
        return [""] if self.group is None else list(dict.fromkeys(self.rows[self.group]))

    def row(self) -> float:
        """Return the inches that a row needs for its marks and its label."""
        lines = 1 + max(written(label).count("\n") for label in self.labels())
        return max(ROW + GROUP * len(self.groups()), ROW * (lines + 0.5))

    def height(self) -> float:
        """Return the inches that all rows need."""
        return len(self.labels()) * self.row()


def written(label: str) -> str:
    """Return a label in lines that fit beside a panel."""
    return broken(str(label), LABEL_LETTERS)


def dots_figure(columns: Sequence[Sequence[Dots]], title: str) -> Figure:
    """Return columns of panels under a title; the panels of a column stand under one another.

    If all panels with groups have the same, one legend stands under the title, else each of them has its own.
    """
    page = Page(columns, title)
    with style():
        figure = Figure(figsize=(page.width, page.height))
        FigureCanvasAgg(figure)  # not pyplot: nothing global is touched, and any thread may draw
        write_title(figure, page.title)
        if page.shared:
            anchor = (0.05 / page.width, 1 - (page.under_title + 0.02) / page.height)
            write_key(figure, page.shared, "upper left", anchor, TEXT)
        for place, column in enumerate(page.columns):
            left, upper = place * page.width / len(columns) + LABELS, page.height - page.top
            for panel in column:
                bottom = upper - page.head(panel) - panel.height()
                inches = (left, bottom, page.inside, panel.height())
                axes = figure.add_axes(tuple(inches / np.array([page.width, page.height] * 2)))
                draw_dots(axes, panel, page.inside)
                name_panel(axes, panel, page.inside, not page.shared)
                upper = bottom - page.foot(panel)
    return figure


class Page:
    """Where title, legend and panels stand, in inches."""

    def __init__(self, columns: Sequence[Sequence[Dots]], title: str) -> None:
        self.width = WIDTHS[len(columns)]
        self.columns = [[with_noise_note(panel) for panel in column] for column in columns]
        self.title = textwrap.fill(title, int(LETTERS_AN_INCH * self.width))
        grouped = {tuple(panel.groups()) for column in columns for panel in column if panel.group}
        self.shared: tuple[str, ...] = grouped.pop() if len(grouped) == 1 else ()
        self.under_title = MARGIN + TITLE_LINE * (self.title.count("\n") + 1)
        self.top = self.under_title + (LEGEND_ROW if self.shared else 0.0)
        self.inside = self.width / len(columns) - LABELS - RIGHT
        parts = [[self.head(panel) + panel.height() + self.foot(panel) for panel in column] for column in self.columns]
        self.height = self.top + max(map(sum, parts)) + MARGIN / 2

    def head(self, panel: Dots) -> float:
        """Return the inches above a panel that its title and a legend of its own need."""
        own = LEGEND_ROW if panel.group and not self.shared else 0.0
        return HEAD + HEAD_LINE * heading(panel, self.inside).count("\n") + own

    def foot(self, panel: Dots) -> float:
        """Return the inches below a panel that numbers and their label need."""
        return FOOT + HEAD_LINE * below(panel, self.inside).count("\n")


def below(panel: Dots, inches: float) -> str:
    """Return the label below a panel in lines no longer than the panel."""
    return broken(panel.x_label, int(SMALL_LETTERS_AN_INCH * (inches + 0.15)))


def heading(panel: Dots, inches: float) -> str:
    """Return the title of a panel in lines as wide as labels and panel together."""
    return broken(panel.title, int(HEADING_LETTERS_AN_INCH * (inches + LABELS)))


def draw_dots(axes: Axes, panel: Dots, inches: float) -> None:
    """Draw one panel of so many inches width."""
    labels, groups = panel.labels(), panel.groups()
    for stripe in range(0, len(labels), 2):
        axes.axhspan(stripe - 0.5, stripe + 0.5, color=PALE, lw=0, zorder=0)
    if panel.zero:
        axes.axvline(0, color=GREY, lw=0.8, zorder=1)
    for number, group in enumerate(groups):
        rows = panel.rows if panel.group is None else panel.rows[panel.rows[panel.group] == group]
        rows = rows.dropna(subset=[panel.value])
        apart = (number - (len(groups) - 1) / 2) * GROUP / panel.row()
        draw_group(axes, panel, rows, rows["label"].map(labels.index).astype(float) + apart, number)
    axes.set_yticks(range(len(labels)), [written(label) for label in labels], linespacing=0.9)
    axes.set_ylim(len(labels) - 0.5, -0.5)
    axes.xaxis.set_major_locator(MaxNLocator(nbins=5))
    axes.tick_params(labelsize=TICK_TEXT)
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="x")
    axes.set_xlabel(below(panel, inches), fontsize=TEXT, labelpad=1, linespacing=1.0)


def draw_group(axes: Axes, panel: Dots, rows: pd.DataFrame, at: pd.Series, number: int) -> None:
    """Draw the marks of a group with their intervals."""
    colour, mark, _ = LOOKS[number % len(LOOKS)]
    hollow = pd.Series(False, index=rows.index)
    if "low" in rows:
        low, high = (rows[end].astype(float) for end in ("low", "high"))
        axes.hlines(at, low, high, color=colour, lw=1.0)
        hollow = panel.zero & (low <= 0) & (high >= 0)
    for part, inner in ((~hollow, colour), (hollow, "white")):
        values = rows.loc[part, panel.value].astype(float)
        axes.plot(values, at[part], mark, color=colour, mfc=inner, ms=MARK, mew=0.9, zorder=3)


def name_panel(axes: Axes, panel: Dots, inches: float, own_key: bool) -> None:
    """Write the title above labels and panel, and between them what the marks of groups are if it has its own key."""
    start, own_key = -(LABELS - 0.07) / inches, own_key and panel.group is not None
    axes.set_title(heading(panel, inches), fontsize=HEADING, x=start, pad=17 if own_key else 4, linespacing=1.0)
    if own_key:
        write_key(axes, panel.groups(), "lower right", (1.02, 1.0), TICK_TEXT)


def write_key(
    where: Axes | Figure, groups: Sequence[str], corner: Corner, anchor: tuple[float, float], size: float
) -> None:
    """Write what the marks of groups are."""
    signs = [
        Line2D([], [], color=LOOKS[number][0], marker=LOOKS[number][1], ls="None", ms=MARK, label=group)
        for number, group in enumerate(groups)
    ]
    where.legend(
        handles=signs, loc=corner, ncols=len(signs), bbox_to_anchor=anchor, fontsize=size, borderaxespad=0.1,
        handletextpad=0.1, columnspacing=1.0,
    )  # fmt: skip


def with_noise_note(panel: Dots) -> Dots:
    """Return a panel whose axis says what a hollow mark means, if it has one."""
    rows = panel.rows.dropna(subset=[panel.value])
    covered = bool(np.any((rows["low"] <= 0) & (rows["high"] >= 0))) if "low" in rows else False
    return panel._replace(x_label=f"{panel.x_label} (hollow: interval covers 0)") if panel.zero and covered else panel
