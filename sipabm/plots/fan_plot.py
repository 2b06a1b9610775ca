"""Fans: what was foretold from several origins, with bands, beside what had come before and what came."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from sipabm.plots.empty_figures import PAGE, empty_figure
from sipabm.plots.given_axes import checked_axes
from sipabm.plots.style import BAND, BAR, BLACK, BLUE, GREY, ORANGE, draw_grid, style
from sipabm.plots.titles import MARGIN, title_height, wrapped_title, write_title

HEIGHT, LEFT, FOOT, BETWEEN = 1.75, 0.42, 0.48, 0.1  # inches
SMALL = 7  # points
ABOVE = 1.05  # times the largest number


def plot_fans(
    fans: pd.DataFrame, counts: pd.Series, other: str = "", title: str = "", axes: Sequence[Axes] | None = None
) -> list[Axes]:
    """Draw a panel for each origin and return the panels' axes.

    `fans` has a row for each origin and year: `median`, `low_50`, `high_50`, `low_90`, `high_90`, and `other`, the
    median of the other method of that name, if there is one. `counts` are those observed by year.
    """
    origins = list(dict.fromkeys(fans["origin"]))
    with style():
        drawn = own_panels(len(origins), title) if axes is None else checked_axes(axes, len(origins))
        for panel, origin in zip(drawn, origins, strict=True):
            draw_fan(panel, fans[fans["origin"] == origin], counts, int(origin), other)
            panel.set_ylim(0, ABOVE * max(counts.max(), fans[["high_90", *(["other"] if other else [])]].max().max()))
        if axes is None:
            for panel in drawn[1:]:
                panel.tick_params(labelleft=False)
            drawn[0].set_ylabel("new partnerships a year", fontsize=SMALL)
            drawn[0].figure.legend(
                *drawn[0].get_legend_handles_labels(), loc="lower right", ncols=6, fontsize=SMALL, columnspacing=1.2
            )
    return drawn


def own_panels(number: int, title: str) -> list[Axes]:
    """Return so many panels of a new figure beside one another, with one scale."""
    lines = wrapped_title(title, PAGE)
    height = 2 * MARGIN + title_height(lines) + 0.15 + HEIGHT + FOOT
    figure = empty_figure(PAGE, height)
    write_title(figure, lines)
    width = (PAGE - LEFT - MARGIN - BETWEEN * (number - 1)) / number
    places = [(LEFT + place * (width + BETWEEN), FOOT, width, HEIGHT) for place in range(number)]
    shares = [(left / PAGE, bottom / height, wide / PAGE, high / height) for left, bottom, wide, high in places]
    first = figure.add_axes(shares[0])
    return [first, *(figure.add_axes(share, sharey=first) for share in shares[1:])]


def draw_fan(axes: Axes, rows: pd.DataFrame, counts: pd.Series, origin: int, other: str) -> None:
    """Draw what was foretold from one origin."""
    years = rows["year"]
    axes.fill_between(years, rows["low_90"], rows["high_90"], color=BAND, lw=0, label="90 % of runs")
    axes.fill_between(years, rows["low_50"], rows["high_50"], color=BAR, lw=0, label="50 % of runs")
    axes.plot(years, rows["median"], color=BLUE, lw=1.6, label="median")
    if other:
        axes.plot(years, rows["other"], color=ORANGE, lw=1.2, ls="--", label=other)
    known, came = counts[counts.index <= origin], counts[counts.index > origin]
    axes.plot(known.index, known, "o", color=GREY, ms=2.5, label="known then")
    axes.plot(came.index, came, "o", color=BLACK, ms=3, mec="white", mew=0.5, label="came later", zorder=3)
    axes.axvline(origin + 0.5, color=GREY, lw=0.7)
    axes.set_title(f"from {origin}", fontsize=SMALL + 1, pad=3)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=3))
    axes.tick_params(labelsize=SMALL)
    draw_grid(axes, "y")
