"""Tails: what the worst cases have on average."""

from __future__ import annotations

import numpy as np
import pandas as pd

TENTH = 0.1


def worst_tenth(values: pd.DataFrame) -> pd.Series:
    """Return the mean of the lowest tenth of each column (its expected shortfall); missing where there are no rows.

    Of a number that tenths do not divide the last one counts in part: of 25 the lowest two and half of the third. Fewer
    than ten have their lowest.
    """
    rows = len(values)
    weight = np.clip(TENTH * rows - np.arange(rows), 0.0, 1.0)
    lowest = np.sort(values.to_numpy(dtype=float), axis=0)
    sums = weight @ lowest if rows else np.full(values.shape[1], np.nan)
    return pd.Series(sums / (TENTH * rows) if rows else sums, index=values.columns)
