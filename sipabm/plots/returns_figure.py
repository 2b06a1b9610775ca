"""The figure of returns: what investors were promised and what they got, by year of signature and horizon."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from sipabm.plots.style import BLACK, BLUE, GREEN, GREY, ORANGE, style

SIZE = (7.2, 3.0)
LEFT, BOTTOM, WIDTH, HEIGHT, STEP = 0.09, 0.155, 0.39, 0.60, 0.51
HORIZONS = {"2 years": (GREEN, "^", "-"), "4 years": (BLUE, "o", "-"), "6 years": (ORANGE, "s", "--")}
FEWEST_DEALS = 30  # a mean of fewer is luck


def returns_figure(returns: pd.DataFrame, scenario: str) -> Figure:
    """Return the figure of the table of returns of `sipabm.report`: promised and realised, and the shortfall."""
    shown = returns[returns["deals"] >= FEWEST_DEALS]
    with style():
        figure = Figure(figsize=SIZE)
        FigureCanvasAgg(figure)
        left, right = (figure.add_axes((LEFT + panel * STEP, BOTTOM, WIDTH, HEIGHT)) for panel in (0, 1))
        draw_returns(left, shown[shown["horizon"] == "all"], scenario)
        draw_shortfalls(right, shown)
        for axes in (left, right):
            finish(axes)
            if shown.empty:
                note = f"fewer than {FEWEST_DEALS} deals\nof a year have ended"
                axes.set_ylim(-10, 10)
                axes.text(0.5, 0.5, note, transform=axes.transAxes, ha="center", va="center")
    return figure


def draw_returns(axes: Axes, returns: pd.DataFrame, scenario: str) -> None:
    """Draw the mean return promised and realised over all horizons."""
    axes.plot(returns["year"], 100 * returns["promised"], color=BLACK, ls="--", lw=1.6, label="promised at signature")
    axes.plot(returns["year"], 100 * returns["realised"], color=BLUE, lw=2.0, label="realised")
    axes.set_title(f"a  Investors’ return, scenario “{scenario}”", pad=32)
    axes.set_ylabel("% of capital a year of contract")


def draw_shortfalls(axes: Axes, returns: pd.DataFrame) -> None:
    """Draw by how much the return realised fell short of the one promised, by horizon, with its interval."""
    for number, (horizon, (colour, marker, line)) in enumerate(HORIZONS.items()):
        rows = returns[returns["horizon"] == horizon]
        years = rows["year"] + 0.15 * (number - 1)  # beside one another, so that no interval hides another
        below, above = (100 * rows[end].sub(rows["shortfall"]).abs() for end in ("shortfall_low", "shortfall_high"))
        axes.errorbar(
            years, 100 * rows["shortfall"], yerr=[below, above], color=colour, marker=marker, ms=4, ls=line, lw=1.2,
            capsize=2, label=horizon,
        )  # fmt: skip
    axes.set_title("b  Shortfall (promised less realised)", pad=32)
    axes.set_ylabel("% of capital a year, with 95 %")


def finish(axes: Axes) -> None:
    """Give a panel its zero line, its years and a legend above it, where it hides nothing."""
    axes.axhline(0, color=GREY, lw=0.8, zorder=0)
    axes.set_xlabel("year of signature")
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=7))
    axes.grid(axis="y")
    axes.legend(loc="lower left", bbox_to_anchor=(-0.02, 1.0), ncols=3, borderaxespad=0.2, columnspacing=1.2)
