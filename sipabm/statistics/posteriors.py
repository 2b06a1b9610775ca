"""Posteriors by approximate Bayesian computation with regression adjustment, from a table of simulated sets.

The table has numbers (drawn from uniform ranges, or weighted as if they were) and the statistics that each set led to.
Rows whose statistics are near what was observed are accepted, and their numbers moved to where they would lie had the
row's statistics been the observed ones (Beaumont, Zhang and Balding 2002), with mean and spread both depending on the
statistics (Blum and François 2010). Near is judged by as many summaries as there are numbers, each the prediction of
one of them (Fearnhead and Prangle 2012), in units of what the prediction leaves open. They are made twice: from the
whole table, and from the region that it points to. Numbers are fitted as normal scores, so none leaves its range.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sipabm.errors import ScenarioError
from sipabm.statistics import Numbers
from sipabm.statistics.bounded import from_scores, scores
from sipabm.statistics.ridge import Ridge, fitted

REGION = 5  # times the accepted rows: from these the second summaries are made
LEAST_LEFT = 1e-6  # of a number's variance, for summaries that determine it
ROUNDING = 1e-9  # relative to a range or a distance
LEAST_ERROR = 1e-10  # of a score: the logarithm of none would be infinite


class Posterior(NamedTuple):
    """Draws (rows × numbers) with weights that add up to one.

    `sets` are the rows of the table that the draws come from. `left_out` are the statistics (columns) that are the same
    in the whole table, `outside` those whose observed value lies beyond all simulated ones: there the posterior rests
    on a straight line through other places.
    """

    draws: Numbers
    weights: Numbers
    sets: NDArray[np.int64]
    left_out: NDArray[np.int64]
    outside: NDArray[np.int64]


class Table(NamedTuple):
    """A table made ready to be asked: scores of numbers, features, weights, ranges, and summaries over all rows."""

    scores: Numbers
    features: Numbers
    weights: Numbers
    lows: Numbers
    highs: Numbers
    summaries: Numbers
    summary: Ridge


class Adjustment(NamedTuple):
    """Accepted rows with their weights, and of each number's score its centre, errors left out, and their scaling."""

    sets: NDArray[np.int64]
    weights: Numbers
    centre: Numbers
    errors: Numbers
    scaling: Numbers


def posterior_draws(
    numbers: Numbers,
    lows: Numbers,
    highs: Numbers,
    statistics: Numbers,
    observed: Numbers,
    *,
    accepted: int,
    weights: Numbers | None = None,
) -> Posterior:
    """Return weighted draws of the numbers given the observed statistics, one for each accepted row of the table.

    `numbers` and `statistics` are rows of the table, uniform over the ranges from `lows` to `highs`, or so if weighted.
    A missing statistic (NaN) is an outcome like any other: what was not looked for must not be in the table.
    ScenarioError where the table cannot be used.
    """
    table, asked = ready(numbers, lows, highs, statistics, observed[None], weights)
    found = adjusted(table, asked[0], accepted)
    draws = from_scores(found.centre + found.errors * found.scaling, lows, highs)
    return Posterior(draws, found.weights, found.sets, *odd_statistics(statistics, observed))


def ready(
    numbers: Numbers,
    lows: Numbers,
    highs: Numbers,
    statistics: Numbers,
    observed: Numbers,
    weights: Numbers | None,
) -> tuple[Table, Numbers]:
    """Return the table ready to be asked, and the features of what was observed (rows).

    ScenarioError where the table cannot be used.
    """
    weights = np.ones(len(numbers)) if weights is None else weights
    check(numbers, lows, highs, statistics, observed, weights)
    features, asked = features_of(statistics, observed)
    of_numbers = scores(numbers, lows, highs)
    _, summary = summaries(features, of_numbers)
    return Table(of_numbers, features, weights, lows, highs, summary.predicted(features), summary), asked


def check(
    numbers: Numbers, lows: Numbers, highs: Numbers, statistics: Numbers, observed: Numbers, weights: Numbers
) -> None:
    """Refuse a table whose parts do not fit together, or have values that say nothing; ScenarioError."""
    rows, width, columns = len(numbers), statistics.shape[1], numbers.shape[1]
    if not rows == len(statistics) == len(weights) or observed.shape[1] != width:
        raise ScenarioError(
            f"a table of {rows} sets has {len(statistics)} rows of {width} statistics and {len(weights)} weights, and "
            f"{observed.shape[1]} observed ones; give a row and a weight for each set, and observe every statistic"
        )
    if not columns == len(lows) == len(highs):
        raise ScenarioError(f"{columns} numbers have {len(lows)} lows and {len(highs)} highs; give a range for each")
    if (bad := np.argwhere(~(np.isfinite(highs - lows) & (lows < highs)))).size:
        low, high = lows[bad[0, 0]], highs[bad[0, 0]]
        raise ScenarioError(f"number {bad[0, 0]} ranges from {low} to {high}; give a low below a high, or leave it out")
    outside = (numbers - lows < -ROUNDING * (highs - lows)) | (numbers - highs > ROUNDING * (highs - lows))
    if (bad := np.argwhere(outside | np.isnan(numbers))).size:
        row, column = bad[0]
        raise ScenarioError(
            f"number {column} of set {row} is {numbers[row, column]}, outside of {lows[column]} to {highs[column]}; "
            "give the ranges that the table was drawn from"
        )
    if (bad := np.argwhere(np.isinf(np.vstack([statistics, observed])))).size:
        raise ScenarioError(f"statistic {bad[0, 1]} is infinite in some row; give a finite value, or NaN for none")
    if not (np.isfinite(weights).all() and weights.min(initial=0.0) >= 0 and np.count_nonzero(weights) > 1):
        raise ScenarioError(
            f"{np.count_nonzero(weights)} sets have a weight, the least is {weights.min(initial=0.0)}; "
            "give finite weights of zero or more, and more than zero to two sets at least"
        )


def features_of(statistics: Numbers, observed: Numbers) -> tuple[Numbers, Numbers]:
    """Return statistics and what was observed as features: their values, and whether they are missing.

    Only what differs between rows of the table is a feature.
    """
    gaps = np.asarray(np.isnan(statistics).any(axis=0))
    # Any value would do, as the feature that it is missing makes up for it; this one is not far from the others.
    instead = np.array([middle(column) if some else 0.0 for column, some in zip(statistics.T, gaps, strict=True)])

    def features(values: Numbers) -> Numbers:
        missing = np.isnan(values)
        return np.hstack([np.where(missing, instead, values), missing[:, gaps]])

    known = features(statistics)
    varied = np.ptp(known, axis=0) > 0
    return known[:, varied], features(observed)[:, varied]


def middle(values: Numbers) -> float:
    """Return the median of what is not missing, 0 where all is."""
    known = values[~np.isnan(values)]
    return float(np.median(known)) if len(known) else 0.0


def odd_statistics(statistics: Numbers, observed: Numbers) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return which statistics are the same in all rows, and of which the observed value is beyond all simulated."""
    low, high = np.fmin.reduce(statistics, axis=0), np.fmax.reduce(statistics, axis=0)
    missing = np.isnan(statistics)
    some, every = missing.any(axis=0), missing.all(axis=0)
    same = ~(high > low) & (some == every)
    beyond = np.where(np.isnan(observed), ~some, ~((observed >= low) & (observed <= high)))
    return np.flatnonzero(same), np.flatnonzero(beyond)


def summaries(features: Numbers, scores: Numbers) -> tuple[Ridge, Ridge]:
    """Return the prediction of each score from the features, and summaries: it, in units of what it leaves open.

    The distance of two rows' summaries is how far apart their posteriors lie, in standard deviations.
    """
    fit = fitted(features, scores, np.ones(len(scores)))
    left = scores - fit.predicted(features)
    # All numbers together: of two that are known by their sum alone, the sum must be near, and each may differ.
    root = np.linalg.cholesky(left.T @ left / len(left) + LEAST_LEFT * np.eye(left.shape[1]))
    unit = np.linalg.inv(root).T
    return fit, fit._replace(mean=fit.mean @ unit, coefficients=fit.coefficients @ unit)


def nearest(summaries: Numbers, asked: Numbers, weights: Numbers, rows: int) -> tuple[NDArray[np.int64], Numbers]:
    """Return the so many nearest rows that have weight, and their Epanechnikov kernel; equally near ones all count."""
    away = np.where(weights > 0, np.sqrt(((summaries - asked) ** 2).sum(axis=1)), np.inf)
    last = min(rows, int(np.count_nonzero(weights))) - 1
    reach = np.partition(away, last)[last] * (1 + ROUNDING)
    # The kernel ends at the next row, so that the last one counts a little; where there is none, all count alike.
    end = away[away > reach].min(initial=np.inf)
    found = np.flatnonzero(away <= reach)
    return found, 1 - (away[found] / end) ** 2


def adjusted(table: Table, asked: Numbers, accepted: int) -> Adjustment:
    """Return the rows accepted for what is asked (features), and what adjusts their scores.

    ScenarioError if fewer than two are to be accepted.
    """
    if accepted < 2:
        raise ScenarioError(f"{accepted} sets are to be accepted; give 2 or more, better hundreds")
    region, _ = nearest(table.summaries, table.summary.predicted(asked), table.weights, REGION * accepted)
    wide, summary = summaries(table.features[region], table.scores[region])
    near = summary.predicted(table.features[region])
    within, kernel = nearest(near, summary.predicted(asked), table.weights[region], accepted)
    sets = region[within]
    features, weights = table.features[sets], kernel * table.weights[sets]
    # What the wide fit leaves, so that ridge regression shrinks towards that fit and not towards no influence.
    left = table.scores[sets] - wide.predicted(features)
    fit = fitted(features, left, weights)
    errors = fit.errors_left_out(features, left, weights)
    sizes = np.log(errors**2 + LEAST_ERROR) / 2
    size = fitted(features, sizes, weights)
    there = size.predicted(features)
    here = np.clip(size.predicted(asked), there.min(axis=0), there.max(axis=0))
    centre = wide.predicted(asked) + fit.predicted(asked)
    return Adjustment(sets, weights / weights.sum(), centre, errors, np.exp(here - there))
