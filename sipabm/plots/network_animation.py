"""The network of a run as an animation: its partnerships growing in number."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from sipabm.plots.drawn import figure_of
from sipabm.plots.network_panel import draw_network
from sipabm.plots.network_places import layout
from sipabm.plots.network_plot import check_size, own_panels
from sipabm.plots.style import style
from sipabm.report.run_network import RunNetwork

FRAMES_A_SECOND, FRAME_DPI = 4, 140
LAST_FRAMES = 12  # three seconds to look at the end before all begins again


def network_animation(network: RunNetwork, title: str, steps: Sequence[int] | None = None) -> bytes:
    """Return the partnerships growing in number quarter by quarter as the content of a GIF.

    ScenarioError if nobody could read it. `steps` are the quarters shown, by default all.
    """
    from matplotlib.animation import PillowWriter  # only here, as it is slow to import

    check_size(network)
    places, shown = layout(network), list(range(network.quarters) if steps is None else steps)
    # The writer knows files only.
    with style(), TemporaryDirectory() as folder:
        (axes,) = own_panels(title, 1, 1)
        file, writer = Path(folder) / "network.gif", PillowWriter(fps=FRAMES_A_SECOND)
        with writer.saving(figure_of(axes), str(file), FRAME_DPI):
            for step in [*shown, *shown[-1:] * LAST_FRAMES]:
                axes.clear()
                draw_network(axes, network, places, step, across=1)
                writer.grab_frame()
        return file.read_bytes()
