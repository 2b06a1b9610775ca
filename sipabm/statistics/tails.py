"""Tails: what the worst cases have on average."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sipabm.statistics import Numbers

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


def worst_tenth_of_losses(beyond: Numbers, thresholds: Numbers, cases: Numbers) -> tuple[Numbers, NDArray[np.int64]]:
    """Return the mean loss in the worst tenth of cases, missing where there are none, and which threshold gives it.

    `beyond` is what losses exceed each threshold by, summed over cases (... × thresholds). The mean is the least, over
    all thresholds, of threshold + sum beyond it / (a tenth of the cases) (Rockafellar and Uryasev 2000). Sums of many
    runs are enough for it, and no case need be kept; of thresholds that lie apart it is a little too high, and never
    too low.
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        bounds = thresholds + beyond / (TENTH * cases[..., None])
    # Where there are no cases all bounds are missing, and any threshold does.
    which = np.nan_to_num(bounds, nan=np.inf).argmin(axis=-1)
    return np.where(cases > 0, bounds.min(axis=-1), np.nan), which
