"""The network of a run: who knows whom, and the partnerships signed so far, at some quarters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from sipabm.errors import ScenarioError
from sipabm.plots.empty_figures import COLUMN, empty_figure
from sipabm.plots.given_axes import checked_axes
from sipabm.plots.network_panel import ACROSS, ENDED, ENDED_DASH, LOOKS, TIE, draw_network
from sipabm.plots.network_places import layout
from sipabm.plots.style import BLACK, GREY, style
from sipabm.plots.titles import MARGIN, title_height, wrapped_title, write_title
from sipabm.report.run_network import RunNetwork

MOST_ACTORS = 500  # more cannot be told apart in a panel half a column wide
PANELS = 4
HEAD, LEGEND, GAP = 0.17, 0.34, 0.05  # inches
PLURALS = {"authority": "authorities", "provider": "providers", "investor": "investors"}
BELOW: dict[str, Any] = {"ncols": 2, "fontsize": 7}  # the look of a legend that has no foot of a figure


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
                panel.set_aspect("equal")  # rings, whatever the shape of the caller's axes
        if axes is not None:
            panels[-1].legend(handles=[*kind_signs(), *line_signs()], loc="upper left", bbox_to_anchor=(0, 0), **BELOW)
    return panels


def check_size(network: RunNetwork) -> None:
    """Raise ScenarioError if a network has too many actors to be read, or none."""
    if len(network.actors) > MOST_ACTORS:
        sizes = network.actors.groupby("country", sort=False).size()
        small = ", ".join(sizes.index[sizes <= MOST_ACTORS])
        what = f"choose a smaller country: {small}" if small else "choose a scenario with fewer, or a smaller pool"
        raise ScenarioError(f"{len(network.actors)} actors are too many for one figure (at most {MOST_ACTORS}); {what}")
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
