"""Welfare areas in titles and sentences."""

from __future__ import annotations


def in_area(area: str | None) -> str:
    """Return what says, behind the name of a world, of which welfare area something is told; nothing for all areas."""
    return f", welfare area {area}" if area else ""
