"""Returns: what investors were promised and what they got, by year of signature and horizon."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from sipabm.language.units import factor
from sipabm.plots.empty_figures import PAGE, empty_figure
from sipabm.plots.given_axes import checked_axes
from sipabm.plots.legends import write_legend_within
from sipabm.plots.style import BLACK, BLUE, GREEN, GREY, LEGEND_TEXT, ORANGE, draw_grid, style
from sipabm.words import CONTRACT_YEARS

SIZE, PANELS = (PAGE, 3.0), 2
LEFT, BOTTOM, WIDTH, HEIGHT, STEP = 0.09, 0.155, 0.39, 0.60, 0.51
TITLE_PAD = 32  # points: above a legend of its own height
LOOKS = ((GREEN, "^", "-"), (BLUE, "o", "-"), (ORANGE, "s", "--"))
# The shortest contracts, those in the middle and the longest: all five would hide one another.
SHOWN_YEARS = (CONTRACT_YEARS[0], CONTRACT_YEARS[len(CONTRACT_YEARS) // 2], CONTRACT_YEARS[-1])
HORIZONS = {f"{years} years": look for years, look in zip(SHOWN_YEARS, LOOKS, strict=True)}
FEWEST_DEALS = 30  # a mean of fewer is luck


def plot_returns(returns: pd.DataFrame, scenario: str, axes: Sequence[Axes] | None = None) -> list[Axes]:
    """Draw promised and realised returns, and the shortfall by horizon, and return these two axes."""
    shown = returns[returns["deals"] >= FEWEST_DEALS]
    with style():
        panels = own_panels() if axes is None else checked_axes(axes, PANELS)
        draw_returns(panels[0], shown[shown["horizon"] == "all"])
        draw_shortfalls(panels[1], shown)
        for panel, title in zip(panels, titles(scenario), strict=True):
            if shown.empty:
                say_that_there_are_too_few(panel)
            name_years(panel)
            head(panel, title, above=axes is None)
    return panels


def own_panels() -> list[Axes]:
    """Return the empty panels of a new figure."""
    figure = empty_figure(*SIZE)
    return [figure.add_axes((LEFT + panel * STEP, BOTTOM, WIDTH, HEIGHT)) for panel in range(PANELS)]


def titles(scenario: str) -> tuple[str, str]:
    """Return the titles of both panels."""
    return f"a  Investors’ return, scenario “{scenario}”", "b  Shortfall (promised less realised)"


def draw_returns(axes: Axes, returns: pd.DataFrame) -> None:
    """Draw the mean return promised and realised over all horizons."""
    promised, realised = (factor("share") * returns[name] for name in ("promised", "realised"))
    axes.plot(returns["year"], promised, color=BLACK, ls="--", lw=1.6, label="promised at signature")
    axes.plot(returns["year"], realised, color=BLUE, lw=2.0, label="realised")
    axes.set_ylabel("% of capital a year of contract")


def draw_shortfalls(axes: Axes, returns: pd.DataFrame) -> None:
    """Draw by how much the return realised fell short of the one promised, by horizon, with its interval."""
    for number, (horizon, (colour, marker, line)) in enumerate(HORIZONS.items()):
        rows = returns[returns["horizon"] == horizon]
        years = rows["year"] + 0.15 * (number - 1)  # beside one another, so that no interval hides another
        shortfall, low, high = (
            factor("share") * rows[name] for name in ("shortfall", "shortfall_low", "shortfall_high")
        )
        look: dict[str, Any] = {"color": colour, "marker": marker, "ms": 4, "ls": line, "lw": 1.2, "capsize": 2}
        axes.errorbar(years, shortfall, yerr=[(shortfall - low).abs(), (high - shortfall).abs()], label=horizon, **look)
    axes.set_ylabel("% of capital a year,\nwith 95 % interval")


def say_that_there_are_too_few(axes: Axes) -> None:
    """Write in an empty panel why it is empty."""
    axes.set_ylim(-10, 10)  # without data the axis would be labelled in hundredths of a percent
    note = f"fewer than {FEWEST_DEALS} deals\nof a year have ended"
    axes.text(0.5, 0.5, note, transform=axes.transAxes, ha="center", va="center")


def name_years(axes: Axes) -> None:
    """Give a panel its zero line and its years."""
    axes.axhline(0, color=GREY, lw=0.8, zorder=0)
    axes.set_xlabel("year of signature")
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=7))
    draw_grid(axes, "y")


def head(axes: Axes, title: str, above: bool) -> None:
    """Write title and legend: the latter above the panel, where it hides nothing, or within if there is no room."""
    axes.set_title(title, pad=TITLE_PAD if above else None)
    if above:
        axes.legend(loc="lower left", bbox_to_anchor=(-0.02, 1.0), ncols=3, borderaxespad=0.2, columnspacing=1.2)
    else:
        write_legend_within(axes, LEGEND_TEXT)
