"""Durations and sizes of files, as a reader estimates them."""

from __future__ import annotations

from sipabm.language.numbers import plain

MINUTE, HOUR, DAY = 60.0, 3600.0, 86400.0
KILO = 1000.0


def duration(seconds: float) -> str:
    """Return a duration in the unit that suits it: '40 s', '12 min', '3.2 h', '2.5 days'."""
    for limit, unit, name in ((2 * MINUTE, 1.0, "s"), (2 * HOUR, MINUTE, "min"), (2 * DAY, HOUR, "h")):
        if seconds < limit:
            return f"{rounded(seconds / unit)} {name}"
    return f"{rounded(seconds / DAY)} days"


def size(count: float) -> str:
    """Return a number of bytes in the unit that suits it: '850 kB', '1.2 GB'."""
    count /= KILO
    for name in ("kB", "MB", "GB"):
        if count < KILO:
            return f"{rounded(count)} {name}"
        count /= KILO
    return f"{rounded(count)} TB"


def rounded(value: float) -> str:
    """Return a number with one decimal below ten, and without any from there on."""
    return plain(round(value) if value >= 10 else round(value, 1))
