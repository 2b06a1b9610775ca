"""Scores of forecasts: what an interval, some quantiles or draws are worth against what was observed."""

from __future__ import annotations

import numpy as np

from sipabm.statistics import Numbers


def interval_score(low: float, high: float, observed: float, alpha: float) -> float:
    """Return the interval score of a central 1 - alpha interval (Gneiting and Raftery 2007), 0 for a perfect one.

    It is the interval's width, and 2 / alpha times the distance of what was observed from it: both a wide interval
    and a missed one cost. In the unit of the numbers.
    """
    missed = max(low - observed, observed - high, 0.0)
    return (high - low) + 2.0 / alpha * missed


def weighted_interval_score(levels: Numbers, quantiles: Numbers, observed: Numbers | float) -> Numbers:
    """Return the weighted interval score of quantiles (..., levels), of which less is better (Bracher and others 2021).

    Levels lie evenly around the median, which is one of them. The score is the mean of the interval scores of all
    central intervals, each weighted by half its alpha, and of half the distance from the median: the same as twice the
    mean of what a quantile costs that is too high or too low. In the unit of the numbers.
    """
    away = np.asarray(observed)[..., None] - quantiles
    return np.asarray(2 * np.maximum(levels * away, (levels - 1) * away).mean(axis=-1))


def ranked_probability_score(draws: Numbers, observed: Numbers | float) -> Numbers:
    """Return the continuous ranked probability score of draws (..., sorted), of which less is better.

    It is the mean distance of the draws from what was observed less half of their distance from each other (Gneiting
    and Raftery 2007). Of a single draw it is the absolute error.
    """
    count = draws.shape[-1]
    # The sum over all pairs, by how many lie below and above each of the sorted draws.
    among = ((2 * np.arange(count) - count + 1) * draws).sum(axis=-1) / count**2
    return np.asarray(np.abs(draws - np.asarray(observed)[..., None]).mean(axis=-1) - among)
