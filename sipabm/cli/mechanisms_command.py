"""The command `mechanisms`: what can be switched off by name."""

from __future__ import annotations

from typing import Annotated

import typer

from sipabm.cli.console import console
from sipabm.cli.output import Json, Output
from sipabm.cli.parameters_command import paragraph

USE = (
    "To switch one off: sipabm run world --without {name}, in compare as an alternative, in robust in every world. "
    "What each adds to the fall of adoption: sipabm attribute world --decline."
)


def mechanisms(
    mechanism: Annotated[
        str | None, typer.Argument(help="Only this one, like leaving.", show_default="every mechanism")
    ] = None,
    as_json: Json = False,
) -> None:
    """List the mechanisms that --without switches off: what happens while each is on, and the values that end it."""
    from sipabm.scenario.mechanisms import mechanism_rows

    rows, width = mechanism_rows(mechanism), console().width
    if as_json:
        return Output(json=True).answer("mechanisms", [], {"mechanisms": rows})
    for row in rows:
        typer.secho(row["mechanism"], fg="cyan", bold=True)
        typer.echo(paragraph(f"{row['meaning']}.", width, "  ", "  "))
        typer.echo(paragraph(f"Off: {row['off']}.", width, "  ", "       "))
    typer.echo()
    typer.echo(paragraph(USE.format(name=mechanism or "leaving"), width, "", ""))
