"""Tidy tables of a sweep: a row for each point with means and intervals, or a row for each run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sipabm.statistics import Numbers
from sipabm.statistics.intervals import half_width, linear_values
from sipabm.sweeps.measures import Measure

if TYPE_CHECKING:
    from sipabm.sweeps.storing import Found


def summaries(design: pd.DataFrame, measures: Sequence[Measure], found: Found) -> pd.DataFrame:
    """Return a row for each point: number, design, runs, failed runs, and each measure with its interval."""
    failed = np.zeros(len(design), dtype=int)
    np.add.at(failed, [point for point, _ in found.failed], 1)
    there = np.asarray(~np.isnan(found.values).all(axis=2))
    columns = {"runs": there.sum(axis=1), "failed": failed}
    for measure in measures:
        ends = np.array([summary(*sums) for sums in zip(*amounts(measure, found), there, strict=True)])
        columns |= {f"{measure.name}{end}": ends[:, place] for place, end in enumerate(("", "_low", "_high"))}
    return pd.concat([numbered(design), pd.DataFrame(columns)], axis="columns")


def summary(amount: Numbers, per: Numbers, there: Numbers) -> tuple[float, float, float]:
    """Return mean, or ratio of means, of a point's runs with its 95 % interval; runs without a value do not count."""
    counted = there & ~np.isnan(amount + per)
    if not counted.any():
        return np.nan, np.nan, np.nan
    values = linear_values(amount[None, counted], per[None, counted])[0]
    half = float(half_width(values))
    mean = float(amount[counted].mean() / per[counted].mean()) if per[counted].mean() else np.nan
    return mean, mean - half, mean + half


def amounts(measure: Measure, found: Found) -> tuple[Numbers, Numbers]:
    """Return the sums of a measure and those that it is divided by, by point and run."""

    def total(columns: Sequence[str]) -> Numbers:
        return np.asarray(sum(found.values[..., found.columns.index(column)] for column in columns))

    amount = total(measure.columns)
    return amount, total(measure.per) if measure.per else np.ones(amount.shape)


def run_rows(
    design: pd.DataFrame,
    measures: Sequence[Measure],
    found: Found,
    firsts: Sequence[int],
    runs: Sequence[int] | None = None,
) -> pd.DataFrame:
    """Return a row for each run: point, design, number of the replicate, why it failed, and each measure.

    Of a ratio a run without anything to divide by has no value.
    """
    points, most = found.values.shape[:2]
    held = np.arange(most) < np.reshape([most] * points if runs is None else runs, (-1, 1))
    place, run = np.nonzero(held)
    rows = numbered(design).iloc[place].reset_index(drop=True)
    errors = [found.failed.get(at) for at in zip(place.tolist(), run.tolist(), strict=True)]
    keys = pd.DataFrame({"run": run + np.asarray(firsts)[place], "error": errors})
    columns = {}
    for measure in measures:
        amount, per = amounts(measure, found)
        with np.errstate(invalid="ignore", divide="ignore"):
            columns[measure.name] = (amount / per)[held]
    return pd.concat([rows, keys, pd.DataFrame(columns, index=rows.index)], axis="columns")


def numbered(design: pd.DataFrame) -> pd.DataFrame:
    """Return a design with the number of each point before it."""
    return design.rename_axis("point").reset_index()
