"""Deciding: which one of many numbers tells the cases in which something is so from those in which it is not.

Among hundreds of numbers one always looks as if it did. So the number that goes with the outcome most closely is looked
for in a random half of the cases, by rank correlation, and then alone tested on the other half; of many halves so many
must find and confirm the same one. How much it tells is read from the halves that it was not found from.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.stats import rankdata
from scipy.stats import t as student

from sipabm.statistics import Numbers
from sipabm.statistics.prim import CONFIRMED, LEAST_POINTS, SIGNIFICANT, Mask, halves_of

LEAST_CASES = 2 * LEAST_POINTS
THIRD = 1 / 3


class Deciding(NamedTuple):
    """A number that decides: its column, in which share of halves it was found and confirmed, where it splits.

    `low` and `high` are the ends of the lowest and the highest third of its values, `low_share` and `high_share` how
    often the outcome is so there, on the halves that it was not found from.
    """

    which: int
    confirmed: float
    low: float
    high: float
    low_share: float
    high_share: float


def deciding(numbers: Numbers, outcome: Numbers, seed: int) -> Deciding | None:
    """Return which of some numbers (cases × numbers) decides an outcome from 0 to 1, none if none was confirmed.

    The same seed, the same halves.
    """
    if len(outcome) < LEAST_CASES:
        return None
    halves = list(halves_of(np.arange(len(outcome)), seed))
    found = [found_in(numbers, outcome, *each) for each in halves]
    times = np.bincount([which for which, is_confirmed in found if is_confirmed], minlength=numbers.shape[1])
    which = int(times.argmax())
    if times[which] < CONFIRMED * len(halves):
        return None
    others = [other for (_, other), (each, _) in zip(halves, found, strict=True) if each == which]
    low, high = np.quantile(numbers[:, which], [THIRD, 1 - THIRD])
    shares = [
        mean_within(outcome, numbers[:, which] <= low, others),
        mean_within(outcome, numbers[:, which] >= high, others),
    ]
    return Deciding(which, float(times[which] / len(halves)), float(low), float(high), *shares)


def found_in(numbers: Numbers, outcome: Numbers, half: Mask, other: Mask) -> tuple[int, bool]:
    """Return which number goes with the outcome most closely in one half, and whether the other half confirms it."""
    found = rank_correlations(numbers[half], outcome[half])
    which = int(np.abs(found).argmax())
    (checked,) = rank_correlations(numbers[other][:, [which]], outcome[other])
    return which, by_chance(float(np.sign(found[which]) * checked), int(other.sum())) < SIGNIFICANT


def rank_correlations(numbers: Numbers, outcome: Numbers) -> Numbers:
    """Return Spearman's correlation of each number (cases × numbers) with the outcome, 0 where one is constant."""
    ranks, of_outcome = standardised(rankdata(numbers, axis=0)), standardised(rankdata(outcome))
    return np.asarray(of_outcome @ ranks / len(outcome))


def standardised(ranks: Numbers) -> Numbers:
    """Return numbers less their mean and over their standard deviation, 0 where they are all the same."""
    spread = ranks.std(axis=0)
    return np.asarray((ranks - ranks.mean(axis=0)) / np.where(spread > 0, spread, 1.0))


def by_chance(correlation: float, cases: int) -> float:
    """Return how probable so large a rank correlation is, of that sign, if there is none."""
    size = min(abs(correlation), 1 - 1e-12)
    beyond = float(student.sf(size * np.sqrt((cases - 2) / (1 - size**2)), cases - 2))
    return beyond if correlation > 0 else 1 - beyond


def mean_within(outcome: Numbers, within: Mask, halves: list[Mask]) -> float:
    """Return the mean of the outcome within a part of the cases, over some halves; missing where there is none."""
    values = np.concatenate([outcome[within & half] for half in halves])
    return float(values.mean()) if len(values) else float("nan")
