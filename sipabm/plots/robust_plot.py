"""Robust: the share of sets of numbers in which each lever or mechanism is first, and how often again by luck."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes

from sipabm.language.units import factor
from sipabm.plots.dots_panel import DotsPanel
from sipabm.plots.dots_plot import plot_dots

SHARE = "in so many sets of numbers"
AGAIN = "of these again: same numbers, other luck"
X_LABEL = "% of sets, with 95 % interval over sets"
BEYOND = 3.0  # percent, so that a mark at either end is seen whole


def plot_robust(
    answers: pd.DataFrame, title: str = "", axes: Sequence[Axes] | None = None, who: str = "lever"
) -> list[Axes]:
    """Draw for each criterion the share of sets in which it holds for each lever, and return the panels' axes.

    Beside it stands how often it holds again by luck alone. The table is `answers` of a `Robustness`; in another one,
    as of mechanisms, `who` is the column of those that are compared.
    """
    panels = [panel_of(label, rows, who) for label, rows in answers.groupby("label", sort=False)]
    # In columns as long as each other; in one where there is one panel.
    drawn = plot_dots([column for column in (panels[0::2], panels[1::2]) if column], title, axes)
    for each in drawn:
        each.set_xlim(-BEYOND, factor("share") + BEYOND)
    return drawn


def panel_of(label: str, rows: pd.DataFrame, who: str) -> DotsPanel:
    """Return the panel of one criterion, a row for each that is compared, in the order given."""
    times = factor("share")
    share = {"value": times * rows["share"], "low": times * rows["low"], "high": times * rows["high"]}
    parts = [
        pd.DataFrame({"label": rows[who], "part": SHARE, **share}),
        pd.DataFrame({"label": rows[who], "part": AGAIN, "value": times * rows["again"]}),
    ]
    # Not dropped where nothing is repeated: both panels have the same rows, and one legend.
    return DotsPanel(pd.concat(parts, ignore_index=True), label[:1].upper() + label[1:], X_LABEL, "part")
