"""The waterfall of Shapley values: from nobody to everybody, player by player."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from sipabm.language.numbers import decimals, number
from sipabm.language.units import factor, of_level
from sipabm.plots.drawn import beside
from sipabm.plots.empty_figures import column_axes
from sipabm.plots.style import BAND, BLACK, BLUE, GREY, ORANGE, style
from sipabm.plots.titles import wrapped

ROW, FOOT = 0.29, 0.58  # inches
LEFT, RIGHT = 0.31, 0.645
NUMBERS, INTERVALS = 0.323, 0.363  # inches to the right of the panel, where numbers end and intervals begin
BAR_HEIGHT = 0.56
LABEL_LETTERS = 17


def plot_waterfall(
    shares: pd.DataFrame, totals: pd.DataFrame, ends: tuple[str, str], title: str = "", axes: Axes | None = None
) -> Axes:
    """Draw the waterfall of one quantity of an attribution and return the axes; `ends` names nobody and everybody."""
    unit = totals["unit"].iloc[0]
    rows = steps(shares, totals, ends)
    rows[["begin", "end", "low", "high"]] *= factor(unit)
    with style():
        panel = column_axes(axes, title, ROW * len(rows), FOOT, LEFT, RIGHT)
        draw_steps(panel, rows)
        name_rows(panel, rows)
        write_numbers(panel, rows)
        panel.set_xlabel(f"{of_level(unit)}; bars with 95 % intervals,\nhatched: reduces it", fontsize=7)
    return panel


def steps(shares: pd.DataFrame, totals: pd.DataFrame, ends: tuple[str, str]) -> pd.DataFrame:
    """Return one row a bar from top to bottom: label, where it begins and ends, interval of its end, whether a step."""
    nobody, everybody = (totals[totals["who"] == who].iloc[0] for who in ("nobody", "everybody"))
    # The largest gain first: bars rise and then fall, so that the eye finds the turn.
    ordered = shares.sort_values("value", ascending=False, kind="stable")
    end = nobody["value"] + ordered["value"].cumsum().to_numpy()
    begin = end - ordered["value"].to_numpy()
    interval = {name: begin + ordered[name].to_numpy() for name in ("low", "high")}
    label = ordered["label"].to_numpy()
    inner = pd.DataFrame({"label": label, "begin": begin, "end": end, "step": True, **interval})
    outer = [
        {"label": label, "begin": 0.0, "end": row["value"], "low": row["low"], "high": row["high"], "step": False}
        for label, row in zip(ends, (nobody, everybody), strict=True)
    ]
    return pd.concat([pd.DataFrame(outer[:1]), inner, pd.DataFrame(outer[1:])], ignore_index=True)


def draw_steps(axes: Axes, rows: pd.DataFrame) -> None:
    """Draw bars, what connects them, and their intervals; steps downwards are hatched for grey paper."""
    for place, row in rows.iterrows():
        width = row["end"] - row["begin"]
        colour = BAND if not row["step"] else BLUE if width >= 0 else "white"
        edge = {"edgecolor": ORANGE, "hatch": "//////", "lw": 0.8} if row["step"] and width < 0 else {"lw": 0}
        axes.barh(place, width, left=row["begin"], height=BAR_HEIGHT, color=colour, **edge)
        if place + 1 < len(rows):
            axes.plot([row["end"]] * 2, [place, place + 1], color=GREY, lw=0.6, zorder=0)
    axes.hlines(rows.index, rows["low"], rows["high"], color=BLACK, lw=1.1)
    axes.axvline(0, color=GREY, lw=0.6, zorder=0)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.margins(x=0.04)


def name_rows(axes: Axes, rows: pd.DataFrame) -> None:
    """Write labels on the left, those of both ends in bold."""
    axes.set_yticks(rows.index, [wrapped(label, LABEL_LETTERS) for label in rows["label"]], fontsize=7)
    axes.tick_params(axis="y", length=0)
    axes.tick_params(axis="x", labelsize=7)
    axes.xaxis.set_major_locator(MaxNLocator(nbins=4))
    for label, step in zip(axes.get_yticklabels(), rows["step"], strict=True):
        label.set_fontweight("normal" if step else "bold")


def write_numbers(axes: Axes, rows: pd.DataFrame) -> None:
    """Write each bar's number with its interval on the right, where no bar can be in the way."""
    numbers, intervals = beside(axes, NUMBERS), beside(axes, INTERVALS)
    for place, row in rows.iterrows():
        text, interval = bar_text(row)
        weight = "normal" if row["step"] else "bold"
        axes.text(1, place, text, transform=numbers, va="center", ha="right", fontsize=7, weight=weight)
        axes.text(1, place, interval, transform=intervals, va="center", fontsize=7)


def bar_text(row: pd.Series) -> tuple[str, str]:
    """Return the number of a bar, and its interval if there is one."""
    # A step is a difference from where it begins, both ends are levels.
    start = row["begin"] if row["step"] else 0.0
    value, low, high = (row[name] - start for name in ("end", "low", "high"))
    digits = decimals(low, high)
    text = number(value, digits, sign=bool(row["step"]))
    return text, "" if np.isnan(low) else f"{number(low, digits)} to {number(high, digits)}"
