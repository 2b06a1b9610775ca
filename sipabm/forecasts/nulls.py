"""Nulls: rules without any mechanism, which a forecast of the model must beat to be worth anything.

Each foretells a middle from the counts known. How far the roots of counts spread around its root is learnt from the
rule's own errors: what it would have foretold in earlier years, beside what had come by the origin.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from sipabm.forecasts.levels import LEVELS
from sipabm.forecasts.record import LONGEST, known_at
from sipabm.statistics import Numbers
from sipabm.statistics.counts import count_quantiles, spread_of_roots
from sipabm.statistics.growth import bass_fitted, driven_bass_fitted, logistic_fitted

FEWEST_YEARS = 3  # that are known where a rule is first tried, so that a curve can be laid through them
LAST = 3  # years
Drivers = Callable[[int], Mapping[str, Numbers]]


class Null(NamedTuple):
    """A rule: its name, what it is called, and the means that it foretells.

    `means` takes the counts known and a driver (funds open, of these years and those ahead); it returns a mean for each
    of the years ahead.
    """

    name: str
    label: str
    means: Callable[[Numbers, Numbers], Numbers]


def mean_of_past(counts: Numbers, driver: Numbers) -> Numbers:
    """Return the mean of all years."""
    return np.full(len(driver) - len(counts), counts.mean())


def last_value(counts: Numbers, driver: Numbers) -> Numbers:
    """Return the last year."""
    return np.full(len(driver) - len(counts), counts[-1])


def last_three(counts: Numbers, driver: Numbers) -> Numbers:
    """Return the mean of the last three years."""
    return np.full(len(driver) - len(counts), counts[-LAST:].mean())


def bass(counts: Numbers, driver: Numbers) -> Numbers:
    """Return a Bass curve."""
    return bass_fitted(counts, len(driver) - len(counts))[len(counts) :]


def bass_with_funds(counts: Numbers, driver: Numbers) -> Numbers:
    """Return a Bass curve that goes on faster while funds are open."""
    return driven_bass_fitted(counts, driver)[len(counts) :]


def logistic(counts: Numbers, driver: Numbers) -> Numbers:
    """Return a logistic curve."""
    return logistic_fitted(counts, len(driver) - len(counts))[len(counts) :]


NULLS = (
    Null("mean", "mean of the past", mean_of_past),
    Null("last", "last value", last_value),
    Null("last_three", "last three years", last_three),
    Null("bass", "Bass", bass),
    Null("bass_with_funds", "Bass with funds", bass_with_funds),
    Null("logistic", "logistic", logistic),
)


def null_quantiles(null: Null, counts: pd.DataFrame, origin: int, drivers: Drivers) -> dict[str, Numbers]:
    """Return the quantiles that a null foretells from an origin, for each target (years ahead × levels).

    `counts` may go beyond the origin, which is not looked at. `drivers` gives those that were known in a year, for all
    years from the first one counted to the longest ahead.
    """
    known = known_at(counts, origin)
    errors = np.array([pair for target in known for pair in earlier_errors(null, known[target], drivers)])
    # Of all targets together: an early origin has a few errors of each, which chance would decide.
    spread = spread_of_roots(*errors.reshape(-1, 2).T)
    return {
        target: count_quantiles(null.means(known[target].to_numpy(float), drivers(origin)[target]), spread, LEVELS)
        for target in known
    }


def earlier_errors(null: Null, known: pd.Series, drivers: Drivers) -> Iterator[tuple[float, float]]:
    """Yield what a rule would have foretold in earlier years, and what then came, as far as it is known."""
    for origin in known.index[FEWEST_YEARS - 1 : -1]:
        came = known.loc[origin + 1 : origin + LONGEST].to_numpy(float)
        driver = drivers(int(origin))[str(known.name)]
        means = null.means(known_at(known, origin).to_numpy(float), driver)
        yield from zip(means[: len(came)], came, strict=True)
