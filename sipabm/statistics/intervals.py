"""Intervals over paired runs: of a mean, of a ratio of two means, what the same luck saves, and runs needed."""

from __future__ import annotations

from math import ceil, inf, isfinite, nan, sqrt

import numpy as np
from scipy.stats import norm
from scipy.stats import t as student

from sipabm.statistics import Numbers

CONFIDENCE = 0.95
QUANTILE = 0.5 + CONFIDENCE / 2


def half_width(by_run: Numbers) -> Numbers:
    """Return half of the 95 % t interval of the mean over runs, the last axis; missing for one run."""
    runs = by_run.shape[-1]
    if runs == 1:
        return np.full(by_run.shape[:-1], np.nan)
    # Student's t, not the normal: for ten runs that would be 13 % too narrow.
    return student.ppf(QUANTILE, runs - 1) * by_run.std(axis=-1, ddof=1) / np.sqrt(runs)


def share_interval(share: Numbers, number: int) -> tuple[Numbers, Numbers]:
    """Return both ends of the 95 % interval of shares that were found in so many cases, after Wilson (1927)."""
    # Not mean ± half, which is empty for a share of 0 or 1, however few the cases.
    square = norm.ppf(QUANTILE) ** 2
    middle = (share + square / (2 * number)) / (1 + square / number)
    half = np.sqrt(square * (share * (1 - share) / number + square / (4 * number**2))) / (1 + square / number)
    return np.maximum(0.0, middle - half), np.minimum(1.0, middle + half)


def linear_values(amount: Numbers, per: Numbers) -> Numbers:
    """Return a value for each run (axis 1) whose mean is the ratio of both means and whose spread is the ratio's.

    This is the delta method: what each run adds to the ratio, or its own amount where `per` is one in all of them.
    Missing where there is nothing to divide by.
    """
    # Not the mean of the runs' own ratios: a run with one contract would count as much as one with fifty, and a run
    # with none would have no ratio at all.
    with np.errstate(invalid="ignore", divide="ignore"):
        per_mean = per.mean(axis=1, keepdims=True)
        ratio = amount.mean(axis=1, keepdims=True) / per_mean
        return ratio + (amount - ratio * per) / per_mean


def variance_ratio(base: Numbers, other: Numbers) -> float:
    """Return how many times more runs separate luck would need: variances over that of the difference, by run.

    Missing if the difference is the same in every run.
    """
    varies = float(np.var(other - base, ddof=1))
    return float(np.var(base, ddof=1) + np.var(other, ddof=1)) / varies if varies > 0 else nan


def runs_needed(spread: float, half_width: float) -> float:
    """Return the least number of runs whose 95 % t interval is that narrow; infinite if no number is enough.

    `spread` is the standard deviation over runs.
    """
    if not isfinite(spread) or not isfinite(half_width):
        return nan
    if spread == 0 or half_width <= 0:
        return 2.0 if spread == 0 else inf
    # A start that is never too many, as t lies beyond the normal; from there a few steps lead to the answer.
    runs = max(2, ceil((norm.ppf(QUANTILE) * spread / half_width) ** 2))
    while student.ppf(QUANTILE, runs - 1) * spread / sqrt(runs) > half_width:
        runs += 1
    return float(runs)


def ratio_interval(above: Numbers, below: Numbers) -> tuple[float, float]:
    """Return the 95 % interval of the ratio of two means over the same runs, after Fieller (1954).

    It is missing where the mean below cannot be distinguished from zero, as then no interval of finite length is right.
    """
    # The delta method (`linear_values`) would give an interval of finite length even there, and too often a wrong one.
    runs = len(above)
    square = student.ppf(QUANTILE, runs - 1) ** 2
    of_above, of_both, of_below = np.cov(above, below, ddof=1)[np.triu_indices(2)] * square / runs
    top, bottom = above.mean(), below.mean()
    curve = bottom**2 - of_below
    if not curve > 0:
        return nan, nan
    middle = top * bottom - of_both
    reach = sqrt(max(0.0, middle**2 - curve * (top**2 - of_above)))
    return (middle - reach) / curve, (middle + reach) / curve


def with_interval(by_run: Numbers, name: str = "difference") -> dict[str, float]:
    """Return the mean over runs with its 95 % interval."""
    mean, half = float(by_run.mean()), float(half_width(by_run))
    return {name: mean, "low": mean - half, "high": mean + half}


def change_of_change(first: tuple[Numbers, Numbers], second: tuple[Numbers, Numbers]) -> dict[str, float]:
    """Return how much more a second pair (base, other) differs than a first one, by run, with its interval."""
    # Run by run first: what four worlds share of a run's luck must cancel before its spread is taken.
    return with_interval((second[1] - second[0]) - (first[1] - first[0]))


def ratio(above: Numbers, below: Numbers) -> dict[str, float]:
    """Return the ratio of two means over the same runs with its interval; missing where no interval is right."""
    low, high = ratio_interval(above, below)
    value = nan if np.isnan(low) else float(above.mean() / below.mean())
    return {"difference": value, "low": low, "high": high}
