"""Counts around what was foretold: their roots are taken as normal, as chance is alike there whatever their size."""

from __future__ import annotations

import numpy as np
from scipy.stats import norm

from sipabm.statistics import Numbers

LEAST_SPREAD = 0.5  # of the root of a count that is Poisson's: nothing can be foretold better than that


def count_quantiles(middle: Numbers, spread: float, levels: Numbers) -> Numbers:
    """Return the quantiles (..., levels) of counts whose roots spread by so much around those of their middle."""
    return np.asarray(np.maximum(0.0, np.sqrt(middle)[..., None] + spread * norm.ppf(levels)) ** 2)


def spread_of_roots(foretold: Numbers, came: Numbers) -> float:
    """Return by how much the roots of counts differed from those of what was foretold: the root mean square.

    At least as much as chance alone would have it.
    """
    if len(came) == 0:
        return LEAST_SPREAD
    return max(LEAST_SPREAD, float(np.sqrt(np.mean((np.sqrt(came) - np.sqrt(foretold)) ** 2))))
