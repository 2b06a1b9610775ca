"""Orders: ranks of alternatives, and how well one order agrees with another."""

from __future__ import annotations

import numpy as np
from scipy.stats import rankdata

from sipabm.statistics import Numbers


def ranked(values: Numbers) -> Numbers:
    """Return ranks within each row, 1 for the largest; equal ones share the mean of their ranks."""
    return np.asarray(rankdata(-values, axis=-1), dtype=float)


def agreement(ranks: Numbers) -> Numbers:
    """Return Kendall's tau of each row of ranks with the order of the columns: 1 the same, 0 unrelated, -1 reversed.

    It is the share of pairs in that order less the share of pairs reversed; equal ones are neither.
    """
    # Not scipy's kendalltau, which takes one order at a time and leaves equal pairs out of what it divides by.
    first, second = np.triu_indices(ranks.shape[1], 1)
    if not len(first):
        return np.ones(len(ranks))
    return np.asarray(np.sign(ranks[:, second] - ranks[:, first]).mean(axis=1))


def overtaken(ranks: Numbers) -> Numbers:
    """Return the share of rows in which each column but the last stands behind the next one."""
    return np.asarray((ranks[:, 1:] < ranks[:, :-1]).mean(axis=0))


def first_differs(ranks: Numbers) -> float:
    """Return the share of rows in which the first column is not first alone."""
    return float((ranks[:, 0] > 1).mean())


def tail(ranks: Numbers, share: float) -> Numbers:
    """Return for each column the least rank that at least so large a share of its ranks does not exceed."""
    # inverted_cdf, as the usual quantile lies between two ranks where no alternative ever was.
    return np.asarray(np.quantile(ranks, share, axis=0, method="inverted_cdf"))
