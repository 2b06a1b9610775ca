"""Output of commands: tables and texts for readers, one JSON document for programs, or nothing at all.

The document of every command has the same shape: `{"command": ..., "manifest": {...}, "folder": ..., "notes": [...],
"tables": {name: {"units": {column: unit}, "rows": [{column: value, ...}, ...]}}}`, without what a command has not.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from math import isfinite
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from sipabm.cli.column_units import units_of
from sipabm.cli.console import hush, print_parts
from sipabm.errors import printable
from sipabm.language.money import MODEL_MONEY, Money

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import RenderableType

    Tables = Mapping[str, pd.DataFrame | Sequence[Mapping[str, Any]]]

Quiet = Annotated[bool, typer.Option("--quiet", callback=hush, help="Print nothing but errors, and show no progress.")]
Json = Annotated[
    bool, typer.Option("--json", help="Print one JSON document and nothing else: tables with units, notes, manifest.")
]


class Output(NamedTuple):
    """How a command answers: as text, as JSON, or not at all; JSON is printed even by a quiet command.

    `money` is what the amounts in its tables are in.
    """

    quiet: bool = False
    json: bool = False
    money: Money = MODEL_MONEY

    @property
    def progress(self) -> bool | None:
        """Return whether progress is shown; None is where somebody looks."""
        return False if self.quiet else None

    def answer(
        self,
        command: str,
        parts: Iterable[RenderableType],
        tables: Tables,
        lines: Iterable[str] = (),
        units: Mapping[str, str] | None = None,
        **facts: Any,
    ) -> None:
        """Print tables and texts with lines below them, or the tables behind them and facts as JSON.

        `units` are of columns that `column_units` does not know. Facts are what JSON can hold, and paths.
        """
        if self.json:
            told = document(command, tables, units or {}, facts, self.money)
            print(json.dumps(told, allow_nan=False, default=simple))
        elif not self.quiet:
            print_parts(parts)
            print("".join(f"{printable(line)}\n" for line in lines), end="")


def document(
    command: str, tables: Tables, units: Mapping[str, str], facts: Mapping[str, Any], money: Money = MODEL_MONEY
) -> dict[str, Any]:
    """Return the document of a command."""
    drawn = {name: as_json(name, table, units, money) for name, table in tables.items()}
    return {"command": command, **facts, "tables": drawn}


def as_json(
    name: str, table: pd.DataFrame | Sequence[Mapping[str, Any]], units: Mapping[str, str], money: Money
) -> dict[str, Any]:
    """Return a table as units of its columns and rows, in which null is no number; rows of words have no units."""
    if isinstance(table, Sequence):
        return {"units": {}, "rows": list(table)}
    rows = table.astype(object).where(table.notna(), None).to_dict("records")
    return {
        "units": all_units(name, table, units, money),
        "rows": [{str(column): cell(value) for column, value in row.items()} for row in rows],
    }


def all_units(name: str, table: pd.DataFrame, units: Mapping[str, str], money: Money) -> dict[str, str]:
    """Return the unit of every column of a table that has a known one, money as its amounts are in."""
    known = {**units_of(name, table), **{column: units[column] for column in table if column in units}}
    return {column: money.named(unit) for column, unit in known.items()}


def cell(value: Any) -> Any:
    """Return a cell as JSON has it: Python's own numbers with every digit, None for those that are none."""
    plain = value.item() if hasattr(value, "item") else value
    return None if isinstance(plain, float) and not isfinite(plain) else plain


def simple(fact: Any) -> Any:
    """Return a fact that JSON does not know as it does: a number of numpy's as Python's, a path as text."""
    return cell(fact) if hasattr(fact, "item") else str(fact)
