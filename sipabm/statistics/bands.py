"""Band: mean and quantiles over runs."""

from __future__ import annotations

import numpy as np
import pandas as pd

# Where nine of ten single runs lie. How well their mean is known is another question: `intervals`.
LOW, HIGH = 0.05, 0.95


def band(values: pd.DataFrame) -> pd.DataFrame:
    """Return mean, low and high (5 and 95 % quantiles over the rows, one per run) of each column."""
    low, high = values.quantile([LOW, HIGH]).to_numpy()
    return pd.DataFrame({"mean": values.mean(), "low": low, "high": high})


def share(part: pd.Series, whole: pd.Series | float) -> pd.Series:
    """Return part over whole, missing where the whole is nothing."""
    # Pandas itself would make it infinite, and every mean and quantile over it with it.
    return part.astype(float) / pd.Series(whole, index=part.index, dtype=float).replace(0, np.nan)
