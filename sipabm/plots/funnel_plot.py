"""The funnel from considered to delivered with success."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from sipabm.language.numbers import percent, plain, span
from sipabm.plots.empty_figures import COLUMN, panel_axes
from sipabm.plots.style import BAR, BLACK, style

SIZE, PLACE = (COLUMN, 4.4), (0.05, 0.11, 0.9, 0.785)
TITLE = "From considered to successful"
TITLE_PAD = 20  # points: level with the titles of neighbours, which have a legend below them
HEIGHT = 0.46  # of a bar, in rows: the rest is for the label above it
ROOM_FOR_NUMBERS = 1.48  # of the widest bar
GAP = 0.02


def plot_funnel(funnel: pd.DataFrame, title: str = TITLE, axes: Axes | None = None) -> Axes:
    """Draw the funnel of a report and return the axes."""
    with style():
        panel = panel_axes(axes, SIZE, PLACE)
        draw_funnel(panel, funnel)
        panel.set_title(title, pad=TITLE_PAD if axes is None else None)
    return panel


def draw_funnel(axes: Axes, funnel: pd.DataFrame) -> None:
    """Draw the mean of each step of the funnel with its band, and its share of the attempts started."""
    steps, places = funnel.iloc[1:], range(1, len(funnel))
    below, above = steps["mean"] - steps["low"], steps["high"] - steps["mean"]
    errors = [below.clip(lower=0), above.clip(lower=0)]  # a skew band can leave the mean outside
    axes.barh(places, steps["mean"], height=HEIGHT, color=BAR)
    axes.errorbar(steps["mean"], places, xerr=errors, fmt="none", ecolor=BLACK, elinewidth=1, capsize=2)
    widest = max(steps["high"].max(), steps["mean"].max(), 1.0)
    write_steps(axes, steps, widest)
    # As a bar it would dwarf the others: most looks lead to nothing.
    axes.text(GAP / 2 * widest, HEIGHT / 2, considered_text(funnel.iloc[0]), va="bottom")
    axes.set_xlim(0, ROOM_FOR_NUMBERS * widest)
    axes.set_ylim(len(funnel) - 0.5, -0.6)
    axes.xaxis.set_major_locator(MaxNLocator(nbins=5))
    axes.set_yticks([])
    axes.set_xlabel("number per run, with 90 % of runs (% of started)")


def write_steps(axes: Axes, steps: pd.DataFrame, widest: float) -> None:
    """Write the name of each step above its bar, and its number behind bar and band."""
    for place, row in enumerate(steps.to_dict("records"), 1):
        end = max(row["high"], row["mean"]) + GAP * widest
        axes.text(end, place, step_text(row["mean"], row["share_of_started"]), va="center")
        axes.text(GAP / 2 * widest, place - HEIGHT / 2 - 0.04, row["label"], va="bottom")


def step_text(mean: float, share: float) -> str:
    """Return the text beside a bar."""
    return plain(mean) if pd.isna(share) else f"{plain(mean)} ({percent(share)})"


def considered_text(considered: pd.Series) -> str:
    """Return how often a partnership was considered, with the band of runs."""
    return f"{considered['label']}:\n{plain(considered['mean'])} (90 %: {span(considered['low'], considered['high'])})"
