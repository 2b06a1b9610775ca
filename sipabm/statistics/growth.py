"""Growth curves fitted to counts a year: Bass (1969), with a driver (Bass, Krishnan and Jain 1994), and the logistic.

Each is fitted to the increments by least squares (Srinivasan and Mason 1986). How many there will be in the end enters
linearly, so it is solved for; the other numbers are looked up on a grid and then polished.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import product

import numpy as np
from scipy.optimize import minimize

from sipabm.statistics import Numbers

# A curve that has hardly begun tells nothing of its end: without a bound it would grow for ever.
MOST_TIMES = 3.0  # what is known so far; with 2 to 20 these curves foretell the record no better
INNOVATION = np.geomspace(1e-5, 0.3, 30)  # the share that begins by itself, a year
IMITATION = np.linspace(0.0, 1.5, 31)
DRIVEN = (0.0, 0.25, 0.5, 1.0, 2.0, 4.0)
PACE, MIDDLE = np.geomspace(0.05, 3.0, 30), np.linspace(-5.0, 30.0, 71)
LEAST = 1e-6  # of a number whose logarithm is searched
Shape = Callable[..., Numbers]


def bass(innovation: Numbers | float, imitation: Numbers | float, time: Numbers) -> Numbers:
    """Return the share that has begun by a time (..., years since the first), which a driver may have stretched."""
    together = np.add(innovation, imitation)[..., None]
    faded = np.exp(-together * time)
    return np.asarray((1 - faded) / (1 + (np.divide(imitation, innovation))[..., None] * faded))


def bass_increments(innovation: Numbers | float, imitation: Numbers | float, years: int) -> Numbers:
    """Return the shares that begin in each of the first years."""
    return np.diff(bass(innovation, imitation, np.arange(years + 1.0)), axis=-1)


def driven_increments(
    innovation: Numbers | float, imitation: Numbers | float, driven: Numbers | float, driver: Numbers
) -> Numbers:
    """Return the shares that begin in each year where each counts as one year and `driven` times the driver more."""
    time = np.cumsum(1 + np.multiply.outer(driven, driver), axis=-1)
    start = np.zeros((*time.shape[:-1], 1))
    return np.diff(bass(innovation, imitation, np.concatenate([start, time], axis=-1)), axis=-1)


def logistic_increments(pace: Numbers | float, middle: Numbers | float, years: int) -> Numbers:
    """Return the shares of a logistic curve that fall in each of the first years; `middle` is when half is reached."""
    time = np.arange(years + 1.0) - np.asarray(middle)[..., None]
    return np.diff(1 / (1 + np.exp(-np.asarray(pace)[..., None] * time)), axis=-1)


def bass_fitted(counts: Numbers, ahead: int) -> Numbers:
    """Return the counts of a Bass curve fitted to those of the first years, for these and as many years ahead."""
    years = len(counts)
    p, q = fitted(counts, lambda p, q: bass_increments(p, q, years), (INNOVATION, IMITATION))
    return np.asarray(most_of(counts, bass_increments(p, q, years)) * bass_increments(p, q, years + ahead))


def driven_bass_fitted(counts: Numbers, driver: Numbers) -> Numbers:
    """Return the same for a Bass curve with a driver, which is given for the years of the counts and those ahead."""
    years = len(counts)
    grids = (INNOVATION, IMITATION, np.array(DRIVEN))
    p, q, b = fitted(counts, lambda p, q, b: driven_increments(p, q, b, driver[:years]), grids)
    return np.asarray(most_of(counts, driven_increments(p, q, b, driver[:years])) * driven_increments(p, q, b, driver))


def logistic_fitted(counts: Numbers, ahead: int) -> Numbers:
    """Return the same for a logistic curve."""
    years = len(counts)
    pace, middle = fitted(counts, lambda pace, middle: logistic_increments(pace, middle, years), (PACE, MIDDLE))
    shares = logistic_increments(pace, middle, years + ahead)
    return np.asarray(most_of(counts, shares[:years]) * shares)


def fitted(counts: Numbers, shape: Shape, grids: Sequence[Numbers]) -> list[float]:
    """Return the numbers of a shape that leave the least squares: the best of a grid, polished within its ends."""
    points = np.array(list(product(*grids)))
    start = points[int(squares_left(counts, shape(*points.T)).argmin())]
    bounds = [(grid.min(), grid.max()) for grid in grids]

    def left(point: Numbers) -> float:
        return float(squares_left(counts, shape(*point)))

    polished = minimize(left, start, method="Nelder-Mead", bounds=bounds, options={"xatol": 1e-9, "fatol": 1e-12})
    return np.asarray(polished.x if polished.fun < left(start) else start).tolist()


def squares_left(counts: Numbers, shares: Numbers) -> Numbers:
    """Return the squares that are left of the counts with the best number in the end, for each row of shares."""
    return np.asarray(((counts - most_of(counts, shares)[..., None] * shares) ** 2).sum(axis=-1))


def most_of(counts: Numbers, shares: Numbers) -> Numbers:
    """Return how many there will be in the end, for each row of shares: no fewer than are known, nor far more."""
    known = counts.sum()
    square = (shares**2).sum(axis=-1)
    best = np.divide((counts * shares).sum(axis=-1), square, out=np.zeros_like(square), where=square > 0)
    return np.asarray(np.clip(best, known, MOST_TIMES * known))
