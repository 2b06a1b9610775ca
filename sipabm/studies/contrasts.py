"""Contrasts: what each alternative changes in each measure, as rows of a table."""

from __future__ import annotations

from collections.abc import Iterator
from math import isnan, nan
from typing import Any

import numpy as np
import pandas as pd

from sipabm.statistics import Numbers
from sipabm.statistics.intervals import half_width, ratio_interval, runs_needed, variance_ratio
from sipabm.sweeps.measured import Measured
from sipabm.sweeps.measures import MILLIONS, Measure

SUCCESSFUL = "successful"
# Precision is asked of these alone: a measure with a small base, such as one pocket's value, could ask for runs without
# end.
HEADLINES = ("signed", SUCCESSFUL)
COST, COST_PER_SUCCESS = "cost", "cost_per_additional_success"
COST_OF_SUCCESS = {
    "measure": COST_PER_SUCCESS,
    "label": "cost of one more success",
    "unit": MILLIONS,
    "base": nan,
    "other": nan,
}
NUMBERS = ("difference", "low", "high", "variance_ratio", "spread")
SAME = "the same in every run"
NOISE = "no difference beyond noise"
UNDEFINED = "not defined: nothing to take a mean of"
NO_ADDITIONAL = "not defined: no additional successes beyond noise"
NO_COST, COSTS, SAVES = "no cost beyond noise", "costs", "saves"


def contrast_table(runs: Measured, precision: float | None) -> pd.DataFrame:
    """Return one row for each alternative and measure; the first scenario of the runs is the base.

    Difference with its paired 95 % interval, verdict, how many times more runs separate luck would need, runs so far,
    and the runs that are missing for a half interval of `precision` times the base (for the cost of one more success,
    times that cost); missing where no number is enough or nothing was asked.
    """
    base, *alternatives = runs.scenarios
    table = pd.DataFrame([row for label in alternatives for row in rows(base, label, runs)])
    # A cost of one more success has no base, so it is measured by itself.
    half = (precision or nan) * table["base"].fillna(table["difference"]).abs()
    needed = np.array([runs_needed(*pair) for pair in zip(table.pop("spread"), half, strict=True)])
    missing = np.where(np.isfinite(needed), np.maximum(needed - runs.runs, 0), nan)
    return table.assign(runs=runs.runs, runs_missing=pd.array(missing, dtype="Int64"))


def rows(base: str, label: str, runs: Measured) -> Iterator[dict[str, Any]]:
    """Yield the rows of one alternative, from the runs of the base and its own."""
    pair = [base, label]
    for measure in runs.measures:
        about = {"alternative": label, "measure": measure.name, "label": measure.label, "unit": measure.unit}
        means, values = runs.mean(measure.name)[pair], runs.by_run(measure.name)[pair].to_numpy().T
        yield {**about, "base": means.iloc[0], "other": means.iloc[1], **contrast(measure, *values)}
        if measure.name == COST and SUCCESSFUL in [each.name for each in runs.measures]:
            sums = (runs.of(pair).amounts(name)[0] for name in (COST, SUCCESSFUL))
            yield {"alternative": label, **COST_OF_SUCCESS, **cost_of_success(*sums)}


def contrast(measure: Measure, base: Numbers, other: Numbers) -> dict[str, Any]:
    """Return the difference of a measure with interval, verdict and spread, from its values by run."""
    # Run by run, where both worlds have the same luck: what it does to both does not widen the interval.
    by_run = other - base
    difference, half = by_run.mean(), float(half_width(by_run))
    low, high = difference - half, difference + half
    # An interval from 0 to 0 covers zero as well, but nothing that is the same in every run is noise.
    return {
        "difference": difference,
        "low": low,
        "high": high,
        "verdict": SAME if not by_run.any() else verdict(low, high, measure.more, measure.less, NOISE, UNDEFINED),
        "variance_ratio": variance_ratio(base, other),
        "spread": by_run.std(ddof=1),
    }


def verdict(low: float, high: float, above: str, below: str, neither: str, missing: str) -> str:
    """Return the word for an interval that lies above zero, below it, covers it, or is missing."""
    if isnan(low):
        return missing
    return above if low > 0 else below if high < 0 else neither


def cost_of_success(cost: Numbers, success: Numbers) -> dict[str, Any]:
    """Return the added cost over the added successes with interval, verdict and spread, from base and other by run.

    Missing unless the other has more successes beyond noise.
    """
    added_cost, added_success = cost[1] - cost[0], success[1] - success[0]
    low, high = ratio_interval(added_cost, added_success)
    # Fewer successes at lower cost would give a positive number too, and be read as a price.
    if isnan(low) or added_success.mean() <= 0:
        return {**dict.fromkeys(NUMBERS, nan), "verdict": NO_ADDITIONAL}
    ratio = added_cost.mean() / added_success.mean()
    # What a run costs beyond that price of its successes, per success added: its mean does not differ between the
    # worlds, and the spread of its difference is that of the ratio (delta method).
    base, other = (cost - ratio * success) / added_success.mean()
    return {
        "difference": ratio,
        "low": low,
        "high": high,
        "verdict": verdict(low, high, COSTS, SAVES, NO_COST, NO_ADDITIONAL),
        "variance_ratio": variance_ratio(base, other),
        "spread": (other - base).std(ddof=1),
    }


def is_precise(table: pd.DataFrame) -> bool:
    """Return whether no headline measure of any alternative lacks runs."""
    return runs_missing(table) == 0


def runs_missing(table: pd.DataFrame) -> int | None:
    """Return the runs that the headline measures of some alternative still lack, if a number is enough and known."""
    missing = table.loc[table["measure"].isin(HEADLINES), "runs_missing"]
    return None if missing.empty or missing.isna().any() else int(missing.max())
