"""Net positions: what alternatives change for each party, as bars with intervals, in one panel for each kind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from sipabm.language.numbers import decimals, number
from sipabm.plots.drawn import figure_of, width_of
from sipabm.plots.empty_figures import PAGE, empty_figure
from sipabm.plots.given_axes import checked_axes
from sipabm.plots.legends import write_legend_within
from sipabm.plots.style import BLACK, BLUE, GREEN, GREY, ORANGE, PALE, draw_grid, style
from sipabm.plots.titles import MARGIN, title_height, wrapped, wrapped_name, wrapped_title, write_title

LEFT, RIGHT, HEAD, FOOT, ROOM, LEGEND_LINE = 1.45, 0.12, 0.26, 0.3, 0.11, 0.145  # inches
BAR, PART = 0.135, 0.8  # inches of a bar with the space around it, and the part of it that is filled
NOTE_HEIGHT, LETTERS = 0.2, 76
SMALL, TEXT = 7.0, 7.5  # points
LETTER = 0.055  # inches, of a number
NOTE = "bars with 95 % intervals; hollow: noise"
# Hatches tell alternatives apart on grey paper, colours elsewhere.
LOOKS = ((BLUE, ""), (ORANGE, "////"), (GREEN, "...."), (GREY, "xxxx"))


def plot_positions(positions: pd.DataFrame, title: str = "", axes: Sequence[Axes] | None = None) -> list[Axes]:
    """Draw a panel for each kind of net position, and in it a bar for each party and alternative; return their axes.

    The table has a row for each: `panel`, `label` of the party, `alternative`, `value`, `low` and `high`; where there
    is no value, `reason` says why.
    """
    kinds = list(dict.fromkeys(positions["panel"]))
    with style():
        drawn = own_panels(positions, title) if axes is None else checked_axes(axes, len(kinds))
        for panel, kind in zip(drawn, kinds, strict=True):
            rows = positions[positions["panel"] == kind]
            draw_positions(panel, rows)
            panel.set_title(wrapped(kind, int(15 * width_of(panel))), fontsize=TEXT + 0.5, pad=4)
        if axes is not None:
            write_legend_within(drawn[0], SMALL, signs_of(positions))
    return drawn


def own_panels(positions: pd.DataFrame, title: str) -> list[Axes]:
    """Return the panels of a new figure under one another, under its title and a legend, above a note."""
    lines, signs = wrapped_title(title, PAGE), signs_of(positions)
    legend = LEGEND_LINE * sum(str(sign.get_label()).count("\n") + 1 for sign in signs) + 0.06
    inside = [row_height(rows) * rows["label"].nunique() for _, rows in positions.groupby("panel", sort=False)]
    top = MARGIN + title_height(lines) + legend
    height = top + sum(HEAD + each + FOOT for each in inside) + NOTE_HEIGHT
    figure = empty_figure(PAGE, height)
    write_title(figure, lines)
    anchor = (0.02 / PAGE, 1 - (MARGIN + title_height(lines)) / height)
    key: dict[str, Any] = {"loc": "upper left", "bbox_to_anchor": anchor, "borderaxespad": 0.2, "labelspacing": 0.3}
    figure.legend(handles=signs, fontsize=TEXT, **key)
    figure.text(0.5, 0.05 / height, NOTE, ha="center", va="bottom", fontsize=7)
    panels, upper = [], height - top
    for each in inside:
        upper -= HEAD + each
        place = (LEFT / PAGE, upper / height, (PAGE - LEFT - RIGHT) / PAGE, each / height)
        panels.append(figure.add_axes(place))
        upper -= FOOT
    return panels


def row_height(rows: pd.DataFrame) -> float:
    """Return the inches that a party needs for its bars."""
    return ROOM + BAR * rows["alternative"].nunique()


def signs_of(positions: pd.DataFrame) -> list[Patch]:
    """Return what a legend says of alternatives, and why one has no bars."""
    signs = []
    for place, (alternative, rows) in enumerate(positions.groupby("alternative", sort=False)):
        reasons = rows.loc[rows["value"].isna(), "reason"]
        why = f": {reasons.iloc[0]}" if len(reasons) else ""
        signs.append(Patch(label=wrapped_name(f"{alternative}{why}", LETTERS), **look_of(place)))
    return signs


def look_of(place: int) -> dict[str, Any]:
    """Return how the bars of an alternative look."""
    colour, hatch = LOOKS[place % len(LOOKS)]
    return {"facecolor": colour, "edgecolor": "white" if hatch else colour, "hatch": hatch, "lw": 0.6}


def draw_positions(axes: Axes, rows: pd.DataFrame) -> None:
    """Draw one panel: parties from the top, and for each a bar of every alternative."""
    labels, alternatives = (list(dict.fromkeys(rows[name])) for name in ("label", "alternative"))
    for stripe in range(0, len(labels), 2):
        axes.axhspan(stripe - 0.5, stripe + 0.5, color=PALE, lw=0, zorder=0)
    axes.axvline(0, color=GREY, lw=0.8, zorder=1)
    step = 0.86 / len(alternatives)
    inches = axes.bbox.height / figure_of(axes).dpi / len(labels) * step
    written: list[str] = []
    for place, alternative in enumerate(alternatives):
        for row in rows[rows["alternative"] == alternative].dropna(subset="value").to_dict("records"):
            at = labels.index(row["label"]) + (place - (len(alternatives) - 1) / 2) * step
            draw_bar(axes, row, at, step * PART, place)
            if inches > 0.1:  # of a thinner bar the number would lie on that of the next
                written.append(write_number(axes, row, at))
    make_room(axes, rows, max(map(len, written), default=0))
    axes.set_yticks(range(len(labels)), labels, fontsize=TEXT)
    axes.set_ylim(len(labels) - 0.5, -0.5)
    axes.tick_params(axis="y", length=0)
    axes.tick_params(axis="x", labelsize=7)
    axes.xaxis.set_major_locator(MaxNLocator(nbins=7 if width_of(axes) > 3 else 4))
    axes.spines["left"].set_visible(False)
    draw_grid(axes, "x")
    if not rows["value"].notna().any():
        say_why(axes, rows)


def draw_bar(axes: Axes, row: dict[str, Any], at: float, thick: float, place: int) -> None:
    """Draw a bar with its interval, hollow if that covers zero."""
    look = look_of(place)
    if row["low"] <= 0 <= row["high"]:
        look |= {"facecolor": "white", "edgecolor": LOOKS[place % len(LOOKS)][0], "lw": 0.9}
    axes.barh(at, row["value"], height=thick, zorder=2, **look)
    axes.hlines(at, row["low"], row["high"], color=BLACK, lw=0.9, zorder=3)


def write_number(axes: Axes, row: dict[str, Any], at: float) -> str:
    """Write the number of a bar beyond its end, where no interval is in the way, and return it."""
    text = number(row["value"], decimals(row["low"], row["high"]), sign=True)
    right = row["value"] >= 0
    end = np.nanmax([row["value"], row["high"]]) if right else np.nanmin([row["value"], row["low"]])
    where: dict[str, Any] = {"xytext": (3 if right else -3, 0), "textcoords": "offset points", "va": "center"}
    axes.annotate(text, (end, at), ha="left" if right else "right", fontsize=SMALL, **where)
    return text


def say_why(axes: Axes, rows: pd.DataFrame) -> None:
    """Write in an empty panel why it is empty."""
    why = "\n".join(dict.fromkeys(rows["reason"]))
    where: dict[str, Any] = {"transform": axes.transAxes, "ha": "center", "va": "center"}
    axes.text(0.5, 0.5, why, fontsize=TEXT, bbox={"facecolor": "white", "lw": 0, "pad": 2}, **where)
    axes.set_xticks([0])


def make_room(axes: Axes, rows: pd.DataFrame, letters: int) -> None:
    """Give a panel its limits, with zero in it and room for numbers of so many letters beyond the outermost bars."""
    ends = np.append(rows[["value", "low", "high"]].to_numpy(dtype=float).ravel(), 0.0)
    ends = ends[np.isfinite(ends)]
    width = width_of(axes)
    beyond = min(LETTER * letters + 0.1, 0.3 * width)
    room = (np.ptp(ends) or 1.0) * beyond / (width - 2 * beyond)
    axes.set_xlim(ends.min() - room, ends.max() + room)
