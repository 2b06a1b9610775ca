"""Tables of a discovery: boxes, the ranges that they restrict, and the paths on which they were found."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from sipabm.statistics import Numbers
from sipabm.statistics.prim import Box, Found, by_chance, density_and_coverage, everything

PATH_COLUMNS = ("box", "restricted", "points", "mass", "density", "coverage")
BOX_COLUMNS = (*PATH_COLUMNS, "checked_density", "checked_coverage")
RANGE_COLUMNS = ("box", "name", "low", "high", "range_low", "range_high", "quasi_p", "confirmed")


def tables(
    inputs: pd.DataFrame, points: Numbers, share: Numbers, found: list[Found]
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return the tables of boxes, ranges and paths."""
    boxes, ranges, paths = [], [], []
    left = np.ones(len(points), dtype=bool)
    for number, each in enumerate(found, start=1):
        there, outcome = points[left], share[left]
        # Of all points of interest, not of those outside earlier boxes.
        part = outcome.sum() / share.sum()
        paths += [{"box": number, **row_of(box, there, outcome, part, len(points))} for box in each.path]
        density, coverage = each.on_others
        checked = {"checked_density": density, "checked_coverage": coverage * part}
        boxes.append({"box": number, **row_of(each.box, there, outcome, part, len(points)), **checked})
        ranges += [{"box": number, **row} for row in range_rows(inputs, each, there, outcome)]
        left &= ~each.box.holds(points)
    if not paths:
        paths = [{"box": 1, **row_of(everything(points.shape[1]), points, share, 1.0, len(points))}]
    return framed(boxes, BOX_COLUMNS), framed(ranges, RANGE_COLUMNS), framed(paths, PATH_COLUMNS)


def framed(rows: list[dict[str, Any]], columns: tuple[str, ...]) -> pd.DataFrame:
    """Return rows as a table that has its columns even if there are no rows."""
    return pd.DataFrame(rows, columns=list(columns))


def row_of(box: Box, points: Numbers, outcome: Numbers, part: float, total: int) -> dict[str, Any]:
    """Return what is told of a box among points that hold a part of the outcome at all of so many points."""
    inside = int(box.holds(points).sum())
    density, coverage = density_and_coverage(box, points, outcome)
    about = {"restricted": len(box.restricted()), "points": inside, "mass": inside / total}
    return {**about, "density": density, "coverage": coverage * part}


def range_rows(inputs: pd.DataFrame, found: Found, points: Numbers, outcome: Numbers) -> list[dict[str, Any]]:
    """Return the row of each number that a box restricts, the best confirmed first."""
    rows = []
    for which in found.box.restricted():
        low, high = float(inputs.iloc[:, which].min()), float(inputs.iloc[:, which].max())
        ends = {"low": max(low, found.box.low[which]), "high": min(high, found.box.high[which])}
        check = {"quasi_p": by_chance(found.box, which, points, outcome), "confirmed": found.confirmed[which]}
        rows.append({"name": inputs.columns[which], **ends, "range_low": low, "range_high": high, **check})
    return sorted(rows, key=lambda row: -row["confirmed"])
