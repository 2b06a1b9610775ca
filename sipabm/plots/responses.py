"""Small multiples: how measures respond to a setting, a panel for each measure and a line for each group."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from sipabm.plots.column import MARGIN, TITLE_LINE, TITLE_SIZE, broken, figures
from sipabm.plots.style import BLACK, BLUE, GREEN, GREY, ORANGE, style
from sipabm.plots.waterfall import PERCENT, digits_for

WIDTHS = {1: 3.5, 2: 7.2, 3: 7.2}  # inches for so many panels beside one another: one column of a page, or two
LETTERS_AN_INCH, HEADING_LETTERS_AN_INCH, SMALL_LETTERS_AN_INCH = 12.2, 14.4, 18.5
LEFT, BETWEEN, RIGHT, INSIDE = 0.64, 0.76, 0.1, 1.2
HEAD, HEAD_LINE, FOOT, FOOT_LINE, LEGEND_ROW = 0.27, 0.125, 0.41, 0.11, 0.19
TICKS_AN_INCH = 2.6
# Marks and dashes tell groups apart on grey paper, colours elsewhere.
LOOKS: tuple[tuple[str, str, Any], ...] = (
    (BLUE, "o", "-"),
    (ORANGE, "s", "--"),
    (GREEN, "^", (0, (1, 1))),
    (BLACK, "D", "-."),
    (GREY, "v", (0, (5, 1, 1, 1, 1, 1))),
    (BLACK, "P", (0, (6, 3))),
)
DIFFERENCE = "difference"
NOISE = "interval covers no change"
SHIFT, SHIFT_OF_TEXT = 0.014, 0.16  # as a share of the width, and of a setting, so that no interval hides another
MARK, SMALL_MARK, FEW = 3.6, 2.4, 12
TEXT, TICK_TEXT, HEADING = 7.5, 7.0, 8.0


class Panel(NamedTuple):
    """One panel: rows with a setting `x`, a value and its interval (low, high, if there is one).

    The rows of a group make a line. A setting that is text stands in the order of the rows, and its points are
    connected only if it is `ordered`.
    """

    rows: pd.DataFrame
    x: str
    title: str
    x_label: str
    y_label: str
    line: str | None = None
    value: str = DIFFERENCE
    ordered: bool = False

    def lines(self) -> list[str]:
        """Return the names of lines; one without a name if there are no groups."""
        return [""] if self.line is None else [str(name) for name in dict.fromkeys(self.rows[self.line])]

    def of(self, name: str) -> pd.DataFrame:
        """Return the rows of a line that have a value."""
        rows = self.rows if self.line is None else self.rows[self.rows[self.line].astype(str) == name]
        return rows.dropna(subset=[self.value])

    def texts(self) -> list[str]:
        """Return the settings that are text, in order; none if settings are numbers."""
        return [] if pd.api.types.is_numeric_dtype(self.rows[self.x]) else list(dict.fromkeys(self.rows[self.x]))

    def labels(self) -> list[str]:
        """Return what is written below settings that are text."""
        texts = self.texts()
        return [broken(str(text), max(5, 36 // len(texts))) for text in texts]


def responses_figure(
    table: pd.DataFrame,
    *,
    x: str,
    measures: Sequence[str],
    title: str,
    x_label: str,
    line: str | None = None,
    value: str = DIFFERENCE,
    columns: int = 2,
    ordered: bool = False,
) -> Figure:
    """Return how measures respond to a setting, from a table like that of `sipabm.studies.compare`.

    `value` names what is drawn, a difference from the base or a level. One panel in a row makes a figure as wide as a
    column of a page, two or three make one of two columns.
    """
    panels = [measure_panel(table, place, name, x, line, x_label, value) for place, name in enumerate(measures)]
    return panels_figure([panel._replace(ordered=ordered) for panel in panels], title, columns)


def measure_panel(
    table: pd.DataFrame, place: int, measure: str, x: str, line: str | None, x_label: str, value: str = DIFFERENCE
) -> Panel:
    """Return the panel of one measure, with its letter and unit; shares are drawn in percent or points."""
    rows = table[table["measure"] == measure]
    label, unit = str(rows["label"].iloc[0]), str(rows["unit"].iloc[0])
    factor = 100.0 if unit in PERCENT else 1.0
    numbers = [name for name in (value, "low", "high", "base") if name in rows]
    rows = rows.assign(**{name: rows[name] * factor for name in numbers})
    heading = f"{'abcdefghijkl'[place]}  {label[0].upper()}{label[1:]}"
    return Panel(rows, x, heading, x_label, unit_label(rows, unit, value), line, value)


def unit_label(rows: pd.DataFrame, unit: str, value: str) -> str:
    """Return the unit on the axis; of differences also from what, where that is one number."""
    if value != DIFFERENCE:
        return unit.replace("share of", "% of").replace("share", "%")
    points = "points" if unit in PERCENT else unit
    bases = rows["base"].dropna().unique() if "base" in rows else np.array([])
    if "base" in rows and not len(bases):  # a ratio of two changes
        return unit.replace("share of", "% of").replace("share", "%")
    if len(bases) != 1:
        return f"change, {points}"
    percent = " %" if unit in PERCENT else ""
    return f"change from {figures(bases[0], digits_for(abs(bases[0])))}{percent},\n{points}"


def panels_figure(panels: Sequence[Panel], title: str, columns: int = 2) -> Figure:
    """Return panels, so many in a row, under a title and, if all have the same lines, one legend."""
    with style():
        page = Page(panels, textwrap.fill(title, int(LETTERS_AN_INCH * WIDTHS[columns])), columns)
        figure = Figure(figsize=(page.width, page.height))
        FigureCanvasAgg(figure)  # not pyplot: nothing global is touched, and any thread may draw
        write_title(figure, page.title)
        if page.key:
            page.key.draw(figure, page.height - page.under_title - 0.03)
        for place, panel in enumerate(page.panels):
            axes = figure.add_axes(page.place(place))
            draw_panel(axes, panel, page.inside)
            if not page.key:
                own_key(axes, panel)
    return figure


def write_title(figure: Figure, title: str) -> None:
    """Write a title at the top of a figure."""
    width, height = figure.get_size_inches()
    figure.text(0.07 / width, 1 - MARGIN / height, title, va="top", weight="bold", size=TITLE_SIZE)


class Page:
    """Where title, legend and panels stand, in inches from the bottom left."""

    def __init__(self, panels: Sequence[Panel], title: str, columns: int) -> None:
        self.title, self.columns, self.width = title, columns, WIDTHS[columns]
        self.inside = (self.width - LEFT - RIGHT - (columns - 1) * BETWEEN) / columns
        self.panels = [panel._replace(title=heading(panel.title, self.inside)) for panel in panels]
        shared = len({tuple(panel.lines()) for panel in panels}) == 1
        self.key = Key(self.panels, self.width) if shared else None
        self.under_title = MARGIN + TITLE_LINE * (title.count("\n") + 1)
        rows = [self.panels[start : start + columns] for start in range(0, len(panels), columns)]
        self.heads = [max(head_of(panel, shared) for panel in row) for row in rows]
        self.feet = [max(foot_of(panel, self.inside) for panel in row) for row in rows]
        inner = sum(self.heads) + sum(self.feet) + len(rows) * INSIDE
        self.height = self.under_title + (self.key.height if self.key else 0.0) + inner + MARGIN / 2

    def place(self, number: int) -> tuple[float, float, float, float]:
        """Return left, bottom, width and height of a panel, as shares of the figure."""
        row, column = divmod(number, self.columns)
        below = sum(self.heads[row + 1 :]) + sum(self.feet[row:]) + (len(self.heads) - 1 - row) * INSIDE + MARGIN / 2
        left = LEFT + column * (self.inside + BETWEEN)
        return left / self.width, below / self.height, self.inside / self.width, INSIDE / self.height


def heading(title: str, inches: float) -> str:
    """Return a panel's title in lines that leave the next panel alone."""
    return broken(title, int(HEADING_LETTERS_AN_INCH * (inches + BETWEEN / 3)))


def head_of(panel: Panel, shared: bool) -> float:
    """Return the inches above a panel that its title needs, and a legend of its own."""
    return HEAD + HEAD_LINE * panel.title.count("\n") + (0.0 if shared or panel.line is None else LEGEND_ROW)


def foot_of(panel: Panel, inches: float) -> float:
    """Return the inches below a panel that its settings and its label need."""
    lines = max([label.count("\n") for label in panel.labels()], default=0)
    return FOOT + FOOT_LINE * (lines + below(panel, inches).count("\n"))


def below(panel: Panel, inches: float) -> str:
    """Return the label below a panel in lines no longer than the panel."""
    return broken(panel.x_label, int(SMALL_LETTERS_AN_INCH * (inches + 0.3)))


def draw_panel(axes: Axes, panel: Panel, inches: float) -> None:
    """Draw one panel of so many inches width."""
    if panel.value == DIFFERENCE:
        axes.axhline(0, color=GREY, lw=0.8, zorder=0)
    names = panel.lines()
    for number, name in enumerate(names):
        rows = panel.of(name)
        draw_line(axes, panel, rows, places(panel, rows) + shift(panel, number, len(names)), number)
    name_settings(axes, panel, inches)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=5))
    axes.tick_params(labelsize=TICK_TEXT)
    axes.grid(axis="y")
    axes.set_title(panel.title, fontsize=HEADING, pad=4, x=-0.02)
    axes.set_xlabel(below(panel, inches), fontsize=TEXT, labelpad=2, linespacing=1.0)
    axes.set_ylabel(panel.y_label, fontsize=TEXT, labelpad=2, linespacing=1.0)


def places(panel: Panel, rows: pd.DataFrame) -> pd.Series:
    """Return where the settings of rows stand."""
    texts = panel.texts()
    return rows[panel.x].map(texts.index).astype(float) if texts else rows[panel.x].astype(float)


def shift(panel: Panel, number: int, lines: int) -> float:
    """Return by how much a line is moved aside."""
    every = places(panel, panel.rows)
    few = every.nunique() < FEW
    reach = SHIFT * max(float(every.max() - every.min()), 1) * (1 if few else 0.4)
    apart = SHIFT_OF_TEXT if panel.texts() and not panel.ordered else reach
    return apart * (number - (lines - 1) / 2)


def draw_line(axes: Axes, panel: Panel, rows: pd.DataFrame, at: pd.Series, number: int) -> None:
    """Draw a line with its intervals; a mark is hollow where the interval of a difference covers zero."""
    colour, mark, dash = LOOKS[number % len(LOOKS)]
    values = rows[panel.value].astype(float)
    if "low" in rows:
        axes.vlines(at, rows["low"].astype(float), rows["high"].astype(float), color=colour, lw=1.0)
    if panel.ordered or not panel.texts():
        axes.plot(at, values, color=colour, ls=dash, lw=1.2)
    hollow, size = is_noise(panel, rows), MARK if len(rows) < FEW else SMALL_MARK
    for part, inner in ((~hollow, colour), (hollow, "white")):
        axes.plot(at[part], values[part], mark, color=colour, mfc=inner, ms=size, mew=0.9, zorder=3)


def is_noise(panel: Panel, rows: pd.DataFrame) -> pd.Series:
    """Return which rows are differences whose interval covers zero."""
    if panel.value != DIFFERENCE or "low" not in rows:
        return pd.Series(False, index=rows.index)
    return (rows["low"] <= 0) & (rows["high"] >= 0)


def name_settings(axes: Axes, panel: Panel, inches: float) -> None:
    """Mark the settings: each of them if they are text or few, else round numbers."""
    if panel.texts():
        axes.set_xticks(range(len(panel.texts())), panel.labels(), linespacing=0.95)
        axes.set_xlim(-0.5, len(panel.texts()) - 0.5)
        return
    settings = np.unique(panel.rows[panel.x].dropna().to_numpy(dtype=float))
    reach = max(settings.max() - settings.min(), 1.0)
    axes.set_xlim(settings.min() - 0.06 * reach, settings.max() + 0.06 * reach)
    if len(settings) <= TICKS_AN_INCH * inches + 1:
        axes.set_xticks(settings, [f"{setting:g}".replace("-", "−") for setting in settings])
    else:
        whole = bool(np.all(settings % 1 == 0))
        axes.xaxis.set_major_locator(MaxNLocator(nbins=int(TICKS_AN_INCH * inches), integer=whole))


def sign_of(number: int, label: str) -> Line2D:
    """Return how a line looks in a legend."""
    colour, mark, dash = LOOKS[number % len(LOOKS)]
    return Line2D([], [], color=colour, marker=mark, ls=dash, lw=1.2, ms=MARK, label=label)


def own_key(axes: Axes, panel: Panel) -> None:
    """Write what a panel's lines are between its title and the panel."""
    if panel.line is None:
        return
    axes.legend(
        handles=[sign_of(number, name) for number, name in enumerate(panel.lines())], loc="lower left",
        ncols=len(panel.lines()), bbox_to_anchor=(-0.03, 0.99), fontsize=TICK_TEXT, borderaxespad=0.15,
        handlelength=1.9, handletextpad=0.4, columnspacing=0.9,
    )  # fmt: skip
    axes.set_title(panel.title, fontsize=HEADING, pad=17, x=-0.02)


def columns_of(labels: Sequence[str], width: float) -> int:
    """Return in how many columns a legend of some labels fits into a width: all of them, or as the longest allows."""
    inches = [0.52 + len(label) / SMALL_LETTERS_AN_INCH for label in labels]
    return max(1, len(labels) if sum(inches) < width else int(width / max(inches)))


class Key:
    """The legend of all panels, which stands under the title."""

    def __init__(self, panels: Sequence[Panel], width: float) -> None:
        names = panels[0].lines() if panels[0].line is not None else []
        self.signs = [sign_of(number, name) for number, name in enumerate(names)]
        if any(is_noise(panel, panel.of(name)).any() for panel in panels for name in panel.lines()):
            self.signs.append(Line2D([], [], color=GREY, marker="o", mfc="white", ls="None", ms=MARK, label=NOISE))
        self.columns = columns_of([str(sign.get_label()) for sign in self.signs], width)
        self.height = LEGEND_ROW * -(-len(self.signs) // self.columns)

    def draw(self, figure: Figure, top: float) -> None:
        """Draw the legend below a height in inches."""
        if self.signs:
            width, height = figure.get_size_inches()
            figure.legend(
                handles=self.signs, loc="upper left", ncols=self.columns, fontsize=TEXT, borderaxespad=0.0,
                bbox_to_anchor=(0.05 / width, top / height), handlelength=2.3, handletextpad=0.5, columnspacing=1.2,
                labelspacing=0.3, borderpad=0.1,
            )  # fmt: skip
