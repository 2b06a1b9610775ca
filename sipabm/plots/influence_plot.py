"""Influence: the numbers of a scenario that decide most of what comes out, with intervals, and how much is luck."""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan

import pandas as pd
from matplotlib.axes import Axes

from sipabm.language.number_names import name_in_words
from sipabm.language.numbers import percent
from sipabm.language.units import factor, of_difference
from sipabm.plots.dots_panel import DotsPanel
from sipabm.plots.dots_plot import plot_dots

MOST = 10  # numbers in a panel
SAME_WAY = 0.9  # of all change: less, and a number both raises and lowers what comes out
MOVED, LUCK = "over its whole range, with 95 % interval", "luck alone"
NO_BREAK = "\N{NO-BREAK SPACE}"  # a sign by itself on a line would be read as nothing
TOTAL, ALONE = "with interactions", "alone"


def plot_influence(
    indices: pd.DataFrame, measures: pd.DataFrame, title: str = "", axes: Sequence[Axes] | None = None
) -> list[Axes]:
    """Draw for each measure the ten numbers that matter most, with 95 % intervals, and return the panels' axes.

    The tables are `indices` and `measures` of a `Sensitivity`.
    """
    panels = [panel_of(indices[indices["measure"] == row["measure"]], row) for _, row in measures.iterrows()]
    # In columns as long as each other; in one where there is one panel.
    drawn = plot_dots([column for column in (panels[0::2], panels[1::2]) if column], title, axes)
    for each in drawn:
        each.set_xlim(left=min(0.0, each.get_xlim()[0]))
    return drawn


def panel_of(indices: pd.DataFrame, measure: pd.Series) -> DotsPanel:
    """Return the panel of one measure."""
    screened = "mu_star" in indices
    rows = indices.nlargest(MOST, "mu_star" if screened else "total")
    shown, label = (changes(rows, measure), change_label(measure)) if screened else (shares(rows), "% of variance")
    group = "part" if shown["part"].nunique() > 1 else None
    return DotsPanel(shown, heading(measure), f"{label}{luck_note(measure)}", group)


def heading(measure: pd.Series) -> str:
    """Return the title of a panel."""
    return str(measure["label"])[:1].upper() + str(measure["label"])[1:]


def change_label(measure: pd.Series) -> str:
    """Return what the axis of changes counts."""
    return f"mean size of change, {of_difference(measure['unit'])} (+ rises with it, − falls, ± both)"


def luck_note(measure: pd.Series) -> str:
    """Return how much of the spread between points is luck, as far as it is known."""
    share = measure["noise_share"]
    return "" if isnan(share) else f"; luck is {percent(share)} of variance"


def changes(rows: pd.DataFrame, measure: pd.Series) -> pd.DataFrame:
    """Return the changes of Morris's indices, and what luck alone would make of each."""
    times = factor(measure["unit"])
    label = [
        f"{name_in_words(name)}{NO_BREAK}{way(*both)}" for name, *both in rows[["name", "mu", "mu_star"]].to_numpy()
    ]
    ends = {"value": times * rows["mu_star"], "low": times * rows["low"], "high": times * rows["high"]}
    moved = pd.DataFrame({"label": label, "part": MOVED, **ends})
    luck = pd.DataFrame({"label": label, "part": LUCK, "value": times * rows["luck"]})
    return pd.concat([moved, luck.dropna(subset=["value"])], ignore_index=True)


def way(mu: float, mu_star: float) -> str:
    """Return the sign of a change: + or −, ± if it is both in different places."""
    if abs(mu) < SAME_WAY * mu_star:
        return "±"
    return "+" if mu > 0 else "−"


def shares(rows: pd.DataFrame) -> pd.DataFrame:
    """Return Sobol's indices in percent, with all interactions and alone."""
    label = [name_in_words(name) for name in rows["name"]]
    parts = [
        {"value": rows[name], "low": rows[f"{name}_low"], "high": rows[f"{name}_high"]} for name in ("total", "first")
    ]
    tables = [pd.DataFrame({end: factor("share") * each for end, each in part.items()}) for part in parts]
    named = [table.assign(label=label, part=part) for table, part in zip(tables, (TOTAL, ALONE), strict=True)]
    return pd.concat(named, ignore_index=True)
