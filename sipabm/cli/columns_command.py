"""The command `columns`: what every column of the tables of results holds."""

from __future__ import annotations

import textwrap
from itertools import groupby
from typing import Annotated

import typer

from sipabm.cli.console import console
from sipabm.cli.formats import FormatOption, Row, mentions, print_csv, print_markdown
from sipabm.cli.output import Json, Output
from sipabm.errors import ScenarioError

INDENT = " " * 6


def columns(
    table: Annotated[
        str | None, typer.Argument(help="runs, yearly, attempts or contracts.", show_default="all tables")
    ] = None,
    search: Annotated[str | None, typer.Option(metavar="WORD", help="Only columns that mention this word.")] = None,
    format: FormatOption = "text",
    as_json: Json = False,
) -> None:
    """Print every column of the tables that 'run' writes: what it holds and what that means, with its unit."""
    from sipabm.tables.codebook import column_rows

    rows = [row for row in column_rows(table) if mentions(row, search or "")]
    if not rows:
        raise ScenarioError(f"no column mentions '{search}'; `sipabm columns` prints all")
    if as_json:
        Output(json=True).answer("columns", [], {"columns": rows})
    elif format == "csv":
        print_csv(rows)
    elif format == "markdown":
        print_markdown(rows, "table")
    else:
        print_rows(rows, console().width)


def print_rows(rows: list[Row], width: int) -> None:
    """Print rows as paragraphs under their tables."""
    for table, members in groupby(rows, key=lambda row: row["table"]):
        typer.secho(table.upper(), bold=True)
        for row in members:
            typer.echo(f"  {typer.style(row['column'], fg='cyan', bold=True)}: {row['holds'].partition(':')[0]}")
            words = row["holds"].partition(": ")[2]
            meaning = f"{row['meaning']} ({words})" if words else row["meaning"]
            typer.echo(textwrap.fill(meaning, width, initial_indent=INDENT, subsequent_indent=INDENT))
        typer.echo()
