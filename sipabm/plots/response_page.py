"""Page of responses: where title, legend and panels stand, in inches, and the lines into which their text breaks."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sipabm.plots.empty_figures import COLUMN, PAGE, Place, empty_figure
from sipabm.plots.group_marks import (
    HEAD_LINE,
    HEADING_LETTERS_AN_INCH,
    LEGEND_ROW,
    SMALL_LETTERS_AN_INCH,
    TEXT,
    interval_sign,
    legend_columns,
    line_sign,
    noise_sign,
)
from sipabm.plots.response_panel import ResponsePanel
from sipabm.plots.titles import MARGIN, title_height, wrapped, wrapped_title, write_title

WIDTHS = {1: COLUMN, 2: PAGE, 3: PAGE}  # of so many panels beside one another
LEFT, BETWEEN, RIGHT, INSIDE = 0.64, 0.76, 0.1, 1.2  # inches
HEAD, FOOT, FOOT_LINE = 0.27, 0.41, 0.11  # inches


class ResponsePage:
    """A page of panels, so many in a row; with one legend under the title if all have the same lines."""

    def __init__(self, panels: Sequence[ResponsePanel], title: str, columns: int) -> None:
        self.columns, self.width = columns, WIDTHS[columns]
        self.title = wrapped_title(title, self.width)
        self.inside = (self.width - LEFT - RIGHT - (columns - 1) * BETWEEN) / columns
        self.panels = [panel._replace(title=heading(panel.title, self.inside)) for panel in panels]
        shared = len({tuple(panel.lines()) for panel in panels}) == 1
        self.key = Key(self.panels, self.width, named=shared)
        self.shared = shared
        self.under_title = MARGIN + title_height(self.title)
        rows = [self.panels[start : start + columns] for start in range(0, len(panels), columns)]
        # The panels of a row stand level, so the one with the longest text sets the room of all.
        self.heads = [max(head_of(panel, shared) for panel in row) for row in rows]
        self.feet = [max(foot_of(panel, self.inside) for panel in row) for row in rows]
        inner = sum(self.heads) + sum(self.feet) + len(rows) * INSIDE
        self.height = self.under_title + self.key.height + inner + MARGIN / 2

    def axes(self) -> list[Axes]:
        """Return the empty panels of a new figure under its title and legend."""
        figure = empty_figure(self.width, self.height)
        write_title(figure, self.title)
        self.key.draw(figure, self.height - self.under_title - 0.03)
        return [figure.add_axes(self.place(number)) for number in range(len(self.panels))]

    def place(self, number: int) -> Place:
        """Return left, bottom, width and height of a panel, as shares of the figure."""
        row, column = divmod(number, self.columns)
        below = sum(self.heads[row + 1 :]) + sum(self.feet[row:]) + (len(self.heads) - 1 - row) * INSIDE + MARGIN / 2
        left = LEFT + column * (self.inside + BETWEEN)
        return left / self.width, below / self.height, self.inside / self.width, INSIDE / self.height


def heading(title: str, inches: float) -> str:
    """Return a panel's title in lines that leave the next panel alone."""
    return wrapped(title, int(HEADING_LETTERS_AN_INCH * (inches + BETWEEN / 3)))


def head_of(panel: ResponsePanel, shared: bool) -> float:
    """Return the inches above a panel that its title needs, and a legend of its own."""
    return HEAD + HEAD_LINE * panel.title.count("\n") + (0.0 if shared or panel.line is None else LEGEND_ROW)


def foot_of(panel: ResponsePanel, inches: float) -> float:
    """Return the inches below a panel that its settings and its label need."""
    lines = max([label.count("\n") for label in panel.labels()], default=0)
    return FOOT + FOOT_LINE * (lines + label_below(panel, inches).count("\n"))


def label_below(panel: ResponsePanel, inches: float) -> str:
    """Return the label below a panel in lines that are hardly longer than the panel."""
    return wrapped(panel.x_label, int(SMALL_LETTERS_AN_INCH * (inches + 0.3)))


class Key:
    """The legend of all panels, which stands under the title: lines if all have the same, intervals, and noise."""

    def __init__(self, panels: Sequence[ResponsePanel], width: float, named: bool) -> None:
        names = panels[0].lines() if named and panels[0].line is not None else []
        self.signs = [line_sign(number, name) for number, name in enumerate(names)]
        if any(panel.has_intervals() for panel in panels):
            self.signs.append(interval_sign())
        if any(panel.has_noise() for panel in panels):
            self.signs.append(noise_sign())
        self.columns = legend_columns([str(sign.get_label()) for sign in self.signs], width)
        self.height = LEGEND_ROW * -(-len(self.signs) // self.columns)

    def draw(self, figure: Figure, top: float) -> None:
        """Draw the legend below a height in inches."""
        if not self.signs:
            return
        width, height = figure.get_size_inches()
        spaces = {"handlelength": 2.3, "handletextpad": 0.5, "columnspacing": 1.2, "labelspacing": 0.3}
        figure.legend(
            handles=self.signs,
            loc="upper left",
            bbox_to_anchor=(0.05 / width, top / height),
            ncols=self.columns,
            fontsize=TEXT,
            borderaxespad=0.0,
            borderpad=0.1,
            **spaces,
        )
