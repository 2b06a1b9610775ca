"""The panel of new partnerships a year: mean, band, a few single runs, counts observed."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from sipabm.plots.style import BAND, BLACK, BLUE, GREY

SINGLE_RUNS = 4


def draw_launches(axes: Axes, yearly: pd.DataFrame, signed_by_run: pd.DataFrame, scenario: str) -> None:
    """Draw new partnerships a year of a scenario's runs, with title and legend."""
    draw_fan(axes, yearly, signed_by_run)
    axes.set_title(f"a  New partnerships a year, scenario “{scenario}”", pad=20)
    # Above the axes, where it can hide nothing.
    axes.legend(loc="lower left", bbox_to_anchor=(-0.01, 0.99), ncols=4, borderaxespad=0.2, columnspacing=1.4)


def draw_fan(axes: Axes, yearly: pd.DataFrame, signed_by_run: pd.DataFrame) -> None:
    """Draw the band of all runs, a few of them, their mean and the counts observed."""
    years = yearly["year"].to_numpy()
    runs = len(signed_by_run)
    if runs > 1:
        axes.fill_between(years, yearly["signed_low"], yearly["signed_high"], color=BAND, lw=0, label="90 % of runs")
        draw_single_runs(axes, signed_by_run.iloc[:SINGLE_RUNS])
    label = f"mean of {runs} runs" if runs > 1 else "one run"
    axes.plot(years, yearly["signed_mean"], color=BLUE, lw=2.2, label=label)
    draw_observed(axes, yearly)
    axes.set_xlabel("year of signature")
    axes.set_ylabel("new partnerships a year")
    axes.set_ylim(0, max(1.0, axes.get_ylim()[1]))
    axes.margins(x=0.02)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=12))
    axes.grid(axis="y")


def draw_single_runs(axes: Axes, signed_by_run: pd.DataFrame) -> None:
    """Draw a few runs as thin lines."""
    for number, (_, values) in enumerate(signed_by_run.iterrows()):
        label = f"the first {len(signed_by_run)} runs" if number == 0 else None
        axes.plot(values.index, values, color=GREY, lw=0.7, ls=(0, (4, 1.5)), label=label)


def draw_observed(axes: Axes, yearly: pd.DataFrame) -> None:
    """Draw the counts observed, where there are any."""
    observed = yearly.dropna(subset="observed")
    if len(observed):
        axes.plot(
            observed["year"], observed["observed"].astype(float), "o", color=BLACK, ms=5, mec="white", mew=0.8,
            label="observed in the world (INDIGO)", clip_on=False, zorder=3,
        )  # fmt: skip
