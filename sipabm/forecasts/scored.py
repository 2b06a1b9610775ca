"""Scored: forecasts beside what came, cell by cell, and what methods are worth against each other.

A cell is what a method foretold from one origin of one target some years ahead. Cells of one origin are as likely to
fail together, so intervals come from whole origins drawn with replacement.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from sipabm.forecasts.levels import COVERED, MEDIAN, SCORED, SCORED_PLACES, place_of
from sipabm.forecasts.record import years_ahead
from sipabm.statistics import Numbers
from sipabm.statistics.intervals import QUANTILE
from sipabm.statistics.resampling import resampled_means
from sipabm.statistics.scores import ranked_probability_score, weighted_interval_score

SCORES = {"wis": "weighted interval score", "crps": "continuous ranked probability score"}
Forecast = Mapping[str, Numbers]  # quantiles by target: years ahead × levels


def scored(method: str, origin: int, forecast: Forecast, counts: pd.DataFrame) -> pd.DataFrame:
    """Return a row for each target and year ahead: what was foretold, what came, and the scores."""
    years = years_ahead(counts, origin)
    rows = [
        {
            "method": method,
            "origin": origin,
            "target": target,
            "horizon": ahead,
            **judged(quantiles, counts.at[year, target]),
        }
        for target, of_target in forecast.items()
        for ahead, (year, quantiles) in enumerate(zip(years, of_target, strict=False), 1)
    ]
    return pd.DataFrame(rows)


def judged(quantiles: Numbers, observed: float) -> dict[str, float]:
    """Return what one forecast said, what came, and how good it was."""
    ends = {level: (quantiles[place_of(low)], quantiles[place_of(high)]) for level, (low, high) in COVERED.items()}
    return {
        "observed": observed,
        "median": quantiles[MEDIAN],
        **{f"{end}_{level}": at for level, pair in ends.items() for end, at in zip(("low", "high"), pair, strict=True)},
        "error": abs(observed - quantiles[MEDIAN]),
        "wis": float(weighted_interval_score(SCORED, quantiles[SCORED_PLACES], observed)),
        "crps": float(ranked_probability_score(quantiles, observed)),
        **{f"held_{level}": float(low <= observed <= high) for level, (low, high) in ends.items()},
    }


def mixed(first: Forecast, second: Forecast) -> dict[str, Numbers]:
    """Return the ensemble of two forecasts: each of its quantiles is the mean of theirs."""
    return {target: (first[target] + second[target]) / 2 for target in first}


def score_table(cells: pd.DataFrame) -> pd.DataFrame:
    """Return mean scores and coverage by method and target, of each horizon and of all of them (0)."""
    what = ["error", *SCORES, *(f"held_{level}" for level in COVERED)]
    parts = [cells, cells.assign(horizon=0)]
    groups = pd.concat(parts).groupby(["method", "target", "horizon"], sort=False)
    return groups[what].mean().assign(forecasts=groups.size()).reset_index()


def relative_table(
    cells: pd.DataFrame, methods: Sequence[str], others: Sequence[str], targets: Mapping[str, Sequence[str]], seed: int
) -> pd.DataFrame:
    """Return how good methods are relative to others, below 1 if better, with the interval over origins.

    The score of each target is the mean over its cells; what stands for several targets is the geometric mean of the
    ratios of their scores, so that a target with many partnerships counts as much as one with few.
    """
    rows = [
        {
            "score": score,
            "targets": name,
            "method": method,
            "other": other,
            **relative(cells, score, method, other, some, seed),
        }
        for score in SCORES
        for name, some in targets.items()
        for method in methods
        for other in others
        if method != other
    ]
    return pd.DataFrame(rows)


def relative(
    cells: pd.DataFrame, score: str, method: str, other: str, targets: Sequence[str], seed: int
) -> dict[str, float]:
    """Return the relative score of a method with its interval."""
    means = np.array([by_origin(cells, score, each, target) for each in (method, other) for target in targets])
    value = ratio_of(means.mean(axis=1))
    low, high = np.quantile(ratio_of(resampled_means(means, seed)), [1 - QUANTILE, QUANTILE])
    return {"value": float(value), "low": float(low), "high": float(high)}


def ratio_of(means: Numbers) -> Numbers:
    """Return the geometric mean of the ratios of the first half of columns to the second half."""
    first, second = np.split(np.log(means), 2, axis=-1)
    return np.asarray(np.exp((first - second).mean(axis=-1)))


def by_origin(cells: pd.DataFrame, score: str, method: str, target: str) -> Numbers:
    """Return the mean score of a method's cells of a target from each origin."""
    rows = cells[(cells["method"] == method) & (cells["target"] == target)]
    return rows.groupby("origin")[score].mean().to_numpy()


def coverage_table(cells: pd.DataFrame, methods: Sequence[str], seed: int) -> pd.DataFrame:
    """Return how often intervals held what came, by method and level, with the interval over origins."""
    return pd.DataFrame([covered(cells, method, level, seed) for method in methods for level in COVERED])


def covered(cells: pd.DataFrame, method: str, level: int, seed: int) -> dict[str, object]:
    """Return how often the intervals of one level held what came."""
    rows = cells[cells["method"] == method].groupby("origin")[f"held_{level}"].mean().to_numpy()
    low, high = np.quantile(resampled_means(rows[None], seed), [1 - QUANTILE, QUANTILE])
    return {"method": method, "level": level / 100, "value": rows.mean(), "low": low, "high": high}
