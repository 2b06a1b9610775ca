"""The curve of new partnerships a year: mean, band, a few single runs, counts observed."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from sipabm.language.lists import counted
from sipabm.plots.drawn import width_of
from sipabm.plots.empty_figures import PAGE, panel_axes
from sipabm.plots.legends import write_legend_within
from sipabm.plots.style import BAND, BLACK, BLUE, GREY, LEGEND_TEXT, draw_grid, style

SIZE, PLACE = (PAGE, 3.1), (0.075, 0.15, 0.91, 0.65)
TITLE = "New partnerships a year"
MOST_YEARS, YEARS_AN_INCH = 12, 2.0  # that are marked below
MOST_LETTERS = 21  # of where something was observed, in the legend
SINGLE_RUNS = 4  # enough to see that no run is like the mean; more hide the band


def plot_curve(yearly: pd.DataFrame, signed_by_run: pd.DataFrame, title: str = TITLE, axes: Axes | None = None) -> Axes:
    """Draw new partnerships a year, from two tables of a report, and return the axes."""
    with style():
        panel = panel_axes(axes, SIZE, PLACE)
        draw_curve(panel, yearly, signed_by_run)
        head_curve(panel, title, above=axes is None)
    return panel


def head_curve(axes: Axes, title: str, above: bool) -> None:
    """Write title and legend: the latter above the panel, where it can hide nothing, or within if there is no room."""
    axes.set_title(title, pad=20 if above else None)
    if above:
        axes.legend(loc="lower left", bbox_to_anchor=(-0.01, 0.99), ncols=4, borderaxespad=0.2, columnspacing=1.4)
    else:
        write_legend_within(axes, LEGEND_TEXT)


def draw_curve(axes: Axes, yearly: pd.DataFrame, signed_by_run: pd.DataFrame) -> None:
    """Draw the band of all runs, a few of them, their mean and the counts observed."""
    years = yearly["year"].to_numpy()
    runs = len(signed_by_run)
    if runs > 1:
        axes.fill_between(years, yearly["signed_low"], yearly["signed_high"], color=BAND, lw=0, label="90 % of runs")
        draw_single_runs(axes, signed_by_run.iloc[:SINGLE_RUNS])
    label = f"mean of {counted(runs, 'run')}" if runs > 1 else "one run"
    axes.plot(years, yearly["signed_mean"], color=BLUE, lw=2.2, label=label)
    draw_observed(axes, yearly)
    axes.set_xlabel(x_label(yearly))
    axes.set_ylabel("new partnerships a year")
    # Where nothing is signed the axis would else reach below zero, and tell thousandths apart. By the data as well, as
    # an axis that is shared with another panel no longer follows them.
    axes.set_ylim(0, max(1.0, axes.get_ylim()[1], axes.dataLim.ymax))
    axes.margins(x=0.02)
    years_marked = min(MOST_YEARS, max(2, int(YEARS_AN_INCH * width_of(axes))))
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=years_marked))
    draw_grid(axes, "y")


def draw_single_runs(axes: Axes, signed_by_run: pd.DataFrame) -> None:
    """Draw a few runs as thin lines."""
    for number, (_, values) in enumerate(signed_by_run.iterrows()):
        # One entry in the legend for all of them.
        label = f"the first {len(signed_by_run)} runs" if number == 0 else None
        axes.plot(values.index, values, color=GREY, lw=0.7, ls=(0, (4, 1.5)), label=label)


def x_label(yearly: pd.DataFrame) -> str:
    """Return the label of the years, with what is known of those observed beside their counts a year."""
    notes = yearly["observed_note"].dropna()
    return "year of signature" if notes.empty else f"year of signature ({notes.iloc[0]})"


def draw_observed(axes: Axes, yearly: pd.DataFrame) -> None:
    """Draw the counts observed, where there are any."""
    observed = yearly.dropna(subset="observed")
    if len(observed):
        label = f"observed {short(observed['observed_where'].iloc[0])}"
        look: dict[str, Any] = {"color": BLACK, "ms": 5, "mec": "white", "mew": 0.8, "clip_on": False, "zorder": 3}
        axes.plot(observed["year"], observed["observed"].astype(float), "o", label=label, **look)


def short(where: str) -> str:
    """Return where something was observed, a long name of a file without its middle, so that the legend has room."""
    return where if len(where) <= MOST_LETTERS else f"{where[: MOST_LETTERS // 2]}…{where[-(MOST_LETTERS // 2) :]}"
