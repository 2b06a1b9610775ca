"""Quarters of the calendar as text ('2010Q1') and as steps of a run."""

from __future__ import annotations

import re

from sipabm.errors import ScenarioError

# ASCII, as digits of other scripts would sort differently from the quarters that results hold.
PATTERN = re.compile(r"(\d{4})Q([1-4])", re.ASCII)
QUARTERS_A_YEAR = 4


def ordinal(quarter: str) -> int:
    """Return quarters since year 0; ScenarioError if the text is not like '2010Q1'."""
    match = PATTERN.fullmatch(quarter)  # `match` and a final $ would let a line break pass
    if not match:
        raise ScenarioError(f"quarter {quarter!r} is not a year and a quarter; write it like 2010Q1")
    return int(match[1]) * QUARTERS_A_YEAR + int(match[2]) - 1


def text(ordinal_quarter: int) -> str:
    """Return a quarter as text, the inverse of `ordinal`."""
    # Four digits always, so that quarters sort as text in the order of time.
    return f"{ordinal_quarter // QUARTERS_A_YEAR:04d}Q{ordinal_quarter % QUARTERS_A_YEAR + 1}"
