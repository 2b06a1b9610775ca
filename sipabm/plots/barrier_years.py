"""The barriers that ended attempts, by welfare area and year."""

from __future__ import annotations

from itertools import pairwise

import matplotlib
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from sipabm.plots.style import GREY, style

WIDTH, ROW, HEAD, FOOT = 7.2, 0.165, 0.52, 0.42
LEFT, RIGHT, BETWEEN, BAR = 0.23, 0.9, 0.012, 0.014
COLOURS = "Blues"  # ever darker, so that grey paper says the same


def barrier_years_figure(by_domain_and_year: pd.DataFrame, title: str) -> Figure:
    """Return how many attempts a run each barrier ended in each year, a panel for each welfare area."""
    rows = by_domain_and_year.drop_duplicates("barrier")
    domains = list(dict.fromkeys(by_domain_and_year["domain"]))
    height = HEAD + FOOT + ROW * len(rows)
    width = (RIGHT - LEFT) / len(domains) - BETWEEN
    largest = max(by_domain_and_year["stopped_a_run"].max(), 1e-9)
    with style():
        figure = Figure(figsize=(WIDTH, height))
        FigureCanvasAgg(figure)
        for place, domain in enumerate(domains):
            left = LEFT + place * (width + BETWEEN)
            axes = figure.add_axes((left, FOOT / height, width, ROW * len(rows) / height))
            own = by_domain_and_year[by_domain_and_year["domain"] == domain]
            draw_years(axes, own, rows["barrier"].tolist(), largest)
            axes.set_title(domain, pad=4, fontsize=8.5)
            name_rows(axes, rows, place == 0)
        bar = figure.add_axes((RIGHT + 0.012, FOOT / height, BAR, ROW * len(rows) / height))
        draw_scale(figure, bar, largest)
        figure.text(0.01, 1 - 0.08 / height, title, va="top", weight="bold", size=9.5)
    return figure


def draw_years(axes: Axes, own: pd.DataFrame, barriers: list[str], largest: float) -> None:
    """Draw one welfare area: barriers × years, the darker the more attempts."""
    grid = own.pivot(index="barrier", columns="year", values="stopped_a_run").loc[barriers]
    years = grid.columns.to_numpy()
    extent = (years[0] - 0.5, years[-1] + 0.5, len(barriers) - 0.5, -0.5)
    colours = matplotlib.colormaps[COLOURS]
    axes.imshow(grid.to_numpy(), cmap=colours, vmin=0, vmax=largest, aspect="auto", extent=extent)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=5))
    axes.tick_params(axis="x", labelsize=7.5)
    axes.set_xlabel("year of the end", fontsize=7.5)


def name_rows(axes: Axes, rows: pd.DataFrame, named: bool) -> None:
    """Draw lines between families of barriers; in the first panel also write the names of barriers."""
    families = rows["family"].tolist()
    for place, (above, below) in enumerate(pairwise(families)):
        if above != below:
            axes.axhline(place + 0.5, color=GREY, lw=0.7)
    axes.set_yticks(range(len(rows)), rows["label"] if named else [""] * len(rows), fontsize=7.5)
    axes.tick_params(axis="y", length=0)
    if named:
        name_families(axes, families)


def name_families(axes: Axes, families: list[str]) -> None:
    """Write each family once, upright beside its barriers."""
    for family in dict.fromkeys(families):
        places = np.flatnonzero(np.array(families) == family)
        if len(places) > 1:
            axes.text(
                -0.97, places.mean(), family, transform=axes.get_yaxis_transform(), rotation=90, ha="center",
                va="center", style="italic", fontsize=7.5,
            )  # fmt: skip


def draw_scale(figure: Figure, axes: Axes, largest: float) -> None:
    """Draw which shade stands for how many attempts."""
    shades = matplotlib.cm.ScalarMappable(matplotlib.colors.Normalize(0, largest), matplotlib.colormaps[COLOURS])
    scale = figure.colorbar(shades, cax=axes)
    scale.set_label("attempts ended, a run and year", fontsize=7.5)
    scale.ax.tick_params(labelsize=7.5)
    scale.outline.set_linewidth(0.5)
