"""Numbers as text: as many digits as their interval allows, a true minus, and noise called noise.

Console, findings and figures all take their numbers from here, so that they print the same one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import floor, isnan, log10
from typing import Any

from sipabm.language.units import factor, is_share

NOTHING = "–"  # where there is no number
MOST_DECIMALS = 3
DIFFERENCE = ("difference", "low", "high")
LEVEL = ("value", "value_low", "value_high")


def is_noise(row: Mapping[str, Any]) -> bool:
    """Return whether the interval of a difference covers zero or is missing."""
    return not (row["low"] > 0 or row["high"] < 0)


def change(row: Mapping[str, Any]) -> str:
    """Return a difference with sign and interval, of shares in points: '+98.7 (+89.9 to +107.5)'."""
    return spoken([row[name] for name in DIFFERENCE], row["unit"], of_shares="points", sign=True)


def told(row: Mapping[str, Any]) -> str:
    """Return a difference with its interval, and that it cannot be told from nothing if so."""
    return f"{change(row)[:-1]}: cannot be told from nothing)" if is_noise(row) else change(row)


def more(row: Mapping[str, Any], above: str = "more", below: str = "fewer") -> str:
    """Return a difference as '98.7 more (89.9 to 107.5)', and noise as what cannot be told from nothing."""
    if is_noise(row):
        return f"no {above} and no {below} that can be told from nothing ({change(row).replace(' (', '; ')}"
    value, low, high = (row[name] for name in DIFFERENCE)
    ends = [value, low, high] if value > 0 else [-value, -high, -low]
    return spoken(ends, row["unit"], of_shares="points", word=above if value > 0 else below)


def level(row: Mapping[str, Any], names: Sequence[str] = DIFFERENCE) -> str:
    """Return a value with its interval, of shares in percent: '57.1 % (56.0 to 58.2)'."""
    return spoken([row[name] for name in names], row["unit"], of_shares="%")


def spoken(ends: Sequence[float], unit: str, of_shares: str, word: str = "", sign: bool = False) -> str:
    """Return value, words and interval of three numbers, the interval left out if it is missing."""
    value, low, high = (factor(unit) * float(end) for end in ends)
    digits = decimals(low, high)
    words = [number(value, digits, sign), of_shares if is_share(unit) else "", word]
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
    """Return a number with so many decimals, a true minus, and no sign before a zero; a dash if it is missing."""
    if isnan(value):
        return NOTHING
    text = f"{value:{'+' if sign else ''},.{digits}f}"
    return text.replace("-", "−") if float(text.replace(",", "")) else f"{0:.{digits}f}"


def plain(value: float, unit: str = "") -> str:
    """Return a value without its interval: shares in percent, whole and large numbers without decimals."""
    if is_share(unit):
        return percent(value)
    return number(value, digits_of(value))


def digits_of(value: float) -> int:
    """Return how many decimals a value has that stands without an interval."""
    size = abs(value)
    return 0 if size >= 100 or float(value).is_integer() else 1 if size >= 1 else 2


def percent(share: float, digits: int = 0) -> str:
    """Return a share in percent: '57 %'; a dash if it is missing."""
    return NOTHING if isnan(share) else f"{number(factor('share') * share, digits)} %"
