"""Words: numbers as sentences need them, with as many digits as their interval allows, and noise called noise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import floor, isnan, log10
from typing import Any

SHARES = ("share", "share of target")
MOST_DECIMALS = 3
DIFFERENCE = ("difference", "low", "high")
LEVEL = ("value", "value_low", "value_high")


def is_noise(row: Mapping[str, Any]) -> bool:
    """Return whether the interval of a difference covers zero or is missing."""
    return not (row["low"] > 0 or row["high"] < 0)


def change(row: Mapping[str, Any]) -> str:
    """Return a difference with sign and interval, of shares in points: '+98.7 (+89.9 to +107.5)'."""
    return spoken([row[name] for name in DIFFERENCE], row["unit"], "points", sign=True)


def told(row: Mapping[str, Any]) -> str:
    """Return a difference with its interval, and that it cannot be told from nothing if so."""
    return f"{change(row)[:-1]}: cannot be told from nothing)" if is_noise(row) else change(row)


def more(row: Mapping[str, Any], above: str = "more", below: str = "fewer") -> str:
    """Return a difference as '98.7 more (89.9 to 107.5)', and noise as what cannot be told from nothing."""
    if is_noise(row):
        return f"no {above} and no {below} that can be told from nothing ({change(row).replace(' (', '; ')}"
    value, low, high = (row[name] for name in DIFFERENCE)
    ends = [value, low, high] if value > 0 else [-value, -high, -low]
    return spoken(ends, row["unit"], "points", above if value > 0 else below)


def level(row: Mapping[str, Any], names: Sequence[str] = DIFFERENCE) -> str:
    """Return a value with its interval, of shares in percent: '57.1 % (56.0 to 58.2)'."""
    return spoken([row[name] for name in names], row["unit"], "%")


def spoken(ends: Sequence[float], unit: str, of_shares: str, word: str = "", sign: bool = False) -> str:
    """Return value, words and interval of three numbers, the interval left out if it is missing."""
    value, low, high = (100.0 * end if unit in SHARES else float(end) for end in ends)
    digits = decimals(low, high)
    words = [number(value, digits, sign), of_shares if unit in SHARES else "", word]
    interval = "" if isnan(low) else f"({number(low, digits, sign)} to {number(high, digits, sign)})"
    return " ".join(filter(None, [*words, interval]))


def decimals(low: float, high: float) -> int:
    """Return the decimals that keep the first digit of half an interval, and its end from zero if zero lies outside.

    One where there is no interval.
    """
    half = (high - low) / 2
    if isnan(half) or half <= 0:
        return 1
    from_zero, digits = max(low, -high, 0.0), first_digit(half)
    return first_digit(from_zero) if from_zero and not round(from_zero, digits) else digits


def first_digit(size: float) -> int:
    """Return how many decimals show the first digit of a number, three at most."""
    return min(MOST_DECIMALS, max(0, -floor(log10(size))))


def number(value: float, digits: int, sign: bool = False) -> str:
    """Return a number with a true minus, and no sign before a zero."""
    text = f"{value:{'+' if sign else ''},.{digits}f}"
    return text.replace("-", "−") if float(text.replace(",", "")) else f"{0:.{digits}f}"


def plain(value: float, unit: str = "") -> str:
    """Return a value without its interval: shares in percent, large numbers without decimals."""
    if unit in SHARES:
        return f"{number(100 * value, 0)} %"
    return number(value, 0 if abs(value) >= 100 else 1 if abs(value) >= 1 else 2)


def listed(items: Sequence[str]) -> str:
    """Return items as a list in a sentence: 'a, b and c'."""
    return " and ".join(filter(None, [", ".join(items[:-1]), *items[-1:]]))
