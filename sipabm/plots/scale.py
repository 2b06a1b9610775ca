"""Scale: panels that are read side by side have the same one."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes


def same_scale(axes: Sequence[Axes]) -> None:
    """Give some panels the same vertical scale, wide enough for all of them."""
    # Not `sharey` when they are made: panels of a page then share all or none, and labels would go.
    low, high = min(each.get_ylim()[0] for each in axes), max(each.get_ylim()[1] for each in axes)
    for each in axes:
        each.set_ylim(low, high)
