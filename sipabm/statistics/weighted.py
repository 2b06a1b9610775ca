"""Weighted draws: their spread, their quantiles, and how many equal ones they are worth."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sipabm.statistics import Numbers


def effective(weights: Numbers) -> float:
    """Return how many draws of equal weight these are worth (Kish 1965)."""
    return float(weights.sum() ** 2 / (weights**2).sum())


def spread(values: Numbers, weights: Numbers) -> Numbers:
    """Return the standard deviation of each column."""
    share = weights / weights.sum()
    return np.asarray(np.sqrt(share @ (values - share @ values) ** 2))


def quantiles(values: Numbers, weights: Numbers, shares: Numbers) -> Numbers:
    """Return for each share the least value of each column up to which that share of the weight lies."""
    return np.asarray(np.quantile(values, shares, axis=0, weights=weights, method="inverted_cdf"))


def evenly(weights: Numbers, number: int, seed: int) -> NDArray[np.int64]:
    """Return so many places drawn evenly along weighted rows, in an order of no meaning: the first few are as good."""
    ends = np.cumsum(weights)
    chosen = np.searchsorted(ends, (np.arange(number) + 0.5) / number * ends[-1])
    return np.random.default_rng(seed).permutation(chosen)
