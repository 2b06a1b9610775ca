"""Content of a memo: what it says, in the order in which it is read, before it is said in a language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

import pandas as pd

from sipabm.memo.live import Live
from sipabm.memo.said import Part, Said


class Cell(NamedTuple):
    """A cell of a table: what it says, what stands below it, and whether it stands out or back."""

    text: Part
    below: Part = ""
    strong: bool = False


class Row(NamedTuple):
    """A row of a table: its heading, its cells, whether it tells an input, and whether it is a heading of others."""

    heading: Part
    cells: tuple[Cell, ...] = ()
    marked: bool = False
    strong: bool = False


class Table(NamedTuple):
    """A table: the section it stands in, caption, headings of columns (the first is that of the rows), rows, notes."""

    name: str
    heading: Said
    caption: Said
    columns: tuple[Part, ...]
    rows: tuple[Row, ...]
    notes: tuple[Said, ...] = ()


class Panel(NamedTuple):
    """A panel of the figure: heading, rows with `value`, `low` and `high`, and how they are drawn.

    As marks, rows have a `label` and the `text` beside them; as years, a `year`.
    """

    heading: Said
    rows: pd.DataFrame
    drawn: Literal["marks", "years"] = "marks"


class Term(NamedTuple):
    """A word, and what it means."""

    term: Part
    meaning: Part


@dataclass(frozen=True)
class Memo:
    """What a memo says; `question` and `figure` are headings, `repeat` is how it is made again.

    `live` is the page that its HTML holds.
    """

    title: Said
    question: Said
    figure: Said
    answer: Said
    points: tuple[Said, ...]
    setting: tuple[Part, ...]
    terms: tuple[Term, ...]
    panels: tuple[Panel, ...]
    figure_note: Said
    tables: tuple[Table, ...]
    assumed: tuple[Said, ...]
    not_covered: tuple[Said, ...]
    repeat: tuple[Term, ...]
    live: Live
