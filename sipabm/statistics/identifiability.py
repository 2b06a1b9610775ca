"""Identifiability: which numbers the statistics say something about, and how much, near what was observed."""

from __future__ import annotations

import numpy as np

from sipabm.statistics import Numbers
from sipabm.statistics.posteriors import adjusted, ready
from sipabm.statistics.weighted import spread


def explained(
    numbers: Numbers,
    lows: Numbers,
    highs: Numbers,
    statistics: Numbers,
    observed: Numbers,
    *,
    accepted: int,
    weights: Numbers | None = None,
) -> Numbers:
    """Return which share of each number's variance over its range the statistics predict near the observed ones.

    It is a cross-validated R²: each row is predicted from the others, and what says nothing is 0 or slightly less.
    Numbers are taken as normal scores. ScenarioError where the table cannot be used.
    """
    table, asked = ready(numbers, lows, highs, statistics, observed[None], weights)
    found = adjusted(table, asked[0], accepted)
    # Not relative to the accepted rows' own variance: what the statistics tell has made these alike already.
    return np.asarray(1 - found.weights @ found.errors**2)


def spread_left(draws: Numbers, weights: Numbers, lows: Numbers, highs: Numbers) -> Numbers:
    """Return the standard deviation of each number's draws over that of its whole range: 1 if nothing was learnt."""
    return np.asarray(spread(draws, weights) * np.sqrt(12) / (highs - lows))
