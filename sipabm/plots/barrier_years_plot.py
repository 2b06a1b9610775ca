"""The barriers that ended attempts, by welfare area and year."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import matplotlib
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from sipabm.language.family_names import family_in_words
from sipabm.plots.drawn import beside, figure_of
from sipabm.plots.empty_figures import PAGE, empty_figure
from sipabm.plots.given_axes import checked_axes
from sipabm.plots.style import GREY, style

ROW, HEAD, FOOT = 0.165, 0.52, 0.42  # inches
LEFT, RIGHT, BETWEEN, BAR = 0.23, 0.9, 0.012, 0.014
TITLE_SIZE, TEXT = 9.5, 7.5
FAMILY = -0.97 * PAGE * ((RIGHT - LEFT) / 3 - BETWEEN)  # inches from the first panel: left of the names of barriers
COLOURS = "Blues"  # ever darker, so that grey paper says the same


def plot_barrier_years(
    by_domain_and_year: pd.DataFrame, title: str = "", axes: Sequence[Axes] | None = None
) -> list[Axes]:
    """Draw how many attempts a run each barrier ended in each year, and return axes: one for each area, and the scale.

    The table is that of an autopsy. The title stands over a figure made here; panels have the names of areas.
    """
    rows = by_domain_and_year.drop_duplicates("barrier")
    domains = list(dict.fromkeys(by_domain_and_year["domain"]))
    # One scale for all areas, so that the same shade is the same number; nothing at all must not end it at zero.
    largest = max(by_domain_and_year["stopped_a_run"].max(), 1e-9)
    with style():
        own = own_panels(title, len(rows), len(domains)) if axes is None else axes
        *panels, scale = checked_axes(own, len(domains) + 1)
        for panel, domain in zip(panels, domains, strict=True):
            of_domain = by_domain_and_year[by_domain_and_year["domain"] == domain]
            draw_years(panel, of_domain, rows["barrier"].tolist(), largest)
            panel.set_title(domain, pad=4, fontsize=8.5)
            name_rows(panel, rows, panel is panels[0])
        draw_scale(scale, largest)
    return [*panels, scale]


def own_panels(title: str, rows: int, domains: int) -> list[Axes]:
    """Return the panels of a new figure, and the narrow one of the scale."""
    high = HEAD + FOOT + ROW * rows
    bottom, height, width = FOOT / high, ROW * rows / high, (RIGHT - LEFT) / domains - BETWEEN
    figure = empty_figure(PAGE, high)
    lefts = [LEFT + place * (width + BETWEEN) for place in range(domains)]
    panels = [figure.add_axes((left, bottom, width, height)) for left in lefts]
    scale = figure.add_axes((RIGHT + 0.012, bottom, BAR, height))
    figure.text(0.01, 1 - 0.08 / high, title, va="top", weight="bold", size=TITLE_SIZE)
    return [*panels, scale]


def draw_years(axes: Axes, own: pd.DataFrame, barriers: list[str], largest: float) -> None:
    """Draw one welfare area: barriers × years, the darker the more attempts."""
    grid = own.pivot(index="barrier", columns="year", values="stopped_a_run").loc[barriers]
    years = grid.columns.to_numpy()
    # Half a year and half a row beyond the middles of the outermost cells.
    extent = (years[0] - 0.5, years[-1] + 0.5, len(barriers) - 0.5, -0.5)
    colours = matplotlib.colormaps[COLOURS]
    axes.imshow(grid.to_numpy(), cmap=colours, vmin=0, vmax=largest, aspect="auto", extent=extent)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=5))
    axes.tick_params(axis="x", labelsize=TEXT)
    axes.set_xlabel("year of the end", fontsize=TEXT)


def name_rows(axes: Axes, rows: pd.DataFrame, named: bool) -> None:
    """Draw lines between families of barriers; in the first panel also write the names of barriers."""
    families = rows["family"].tolist()
    for place, (above, below) in enumerate(pairwise(families)):
        if above != below:
            axes.axhline(place + 0.5, color=GREY, lw=0.7)
    axes.set_yticks(range(len(rows)), rows["label"] if named else [""] * len(rows), fontsize=TEXT)
    axes.tick_params(axis="y", length=0)
    if named:
        name_families(axes, families)


def name_families(axes: Axes, families: list[str]) -> None:
    """Write each family once, upright beside its barriers."""
    there = beside(axes, FAMILY)
    look: dict[str, Any] = {"rotation": 90, "ha": "center", "va": "center", "style": "italic"}
    for family in dict.fromkeys(families):
        places = np.flatnonzero(np.array(families) == family)
        # Upright, a name is longer than one row is high.
        if len(places) > 1:
            axes.text(0, places.mean(), family_in_words(family), transform=there, fontsize=TEXT, **look)


def draw_scale(axes: Axes, largest: float) -> None:
    """Draw which shade stands for how many attempts."""
    shades = matplotlib.cm.ScalarMappable(matplotlib.colors.Normalize(0, largest), matplotlib.colormaps[COLOURS])
    scale = figure_of(axes).colorbar(shades, cax=axes)
    scale.set_label("attempts ended, per run and year", fontsize=TEXT)
    scale.ax.tick_params(labelsize=TEXT)
    scale.outline.set_linewidth(0.5)
