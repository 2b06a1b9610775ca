"""Verdicts: a pattern beside what the runs show of it, whether both agree, and what the model's band is worth."""

from __future__ import annotations

import pandas as pd

from sipabm.statistics.bands import HIGH, LOW
from sipabm.statistics.scores import interval_score
from sipabm.validation.observations import Observation
from sipabm.validation.patterns import Kind, Pattern

INSIDE, BELOW, ABOVE, NO_VALUE = "inside", "model below", "model above", "no value"
VERDICTS = (INSIDE, BELOW, ABOVE, NO_VALUE)
ALPHA = 1 - (HIGH - LOW)  # what a band of nine in ten runs leaves out


def verdict(low: float, high: float, observed: Observation) -> str:
    """Return whether the model's band meets what was observed with its uncertainty, lies below it or above."""
    if pd.isna(low):
        return NO_VALUE
    if high < observed.low:
        return BELOW
    return ABOVE if low > observed.high else INSIDE


def score(low: float, high: float, observed: Observation) -> float:
    """Return the interval score of the model's band, in units of the observation's scale; 0 is perfect."""
    # The end of the uncertainty that is nearest to the band: whatever lies in it may be what was the case.
    nearest = min(max(low, observed.low), observed.high)
    return interval_score(low, high, nearest, ALPHA) / observed.scale


def row_of(pattern: Pattern, measured: pd.Series) -> dict[str, object]:
    """Return the row of a pattern measured in single runs: observed, mean, median and band, verdict, score, source."""
    observed = pattern.observed()
    # A run without such deals has no number of them; counted as zero it would pull the band down.
    values = measured.dropna().astype(float)
    low, high = values.quantile(LOW), values.quantile(HIGH)
    return {
        "pattern": pattern.name,
        "label": pattern.label,
        "kind": pattern.kind.value,
        "unit": pattern.unit,
        "observed": observed.value,
        "observed_low": observed.low,
        "observed_high": observed.high,
        "uncertainty": observed.uncertainty,
        "mean": values.mean(),
        "median": values.median(),
        "low": low,
        "high": high,
        "runs": len(values),
        "verdict": verdict(low, high, observed),
        "score": score(low, high, observed),
        "scale": observed.scale,
        "source": observed.source,
    }


def summary(table: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each kind: number of patterns, how many have which verdict, mean and median score."""
    return pd.DataFrame([summary_row(kind.value, table[table["kind"] == kind.value]) for kind in Kind])


def summary_row(kind: str, rows: pd.DataFrame) -> dict[str, object]:
    """Return how many patterns of a kind have which verdict, and mean and median of their scores."""
    counts = {each.replace(" ", "_"): int((rows["verdict"] == each).sum()) for each in VERDICTS}
    scores = {"mean_score": rows["score"].mean(), "median_score": rows["score"].median()}
    return {"kind": kind, "patterns": len(rows), **counts, **scores}
