"""The network of a run: who knows whom, and the partnerships signed so far, at some quarters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from numpy.typing import NDArray

from sipabm.errors import ScenarioError
from sipabm.plots.empty_figures import COLUMN, empty_figure
from sipabm.plots.given_axes import checked_axes
from sipabm.plots.network_places import Places, layout
from sipabm.plots.style import BLACK, BLUE, GREEN, GREY, ORANGE, style
from sipabm.plots.titles import MARGIN, title_height, wrapped_title, write_title
from sipabm.report.run_network import RunNetwork

MOST_ACTORS = 500  # more cannot be told apart in a panel half a column wide
PANELS, ACROSS = 4, 2
HEAD, LEGEND, GAP = 0.17, 0.34, 0.05  # inches
TIE, ENDED = "#DADADA", "#6E6E6E"
ENDED_DASH = (0, (2, 1.2))
# Marker, colour and size beside that of an authority.
LOOKS = {"authority": ("o", BLUE, 1.0), "provider": ("^", GREEN, 1.0), "investor": ("s", ORANGE, 1.35)}
PLURALS = {"authority": "authorities", "provider": "providers", "investor": "investors"}
LIMIT = 1.04  # of the axes: marks on the outermost ring, at 1, are whole
BIGGER = 1.6  # the area of an actor that has signed: seen under the ends of its lines


def plot_network(network: RunNetwork, title: str = "", axes: Sequence[Axes] | None = None) -> list[Axes]:
    """Draw the network at the ends of four equal parts of the run, and return these axes.

    The title stands over a figure made here; panels say their quarter. ScenarioError if nobody could read it.
    """
    check_size(network)
    places = layout(network)
    with style():
        panels = own_panels(title, PANELS, ACROSS) if axes is None else checked_axes(axes, PANELS)
        for panel, step in zip(panels, moments(network), strict=True):
            draw_network(panel, network, places, step)
        if axes is not None:
            panels[-1].legend(handles=[*kind_signs(), *line_signs()], loc="upper right", fontsize=7)
    return panels


def check_size(network: RunNetwork) -> None:
    """Raise ScenarioError if a network has too many actors to be read, or none."""
    if len(network.actors) > MOST_ACTORS:
        countries = ", ".join(dict.fromkeys(network.actors["country"]))
        raise ScenarioError(
            f"{len(network.actors)} actors are too many for one figure (at most {MOST_ACTORS}); choose a country: "
            f"{countries}"
        )
    if network.actors.empty:
        raise ScenarioError("there are no actors to draw; choose another country")


def moments(network: RunNetwork, panels: int = PANELS) -> list[int]:
    """Return quarters to show, counted from the first: the last of so many equal parts of the run, in order."""
    return [max(0, round(network.quarters * part / panels) - 1) for part in range(1, panels + 1)]


def own_panels(title: str, panels: int, across: int) -> list[Axes]:
    """Return the square panels of a new figure as wide as a column, with a title, and a legend at its foot."""
    lines = wrapped_title(title, COLUMN)
    side = (COLUMN - GAP * (across + 1)) / across
    down = -(-panels // across)
    height = LEGEND + down * (side + HEAD) + title_height(lines) + 2 * MARGIN
    figure = empty_figure(COLUMN, height)
    write_title(figure, lines)
    corners = [
        (GAP + panel % across * (side + GAP), LEGEND + (down - 1 - panel // across) * (side + HEAD))
        for panel in range(panels)
    ]
    write_legend(figure)
    return [figure.add_axes((x / COLUMN, y / height, side / COLUMN, side / height)) for x, y in corners]


def write_legend(figure: Figure) -> None:
    """Write what markers and lines are at the foot of a figure, in a row each."""
    height = figure.get_figheight()
    spaces = {"handlelength": 1.6, "handletextpad": 0.4, "columnspacing": 1.1, "borderaxespad": 0.1, "borderpad": 0.1}
    for handles, bottom in ((kind_signs(), LEGEND / 2), (line_signs(), 0.0)):
        anchor = (0.01, (bottom + 0.01) / height)
        figure.legend(handles=handles, loc="lower left", bbox_to_anchor=anchor, ncols=4, fontsize=7, **spaces)


def kind_signs() -> list[Line2D]:
    """Return what the legend says of kinds of actors."""
    return [
        Line2D([], [], ls="", marker=marker, ms=4, mew=0.6, mfc="white", mec=colour, label=PLURALS[kind])
        for kind, (marker, colour, _) in LOOKS.items()
    ]


def line_signs() -> list[Line2D]:
    """Return what the legend says of lines, and of actors that are full."""
    return [
        Line2D([], [], color=TIE, lw=1, label="tie"),
        Line2D([], [], color=BLACK, lw=1.4, label="running"),
        Line2D([], [], color=ENDED, lw=0.9, ls=ENDED_DASH, label="ended"),
        Line2D([], [], ls="", marker="o", ms=4, mfc=GREY, mec=GREY, label="has signed"),
    ]


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
    axes.set_title(title, fontsize=6.8, weight="normal", pad=1, x=0.02)


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
