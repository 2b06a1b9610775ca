"""Units: which are shares, what these are called as a level and as a difference, and the factor to show them with."""

from __future__ import annotations

# In tables and files they are numbers from 0 to 1, to be reckoned with; only readers get percent.
SHARES = ("share", "share of target")
PERCENT = 100.0


def is_share(unit: str) -> bool:
    """Return whether numbers of a unit are shares, which are shown in percent and their differences in points."""
    return unit in SHARES


def factor(unit: str) -> float:
    """Return by what numbers of a unit are multiplied before they are shown."""
    return PERCENT if is_share(unit) else 1.0


def of_level(unit: str) -> str:
    """Return the unit of a level as a reader sees it: '%' or '% of target' for shares."""
    return unit.replace("share", "%") if is_share(unit) else unit


def of_difference(unit: str) -> str:
    """Return the unit of a difference as a reader sees it: 'points' for shares."""
    return "points" if is_share(unit) else unit
