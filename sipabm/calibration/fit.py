"""The fit: what a reference table says about numbers, given what was observed, and what the model cannot meet.

Where no row comes near a target together with all others, straight lines through rows far away would decide
(Frazier, Robert and Rousseau 2020). So a target that even the best rows miss counts with so much more error: by how far
the band of nine in ten of these rows lies from it. What the model cannot meet is no evidence about its numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from sipabm.calibration.reference_table import Round
from sipabm.calibration.targets import with_error
from sipabm.parameters.ranges import cube
from sipabm.statistics import Numbers
from sipabm.statistics.bands import HIGH, LOW
from sipabm.statistics.identifiability import explained
from sipabm.statistics.posteriors import REGION, Posterior, nearest, posterior_draws, ready
from sipabm.statistics.proposals import Proposal, proposal, table_weights
from sipabm.statistics.weighted import quantiles

SHARE_ACCEPTED = 0.02  # of the rows of a table
LEAST_ACCEPTED = 400
# Of a target, and of a number's variance: more than chance shows of a number that decides nothing.
LEAST_DECIDED, LEAST_TOLD = 0.05, 0.05
FARTHEST = 3.0  # standard deviations: what lies further away than that matters no more
STEPS = 2  # that is, of asking for what is in reach
TEMPERED, ANYWHERE = 1.2, 0.2
TOGETHER = 0.5  # of the worst: targets that are missed nearly as far count as unmet at once


class Table(NamedTuple):
    """What a fit looks up: points of the cube, targets shown there (rows × targets), and the weights of the rows."""

    points: Numbers
    shown: Numbers
    weights: Numbers

    @property
    def accepted(self) -> int:
        """Return how many rows a fit accepts."""
        return max(LEAST_ACCEPTED, int(SHARE_ACCEPTED * len(self.points)))


class Held(NamedTuple):
    """What the table is held to: the observed values, and the error of the record and of the model, by target."""

    observed: Numbers
    error: Numbers
    unmet: Numbers


def table_of(rounds: Sequence[Round], shown: Numbers, seed: int) -> Table:
    """Return the table of some rounds, whose rows weigh as if all were drawn from the whole of the ranges."""
    points = np.vstack([each.points(seed) for each in rounds])
    weights = table_weights(points, [(each.rows, each.proposal) for each in rounds], [each.sides for each in rounds])
    return Table(points, shown, weights)


def parts_of(table: Table, sides: Sequence[int], held: Held, seed: int) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """Return the points of some sides with the ends of these, and what rows show with the errors that targets have."""
    shown = with_error(table.shown, np.hypot(held.error, held.unmet), seed)
    return table.points[:, sides], np.zeros(len(sides)), np.ones(len(sides)), shown


def fitted(table: Table, sides: Sequence[int], held: Held, seed: int) -> Posterior:
    """Return the posterior of the numbers of some sides, in the unit cube."""
    parts = parts_of(table, sides, held, seed)
    return posterior_draws(*parts, held.observed, accepted=table.accepted, weights=table.weights)


def told(table: Table, sides: Sequence[int], held: Held, seed: int) -> Numbers:
    """Return which share of the variance of the numbers of some sides the targets predict near what was observed."""
    parts = parts_of(table, sides, held, seed)
    return explained(*parts, held.observed, accepted=table.accepted, weights=table.weights)


def screened(table: Table, held: Held, most: int, seed: int, kept: Sequence[int] = ()) -> tuple[int, ...]:
    """Return the sides of the numbers that decide most about the targets, at most so many, in the order of the cube.

    Numbers of the sides that are `kept` were the same in all rows, whatever their points say.
    """
    return best(deciding(table, held, seed).max(axis=0), most, LEAST_DECIDED, kept)


def told_best(table: Table, held: Held, most: int, seed: int, kept: Sequence[int] = ()) -> tuple[int, ...]:
    """Return the sides of the numbers of which the targets tell most, otherwise as `screened`."""
    return best(told(table, range(len(cube())), held, seed), most, LEAST_TOLD, kept)


def best(worth: Numbers, most: int, least: float, kept: Sequence[int] = ()) -> tuple[int, ...]:
    """Return the sides that are worth most, at most so many and all more than the least, in the order of the cube."""
    worth = worth.copy()
    worth[list(kept)] = -np.inf
    places = np.argsort(-worth, kind="stable")[:most]
    return tuple(sorted(places[worth[places] > least].tolist()))


def deciding(table: Table, held: Held, seed: int) -> Numbers:
    """Return how much each number decides about each target near the record (targets × numbers).

    It is the share of the target's variance that goes with the number, times one plus the square of how many standard
    deviations the rows lie from what is asked: of numbers that decide as much, those matter that would bring the rows
    nearer. Judged target by target, as one that many numbers decide together tells little of each of them.
    """
    asked = held.observed[None]
    made, there = ready(*parts_of(table, range(len(cube())), held, seed), asked, table.weights)
    rows, _ = nearest(made.summaries, made.summary.predicted(there[0]), table.weights, REGION * table.accepted)
    shown, scores, weights = table.shown[rows], made.scores[rows], table.weights[rows]
    return np.array([decided(*column, scores, weights) for column in zip(shown.T, held.observed, strict=True)])


def decided(shown: Numbers, observed: float, scores: Numbers, weights: Numbers) -> Numbers:
    """Return how much each number decides about one target that some rows show."""
    there = ~np.isnan(shown)
    # Where few rows show a target, chance alone goes with many numbers.
    if np.count_nonzero(there) < min(LEAST_ACCEPTED, len(there) // 2) or np.ptp(shown[there]) == 0:
        return np.zeros(scores.shape[1])
    share = weights[there] / weights[there].sum()
    away, of_numbers = shown[there] - share @ shown[there], scores[there] - share @ scores[there]
    variance = share @ away**2
    together = (share * away) @ of_numbers
    distance = min((observed - share @ shown[there]) ** 2 / variance, FARTHEST**2)
    return np.asarray(together**2 / variance / (share @ of_numbers**2) * (1 + distance))


def within_reach(table: Table, sides: Sequence[int], held: Held, seed: int) -> Held:
    """Return what the table is held to, each target asked no further than nine in ten of the nearest rows reach.

    Far from all rows a fit would follow straight lines anywhere. What the next round reaches, it is asked for then.
    """
    for _ in range(STEPS):
        low, high = reach(table, fitted(table, sides, held, seed), held)
        held = held._replace(observed=np.clip(held.observed, low, high))
    return held


def with_unmet(table: Table, sides: Sequence[int], held: Held, seed: int) -> Held:
    """Return what the table is held to, with what even the best rows miss."""
    held = held._replace(unmet=np.zeros(len(held.observed)))
    spread = np.nanstd(table.shown, axis=0)
    # The worst first, and then again: one that nothing can meet draws the rows away from what others ask.
    while True:
        away = missed(table, fitted(table, sides, held, seed), held)
        relative = np.divide(away, spread, out=np.where(away > 0, np.inf, 0.0), where=spread > 0)
        relative[held.unmet > 0] = 0.0
        if not (worst := relative.max()):
            return held
        held = held._replace(unmet=np.where(relative >= TOGETHER * worst, away, held.unmet))


def missed(table: Table, found: Posterior, held: Held) -> Numbers:
    """Return how far each target lies from the band of nine in ten accepted rows, 0 within it."""
    low, high = reach(table, found, held)
    return np.maximum(0.0, np.maximum(low - held.observed, held.observed - high))


def reach(table: Table, found: Posterior, held: Held) -> tuple[Numbers, Numbers]:
    """Return between which values nine in ten accepted rows lie, by target."""
    rows = table.shown[found.sets]
    # Of a target that none of them shows there is no band, and nothing that could be missed.
    middle = np.array([middle_of(column, there) for column, there in zip(rows.T, held.observed, strict=True)])
    low, high = quantiles(np.where(np.isnan(rows), middle, rows), found.weights, np.array([LOW, HIGH]))
    return low, high


def middle_of(values: Numbers, otherwise: float) -> float:
    """Return the median of values that are there, or something else if none is."""
    there = values[~np.isnan(values)]
    return float(np.median(there)) if len(there) else otherwise


def next_proposal(table: Table, sides: Sequence[int], held: Held, seed: int) -> Proposal:
    """Return where the next round draws the numbers of some sides: where the rows nearest to what is in reach lie."""
    found = fitted(table, sides, within_reach(table, sides, held, seed), seed)
    # Not where the posterior does: it is narrower than what is accepted, and the rows beyond it would weigh too much.
    low, high = np.zeros(len(sides)), np.ones(len(sides))
    draws = table.points[found.sets][:, sides]
    return proposal(draws, found.weights, low, high, tempered=TEMPERED, anywhere=ANYWHERE)
