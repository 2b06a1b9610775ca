"""One panel of a network: ties, actors, and the partnerships signed until a quarter."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from numpy.typing import NDArray

from sipabm.plots.network_places import Places
from sipabm.plots.style import BLACK, BLUE, GREEN, ORANGE
from sipabm.report.run_network import RunNetwork

ACROSS = 2  # panels beside one another on a column, for which marks are sized
TIE, ENDED = "#DADADA", "#6E6E6E"
ENDED_DASH = (0, (2, 1.2))
# Marker, colour and size beside that of an authority.
LOOKS = {"authority": ("o", BLUE, 1.0), "provider": ("^", GREEN, 1.0), "investor": ("s", ORANGE, 1.35)}
LIMIT = 1.04  # of the axes: marks on the outermost ring, at 1, are whole
BIGGER = 1.6  # the area of an actor that has signed: seen under the ends of its lines


def draw_network(axes: Axes, network: RunNetwork, places: Places, step: int, across: int = ACROSS) -> None:
    """Draw ties and actors, and the partnerships signed until a quarter: bold while they run.

    `across` is how many panels stand beside one another.
    """
    signed, running = network.signed(step), network.running(step)
    ended = signed.drop(running.index)
    # By all partnerships of the run, not by those so far: the same one is as bold in all panels.
    bold = line_width(len(network.partnerships), 90, 0.7, 1.3)
    draw_lines(axes, network.ties.to_numpy(), places, TIE, line_width(len(network.ties), 150, 0.1, 0.3))
    draw_lines(axes, ended[["authority", "partner"]].to_numpy(), places, ENDED, 0.55 * bold, ENDED_DASH)
    draw_lines(axes, running[["authority", "partner"]].to_numpy(), places, BLACK, bold)
    area = marker_area(len(network.actors)) * (ACROSS / across) ** 2
    draw_actors(axes, network.actors, places, set(signed["authority"]) | set(signed["partner"]), area)
    axes.set_axis_off()
    axes.set_xlim(-LIMIT, LIMIT)
    axes.set_ylim(-LIMIT, LIMIT)
    # A partnership with several partners has as many rows.
    signatures, services = (rows["partnership"].nunique() for rows in (signed, running))
    title = f"{network.quarter(step)}: {signatures} signed, {services} running"
    axes.set_title(title, fontsize=7, weight="normal", pad=1, x=0.02)


def line_width(lines: int, together: float, least: float, most: float) -> float:
    """Return the width of lines that share a panel: thinner where there are many, within bounds."""
    return float(np.clip(together / max(lines, 1), least, most))


def draw_lines(
    axes: Axes, pairs: NDArray[np.int64], places: Places, colour: str, width: float, dashes: object = "-"
) -> None:
    """Draw a line for each pair of actors."""
    lines = [(places[first], places[second]) for first, second in pairs.tolist()]
    axes.add_collection(LineCollection(lines, colors=colour, linewidths=width, linestyles=[dashes]))


def draw_actors(axes: Axes, actors: pd.DataFrame, places: Places, partners: set[int], area: float) -> None:
    """Draw actors by kind: full if they have signed a partnership, else hollow."""
    for kind, (marker, colour, size) in LOOKS.items():
        for has_signed in (False, True):
            chosen = [actor for actor in actors.index[actors["kind"] == kind] if (actor in partners) == has_signed]
            points = np.array([places[actor] for actor in chosen]).reshape(-1, 2)
            filling, order = (colour, 4) if has_signed else ("white", 3)
            look: dict[str, Any] = {"marker": marker, "lw": 0.45, "facecolor": filling, "edgecolor": colour}
            square_points = area * size * (BIGGER if has_signed else 1.0)
            axes.scatter(points[:, 0], points[:, 1], s=square_points, zorder=order, **look)


def marker_area(actors: int) -> float:
    """Return the area of a marker in square points in a small panel, less where there are many."""
    return float(np.clip(900 / actors, 2.0, 9.0))
