"""Tables for spreadsheet programs, beside the usual CSV: a workbook, and CSV as a Danish Excel opens it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sipabm.cli.column_meanings import HOLDS, meanings_of
from sipabm.cli.output import all_units
from sipabm.errors import ScenarioError
from sipabm.language.csv_text import DANISH, danish_csv_text
from sipabm.language.money import MODEL_MONEY, Money
from sipabm.language.workbook import WORKBOOK, Sheet, workbook_bytes
from sipabm.whole_files import write_aside

if TYPE_CHECKING:
    import pandas as pd


class Form(StrEnum):
    """A form of tables beside the usual CSV."""

    XLSX = "xlsx"
    DANISH = "danish"


TableForms = Annotated[
    list[Form] | None,
    typer.Option(
        "--tables",
        case_sensitive=False,
        metavar="FORM",
        help="Write the tables for a spreadsheet program as well: xlsx for one workbook with a sheet for each table, "
        "danish for CSV that a Danish Excel opens (semicolons, decimal commas). Repeatable.",
        show_default="CSV alone",
    ),
]


def check_forms(forms: Sequence[Form] | None, folder: Path | None) -> None:
    """Raise ScenarioError if tables are asked for in some form, and there is no folder to write them to."""
    if forms and folder is None:
        raise ScenarioError(f"--tables {forms[0]} has no folder to write to; give one as --out FOLDER")


def forms_in_words(forms: Sequence[Form] | None) -> str:
    """Return in which forms tables are written beside their CSV, as it goes on a list of files."""
    also = {Form.XLSX: f", {WORKBOOK}", Form.DANISH: f", the same as *{DANISH}"}
    return "".join(text for form, text in also.items() if form in (forms or ()))


def write_forms(
    folder: Path,
    forms: Sequence[Form] | None,
    tables: Mapping[str, pd.DataFrame],
    title: str,
    lines: Iterable[str],
    units: Mapping[str, str] | None = None,
    money: Money = MODEL_MONEY,
    float_format: str | None = None,
    meanings: Mapping[str, str] | None = None,
) -> list[str]:
    """Write tables, by name, in the forms asked for, and return the files' names; files of other forms are removed.

    `title` and `lines` stand on the first sheet of a workbook; `units` and `meanings` are of columns that nobody else
    knows.
    """
    files: dict[str, str | bytes] = {}
    known = units or {}
    if Form.XLSX in (forms or ()):
        sheets = [
            Sheet(
                name,
                table,
                HOLDS.get(name, ""),
                all_units(name, table, known, money),
                {**meanings_of(name, table), **(meanings or {})},
            )
            for name, table in tables.items()
        ]
        files[WORKBOOK] = workbook_bytes(title, [*lines], sheets)
    if Form.DANISH in (forms or ()):
        files |= {f"{name}{DANISH}": danish_csv_text(table, float_format) for name, table in tables.items()}
    # Those that an earlier call left would show other numbers than the tables beside them.
    for name in {WORKBOOK, *(f"{name}{DANISH}" for name in tables)} - files.keys():
        (folder / name).unlink(missing_ok=True)
    for name, content in files.items():
        write_aside(folder / name, content)
    return [*files]
