"""The command `parameters`: the reference table, for readers, documents and spreadsheets."""

from __future__ import annotations

import textwrap
from itertools import groupby
from typing import Annotated

import typer

from sipabm.cli.console import console
from sipabm.cli.formats import Format, Row, print_csv, print_markdown
from sipabm.errors import ScenarioError, nearest

INDENT = " " * 6


def parameters(
    group: Annotated[str | None, typer.Option(metavar="NAME", help="Only this group, like negotiation.")] = None,
    search: Annotated[str | None, typer.Option(metavar="WORD", help="Only parameters that mention this word.")] = None,
    format: Annotated[Format, typer.Option(help="For reading, for documents or for spreadsheets.")] = "text",
) -> None:
    """Print every parameter: what it means, its unit, bounds, default, neutral value (switches it off) and source."""
    rows = chosen_rows(group, search)
    if format == "csv":
        print_csv(rows)
    elif format == "markdown":
        print_markdown(rows, "group")
    else:
        print_rows(rows, console().width)


def chosen_rows(group: str | None, search: str | None) -> list[Row]:
    """Return the rows of a group that mention a word; ScenarioError if there are none."""
    from sipabm.parameters.reference import parameter_rows

    rows = parameter_rows()
    groups = list(dict.fromkeys(row["group"] for row in rows))
    if group is not None and group not in groups:
        raise ScenarioError(f"no group '{group}'{nearest(group, groups)} (groups: {', '.join(groups)})")
    rows = [row for row in rows if group in (None, row["group"]) and mentions(row, search or "")]
    if not rows:
        raise ScenarioError(f"no parameter mentions '{search}'; `sipabm parameters` prints all")
    return rows


def mentions(row: Row, word: str) -> bool:
    """Return whether a row has a word in any of its cells."""
    return any(word.lower() in cell.lower() for cell in row.values())


def print_rows(rows: list[Row], width: int) -> None:
    """Print rows as paragraphs under their groups: a table of eight columns fits no screen."""
    for group, members in groupby(rows, key=lambda row: row["group"]):
        typer.secho(group.upper(), bold=True)
        for row in members:
            numbers = f"{row['name']} = {row['default']} [{row['bounds']}; neutral: {row['neutral']}]"
            meaning = f"{row['meaning']} ({row['unit']}). Source: {row['source']}."
            head = textwrap.fill(numbers, width, initial_indent="  ", subsequent_indent=INDENT)
            typer.echo(head.replace(row["name"], typer.style(row["name"], fg="cyan", bold=True), 1))
            typer.echo(textwrap.fill(meaning, width, initial_indent=INDENT, subsequent_indent=INDENT))
        typer.echo()
