"""Levels: values and differences run by run, with their intervals."""

from __future__ import annotations

import numpy as np

from sipabm.studies.intervals import linear_values, ratio_interval
from sipabm.studies.jackknife import Numbers, half_width
from sipabm.studies.measures import Measured


def values_by_run(runs: Measured, name: str) -> Numbers:
    """Return a value of a measure for each scenario and run, whose mean and spread are those of the measure."""
    place = runs.place(name)
    return linear_values(runs.amount[..., [place]], runs.per[..., [place]])[..., 0]


def with_interval(by_run: Numbers, name: str = "difference") -> dict[str, float]:
    """Return the mean over runs with its 95 % interval."""
    mean, half = float(by_run.mean()), float(half_width(by_run))
    return {name: mean, "low": mean - half, "high": mean + half}


def change_of_change(values: Numbers, first: tuple[int, int], second: tuple[int, int]) -> dict[str, float]:
    """Return how much more the second pair of scenarios (base, other) differs than the first, with its interval.

    `values` are those of `values_by_run`: scenarios × runs.
    """
    return with_interval((values[second[1]] - values[second[0]]) - (values[first[1]] - values[first[0]]))


def ratio(above: Numbers, below: Numbers) -> dict[str, float]:
    """Return the ratio of two means over the same runs with its interval; missing where no interval is right."""
    low, high = ratio_interval(above, below)
    value = np.nan if np.isnan(low) else float(above.mean() / below.mean())
    return {"difference": value, "low": low, "high": high}
