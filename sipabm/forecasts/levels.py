"""Levels: the quantiles by which every forecast is known, whatever it comes from."""

from __future__ import annotations

import numpy as np

STEP = 0.005
LEVELS = np.round(np.arange(1, round(1 / STEP)) * STEP, 3)  # they stand for equally probable draws as well
# Those of the Covid-19 Forecast Hub, by which weighted interval scores are usually made.
SCORED = np.array([0.01, 0.025, *np.round(np.arange(1, 20) * 0.05, 2), 0.975, 0.99])
COVERED = {50: (0.25, 0.75), 90: (0.05, 0.95)}  # percent, and the ends of the interval


def place_of(level: float) -> int:
    """Return the place of a level among all."""
    return int(np.flatnonzero(np.isclose(LEVELS, level))[0])


SCORED_PLACES = [place_of(level) for level in SCORED]
MEDIAN = place_of(0.5)
