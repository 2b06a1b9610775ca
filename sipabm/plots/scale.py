"""Scale: panels that are read side by side have the same one."""

from __future__ import annotations

from collections.abc import Iterable

from matplotlib.figure import Figure


def same_scale(figure: Figure, places: Iterable[int]) -> None:
    """Give some panels of a figure the same vertical scale, wide enough for all of them."""
    panels = [figure.axes[place] for place in places]
    low, high = min(axes.get_ylim()[0] for axes in panels), max(axes.get_ylim()[1] for axes in panels)
    for axes in panels:
        axes.set_ylim(low, high)
