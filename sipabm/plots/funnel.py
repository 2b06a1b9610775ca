"""The panel of the funnel from considered to delivered with success."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from sipabm.plots.style import BAR, BLACK

HEIGHT = 0.46
ROOM_FOR_NUMBERS = 1.42
GAP = 0.02


def draw_funnel(axes: Axes, funnel: pd.DataFrame) -> None:
    """Draw the mean of each step of the funnel with its band, and its share of the attempts started."""
    places = range(len(funnel))
    below, above = funnel["mean"] - funnel["low"], funnel["high"] - funnel["mean"]
    errors = [below.clip(lower=0), above.clip(lower=0)]  # a skew band can leave the mean outside
    axes.barh(places, funnel["mean"], height=HEIGHT, color=BAR)
    axes.errorbar(funnel["mean"], places, xerr=errors, fmt="none", ecolor=BLACK, elinewidth=1, capsize=2)
    widest = max(funnel["high"].max(), funnel["mean"].max(), 1.0)
    for place, (_, row) in zip(places, funnel.iterrows(), strict=True):
        end = max(row["high"], row["mean"]) + GAP * widest
        axes.text(end, place, step_text(row["mean"], row["share_of_started"]), va="center")
        axes.text(0, place - HEIGHT / 2 - 0.04, row["label"], va="bottom")
    axes.set_xlim(0, ROOM_FOR_NUMBERS * widest)
    axes.set_ylim(len(funnel) - 0.5, -0.85)
    axes.set_yticks([])
    axes.set_title("b  From considered to successful", pad=20)
    axes.set_xlabel("number a run, with 90 % of runs (% of started)")


def step_text(mean: float, share: float) -> str:
    """Return the text beside a bar."""
    number = f"{mean:.0f}" if mean >= 10 else f"{mean:.1f}"
    return number if pd.isna(share) else f"{number} ({100 * share:.0f} %)"
