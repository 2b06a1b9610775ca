"""PRIM, the patient rule induction method (Friedman and Fisher 1999): a box of inputs in which an outcome is frequent.

From all points thin slices are peeled off, one after another. Each makes the box denser and loses some of the outcome;
of the boxes on this path the one with the largest `gain` is taken, and its sides are moved out or in as long as that
gains more (pasting). A slice comes from the side where a cut, however deep, would gain most. Friedman and Fisher look
at the slice alone; among hundreds of inputs, however, many a slice is empty of a rare outcome by luck.

What was found among many inputs looks good on the points that it was found from. So it is found anew on random halves
of the points, and each restriction is looked at on the other half.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc

from sipabm.statistics import Numbers

Mask = NDArray[np.bool_]
SLICE = 0.05  # of the points in a box
LEAST_POINTS = 20  # in a box: fewer say little about how frequent something is
HALVES = 40
SIGNIFICANT = 0.05  # of a restriction on the other half of the points
CONFIRMED = 0.5  # of the halves, for a restriction that is kept


class Box(NamedTuple):
    """A box: lowest and highest value of each input, infinite where a side is free."""

    low: Numbers
    high: Numbers

    def holds(self, points: Numbers) -> Mask:
        """Return which points lie in the box."""
        return np.asarray(((points >= self.low) & (points <= self.high)).all(axis=1))

    def restricted(self) -> list[int]:
        """Return the inputs that are restricted, in their order."""
        return [int(each) for each in np.flatnonzero(np.isfinite(self.low) | np.isfinite(self.high))]

    def moved(self, which: int, upper: bool, to: float) -> Box:
        """Return the box with one side elsewhere."""
        ends = Box(self.low.copy(), self.high.copy())
        ends[upper][which] = to
        return ends

    def freed(self, which: int) -> Box:
        """Return the box without the restriction of an input."""
        return self.moved(which, False, -np.inf).moved(which, True, np.inf)


class Found(NamedTuple):
    """A box that was found, or the box of all points if nothing was confirmed, with its check on other points.

    `path` leads from all points to the smallest box. `confirmed` is for every input the share of halves in which it was
    restricted and the restriction was significant on the other half; `on_others` are density and coverage of boxes that
    were found on one half, on the other half: their means.
    """

    box: Box
    path: list[Box]
    confirmed: Numbers
    on_others: tuple[float, float]


def find_box(points: Numbers, outcome: Numbers, seed: int) -> Found:
    """Return the box of inputs (points × inputs) in which an outcome from 0 to 1 is most frequent, with its check.

    Only inputs are restricted whose restriction was confirmed in half of the halves; the same seed, the same halves.
    """
    halves = list(halves_of(groups_of(points), seed))
    confirmed = np.mean([confirmed_in(points, outcome, each) for each in halves], axis=0)
    # Anew with these alone: others were restricted in the same path, and took points away.
    kept = confirmed >= CONFIRMED
    few = points[:, kept]
    path = peeled(few, outcome)
    on_others = np.mean([density_and_coverage(best_box(few[a], outcome[a]), few[b], outcome[b]) for a, b in halves], 0)
    box, *path = (widened(each, kept) for each in (fitted(densest(path, few, outcome), few, outcome), *path))
    return Found(box, path, confirmed, (float(on_others[0]), float(on_others[1])))


def find_boxes(points: Numbers, outcome: Numbers, seed: int, most: int = 3) -> list[Found]:
    """Return the best box, then the best one among the points outside it, and so on, as long as there is any."""
    found: list[Found] = []
    left = np.ones(len(points), dtype=bool)
    while len(found) < most and left.sum() >= 2 * LEAST_POINTS:
        found.append(find_box(points[left], outcome[left], seed))
        if not found[-1].box.restricted():
            return found[:-1]
        left &= ~found[-1].box.holds(points)
    return found


def groups_of(points: Numbers) -> NDArray[np.int64]:
    """Return a number for each point, the same for points that differ in nothing but inputs with fewer values."""
    # Such as a lever's two values at each of many points: one of a pair would confirm what was found from the other.
    values = np.array([len(np.unique(column)) for column in points.T])
    return np.asarray(np.unique(points[:, values == values.max()], axis=0, return_inverse=True)[1]).ravel()


def halves_of(groups: NDArray[np.int64], seed: int) -> Iterator[tuple[Mask, Mask]]:
    """Yield the points of random halves of all groups, each with those of the other half."""
    luck, number = np.random.default_rng(seed), int(groups.max()) + 1
    for _ in range(HALVES):
        half = (luck.permutation(number) < number // 2)[groups]
        yield half, ~half


def confirmed_in(points: Numbers, outcome: Numbers, halves: tuple[Mask, Mask]) -> Mask:
    """Return which inputs are restricted in a half of the points, and significantly so on the other half."""
    half, other = halves
    box, confirmed = best_box(points[half], outcome[half]), np.zeros(points.shape[1], dtype=bool)
    for which in box.restricted():
        confirmed[which] = by_chance(box, which, points[other], outcome[other]) < SIGNIFICANT
    return confirmed


def best_box(points: Numbers, outcome: Numbers) -> Box:
    """Return the box of the path that gains most, its sides moved as long as that gains more."""
    return fitted(densest(peeled(points, outcome), points, outcome), points, outcome)


def gain(box: Box, points: Numbers, outcome: Numbers) -> float:
    """Return how much more of the outcome a box holds than as many points elsewhere would, as a share of all points.

    It is mass times what the density exceeds that of all points by: largest for a whole region where the outcome is
    frequent, less for a part of it and for more than it.
    """
    return float((outcome - outcome.mean())[box.holds(points)].sum() / len(outcome))


def densest(path: list[Box], points: Numbers, outcome: Numbers) -> Box:
    """Return the box of a path that gains most, the first of equal ones."""
    return max(path, key=lambda box: gain(box, points, outcome))


def density_and_coverage(box: Box, points: Numbers, outcome: Numbers) -> tuple[float, float]:
    """Return how frequent the outcome is in a box, and which share of all of it lies there; 0 where there is none."""
    inside = outcome[box.holds(points)]
    return float(inside.mean()) if len(inside) else 0.0, float(inside.sum() / max(outcome.sum(), 1e-300))


def by_chance(box: Box, which: int, points: Numbers, outcome: Numbers) -> float:
    """Return how probable so much of the outcome is in a box if the restriction of an input means nothing.

    The quasi-p-value of Bryant and Lempert (2010): of as many points drawn from the box without that restriction. For
    outcomes between 0 and 1 it is too large, never too small.
    """
    inside, without = outcome[box.holds(points)], outcome[box.freed(which).holds(points)]
    if not inside.sum():
        return 1.0
    return float(betainc(inside.sum(), len(inside) - inside.sum() + 1, without.mean()))


def everything(inputs: int) -> Box:
    """Return the box of all points."""
    return Box(np.full(inputs, -np.inf), np.full(inputs, np.inf))


def peeled(points: Numbers, outcome: Numbers) -> list[Box]:
    """Return the path of boxes from that of all points, a slice less each time, as long as a cut gains anything."""
    inputs = points.shape[1]
    path = [everything(inputs)]
    columns = np.ascontiguousarray(points.T)
    order = np.argsort(columns, axis=1, kind="stable")
    while inputs and (cut := best_cut(columns, outcome, order)):
        which, upper, to = cut
        path.append(path[-1].moved(which, upper, to))
        inside = columns[which] <= to if upper else columns[which] >= to
        order = order[inside[order]].reshape(inputs, -1)
    return path


def best_cut(columns: Numbers, outcome: Numbers, order: NDArray[np.int64]) -> tuple[int, bool, float] | None:
    """Return input, side and place of the next slice; none if no cut gains anything.

    `order` are the points in the box, for each input from its lowest to its highest.
    """
    best, found = 1e-9, None  # less is what rounding leaves
    for upper in (False, True):
        ordered = order[:, ::-1] if upper else order
        gains, sizes = best_cuts(np.take_along_axis(columns, ordered, axis=1), outcome[ordered])
        which = int(gains.argmax())
        if gains[which] > best:
            last, first = columns[which][ordered[which, sizes[which] - 1 : sizes[which] + 1]]
            best, found = gains[which], (which, upper, float(last + first) / 2)
    return found


def best_cuts(values: Numbers, outcome: Numbers) -> tuple[Numbers, NDArray[np.int64]]:
    """Return for each input what the best cut from its first value on would gain, and how many points its slice has.

    Inputs × points in a box, in the order of each input. Points of equal value leave together.
    """
    inputs, number = values.shape
    most = number - LEAST_POINTS
    if most < 1:
        return np.zeros(inputs), np.ones(inputs, dtype=int)
    ends = np.append(values[:, :-1] != values[:, 1:], np.ones((inputs, 1), dtype=bool), axis=1)
    gained = np.where(ends, np.cumsum(outcome.mean() - outcome, axis=1), 0.0)[:, :most]
    # The last end of a value within the slice, or the first one beyond it.
    thin = max(1, int(SLICE * number))
    within = np.where(ends[:, :thin], np.arange(1, thin + 1), 0).max(axis=1)
    sizes = np.where(within > 0, within, ends.argmax(axis=1) + 1)
    return np.where(sizes <= most, gained.max(axis=1), 0.0), sizes


def fitted(box: Box, points: Numbers, outcome: Numbers) -> Box:
    """Return a box with each restricted side moved, out or in, to where the gain is largest, until none gains more."""
    sides = [(which, upper) for which in box.restricted() for upper in (False, True) if np.isfinite(box[upper][which])]
    while True:
        moved = [box.moved(*side, place_of_side(box, *side, points, outcome)) for side in sides]
        better = max(moved, key=lambda each: gain(each, points, outcome), default=box)
        if gain(better, points, outcome) <= gain(box, points, outcome) + 1e-12:
            return box
        box = better


def place_of_side(box: Box, which: int, upper: bool, points: Numbers, outcome: Numbers) -> float:
    """Return where one side of a box gains most, the other sides as they are; infinite if it had better be free."""
    free = np.inf if upper else -np.inf
    inside = box.moved(which, upper, free).holds(points)
    # From the opposite side on, whose place is given.
    order = np.argsort(points[inside, which], kind="stable")[:: 1 if upper else -1]
    values, gained = points[inside, which][order], np.cumsum((outcome - outcome.mean())[inside][order])
    allowed = np.append(values[:-1] != values[1:], True) & (np.arange(len(values)) >= LEAST_POINTS - 1)
    if not allowed.any():
        return float(box[upper][which])
    last = int(np.where(allowed, gained, -np.inf).argmax())
    return free if last == len(values) - 1 else float(values[last] + values[last + 1]) / 2


def widened(box: Box, kept: Mask) -> Box:
    """Return a box of some of the inputs as one of all of them."""
    wide = everything(len(kept))
    wide.low[kept], wide.high[kept] = box
    return wide
