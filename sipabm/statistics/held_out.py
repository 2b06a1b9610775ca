"""Simulation-based calibration (Talts and others 2018): are posteriors as wide as they say?

Rows of the table are held out, each in turn. What the others say about its numbers, given its statistics, is compared
with its numbers themselves: over many rows these must rank anywhere among the draws, equally often. Rows are taken near
what was observed, as a posterior may be right there and wrong elsewhere.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.stats import chisquare, kstest

from sipabm.statistics import Numbers
from sipabm.statistics.posteriors import adjusted, nearest, ready

AMONG = 10  # times as many rows are near: those held out are a sample of these
MOST_BINS = 20
LEAST_EXPECTED = 10  # ranks in a bin


class Coverage(NamedTuple):
    """How often central intervals of a level held the truth, by number, and the standard error if they are right."""

    share: Numbers
    error: float


def held_out_sets(
    numbers: Numbers,
    lows: Numbers,
    highs: Numbers,
    statistics: Numbers,
    observed: Numbers,
    *,
    count: int,
    seed: int,
    weights: Numbers | None = None,
) -> NDArray[np.int64]:
    """Return so many rows of the table whose statistics are near the observed ones, fewer where weights leave fewer.

    ScenarioError where the table cannot be used.
    """
    table, asked = ready(numbers, lows, highs, statistics, observed[None], weights)
    near, _ = nearest(table.summaries, table.summary.predicted(asked[0]), table.weights, AMONG * count)
    luck = np.random.default_rng(seed)
    # Each is kept by its weight, not drawn by it until there are enough: light rows would come to be too many.
    kept = near[luck.random(len(near)) * table.weights[near].max() < table.weights[near]]
    return np.sort(luck.permutation(kept)[:count])


def held_out(
    numbers: Numbers,
    lows: Numbers,
    highs: Numbers,
    statistics: Numbers,
    sets: NDArray[np.int64],
    *,
    accepted: int,
    weights: Numbers | None = None,
) -> Numbers:
    """Return the rank of each of these sets' numbers among its posterior from all other rows: sets × numbers, 0 to 1.

    ScenarioError where the table cannot be used.
    """
    table, asked = ready(numbers, lows, highs, statistics, statistics[sets], weights)
    ranks = []
    for row, features in zip(sets, asked, strict=True):
        others = table.weights.copy()
        others[row] = 0.0
        found = adjusted(table._replace(weights=others), features, accepted)
        above = np.sign(table.scores[row] - (found.centre + found.errors * found.scaling))
        ranks.append(found.weights @ (1 + above) / 2)
    return np.array(ranks)


def coverage(ranks: Numbers, level: float) -> Coverage:
    """Return how often the central interval of a level (0.9 for 90 %) held the truth."""
    inside = np.abs(ranks - 0.5) <= level / 2
    return Coverage(np.asarray(inside.mean(axis=0)), float(np.sqrt(level * (1 - level) / len(ranks))))


def uniformity(ranks: Numbers) -> Numbers:
    """Return for each number how probable ranks this uneven are if its posterior is right.

    Of many numbers some have a small one by luck: compare the least with a level over how many there are.
    """
    # Both tests, for twice the lesser p: chi-square sees draws too narrow or wide, Kolmogorov and Smirnov's a shift.
    bins = int(np.clip(len(ranks) // LEAST_EXPECTED, 2, MOST_BINS))
    counts = np.array([np.histogram(column, bins, (0.0, 1.0))[0] for column in ranks.T])
    lesser = np.minimum(chisquare(counts, axis=1).pvalue, kstest(ranks, "uniform", axis=0).pvalue)
    return np.asarray(np.minimum(1.0, 2 * lesser))
