"""Described: what was drawn, with the words that stand for it where it cannot be seen."""

from __future__ import annotations

from dataclasses import dataclass

from sipabm.plots.drawn import Drawn


@dataclass(frozen=True)
class Described:
    """A figure with its title, and a description of what it shows, which is read out to those who cannot see it."""

    drawn: Drawn
    title: str
    description: str
