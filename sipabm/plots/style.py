"""Style: colours that the colour-blind tell apart, marks that grey paper keeps apart, the same bytes every time."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any

import matplotlib.style

# Okabe and Ito's palette.
BLUE, ORANGE, GREEN, BLACK, GREY = "#0072B2", "#D55E00", "#009E73", "#000000", "#8A8A8A"
BAND, BAR = "#B9D7EA", "#7FB8DA"
PALE = "#F1F1F1"
SETTINGS: dict[str, Any] = {
    "font.size": 8.5,
    "axes.titlesize": 9.5,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "grid.color": "#DDDDDD",
    "grid.linewidth": 0.6,
    "legend.frameon": False,
    "legend.fontsize": 8.5,
    "hatch.linewidth": 0.5,
    "svg.hashsalt": "sipabm",
    "savefig.dpi": 200,
}


def style() -> AbstractContextManager[None]:
    """Return a context in which figures look alike, whatever the user's own settings; they are restored after it."""
    return matplotlib.style.context(["default", SETTINGS])
