"""The command `levers`: what each lever is, what to do, who pays for it and what is known."""

from __future__ import annotations

from typing import Annotated

import typer

from sipabm.cli.console import console
from sipabm.cli.formats import Row
from sipabm.cli.output import Json, Output
from sipabm.cli.parameters_command import paragraph

# What is told of a lever, and by which word; the longest word is as wide as the others' column.
TOLD = {
    "on_monday": "on Monday",
    "who_pays": "who pays",
    "known": "known",
    "effect": "in the model",
    "cost": "its cost",
    "side_effect": "side effect",
    "practice": "without policy",
}
COLUMN = max(map(len, TOLD.values())) + 2


def levers(
    lever: Annotated[
        str | None, typer.Argument(help="All of one lever, like early_meetings.", show_default="every lever")
    ] = None,
    as_json: Json = False,
) -> None:
    """Print what each lever is; of one lever also what to do on Monday, who pays, what is known, and its numbers.

    A lever is what a policy can start: each answers something that stops
    partnerships, and each has a cost or a side effect. 'without policy' is the
    plausible share of projects that use it anyway.
    """
    from sipabm.parameters.lever_guide import lever_rows, parameters_of

    rows = lever_rows(lever)
    if as_json:
        parameters = [{"lever": row["lever"], **each} for row in rows for each in parameters_of(row["lever"])]
        Output(json=True).answer("levers", [], {"levers": rows, "parameters": parameters})
    elif lever is None:
        print_list(rows, console().width)
    else:
        print_in_full(rows[0], parameters_of(lever), console().width)


def print_list(rows: list[Row], width: int) -> None:
    """Print what every lever is, and where more is told."""
    for row in rows:
        typer.secho(row["lever"], fg="cyan", bold=True)
        typer.echo(paragraph(row["what"], width, "  ", "  "))
    typer.echo()
    typer.echo("All of one lever: sipabm levers early_meetings")


def print_in_full(row: Row, parameters: list[Row], width: int) -> None:
    """Print all of one lever: in words, its parameters with their values, and how it is started."""
    typer.secho(row["lever"], fg="cyan", bold=True)
    typer.echo(paragraph(row["what"], width, "  ", "  "))
    for key, word in TOLD.items():
        typer.echo(paragraph(row[key], width, f"  {word:<{COLUMN}}", " " * (COLUMN + 2)))
    typer.echo("  its numbers (all of one: sipabm parameters NAME)")
    for each in parameters:
        text = f"{each['name']} = {each['default']} [plausible: {each['plausible']}]: {each['meaning']}"
        typer.echo(paragraph(text, width, " " * 4, " " * 6))
    typer.echo("  how it is started")
    name = row["lever"]
    typer.echo(f"    sipabm run world --policy {name}=0.5@2024Q1")
    typer.echo(f"    sipabm compare world --lever {name}=0.5 --from 2024Q1")
    typer.echo(f"    sipabm compare world --lever {name}=0.5 --from 2024Q1 --area social")
