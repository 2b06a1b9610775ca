"""Band: mean and quantiles over runs."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sipabm.statistics import Numbers

# Where nine of ten single runs lie. How well their mean is known is another question: `intervals`.
LOW, HIGH = 0.05, 0.95
LEAST_CASES = 20  # of which one lies beyond each end; of fewer an end would lie between cases, where nothing was seen


def band(values: pd.DataFrame) -> pd.DataFrame:
    """Return mean, low and high (5 and 95 % quantiles over the rows, one per run) of each column."""
    low, high = values.quantile([LOW, HIGH]).to_numpy()
    return pd.DataFrame({"mean": values.mean(), "low": low, "high": high})


def nine_in_ten(values: Numbers) -> tuple[Numbers, Numbers]:
    """Return what nine in ten cases, the first axis, lie between; missing of too few cases to say so."""
    if len(values) < LEAST_CASES:
        return np.full(values.shape[1:], np.nan), np.full(values.shape[1:], np.nan)
    low, high = np.quantile(values, [LOW, HIGH], axis=0)
    return low, high


def share(part: pd.Series, whole: pd.Series | float) -> pd.Series:
    """Return part over whole, missing where the whole is nothing."""
    # Pandas itself would make it infinite, and every mean and quantile over it with it.
    return part.astype(float) / pd.Series(whole, index=part.index, dtype=float).replace(0, np.nan)
