"""Targets: the observed patterns that a calibration is held to, on scales on which luck is alike everywhere.

Which they are was fixed beforehand: the patterns that `validate` calls fitted or input; those held out judge.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from sipabm.scenario import Scenario
from sipabm.statistics import Numbers
from sipabm.validation.patterns import DEALS, SHARE, YEAR, Kind, Pattern, patterns_of

# A count's luck grows with its root; sizes, durations and ratios are luckier by factors than by differences.
BY_ROOT, AS_THEY_ARE = (DEALS,), (SHARE, YEAR, "rank correlation", "index", "log points")


def is_target(pattern: Pattern) -> bool:
    """Return whether a calibration is held to a pattern."""
    return pattern.kind is not Kind.HELD_OUT


def scaled(unit: str, values: Numbers) -> Numbers:
    """Return values of a unit on the scale on which they are fitted."""
    if unit in AS_THEY_ARE:
        return values
    return np.asarray(np.sign(values) * (np.sqrt if unit in BY_ROOT else np.log1p)(np.abs(values)))


def targets_of(scenario: Scenario) -> pd.DataFrame:
    """Return a row for each pattern of a scenario, in the order of `validate`.

    `observed` is its value, `fitted` that on the scale of the fit, `error` the standard deviation there of what the
    record gets wrong (half of a span of sources, or the standard error of a sample), and `is_target` whether the
    calibration is held to it.
    """
    return pd.DataFrame([row_of(pattern) for pattern in patterns_of(scenario)])


def row_of(pattern: Pattern) -> dict[str, object]:
    """Return the row of a pattern."""
    seen = pattern.observed()
    low, fitted, high = scaled(pattern.unit, np.array([seen.low, seen.value, seen.high])).tolist()
    return {
        "pattern": pattern.name,
        "label": pattern.label,
        "kind": pattern.kind.value,
        "unit": pattern.unit,
        "observed": seen.value,
        "fitted": fitted,
        "error": (high - low) / 2,
        "is_target": is_target(pattern),
        "uncertainty": seen.uncertainty,
        "source": seen.source,
    }


def on_scale(table: pd.DataFrame, targets: pd.DataFrame) -> Numbers:
    """Return the targets among the statistics of runs (runs × targets), on the scale of the fit."""
    held_to = targets[targets["is_target"]]
    return np.column_stack(
        [scaled(row.unit, table[row.pattern].to_numpy(float)) for row in held_to.itertuples(index=False)]
    )


def with_error(shown: Numbers, error: Numbers, seed: int) -> Numbers:
    """Return what runs show as a record would have it, with an error drawn for each: luck is in the runs already."""
    return np.asarray(shown + np.random.default_rng([seed, len(error)]).standard_normal(shown.shape) * error)
