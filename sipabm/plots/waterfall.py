"""The waterfall of Shapley values: from nobody to everybody, player by player."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from sipabm.plots.column import broken, column_figure, figures
from sipabm.plots.style import BAND, BLACK, BLUE, GREY, ORANGE, style

ROW, FOOT = 0.29, 0.58
LEFT, RIGHT = 0.31, 0.645
BAR_HEIGHT = 0.56
LABEL_LETTERS = 17
PERCENT = ("share", "share of target")


def waterfall_figure(shares: pd.DataFrame, totals: pd.DataFrame, title: str, ends: tuple[str, str]) -> Figure:
    """Return the waterfall of one quantity of an attribution; `ends` names nobody and everybody."""
    factor = 100.0 if totals["unit"].iloc[0] in PERCENT else 1.0
    rows = steps(shares, totals, ends)
    rows[["begin", "end", "low", "high"]] *= factor
    with style():
        figure, axes = column_figure(title, ROW * len(rows), FOOT, LEFT, RIGHT)
        draw_steps(axes, rows)
        name_rows(axes, rows, "%" if factor == 100.0 else totals["unit"].iloc[0])
    return figure


def steps(shares: pd.DataFrame, totals: pd.DataFrame, ends: tuple[str, str]) -> pd.DataFrame:
    """Return one row a bar from top to bottom: label, where it begins and ends, interval of its end, whether a step."""
    nobody, everybody = (totals[totals["who"] == who].iloc[0] for who in ("nobody", "everybody"))
    ordered = shares.sort_values("value", ascending=False, kind="stable")
    end = nobody["value"] + ordered["value"].cumsum().to_numpy()
    begin = end - ordered["value"].to_numpy()
    inner = pd.DataFrame(
        {
            "label": ordered["label"].to_numpy(), "begin": begin, "end": end, "step": True,
            "low": begin + ordered["low"].to_numpy(), "high": begin + ordered["high"].to_numpy(),
        }
    )  # fmt: skip
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


def name_rows(axes: Axes, rows: pd.DataFrame, unit: str) -> None:
    """Write labels on the left, and on the right each bar's number with its interval."""
    axes.set_yticks(rows.index, [broken(label, LABEL_LETTERS) for label in rows["label"]], fontsize=7)
    axes.tick_params(axis="y", length=0)
    axes.tick_params(axis="x", labelsize=7)
    for label, step in zip(axes.get_yticklabels(), rows["step"], strict=True):
        label.set_fontweight("normal" if step else "bold")
    digits = digits_for(np.abs(rows["end"] - rows["begin"]).max())
    for place, row in rows.iterrows():
        number, interval = bar_text(row, digits)
        weight, beside = "normal" if row["step"] else "bold", axes.get_yaxis_transform()
        axes.text(1.27, place, number, transform=beside, va="center", ha="right", fontsize=7, weight=weight)
        axes.text(1.31, place, interval, transform=beside, va="center", fontsize=6.5)
    axes.xaxis.set_major_locator(MaxNLocator(nbins=4))
    axes.set_xlabel(f"{unit}; bars with 95 % intervals,\nhatched: takes away", fontsize=7)


def digits_for(largest: float) -> int:
    """Return how many decimals tell numbers up to the largest apart."""
    return 0 if largest >= 100 else 1 if largest >= 1 else 2


def bar_text(row: pd.Series, digits: int) -> tuple[str, str]:
    """Return the number of a bar, and its interval if there is one."""
    start = row["begin"] if row["step"] else 0.0
    number = figures(row["end"] - start, digits, "+" if row["step"] else "")
    if np.isnan(row["low"]):
        return number, ""
    return number, f"{figures(row['low'] - start, digits)} to {figures(row['high'] - start, digits)}"
