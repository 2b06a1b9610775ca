"""Lists and counts in a sentence."""

from __future__ import annotations

from collections.abc import Sequence


def listed(items: Sequence[str]) -> str:
    """Return items as a list in a sentence: 'a, b and c'."""
    return " and ".join(filter(None, [", ".join(items[:-1]), *items[-1:]]))


def counted(number: int, one: str, several: str = "") -> str:
    """Return how many there are of something: '1 run', '1,200 runs'."""
    return f"{number:,} {one if number == 1 else several or one + 's'}"
