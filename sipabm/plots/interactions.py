"""The heat-map of interactions: by how much more, or less, two players add together than apart."""

from __future__ import annotations

import matplotlib
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import ListedColormap
from matplotlib.figure import Figure
from numpy.typing import NDArray

from sipabm.plots.column import broken, column_figure, figures
from sipabm.plots.style import BLACK, GREY, PALE, style
from sipabm.plots.waterfall import PERCENT, digits_for

COLOURS = "PuOr_r"  # told apart by the colour-blind; the number in each cell says the sign on grey paper
CELL, FOOT = 0.25, 0.58
LEFT, RIGHT = 0.33, 0.985
DARK = 0.6
LABEL_LETTERS = 20


def interactions_figure(interactions: pd.DataFrame, title: str) -> Figure:
    """Return the heat-map of one quantity of an attribution: pairs below the diagonal, on it what is left to each."""
    unit = interactions["unit"].iloc[0]
    factor = 100.0 if unit in PERCENT else 1.0
    labels = list(dict.fromkeys(interactions["first_label"]))
    values, sure = grids(interactions, labels)
    with style():
        figure, axes = column_figure(title, CELL * len(labels), FOOT, LEFT, RIGHT)
        draw_cells(axes, values * factor, sure)
        name_players(axes, labels)
        note = "Diagonal: what is left to each. All cells add up to the total."
        note = f"in {'points' if factor == 100.0 else unit}; bold: 95 % interval without 0.\n{note}"
        axes.set_xlabel(note, fontsize=7, x=(0.5 - LEFT) / (RIGHT - LEFT), labelpad=5)
    return figure


def grids(interactions: pd.DataFrame, labels: list[str]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return values below and on the diagonal (missing above), and whether each interval leaves out zero."""
    values, sure = np.full((len(labels), len(labels)), np.nan), np.zeros((len(labels), len(labels)), dtype=bool)
    for row in interactions.to_dict("records"):
        place = labels.index(row["second_label"]), labels.index(row["first_label"])
        values[place] = row["value"]
        sure[place] = row["low"] > 0 or row["high"] < 0
    return values, sure


def draw_cells(axes: Axes, values: NDArray[np.float64], sure: NDArray[np.bool_]) -> None:
    """Draw pairs by sign and size, the diagonal in grey, with their numbers."""
    diagonal = np.eye(len(values), dtype=bool)
    pairs = np.where(diagonal, np.nan, values)
    largest = np.nanmax(np.abs(pairs), initial=0.0) or 1.0
    digits = digits_for(np.nanmax(np.abs(values)))
    axes.imshow(pairs, cmap=matplotlib.colormaps[COLOURS], vmin=-largest, vmax=largest, aspect="auto")
    axes.imshow(np.where(diagonal, 0.0, np.nan), cmap=ListedColormap([PALE]), aspect="auto")
    for row, column in np.argwhere(np.isfinite(values)):
        value = values[row, column]
        text = figures(value, digits)
        colour = "white" if row != column and abs(value) > DARK * largest else BLACK
        weight = "bold" if sure[row, column] else "normal"
        axes.text(column, row, text, ha="center", va="center", fontsize=5.9, color=colour, weight=weight)


def name_players(axes: Axes, labels: list[str]) -> None:
    """Write each player's number and label on the left, the number alone below."""
    places = range(len(labels))
    names = [broken(f"{place + 1} {label}", LABEL_LETTERS) for place, label in enumerate(labels)]
    axes.set_yticks(places, names, fontsize=6.5, linespacing=0.95)
    axes.set_xticks(places, [str(place + 1) for place in places], fontsize=6.5)
    axes.tick_params(length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.set_xticks([place - 0.5 for place in places], minor=True)
    axes.set_yticks([place - 0.5 for place in places], minor=True)
    axes.grid(which="minor", color="white", linewidth=1)
    axes.tick_params(which="minor", length=0, color=GREY)
