"""Reference tables as text for documents and spreadsheets."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable
from itertools import groupby
from typing import Annotated, Literal

import typer

from sipabm.language.csv_text import csv_row

Row = dict[str, str]
FormatOption = Annotated[
    Literal["text", "markdown", "csv"],
    typer.Option("--format", case_sensitive=False, help="For reading, for documents or for spreadsheets."),
]


def mentions(row: Row, words: str) -> bool:
    """Return whether a row has some words in its cells, as they stand or spoken: a space for each underscore."""
    return spoken(words) in spoken(" ".join(row.values()))


def spoken(text: str) -> str:
    """Return a text in small letters with a space for each underscore."""
    return text.lower().replace("_", " ")


def print_csv(rows: list[Row]) -> None:
    """Print rows as CSV under the names of their cells."""
    writer = csv.DictWriter(sys.stdout, csv_row(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(map(csv_row, rows))


def print_markdown(rows: list[Row], group: str) -> None:
    """Print rows as Markdown tables, one for each value of the cell that groups them."""
    for name, members in groupby(rows, key=lambda row: row[group]):
        columns = [column for column in rows[0] if column != group]
        print(f"### {name}", "", markdown_row(columns), markdown_row(["---"] * len(columns)), sep="\n")
        for row in members:
            # Names are code; a stroke would end the cell.
            first, *others = (row[column].replace("|", r"\|") for column in columns)
            print(markdown_row([f"`{first}`", *others]))
        print()


def markdown_row(cells: Iterable[str]) -> str:
    """Return cells as a row of a Markdown table."""
    return f"| {' | '.join(cells)} |"
