"""The command `parameters`: the reference table, for readers, documents and spreadsheets."""

from __future__ import annotations

import textwrap
from itertools import groupby
from typing import Annotated

import typer

from sipabm.cli.console import console
from sipabm.cli.formats import FormatOption, Row, mentions, print_csv, print_markdown
from sipabm.cli.output import Json, Output
from sipabm.errors import ScenarioError, nearest
from sipabm.language.lists import listed
from sipabm.surroundings import note

INDENT = " " * 6
# What is told of one parameter, and by which word; the longest word is as wide as the others' column.
TOLD = {
    "group": "group",
    "unit": "unit",
    "default": "default",
    "plausible": "plausible",
    "because": "why",
    "bounds": "bounds",
    "neutral": "neutral",
    "source": "source",
}
COLUMN = max(map(len, TOLD.values())) + 2


def parameters(
    name: Annotated[
        str | None, typer.Argument(help="All of one parameter, like horizon.", show_default="every parameter")
    ] = None,
    group: Annotated[str | None, typer.Option(metavar="NAME", help="Only this group, like negotiation.")] = None,
    search: Annotated[str | None, typer.Option(metavar="WORD", help="Only parameters that mention this word.")] = None,
    format: FormatOption = "text",
    as_json: Json = False,
) -> None:
    """Print every parameter: meaning, unit, default, plausible range and why, bounds, neutral value and source.

    Bounds say what a number can mean, the plausible range what it may be; the neutral value switches it off, unless it
    is structural, which is a scale with nothing to switch off.
    """
    if name is not None and (group or search):
        raise ScenarioError(
            f"the name '{name}' leaves nothing for --group and --search to choose; give one or the other"
        )
    rows = chosen_rows(group, search) if name is None else [named_row(name)]
    if search and (found := levers_found(search)):
        note(found)
    if as_json:
        Output(json=True).answer("parameters", [], {"parameters": rows})
    elif format == "csv":
        print_csv(rows)
    elif format == "markdown":
        print_markdown(rows, "group")
    elif name is not None:
        print_in_full(rows[0], console().width)
    else:
        print_rows(rows, console().width)


def named_row(name: str) -> Row:
    """Return the row of one parameter; ScenarioError if there is none of that name."""
    from sipabm.levers import Lever
    from sipabm.parameters.reference import parameter_rows

    rows = {row["name"]: row for row in parameter_rows()}
    if name in {row["group"] for row in rows.values()}:
        raise ScenarioError(f"'{name}' is a group of parameters; `sipabm parameters --group {name}` prints it")
    if name.upper() in Lever.__members__:
        raise ScenarioError(f"'{name}' is a lever; `sipabm levers {name.lower()}` prints all of it")
    if name not in rows:
        raise ScenarioError(f"no parameter '{name}'{nearest(name, rows)} (`sipabm parameters` prints all)")
    return rows[name]


def chosen_rows(group: str | None, search: str | None) -> list[Row]:
    """Return the rows of a group that mention a word; ScenarioError if there are none."""
    from sipabm.parameters.reference import parameter_rows

    rows = parameter_rows()
    groups = list(dict.fromkeys(row["group"] for row in rows))
    if group is not None and group not in groups:
        raise ScenarioError(f"no group '{group}'{nearest(group, groups)} (groups: {', '.join(groups)})")
    rows = [row for row in rows if group in (None, row["group"]) and mentions(row, search or "")]
    if not rows:
        more = levers_found(search or "").replace(" too", "") or "`sipabm parameters` prints all"
        raise ScenarioError(f"no parameter mentions '{search}'; {more}")
    return rows


def levers_found(word: str) -> str:
    """Return which levers mention a word as well, and where they are told; nothing if none does."""
    from sipabm.parameters.lever_guide import levers_that_mention

    found = levers_that_mention(word)
    which = f"the lever {found[0]} mentions" if len(found) == 1 else f"the levers {listed(found)} mention"
    return f"{which} it too (`sipabm levers {found[0]}`)" if found else ""


def print_rows(rows: list[Row], width: int) -> None:
    """Print rows as paragraphs under their groups: a table of so many columns fits no screen."""
    for group, members in groupby(rows, key=lambda row: row["group"]):
        typer.secho(group.upper(), bold=True)
        for row in members:
            numbers = f"{row['name']} = {row['default']} [bounds: {row['bounds']}; neutral: {row['neutral']}]"
            head = paragraph(numbers, width, "  ")
            typer.echo(head.replace(row["name"], typer.style(row["name"], fg="cyan", bold=True), 1))
            plausible = f"Plausible: {row['plausible']}; {row['because']}"
            for text in (f"{row['meaning']} ({row['unit']})", plausible, f"Source: {row['source']}"):
                typer.echo(paragraph(f"{text}.", width, INDENT))
        typer.echo()


def print_in_full(row: Row, width: int) -> None:
    """Print all of one parameter, a line or more for each thing that is told of it."""
    typer.secho(row["name"], fg="cyan", bold=True)
    typer.echo(paragraph(row["meaning"], width, "  ", "  "))
    for key, word in TOLD.items():
        typer.echo(paragraph(row[key], width, f"  {word:<{COLUMN}}", " " * (COLUMN + 2)))


def paragraph(text: str, width: int, first: str, others: str = INDENT) -> str:
    """Return a text in lines of a width, with what stands before the first of them and before the others."""
    return textwrap.fill(text, width, initial_indent=first, subsequent_indent=others)
