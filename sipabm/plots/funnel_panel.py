"""The panel of the funnel from considered to delivered with success."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from sipabm.plots.style import BAR, BLACK

HEIGHT = 0.46
ROOM_FOR_NUMBERS = 1.48
GAP = 0.02


def draw_funnel(axes: Axes, funnel: pd.DataFrame) -> None:
    """Draw the mean of each step of the funnel with its band, and its share of the attempts started."""
    considered, steps = funnel.iloc[0], funnel.iloc[1:]
    places = range(1, len(funnel))
    below, above = steps["mean"] - steps["low"], steps["high"] - steps["mean"]
    errors = [below.clip(lower=0), above.clip(lower=0)]  # a skew band can leave the mean outside
    axes.barh(places, steps["mean"], height=HEIGHT, color=BAR)
    axes.errorbar(steps["mean"], places, xerr=errors, fmt="none", ecolor=BLACK, elinewidth=1, capsize=2)
    widest = max(steps["high"].max(), steps["mean"].max(), 1.0)
    for place, (_, row) in zip(places, steps.iterrows(), strict=True):
        end = max(row["high"], row["mean"]) + GAP * widest
        axes.text(end, place, step_text(row["mean"], row["share_of_started"]), va="center")
        axes.text(GAP / 2 * widest, place - HEIGHT / 2 - 0.04, row["label"], va="bottom")
    # As a bar it would dwarf the others: most looks lead to nothing.
    band = f"{figures(considered['mean'])} (90 %: {figures(considered['low'])} to {figures(considered['high'])})"
    axes.text(GAP / 2 * widest, HEIGHT / 2, f"{considered['label']}:\n{band}", va="bottom")
    axes.set_xlim(0, ROOM_FOR_NUMBERS * widest)
    axes.set_ylim(len(funnel) - 0.5, -0.6)
    axes.xaxis.set_major_locator(MaxNLocator(nbins=5))
    axes.set_yticks([])
    axes.set_title("b  From considered to successful", pad=20)
    axes.set_xlabel("number a run, with 90 % of runs (% of started)")


def step_text(mean: float, share: float) -> str:
    """Return the text beside a bar."""
    return figures(mean) if pd.isna(share) else f"{figures(mean)} ({100 * share:.0f} %)"


def figures(number: float) -> str:
    """Return a number with as many digits as a reader wants."""
    return f"{number:,.0f}" if number >= 10 or number == 0 else f"{number:.1f}"
