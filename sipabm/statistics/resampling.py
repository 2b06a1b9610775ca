"""Resampling: runs drawn with replacement, and how often something holds in them (Efron 1979)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sipabm.statistics import Numbers

# Enough for a share that is read in whole percent: its standard error is at most 1.6 points.
RESAMPLES = 1000


def resampled_means(by_run: Numbers, seed: int, resamples: int = RESAMPLES) -> Numbers:
    """Return the means over runs drawn with replacement, the same runs in each scenario: resamples × scenarios.

    `by_run` is scenarios × runs. The same seed gives the same runs.
    """
    runs = by_run.shape[1]
    # One draw for all scenarios: run r has the same luck in each of them, and their differences live on that.
    drawn = np.random.default_rng(seed).integers(runs, size=(resamples, runs))
    times = np.array([np.bincount(row, minlength=runs) for row in drawn])
    return np.asarray(times @ by_run.T / runs)


def share_best(means: Numbers) -> NDArray[np.float64]:
    """Return how often each column is the largest of its row; the first of equal ones counts."""
    return np.bincount(means.argmax(axis=1), minlength=means.shape[1]) / len(means)


def share_rising(means: Numbers) -> float:
    """Return the share of rows in which no column is less than the one before."""
    return float((np.diff(means, axis=1) >= 0).all(axis=1).mean())
