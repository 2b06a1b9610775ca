"""Normal scores: numbers of a range as numbers without bounds, and back.

A number that is uniform over its range has a standard normal score. So whatever is done to scores stays within the
range, and what knows nothing of a number leaves it uniform; of a logit it would not.
"""

from __future__ import annotations

import numpy as np
from scipy.special import ndtr, ndtri

from sipabm.statistics import Numbers

END = 1e-6  # of the range: at its very ends scores would be infinite


def scores(numbers: Numbers, lows: Numbers, highs: Numbers) -> Numbers:
    """Return the normal score of each number within the range of its column."""
    return np.asarray(ndtri(np.clip((numbers - lows) / (highs - lows), END, 1 - END)))


def from_scores(scores: Numbers, lows: Numbers, highs: Numbers) -> Numbers:
    """Return the numbers with these normal scores; no number is outside of its range."""
    return np.asarray(np.clip(lows + (highs - lows) * ndtr(scores), lows, highs))
