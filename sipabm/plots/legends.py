"""Legends in the caller's axes, where there is no room of their own beside the panel."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.artist import Artist
from matplotlib.axes import Axes


def write_legend_within(axes: Axes, size: float, signs: Sequence[Artist] | None = None) -> None:
    """Write a legend where a panel has most room, of the signs given or of all that is labelled."""
    handles = axes.get_legend_handles_labels()[0] if signs is None else signs
    if handles:
        # With a ground of its own: in a full panel it lies on what is drawn.
        axes.legend(handles=handles, loc="best", fontsize=size, frameon=True)
