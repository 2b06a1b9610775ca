"""Numbers as text: as many digits as their interval allows, a true minus, and noise called noise.

Console, findings and figures all take their numbers from here, so that they print the same one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from math import floor, isnan, log10
from typing import Any

from sipabm.language.units import factor, is_share

NOTHING = "–"  # where there is no number
YEAR = "year"
NOISE = "noise"  # the glossary says what it is
INTERVAL = re.compile(r" \(.*\)$")
MOST_DECIMALS = 3
ROUNDED_TO_TWO = 1.95  # from here on a first digit is 2
DIFFERENCE = ("difference", "low", "high")
LEVEL = ("value", "value_low", "value_high")
VALUE = ("value", "low", "high")
DECIMAL_COMMA = str.maketrans(",.", ".,")


def is_noise(row: Mapping[str, Any]) -> bool:
    """Return whether the interval of a difference covers zero or is missing."""
    # Not `low <= 0 <= high`: that is false for a missing interval, which would then pass for a finding.
    return not (row["low"] > 0 or row["high"] < 0)


def change(row: Mapping[str, Any], names: Sequence[str] = DIFFERENCE) -> str:
    """Return a difference with sign and interval, of shares in points: '+99 (+90 to +108)'."""
    return spoken([row[name] for name in names], row["unit"], of_shares="points", sign=True)


def judged(row: Mapping[str, Any], names: Sequence[str] = DIFFERENCE) -> str:
    """Return a difference with its interval, and that it is noise if so: '+0.7 (−0.3 to +1.6, noise)'."""
    said = change(row, names)
    if not is_noise(row):
        return said
    return f"{said[:-1]}, {NOISE})" if said.endswith(")") else f"{said} ({NOISE})"


def more(row: Mapping[str, Any], above: str = "more", below: str = "fewer", names: Sequence[str] = DIFFERENCE) -> str:
    """Return a difference without sign: '99 more (90 to 108)'; noise as 'neither more nor fewer (...)'."""
    if is_noise(row):
        return f"neither {above} nor {below} ({judged(row, names)[:-1].replace(' (', '; ')})"
    return spoken(unsigned(row, names), row["unit"], of_shares="points", word=above if row[names[0]] > 0 else below)


def in_short(row: Mapping[str, Any], what: str, above: str = "more", below: str = "fewer") -> str:
    """Return a difference for a first sentence, without interval: '99 more partnerships'.

    Noise is 'neither more nor fewer partnerships beyond luck'.
    """
    if is_noise(row):
        return f"neither {above} nor {below} {what} beyond luck"
    # As many digits as its interval allows, which stands in the sentences after it.
    return f"{re.sub(INTERVAL, '', more(row, above, below))} {what}"


def unsigned(row: Mapping[str, Any], names: Sequence[str]) -> list[float]:
    """Return a difference and the ends of its interval without sign, the smaller end first."""
    value, low, high = (row[name] for name in names)
    return [value, low, high] if value > 0 else [-value, -high, -low]


def level(row: Mapping[str, Any], names: Sequence[str] = DIFFERENCE) -> str:
    """Return a value with its interval, of shares in percent: '57 % (56 to 58)'."""
    return spoken([row[name] for name in names], row["unit"], of_shares="%")


def spoken(ends: Sequence[float], unit: str, of_shares: str, word: str = "", sign: bool = False) -> str:
    """Return value, words and interval of three numbers, the interval left out if it is missing."""
    value, low, high = (factor(unit) * float(end) for end in ends)
    digits = decimals(low, high)
    words = [number(value, digits, sign), of_shares if is_share(unit) else "", word]
    interval = "" if isnan(low) else f"({number(low, digits, sign)} to {number(high, digits, sign)})"
    return " ".join(filter(None, [*words, interval]))


def decimals(low: float, high: float) -> int:
    """Return the decimals for half an interval's first digit, a second one after a 1, and for an end beside zero.

    One where there is no interval.
    """
    half = (high - low) / 2
    if isnan(half) or half <= 0:
        return 1
    from_zero, digits = max(low, -high, 0.0), first_digit(half)
    # After a 1, rounding would change up to half of it: '+1 ± 1' would stand for 1.4 ± 0.6 as well.
    if half < ROUNDED_TO_TWO * 10 ** floor(log10(half)):
        digits = first_digit(half / 10)
    # An end just beside zero would be rounded to it, and a finding would look like noise.
    return first_digit(from_zero) if from_zero and not round(from_zero, digits) else digits


def first_digit(size: float) -> int:
    """Return how many decimals show the first digit of a number, three at most."""
    return min(MOST_DECIMALS, max(0, -floor(log10(size))))


def number(value: float, digits: int, sign: bool = False) -> str:
    """Return a number with so many decimals, a true minus, and no sign before a zero; a dash if it is missing."""
    if isnan(value):
        return NOTHING
    text = f"{value:{'+' if sign else ''},.{digits}f}"
    # By the text, not the value: -0.04 with one decimal is a zero, and '−0.0' says that it falls.
    return text.replace("-", "−") if float(text.replace(",", "")) else f"{0:.{digits}f}"


def with_decimal_comma(text: str) -> str:
    """Return a number that was written in English as Danish has it: '1,234.5' as '1.234,5'."""
    return text.translate(DECIMAL_COMMA)


def plain(value: float, unit: str = "") -> str:
    """Return a value without its interval: shares in percent, whole and large numbers without decimals."""
    if is_share(unit):
        return percent(value)
    if unit == YEAR:
        return year(value)
    return number(value, digits_of(value))


def digits_of(value: float) -> int:
    """Return how many decimals a value has that stands without an interval."""
    size = abs(value)
    return 0 if size >= 100 or float(value).is_integer() else 1 if size >= 1 else 2


def rough(value: float) -> str:
    """Return a number of a scenario in two digits, as where it is split is not known better: '0.13', '250'."""
    size = abs(value)
    return number(value, digits_of(value) if size >= 1 or not size else first_digit(size) + 1)


def short_tick(value: float) -> str:
    """Return a number at a scale, with as few digits as it needs: '−0.25', '1,500'."""
    return f"{round(value, 9) + 0.0:,.9g}".replace("-", "−")


def year(value: float) -> str:
    """Return a calendar year, rounded if it is a mean of several: '2018'; a dash if it is missing."""
    # Not as a number, which would have a comma after its thousands.
    return NOTHING if isnan(value) else f"{value:.0f}"


def amount(value: float, unit: str) -> str:
    """Return a value without its interval, but with its unit: '222 partnerships', '27 %'."""
    return plain(value, unit) if is_share(unit) else f"{plain(value)} {unit}"


def percent(share: float, digits: int = 0) -> str:
    """Return a share in percent: '57 %'; a dash if it is missing."""
    return NOTHING if isnan(share) else f"{number(factor('share') * share, digits)} %"


def span(low: float, high: float, unit: str = "") -> str:
    """Return two numbers as a span: '10 to 27', '20 to 43 %'; as one number where they are the same."""
    if isnan(low) or low == high:
        return plain(low, unit)
    if unit == YEAR:
        return " to ".join(dict.fromkeys(map(year, (low, high))))
    ends = [factor(unit) * end for end in (low, high)]
    # No more than the ends need alone: a span of counts like 0 and 1 has no decimals.
    digits = min(decimals(*ends), max(map(digits_of, ends)))
    first, last = (number(end, digits) for end in ends)
    return (first if first == last else f"{first} to {last}") + (" %" if is_share(unit) else "")
