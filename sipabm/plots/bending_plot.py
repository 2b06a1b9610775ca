"""Bending: how far actors come to use each lever by themselves, a panel for each lever and a line for each area."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes

from sipabm.language.units import factor, of_level
from sipabm.plots.response_panel import LETTERS, ResponsePanel
from sipabm.plots.responses_plot import plot_response_panels
from sipabm.plots.stopped_plot import MARKS

TITLE = "How far actors bend: mean propensity to use a lever, at the start of attempts"
PANELS_IN_A_ROW = 3


def plot_bending(bending: pd.DataFrame, title: str = TITLE, axes: Sequence[Axes] | None = None) -> list[Axes]:
    """Draw the mean propensity of each lever by year and area, and return axes: one for each lever.

    The table is that of a report.
    """
    # By the areas that figures know: the row of all areas together would hide that they differ.
    rows = bending[bending["domain"].isin(MARKS)]
    shown = rows.assign(propensity=factor("share") * rows["propensity"])
    levers = list(dict.fromkeys(shown["lever"]))
    panels = [lever_panel(shown[shown["lever"] == lever], LETTERS[place]) for place, lever in enumerate(levers)]
    return plot_response_panels(panels, title, PANELS_IN_A_ROW, axes)


def lever_panel(rows: pd.DataFrame, letter: str) -> ResponsePanel:
    """Return the panel of one lever."""
    label = str(rows["label"].iloc[0])
    heading = f"{letter}  {label[0].upper()}{label[1:]}"
    return ResponsePanel(rows, "year", heading, "year", f"{of_level('share')} of attempts", "domain", "propensity")
