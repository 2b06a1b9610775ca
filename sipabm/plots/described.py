"""Described: what was drawn, with the words that stand for it where it cannot be seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from matplotlib.text import Text

from sipabm.plots.drawn import Drawn, figure_of
from sipabm.plots.titles import TITLE_SIZE


@dataclass(frozen=True)
class Described:
    """A figure with its title, and a description of what it shows, which is read out to those who cannot see it."""

    drawn: Drawn
    title: str
    description: str


def described(figures: Mapping[str, Drawn], description: str) -> dict[str, Described]:
    """Return figures by name, each with the title that is written on it, and what all of them show in words."""
    return {name: Described(drawn, title_on(drawn), description) for name, drawn in figures.items()}


def title_on(drawn: Drawn) -> str:
    """Return the title that is written on a figure in one line: its own, or else those of its panels."""
    figure = figure_of(drawn)
    own = [text.get_text() for text in figure.texts if is_title(text)]
    of_panels = [axes.get_title(place) for axes in figure.axes for place in ("left", "center", "right")]
    return " ".join("; ".join(filter(None, own or of_panels)).split())


def is_title(text: Text) -> bool:
    """Return whether a text of a figure is its title, and no label."""
    letters = text.get_fontproperties()
    return letters.get_size_in_points() >= TITLE_SIZE and letters.get_weight() == "bold"
