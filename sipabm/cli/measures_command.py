"""The command `measures`: what a sweep can measure of runs."""

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
FORMS = (
    "NAME_by_year gives one measure for each calendar year (signed_2015), NAME_by_area one for each welfare area "
    "(signed_health), NAME_by_country one for each country (signed_DK), where a measure has that form. "
    "exits_by_barrier gives all exit_BARRIER at once."
)


def measures(
    search: Annotated[str | None, typer.Option(metavar="WORD", help="Only measures that mention this word.")] = None,
    format: FormatOption = "text",
    as_json: Json = False,
) -> None:
    """Print everything that 'sweep --measures' can measure of runs: unit, meaning, and by what it can be told apart.

    NAME_by_year gives one measure for each calendar year (signed_2015),
    NAME_by_area one for each welfare area (signed_health), NAME_by_country one
    for each country (signed_DK), where a measure has that form.
    exits_by_barrier gives all exit_BARRIER at once.
    """
    from sipabm.sweeps.measures import measure_rows

    rows = [row for row in measure_rows() if mentions(row, search or "")]
    if not rows:
        raise ScenarioError(f"no measure mentions '{search}'; `sipabm measures` prints all")
    if as_json:
        Output(json=True).answer("measures", [], {"measures": rows})
    elif format == "csv":
        print_csv(rows)
    elif format == "markdown":
        print_markdown(rows, "kind")
    else:
        print_rows(rows, console().width)


def print_rows(rows: list[Row], width: int) -> None:
    """Print rows as paragraphs under their kinds, and how the forms are made."""
    for kind, members in groupby(rows, key=lambda row: row["kind"]):
        typer.secho(kind.upper(), bold=True)
        for row in members:
            name = typer.style(row["measure"], fg="cyan", bold=True)
            typer.echo(f"  {name}: {row['unit']}" + (f" (also {row['forms']})" if row["forms"] else ""))
            typer.echo(textwrap.fill(row["meaning"], width, initial_indent=INDENT, subsequent_indent=INDENT))
        typer.echo()
    typer.echo(textwrap.fill(FORMS, width))
