"""The caller's axes: as many as a plot has panels."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.text import Text

from sipabm.errors import ScenarioError


def checked_axes(axes: Axes | Sequence[Axes], needed: int) -> list[Axes]:
    """Return the caller's axes in order, also from a grid of them; ScenarioError if it is not the number needed."""
    # Flattened, as `Figure.subplots` gives a single Axes, a row or a grid, whatever fits.
    given: list[Axes] = np.ravel(np.asarray(axes, dtype=object)).tolist()
    if len(given) != needed:
        raise ScenarioError(f"axes: {needed} needed, one for each panel, but {len(given)} given")
    for one in given:
        if not isinstance(one, Axes):
            raise ScenarioError(f"axes: {type(one).__name__} is no Axes; give those of figure.subplots()")
        for text in one.findobj(Text):  # as the style says it of those that are made later: names are no formulas
            text.set_parse_math(False)
    return given


def checked_panel(axes: Axes | Sequence[Axes]) -> Axes:
    """Return the one Axes of a plot that has one panel; ScenarioError if there are several or none."""
    return checked_axes(axes, 1)[0]
