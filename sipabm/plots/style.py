"""Style: colours that the colour-blind tell apart, marks that grey paper keeps apart, the same bytes every time."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any, Literal

import matplotlib.style
from matplotlib.axes import Axes

# Okabe and Ito's palette.
BLUE, ORANGE, GREEN, BLACK, GREY = "#0072B2", "#D55E00", "#009E73", "#000000", "#8A8A8A"
GRID = "#DDDDDD"
BAND, BAR = "#B9D7EA", "#7FB8DA"
PALE = "#F1F1F1"
LEGEND_TEXT = 8.5  # points
SETTINGS: dict[str, Any] = {
    "font.size": 8.5,
    "axes.titlesize": 9.5,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "grid.color": GRID,
    "grid.linewidth": 0.6,
    "legend.frameon": False,
    "legend.fontsize": LEGEND_TEXT,
    "hatch.linewidth": 0.5,
    "svg.hashsalt": "sipabm",
    "svg.fonttype": "none",  # text stays text: it can be searched, copied and read out
    "savefig.dpi": 200,
    "text.parse_math": False,  # a name is written as it is, whatever is in it
}


def style() -> AbstractContextManager[None]:
    """Return a context in which figures look alike, whatever the user's own settings; they are restored after it."""
    return matplotlib.style.context(["default", SETTINGS])


def draw_grid(axes: Axes, axis: Literal["x", "y"]) -> None:
    """Draw pale lines at the ticks of an axis, below all else."""
    # Said here again, as the caller's axes were made, and may be drawn, under other settings.
    axes.set_axisbelow(True)
    axes.grid(axis=axis, color=GRID, linewidth=SETTINGS["grid.linewidth"])
