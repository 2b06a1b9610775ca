"""Designs: where in a cube of settings a study looks."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def latin_hypercube(rows: int, columns: int, seed: int) -> NDArray[np.float64]:
    """Return numbers from 0 to 1, in each column one in each of as many equal parts as there are rows."""
    luck = np.random.default_rng(seed)
    # Each column is shuffled by itself; with one order for all, every setting would rise and fall with every other.
    parts = luck.permuted(np.tile(np.arange(rows), (columns, 1)), axis=1).T
    return (parts + luck.random((rows, columns))) / rows
