"""Page of dots: where title, legend and panels stand, in inches, and the lines into which their text breaks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from sipabm.plots.dots_panel import DotsPanel
from sipabm.plots.empty_figures import COLUMN, PAGE, empty_figure
from sipabm.plots.group_marks import (
    HEAD_LINE,
    HEADING_LETTERS_AN_INCH,
    LEGEND_ROW,
    SMALL_LETTERS_AN_INCH,
    TEXT,
    mark_sign,
)
from sipabm.plots.titles import MARGIN, title_height, wrapped, wrapped_title, write_title

WIDTHS = {1: COLUMN, 2: PAGE}  # of so many columns
LABELS, RIGHT = 1.34, 0.12  # inches
HEAD, FOOT = 0.29, 0.40  # inches
SPACES = {"borderaxespad": 0.1, "handletextpad": 0.1, "columnspacing": 1.0}  # of a legend that is one row


class DotsPage:
    """A page of columns of panels; with one legend under the title if all panels with groups have the same."""

    def __init__(self, columns: Sequence[Sequence[DotsPanel]], title: str) -> None:
        self.width = WIDTHS[len(columns)]
        self.columns = [[panel.with_noise_note() for panel in column] for column in columns]
        self.title = wrapped_title(title, self.width)
        grouped = {tuple(panel.groups()) for column in columns for panel in column if panel.group}
        self.shared: tuple[str, ...] = grouped.pop() if len(grouped) == 1 else ()
        self.under_title = MARGIN + title_height(self.title)
        self.top = self.under_title + (LEGEND_ROW if self.shared else 0.0)
        self.inside = self.width / len(columns) - LABELS - RIGHT
        parts = [[self.head(panel) + panel.height() + self.foot(panel) for panel in column] for column in self.columns]
        self.height = self.top + max(map(sum, parts)) + MARGIN / 2

    def axes(self) -> list[Axes]:
        """Return the empty panels of a new figure, column by column, under its title and legend."""
        figure = empty_figure(self.width, self.height)
        write_title(figure, self.title)
        if self.shared:
            signs = [mark_sign(number, group) for number, group in enumerate(self.shared)]
            anchor = (0.05 / self.width, 1 - (self.under_title + 0.02) / self.height)
            key: dict[str, Any] = {"loc": "upper left", "bbox_to_anchor": anchor, **SPACES}
            figure.legend(handles=signs, ncols=len(signs), fontsize=TEXT, **key)
        size = np.array([self.width, self.height] * 2)
        return [figure.add_axes(tuple(inches / size)) for inches in self.places()]

    def places(self) -> Iterator[tuple[float, float, float, float]]:
        """Yield left, bottom, width and height of each panel, in inches."""
        for place, column in enumerate(self.columns):
            left, upper = place * self.width / len(self.columns) + LABELS, self.height - self.top
            for panel in column:
                bottom = upper - self.head(panel) - panel.height()
                yield left, bottom, self.inside, panel.height()
                upper = bottom - self.foot(panel)

    def head(self, panel: DotsPanel) -> float:
        """Return the inches above a panel that its title and a legend of its own need."""
        own = LEGEND_ROW if panel.group and not self.shared else 0.0
        return HEAD + HEAD_LINE * self.heading(panel).count("\n") + own

    def foot(self, panel: DotsPanel) -> float:
        """Return the inches below a panel that numbers and their label need."""
        return FOOT + HEAD_LINE * label_below(panel, self.inside).count("\n")

    def heading(self, panel: DotsPanel) -> str:
        """Return the title of a panel in lines as wide as labels and panel together."""
        return heading(panel, self.inside + LABELS)


def label_below(panel: DotsPanel, inches: float) -> str:
    """Return the label below a panel in lines that are hardly longer than the panel."""
    return wrapped(panel.x_label, int(SMALL_LETTERS_AN_INCH * (inches + 0.15)))


def heading(panel: DotsPanel, inches: float) -> str:
    """Return the title of a panel in lines that fit a width."""
    return wrapped(panel.title, int(HEADING_LETTERS_AN_INCH * inches))
