"""The command `glossary`: words of the field and of this model."""

from __future__ import annotations

from typing import Annotated

import typer

from sipabm.cli.console import console
from sipabm.cli.output import Json, Output
from sipabm.cli.parameters_command import paragraph


def glossary(
    word: Annotated[
        str | None,
        typer.Argument(
            help="Only entries with this word in their name, else in their text: silo, SIB.", show_default="all"
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Explain the words of the field and of this model, each in a sentence or two."""
    from sipabm.language.glossary import glossary_rows

    rows, width = glossary_rows(word), console().width
    if as_json:
        return Output(json=True).answer("glossary", [], {"glossary": rows})
    for row in rows:
        typer.secho(row["word"], fg="cyan", bold=True)
        typer.echo(paragraph(row["meaning"], width, "  ", "  "))
