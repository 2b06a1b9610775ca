"""Sensitivity: how much of what comes out each input decides, over the whole unit cube of inputs.

Morris (1991) screens many inputs with few points: from each of some random starts every input moves once, by two thirds
of its range. Sobol (1993) splits the variance of the output among inputs, which needs many more points. SALib draws the
points. Outputs are points × replicates: replicates are averaged, so that luck does not pass
for influence, and what is left of luck is returned beside the indices.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

from sipabm.errors import ScenarioError
from sipabm.statistics import Numbers
from sipabm.statistics.intervals import QUANTILE
from sipabm.statistics.resampling import RESAMPLES

LEVELS = 4  # of an input among Morris's points: 0, 1/3, 2/3 and 1
MEAN_SIZE = np.sqrt(2 / np.pi)  # of a normal number around zero, in its standard deviations


class Screening(NamedTuple):
    """Morris's indices of each input, in the unit of the output; intervals are 95 % ones.

    `mu_star` is the mean size of the output's change if the input moves over its range, with its interval, `mu` the
    mean change with its sign, `sigma` how much the change differs from place to place, `luck` the `mu_star` that an
    input without influence would have (missing for one replicate), `changes` from how many starts its change is known.
    `noise_share` is the share of the variance of averaged outputs that is luck; that which all points share is none.
    """

    mu_star: Numbers
    low: Numbers
    high: Numbers
    mu: Numbers
    sigma: Numbers
    luck: Numbers
    changes: NDArray[np.int64]
    noise_share: float


class Shares(NamedTuple):
    """Sobol's indices of each input: the share of the output's variance that it decides, with 95 % intervals.

    `first` is what it decides alone, `total` with all its interactions. `starts` are those whose points all have an
    output; `noise_share` is as in `Screening`.
    """

    first: Numbers
    first_low: Numbers
    first_high: Numbers
    total: Numbers
    total_low: Numbers
    total_high: Numbers
    noise_share: float
    starts: int


def morris_points(starts: int, inputs: int, seed: int) -> Numbers:
    """Return Morris's points in the unit cube: one start after another, each with inputs + 1 points."""
    from SALib.sample.morris import sample  # slow to import

    return np.asarray(sample(problem(inputs), starts, num_levels=LEVELS, seed=seed))


def sobol_points(starts: int, inputs: int, seed: int) -> Numbers:
    """Return Sobol's points in the unit cube: one start after another, each with inputs + 2 points.

    ScenarioError unless the number of starts is a power of two, as the evenness of the points depends on that.
    """
    from SALib.sample.sobol import sample

    if starts < 1 or starts & (starts - 1):
        raise ScenarioError(f"Sobol's points need a power of two as number of starts (64, 128, ...), not {starts}")
    return np.asarray(sample(problem(inputs), starts, calc_second_order=False, seed=seed))


def problem(inputs: int) -> dict[str, Any]:
    """Return the unit cube as SALib takes it."""
    return {"num_vars": inputs, "names": [str(each) for each in range(inputs)], "bounds": [[0.0, 1.0]] * inputs}


def morris(points: Numbers, outputs: Numbers, seed: int) -> Screening:
    """Return Morris's indices of outputs (points × replicates) at `morris_points`; the same seed, the same intervals.

    A change counts in those replicates in which both of its points have an output; an input with fewer than two changes
    has no index.
    """
    # By hand and not by SALib (whose numbers these are, a test sees to that): it knows no point without an output.
    effects = effects_of(points, outputs)
    means = mean_of_known(effects, axis=2)
    mu, mu_star = mean_of_known(means, axis=0), mean_of_known(np.abs(means), axis=0)
    changes = (~np.isnan(means)).sum(axis=0)
    # One change has no interval, and a number must not come first by it.
    mu_star = np.where(changes > 1, mu_star, np.nan)
    return Screening(
        mu_star,
        *interval(np.abs(means), seed),
        mu,
        spread_of_known(means),
        luck_of(effects),
        changes,
        noise_share(outputs),
    )


def effects_of(points: Numbers, outputs: Numbers) -> Numbers:
    """Return what each input's one move from each start changes, over its whole range: starts × inputs × replicates."""
    inputs, replicates = points.shape[1], outputs.shape[1]
    if len(outputs) % (inputs + 1):
        raise ScenarioError(f"{len(outputs)} outputs are not those of whole starts of {inputs + 1} points each")
    moves = np.diff(points.reshape(-1, inputs + 1, inputs), axis=1)
    which = np.abs(moves).argmax(axis=2)[:, :, None]
    changes = np.diff(outputs.reshape(-1, inputs + 1, replicates), axis=1) / np.take_along_axis(moves, which, axis=2)
    effects = np.empty_like(changes)
    np.put_along_axis(effects, which, changes, axis=1)
    return effects


def interval(sizes: Numbers, seed: int) -> tuple[Numbers, Numbers]:
    """Return the 95 % interval of the mean size of each input (starts × inputs), from starts drawn with replacement."""
    drawn = np.random.default_rng(seed).integers(len(sizes), size=(RESAMPLES, len(sizes)))
    times = np.array([np.bincount(row, minlength=len(sizes)) for row in drawn])
    known = times @ ~np.isnan(sizes)
    means = np.where(known > 0, times @ np.nan_to_num(sizes) / np.maximum(known, 1), np.nan)
    half = norm.ppf(QUANTILE) * spread_of_known(means)
    middle = mean_of_known(sizes, axis=0)
    return np.maximum(middle - half, 0.0), middle + half


def luck_of(effects: Numbers) -> Numbers:
    """Return for each input the mean size of change that luck alone would make; missing for one replicate."""
    # From the spread of changes and not of outputs: at two points near each other much of the luck may be the same.
    starts, inputs, replicates = effects.shape
    variances = variance_of_mean(effects.reshape(-1, replicates)).reshape(starts, inputs)
    return np.asarray(MEAN_SIZE * np.sqrt(mean_of_known(variances, axis=0)))


def sobol(inputs: int, outputs: Numbers, seed: int) -> Shares:
    """Return Sobol's indices of outputs (points × replicates) at `sobol_points`; the same seed, the same intervals.

    A start is left out if no replicate of one of its points has an output; ScenarioError if fewer than two are left.
    """
    from SALib.analyze.sobol import analyze

    outputs = outputs[whole_starts(outputs, inputs + 2)]
    averages, starts = np.nanmean(outputs, axis=1), len(outputs) // (inputs + 2)
    if np.ptp(averages) == 0:  # nothing to split
        none = np.zeros(inputs)
        return Shares(none, none, none, none, none, none, noise_share(outputs), starts)
    # Not the bare seed: SALib takes 0 for none.
    luck = np.random.SeedSequence(seed)
    found = analyze(problem(inputs), averages, calc_second_order=False, num_resamples=RESAMPLES, seed=luck)
    first, first_half, total, total_half = (np.asarray(found[key], float) for key in ("S1", "S1_conf", "ST", "ST_conf"))
    firsts = first, first - first_half, first + first_half
    totals = total, np.maximum(total - total_half, 0.0), total + total_half
    return Shares(*firsts, *totals, noise_share(outputs), starts)


def whole_starts(outputs: Numbers, size: int) -> NDArray[np.bool_]:
    """Return which points belong to starts of so many points that all have an output."""
    if len(outputs) % size:
        raise ScenarioError(f"{len(outputs)} outputs are not those of whole starts of {size} points each")
    # A change needs both of its points, so a point without any output takes its whole start with it.
    whole: NDArray[np.bool_] = np.all((~np.isnan(outputs)).any(axis=1).reshape(-1, size), axis=1)
    if whole.sum() < 2:
        raise ScenarioError(f"{whole.sum()} of {len(whole)} starts have an output at every point; two are needed")
    return np.repeat(whole, size)


def noise_share(outputs: Numbers) -> float:
    """Return which share of the variance of averages over replicates is luck; missing for one replicate."""
    if outputs.shape[1] == 1:
        return float("nan")
    between = float(spread_of_known(mean_of_known(outputs, axis=1)) ** 2)
    if not between > 0:
        return 0.0
    # Without what a replicate does to all points alike: the same luck everywhere makes no point differ from another.
    own = outputs - mean_of_known(outputs, axis=0)
    within = float(mean_of_known(variance_of_mean(own), axis=0)) * len(outputs) / (len(outputs) - 1)
    # Both are estimates, and the first may come out as the larger one where all is luck.
    return min(1.0, within / between)


def variance_of_mean(by_replicate: Numbers) -> Numbers:
    """Return the variance of each row's mean over those replicates that have a number; missing for fewer than two."""
    return np.asarray(spread_of_known(by_replicate.T) ** 2 / np.maximum((~np.isnan(by_replicate)).sum(axis=1), 1))


def mean_of_known(values: Numbers, axis: int) -> Numbers:
    """Return the mean over an axis of what is not missing; missing where nothing is known."""
    # Not `nanmean`, which warns where nothing is known.
    known = (~np.isnan(values)).sum(axis=axis)
    return np.where(known > 0, np.nansum(values, axis=axis) / np.maximum(known, 1), np.nan)


def spread_of_known(values: Numbers) -> Numbers:
    """Return the standard deviation over the first axis of what is not missing; missing for fewer than two numbers."""
    known = (~np.isnan(values)).sum(axis=0)
    squares = np.nansum((values - mean_of_known(values, axis=0)) ** 2, axis=0)
    return np.where(known > 1, np.sqrt(squares / np.maximum(known - 1, 1)), np.nan)
