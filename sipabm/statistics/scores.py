"""Scores of forecasts: what an interval is worth against what was observed."""

from __future__ import annotations


def interval_score(low: float, high: float, observed: float, alpha: float) -> float:
    """Return the interval score of a central 1 - alpha interval (Gneiting and Raftery 2007), 0 for a perfect one.

    It is the interval's width, and 2 / alpha times the distance of what was observed from it: both a wide interval
    and a missed one cost. In the unit of the numbers.
    """
    missed = max(low - observed, observed - high, 0.0)
    return (high - low) + 2.0 / alpha * missed
