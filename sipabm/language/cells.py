"""Cells of a table: the numbers of one row, all with the decimals that the row's interval allows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from sipabm.language.numbers import NOTHING, decimals, number, plain
from sipabm.language.units import factor

LOPSIDED = 0.1  # of half an interval, which rounding hides


def cells(row: Mapping[str, Any], *names: str, sign: bool = False) -> list[str]:
    """Return some numbers of a row, of shares in percent, with the decimals that its `low` and `high` allow."""
    return [number(factor(row["unit"]) * float(row[name]), digits(row), sign) for name in names]


def bare(value: float, unit: str) -> str:
    """Return a value without its interval and without %, which stands with the name of the row."""
    return plain(value, unit).removesuffix(" %")


def interval(row: Mapping[str, Any], sign: bool = False) -> str:
    """Return the interval of a row: '+90 to +108'; a dash if it is missing."""
    return NOTHING if pd.isna(row["low"]) else " to ".join(cells(row, "low", "high", sign=sign))


def with_half(row: Mapping[str, Any], name: str = "difference") -> str:
    """Return a difference with half of the row's interval: '+99 ± 9'; with all of it if that is lopsided."""
    (value,) = cells(row, name, sign=True)
    if pd.isna(row["low"]):
        return value
    half = (row["high"] - row["low"]) / 2
    # Half of a lopsided interval, as of a ratio, would put its ends elsewhere, and a finding beside zero.
    if abs(row["high"] - row[name] - half) > LOPSIDED * half:
        return f"{value} ({interval(row, sign=True)})"
    return f"{value} ± {number(factor(row['unit']) * half, digits(row))}"


def digits(row: Mapping[str, Any]) -> int:
    """Return how many decimals the numbers of a row have."""
    # The same for the whole row: its numbers stand beside each other to be compared.
    low, high = (factor(row["unit"]) * float(row[end]) for end in ("low", "high"))
    return decimals(low, high)


def count(value: Any) -> str:
    """Return a whole number: '1,234'; a dash if it is missing."""
    return NOTHING if pd.isna(value) else number(int(value), 0)


def times(value: float) -> str:
    """Return how many times something is as much: '× 3.2'; a dash if it is missing."""
    return NOTHING if pd.isna(value) else f"× {plain(value)}"


def short(value: float) -> str:
    """Return a number that was set or drawn, in four digits: '0.3289', '7.5'; a dash if it is missing."""
    return NOTHING if pd.isna(value) else f"{value:.4g}".replace("-", "−")
