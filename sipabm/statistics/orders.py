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


def first_places(added: Numbers) -> Numbers:
    """Return for each row 1 in the column with the largest number, which equal ones share, and 0 in all others.

    A row in which no number is above 0 has 0 in all columns.
    """
    largest = added.max(axis=-1, keepdims=True)
    firsts = (added == largest) & (largest > 0)
    return np.asarray(firsts / np.maximum(1, firsts.sum(axis=-1, keepdims=True)))


def among_first(added: Numbers, places: int) -> Numbers:
    """Return 1 where a number is above 0 and fewer than so many of its row are larger, else 0."""
    larger = (added[..., None, :] > added[..., :, None]).sum(axis=-1)
    return np.asarray((added > 0) & (larger < places), dtype=float)


def again(one: Numbers, other: Numbers) -> Numbers:
    """Return for each column how often what is so in one repetition of the rows (0 to 1) is so in the other, too.

    Both repetitions count alike; missing where it is so in neither.
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(2 * (one * other).mean(axis=0) / (one + other).mean(axis=0))


def same_first(one: Numbers, other: Numbers) -> tuple[float, float]:
    """Return how often the same column is first in both repetitions of a row, and in those of two different rows.

    Takes first places; a row in which no column is first agrees with others in which none is.
    """
    one, other = (np.column_stack([each, 1 - each.sum(axis=1)]) for each in (one, other))
    rows, both = len(one), float((one * other).sum())
    return both / rows, (float(one.sum(axis=0) @ other.sum(axis=0)) - both) / (rows * (rows - 1))
