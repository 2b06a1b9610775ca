"""Numbers as people type them: '0.5' and '50%'; one with a decimal comma is answered by how it is written."""

from __future__ import annotations

import re
from itertools import pairwise
from math import isfinite

from sipabm.errors import ScenarioError, shown

PERCENT = re.compile(r"(.*\S)\s*%")
DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+(\s*%)?", re.ASCII)
PLAIN = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.ASCII | re.IGNORECASE)
WHOLE = re.compile(r"\d+", re.ASCII)


def typed_number(where: str, text: str) -> float | None:
    """Return the number that a text writes, '50%' as 0.5, or None if it writes none.

    ScenarioError, which begins with where it stands, for one with a decimal comma, or one that Python reads but nobody
    writes so: '1_0', '-0', or with digits of another script.
    """
    text = text.strip()
    if DECIMAL_COMMA.fullmatch(text):
        raise ScenarioError(f"{where}: write {text.replace(',', '.')} with a point; a comma separates values")
    percent = PERCENT.fullmatch(text)
    digits = percent[1] if percent else text
    try:
        number = float(digits)
    except ValueError:
        return None
    # 'nan' and 'inf' are no slips of the finger, and refused where a value is checked.
    if isfinite(number) and (not PLAIN.fullmatch(digits) or (number == 0 and digits.startswith("-"))):
        raise ScenarioError(f"{where}: {shown(text)} is not how a number is written; write it like 0.5 or 50%")
    # Not multiplied: 7 / 100 is the number that 0.07 is, and 7 * 0.01 is not.
    return number / 100 if percent else number


def check_separate(where: str, values: list[str], low: float, high: float) -> None:
    """Raise ScenarioError if two values between commas are no values from low to high, but one with a decimal comma.

    '0,5' of a share is one: 5 is no share, and 0.5 is. '0,05' is one of anything, as nobody writes 05.
    """
    for one, other in pairwise(values):
        if not (WHOLE.fullmatch(one.lstrip("+-")) and WHOLE.fullmatch(other)):
            continue
        joined = f"{one}.{other}"
        fits = not low <= float(other) <= high and low <= float(joined) <= high
        if fits or (len(other) > 1 and other.startswith("0")):
            raise ScenarioError(f"{where}: write {joined} with a point; a comma separates values")
