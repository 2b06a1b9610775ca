"""Welfare areas in titles and sentences."""

from __future__ import annotations


def in_area(area: str | None) -> str:
    """Return what says, behind the name of a world, of which welfare area something is told; nothing for all areas."""
    return f", welfare area {area}" if area else ""


def note_on_area(area: str) -> str:
    """Return that all is counted in one welfare area, and how the others may change it."""
    return (
        f"Welfare area: all is counted in {area} alone; the others go on as they are. They meet in what an authority "
        "can develop and pay for at once, in partners, trust and purses of funds, and in what is heard of other "
        "attempts."
    )
