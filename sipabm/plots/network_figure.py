"""The network of a run: who knows whom, and the partnerships signed so far, at some quarters or as an animation."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import networkx
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from numpy.typing import NDArray

from sipabm.errors import ScenarioError
from sipabm.plots.column import MARGIN, TITLE_LETTERS, TITLE_LINE, TITLE_SIZE, WIDTH
from sipabm.plots.style import BLACK, BLUE, GREEN, GREY, ORANGE, style
from sipabm.report.run_network import RunNetwork

Places = dict[int, NDArray[np.float64]]
MOST_ACTORS = 500
PANELS, ACROSS = 4, 2
HEAD, LEGEND, GAP = 0.17, 0.34, 0.05  # inches
TIE, ENDED = "#DADADA", "#6E6E6E"
# Marker, colour and size beside that of an authority.
LOOKS = {"authority": ("o", BLUE, 1.0), "provider": ("^", GREEN, 1.0), "investor": ("s", ORANGE, 1.35)}
PLURALS = {"authority": "authorities", "provider": "providers", "investor": "investors"}
RADII, LIMIT = (0.3, 0.64, 1.0), 1.04
FRAMES_A_SECOND, LAST_FRAMES, FRAME_DPI = 4, 12, 140


def network_figure(network: RunNetwork, title: str) -> Figure:
    """Return the network at the end of each quarter of the run's time; ScenarioError if nobody could read it."""
    check_size(network)
    places = layout(network)
    with style():
        figure, panels = empty_figure(title, PANELS, ACROSS)
        for axes, step in zip(panels, moments(network), strict=True):
            draw_network(axes, network, places, step)
        draw_legend(figure)
    return figure


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


def layout(network: RunNetwork) -> Places:
    """Return where each actor stands: investors within, authorities around them, providers outside.

    Authorities stand in their order, in which neighbours know each other; the others near those they know, as far as
    there is room.
    """
    authorities = actors_of_kind(network, "authority")
    places = shells([authorities])
    known = neighbours(network)
    inner, outer = (
        sorted(actors_of_kind(network, kind), key=lambda actor: direction(known[actor], places))
        for kind in ("investor", "provider")
    )
    return shells([inner, authorities, outer], RADII)


def actors_of_kind(network: RunNetwork, kind: str) -> list[int]:
    """Return the numbers of the actors of a kind."""
    return [int(actor) for actor in network.actors.index[network.actors["kind"] == kind]]


def shells(rings: Sequence[Sequence[int]], radii: Sequence[float] = (1.0,)) -> Places:
    """Return places on rings, evenly and in order, the first of each in the same direction."""
    places: Places = {}
    for ring, radius in zip(rings, radii, strict=True):
        found = networkx.shell_layout(networkx.empty_graph(ring), [ring], rotate=0, scale=radius) if ring else {}
        single = len(ring) == 1  # which networkx puts in the middle
        places |= {actor: np.array([radius, 0.0]) if single else np.asarray(place) for actor, place in found.items()}
    return places


def neighbours(network: RunNetwork) -> dict[int, list[int]]:
    """Return whom each actor knows or signs with."""
    known: dict[int, list[int]] = {int(actor): [] for actor in network.actors.index}
    for pairs in (network.ties, network.partnerships[["authority", "partner"]]):
        for first, second in pairs.to_numpy().tolist():
            known[first].append(second)
            known[second].append(first)
    return known


def direction(known: Sequence[int], places: Places) -> float:
    """Return the angle, from 0 to a full turn, in which most of those stand whom an actor knows; 0 if it knows none."""
    there = [places[actor] for actor in known if actor in places]
    across, up = np.sum(there, axis=0) if there else (1.0, 0.0)
    return float(np.arctan2(up, across) % (2 * np.pi))


def empty_figure(title: str, panels: int, across: int) -> tuple[Figure, list[Axes]]:
    """Return a figure as wide as a column, with a title, room for a legend at its foot, and square panels."""
    lines = textwrap.wrap(title, TITLE_LETTERS)
    side = (WIDTH - GAP * (across + 1)) / across
    down = -(-panels // across)
    height = LEGEND + down * (side + HEAD) + TITLE_LINE * len(lines) + 2 * MARGIN
    figure = Figure(figsize=(WIDTH, height))
    FigureCanvasAgg(figure)  # not pyplot: nothing global is touched, and any thread may draw
    figure.text(0.02, 1 - MARGIN / height, "\n".join(lines), va="top", weight="bold", size=TITLE_SIZE)
    corners = [
        (GAP + panel % across * (side + GAP), LEGEND + (down - 1 - panel // across) * (side + HEAD))
        for panel in range(panels)
    ]
    return figure, [figure.add_axes((x / WIDTH, y / height, side / WIDTH, side / height)) for x, y in corners]


def draw_network(axes: Axes, network: RunNetwork, places: Places, step: int, across: int = ACROSS) -> None:
    """Draw ties and actors, and the partnerships signed until a quarter: bold while they run.

    `across` is how many panels stand beside one another.
    """
    signed, running = network.signed(step), network.running(step)
    ended = signed.drop(running.index)
    bold = width_of(len(network.partnerships), 90, 0.7, 1.3)
    draw_lines(axes, network.ties.to_numpy(), places, TIE, width_of(len(network.ties), 150, 0.1, 0.3))
    draw_lines(axes, ended[["authority", "partner"]].to_numpy(), places, ENDED, 0.55 * bold, (0, (2, 1.2)))
    draw_lines(axes, running[["authority", "partner"]].to_numpy(), places, BLACK, bold)
    area = marker_area(len(network.actors)) * (ACROSS / across) ** 2
    draw_actors(axes, network.actors, places, set(signed["authority"]) | set(signed["partner"]), area)
    axes.set_axis_off()
    axes.set_xlim(-LIMIT, LIMIT)
    axes.set_ylim(-LIMIT, LIMIT)
    counts = [rows["partnership"].nunique() for rows in (signed, running)]
    axes.set_title(
        f"{network.quarter(step)}: {counts[0]} signed, {counts[1]} running",
        fontsize=6.8,
        weight="normal",
        pad=1,
        x=0.02,
    )


def width_of(lines: int, together: float, least: float, most: float) -> float:
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
            axes.scatter(
                points[:, 0], points[:, 1], s=area * size * (1.6 if has_signed else 1.0), marker=marker, lw=0.45,
                facecolor=colour if has_signed else "white", edgecolor=colour, zorder=4 if has_signed else 3,
            )  # fmt: skip


def marker_area(actors: int) -> float:
    """Return the area of a marker in square points in a small panel, less where there are many."""
    return float(np.clip(900 / actors, 2.0, 9.0))


def draw_legend(figure: Figure) -> None:
    """Write what markers and lines are at the foot of a figure."""
    kinds = [
        Line2D([], [], ls="", marker=marker, ms=4, mew=0.6, mfc="white", mec=colour, label=PLURALS[kind])
        for kind, (marker, colour, _) in LOOKS.items()
    ]
    lines = [
        Line2D([], [], color=TIE, lw=1, label="tie"),
        Line2D([], [], color=BLACK, lw=1.4, label="running"),
        Line2D([], [], color=ENDED, lw=0.9, ls=(0, (2, 1.2)), label="ended"),
        Line2D([], [], ls="", marker="o", ms=4, mfc=GREY, mec=GREY, label="has signed"),
    ]
    height = figure.get_figheight()
    for handles, bottom in ((kinds, LEGEND / 2), (lines, 0.0)):
        figure.add_artist(
            figure.legend(
                handles=handles, loc="lower left", bbox_to_anchor=(0.01, (bottom + 0.01) / height), ncols=4, fontsize=7,
                handlelength=1.6, handletextpad=0.4, columnspacing=1.1, borderaxespad=0.1, borderpad=0.1,
            )
        )  # fmt: skip


def network_animation(network: RunNetwork, title: str, steps: Sequence[int] | None = None) -> bytes:
    """Return the partnerships growing in number quarter by quarter as the content of a GIF.

    ScenarioError if nobody could read it. `steps` are the quarters shown, by default all.
    """
    from matplotlib.animation import PillowWriter  # only here, as it is slow to import

    check_size(network)
    places, shown = layout(network), list(range(network.quarters) if steps is None else steps)
    with style(), TemporaryDirectory() as folder:
        figure, (axes,) = empty_figure(title, 1, 1)
        draw_legend(figure)
        file, writer = Path(folder) / "network.gif", PillowWriter(fps=FRAMES_A_SECOND)
        with writer.saving(figure, str(file), FRAME_DPI):
            for step in [*shown, *shown[-1:] * LAST_FRAMES]:
                axes.clear()
                draw_network(axes, network, places, step, across=1)
                writer.grab_frame()
        return file.read_bytes()
