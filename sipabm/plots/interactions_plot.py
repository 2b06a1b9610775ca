"""The heat-map of interactions: by how much more, or less, two players add together than apart."""

from __future__ import annotations

from typing import Any

import matplotlib
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import ListedColormap
from numpy.typing import NDArray

from sipabm.language.numbers import digits_of, is_noise, number
from sipabm.language.units import factor, of_difference
from sipabm.plots.empty_figures import column_axes
from sipabm.plots.style import BLACK, GREY, PALE, style
from sipabm.plots.titles import wrapped

COLOURS = "PuOr_r"  # told apart by the colour-blind; the number in each cell says the sign on grey paper
CELL, FOOT = 0.25, 0.58  # inches
LEFT, RIGHT = 0.33, 0.985
MIDDLE = (0.5 - LEFT) / (RIGHT - LEFT)  # of a column, in widths of the panel
DARK = 0.6  # of the darkest shade: from there on black numbers cannot be read
LABEL_LETTERS = 20
NOTE = "Diagonal: what is left to each. All cells add up to the total."


def plot_interactions(interactions: pd.DataFrame, title: str = "", axes: Axes | None = None) -> Axes:
    """Draw the interactions of one quantity of an attribution, and return the axes.

    Pairs stand below the diagonal, on it what is left to each player.
    """
    unit = interactions["unit"].iloc[0]
    labels = list(dict.fromkeys(interactions["first_label"]))
    values, sure = grids(interactions, labels)
    with style():
        panel = column_axes(axes, title, CELL * len(labels), FOOT, LEFT, RIGHT)
        draw_cells(panel, values * factor(unit))
        write_numbers(panel, values * factor(unit), sure)
        name_players(panel, labels)
        note = f"in {of_difference(unit)}; bold: more than noise.\n{NOTE}"
        panel.set_xlabel(note, fontsize=7, x=MIDDLE if axes is None else 0.5, labelpad=5)
    return panel


def grids(interactions: pd.DataFrame, labels: list[str]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return values below and on the diagonal (missing above), and whether each interval leaves out zero."""
    values, sure = np.full((len(labels), len(labels)), np.nan), np.zeros((len(labels), len(labels)), dtype=bool)
    for row in interactions.to_dict("records"):
        place = labels.index(row["second_label"]), labels.index(row["first_label"])
        values[place], sure[place] = row["value"], not is_noise(row)
    return values, sure


def largest_pair(values: NDArray[np.float64]) -> float:
    """Return the size of the largest interaction of a pair; one if there is none, so that a scale has two ends."""
    return float(np.nanmax(np.abs(np.tril(values, -1)), initial=0.0)) or 1.0


def draw_cells(axes: Axes, values: NDArray[np.float64]) -> None:
    """Draw pairs by sign and size; the diagonal in grey, as what is left to a player would outshine all pairs."""
    diagonal, largest = np.eye(len(values), dtype=bool), largest_pair(values)
    pairs = np.where(diagonal, np.nan, values)
    axes.imshow(pairs, cmap=matplotlib.colormaps[COLOURS], vmin=-largest, vmax=largest, aspect="auto")
    axes.imshow(np.where(diagonal, 0.0, np.nan), cmap=ListedColormap([PALE]), aspect="auto")


def write_numbers(axes: Axes, values: NDArray[np.float64], sure: NDArray[np.bool_]) -> None:
    """Write the number of each cell, those of which zero is no part of the interval in bold."""
    dark = DARK * largest_pair(values)
    # The same decimals in all cells: they are read against one another, and have no room for intervals.
    digits = digits_of(np.nanmax(np.abs(values)))
    for row, column in np.argwhere(np.isfinite(values)):
        value = values[row, column]
        colour = "white" if row != column and abs(value) > dark else BLACK
        weight = "bold" if sure[row, column] else "normal"
        look: dict[str, Any] = {"ha": "center", "va": "center", "color": colour, "weight": weight}
        axes.text(column, row, number(value, digits), fontsize=5.9, **look)


def name_players(axes: Axes, labels: list[str]) -> None:
    """Write each player's number and label on the left, the number alone below."""
    places = range(len(labels))
    names = [wrapped(f"{place + 1} {label}", LABEL_LETTERS) for place, label in enumerate(labels)]
    axes.set_yticks(places, names, fontsize=7, linespacing=0.95)
    axes.set_xticks(places, [str(place + 1) for place in places], fontsize=7)
    axes.tick_params(length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)
    # White lines between cells, at ticks of their own, as the others stand in the middle of cells.
    axes.set_xticks([place - 0.5 for place in places], minor=True)
    axes.set_yticks([place - 0.5 for place in places], minor=True)
    axes.grid(which="minor", color="white", linewidth=1)
    axes.tick_params(which="minor", length=0, color=GREY)
