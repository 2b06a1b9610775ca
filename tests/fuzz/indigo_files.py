"""Invented INDIGO downloads: good ones, and what spreadsheets, slips of the pen and strangers make of them."""

from __future__ import annotations

import csv
import io
import os
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from fuzzing import Case

from sipabm.observed import indigo, load_indigo

ORGANISATION_COLUMNS = ("Organisation role - (Value)", "Project ID", "Organisation name - (Value)")
ROLES = ("Investor", "outcome payer", "Service provider", "Intermediary", "Evaluator")
DATES = [column for column in indigo.PROJECT_COLUMNS if column.startswith("Dates - ") and "duration" not in column]
NUMBERS = [column for column in indigo.PROJECT_COLUMNS if "Amount USD" in column or "duration" in column]
ODD_CELLS = (
    *(
        "inf",
        "-inf",
        "nan",
        "NaN",
        "-5",
        "-0",
        "1e999",
        "1e300",
        "9" * 400,
        "0x1F",
        "1_000",
        "1,5",
        "1.500",
        "1.234,56",
    ),
    *(
        "2018-02-30",
        "0000",
        "0000-00-00",
        "2018-3",
        "31/03/2018",
        "٢٠١٨",
        "2018-03-31T00:00:00",
        "99999",
        "2500",
        "1066",
    ),
    *("=1+1", "#REF!", "N/A", "null", "\x1b[2J", "\x01", "\u202e", "\ufeff", "\u200b5", " ", '"', "'", ";", "a" * 5000),
    *("1" * 5000, "$\\frac{$", "<b>", "\ud7ff", "😀", "Œuvre", "\x85", "a\nb", "\r", "True", "0", "12", "2018", "DK"),
)
ODD_NAMES = (
    "ID",
    "id",
    "Project ID",
    "",
    "role",
    "Organisation",
    "x\x1b[2J",
    "Role - (Source)",
    "a" * 3000,
    "organization",
)
ODD_FILES = (b"", b"\n", b"\xff\xfe", b"PAR1" + bytes(40), b"PK\x03\x04" + bytes(range(256)), b'"', b"," * 300_000)
Table = list[list[str]]


def text_of(table: Table, separator: str = ",", line_end: str = "\r\n") -> str:
    """Return a table as the text of a CSV file."""
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=separator, lineterminator=line_end).writerows(table)
    return stream.getvalue()


def cells_of(identity: str, **cells: str) -> list[str]:
    """Return the cells of an invented project: of health, contracted in 2015, and what else is told of it."""
    told = {"sector": "Health", "outcomes_contract": "2015", **cells, "project": identity}
    named = {getattr(indigo, name.upper()): value for name, value in told.items()}
    return [named.get(column, "") for column in indigo.PROJECT_COLUMNS]


def case(luck: random.Random, folder: Path) -> Case:
    """Return an invented download, two in three of them changed in some way, and what must hold of what is loaded."""
    identities = [f"POJ-{number:04}" for number in range(luck.randint(1, 30))]
    tables = {
        "projects.csv": with_beside(luck, [some_project(luck, each) for each in identities]),
        "locations.csv": [
            list(indigo.LOCATION_COLUMNS),
            *([each, luck.choice(("DK", "gb", "NA"))] for each in identities),
        ],
        "organisations.csv": [list(ORGANISATION_COLUMNS), *some_organisations(luck, identities)],
    }
    for _ in range(luck.choice((0, 0, 1, 1, 2, 4))):
        luck.choice(CHANGES)(
            luck, tables[luck.choice(("projects.csv", "projects.csv", "locations.csv", "organisations.csv"))]
        )
    paths = [write(luck, folder / name, table) for name, table in tables.items()]
    if luck.random() < 0.1:
        spoil(luck, luck.choice(paths))
    projects, locations, organisations = paths
    of_roles = {"Investor": organisations, "payer": organisations} if luck.random() < 0.2 else organisations
    given = [projects, locations, of_roles][: luck.choice((1, 2, 3, 3, 3))]
    return Case(lambda: load_indigo(*given), check)


def some_project(luck: random.Random, identity: str) -> list[str]:
    """Return cells that a project may have, some of which contradict each other."""
    cells = dict(zip(indigo.PROJECT_COLUMNS, cells_of(identity), strict=True))
    for column in luck.sample(DATES, luck.randint(0, len(DATES))):
        date = f"{luck.randint(2008, 2026)}-{luck.randint(1, 12):02}-{luck.randint(1, 28):02}"
        cells[column] = date[: luck.choice((4, 7, 10))]
    for column in luck.sample(NUMBERS, luck.randint(0, len(NUMBERS))):
        cells[column] = luck.choice((str(luck.randint(0, 600)), f"{luck.lognormvariate(4, 2):.2f}", ""))
    cells[indigo.SECTOR] = luck.choice((*indigo.DOMAIN_OF_SECTOR, "", "EDUCATION", "Sport"))
    return list(cells.values())


def some_organisations(luck: random.Random, identities: list[str]) -> Table:
    """Return organisations in roles of some projects, one or two of them twice."""
    return [
        [luck.choice(ROLES), luck.choice(identities), f"Fonden nr. {luck.randint(1, 20)}"]
        for _ in range(luck.randint(1, 20))
    ]


def with_beside(luck: random.Random, rows: Table) -> Table:
    """Return the table of projects with columns beside those that are read, all in some order."""
    columns = list(indigo.PROJECT_COLUMNS)
    table = [[*columns], *([*row] for row in rows)]
    for column in luck.sample(columns, luck.randint(0, 5)):
        place = luck.randint(0, len(table[0]))
        told = [
            column.replace("(Value)", "(Source)") + "*",
            *(luck.choice(("", 'p. 3, "as told"', "a\nb")) for _ in rows),
        ]
        for row, cell in zip(table, told, strict=True):
            row.insert(place, cell)
    order = luck.sample(range(len(table[0])), len(table[0]))
    return [[row[place] for place in order] for row in table]


def change_cell(luck: random.Random, table: Table) -> None:
    """Put something odd into a cell, or several."""
    for _ in range(luck.choice((1, 1, 3))):
        row = luck.choice(table[1:] or table)
        if row:
            row[luck.randrange(len(row))] = luck.choice(ODD_CELLS)


def change_row(luck: random.Random, table: Table) -> None:
    """Leave out, repeat, empty, lengthen, shorten or mix up a row, or let there be very many."""
    place = luck.randrange(len(table))
    row = table[place]
    changed: list[Table] = [
        [],
        [row, row],
        [row, [""] * len(row)],
        [row, []],
        [[*row, "more"]],
        [[*row, "", ""]],
        [row[:-1]],
    ]
    changed += [[luck.sample(row, len(row))], [row] * luck.choice((100, 1000)), [[]] * luck.choice((100, 300_000))]
    table[place : place + 1] = luck.choice(changed)


def change_column(luck: random.Random, table: Table) -> None:
    """Leave out, repeat or rename a column, or give its name in capital letters."""
    if not table or not table[0]:
        return
    place, change = luck.randrange(len(table[0])), luck.randrange(5)
    if change == 0:
        for row in table:
            del row[place : place + 1]
    elif change == 1:
        for row in table:
            row[place:place] = row[place : place + 1]
    else:
        table[0][place] = (table[0][place].upper(), luck.choice(ODD_NAMES), f" {table[0][place]}\n")[change - 2]


CHANGES: tuple[Callable[[random.Random, Table], None], ...] = (change_cell, change_cell, change_row, change_column)


def write(luck: random.Random, path: Path, table: Table) -> Path:
    """Write a table the way some program would."""
    usual = luck.random() < 0.7
    separator, line_end = (",", "\r\n") if usual else (luck.choice(",,;;;\t\t|"), luck.choice(("\n", "\r\n", "\r")))
    encoding = (
        "utf-8"
        if usual
        else luck.choice(("utf-8", "utf-8-sig", "utf-8-sig", "cp1252", "utf-16", "utf-16", "utf-16-be", "latin-1"))
    )
    path.write_bytes(text_of(table, separator, line_end).encode(encoding, "replace"))
    return path


def spoil(luck: random.Random, path: Path) -> None:
    """Cut a file, change bytes of it, put something else in its place, or nothing that is a table at all."""
    content = bytearray(path.read_bytes())
    spoilt: list[Callable[[], Any]] = [
        lambda: path.write_bytes(content[: luck.randrange(len(content) + 1)]),
        lambda: path.write_bytes(content * luck.choice((2, 200))),
        lambda: path.write_bytes(luck.choice(ODD_FILES)),
        lambda: path.unlink(),
        lambda: (path.unlink(), path.mkdir()),
        lambda: (path.unlink(), os.mkfifo(path)),
        lambda: (path.unlink(), path.symlink_to("/dev/zero")),
        lambda: (path.unlink(), path.symlink_to(path)),
        lambda: os.truncate(path, luck.choice((20_000_000, 10**12))),
    ]
    for _ in range(luck.choice((1, 1, 20))):
        if content:
            content[luck.randrange(len(content))] = luck.choice((0, 10, 34, 44, 128, 255, luck.randrange(256)))
    luck.choice((*spoilt, *[lambda: path.write_bytes(content)] * 4))()


def check(download: indigo.IndigoDownload) -> None:
    """Assert that what is promised is there, nothing is endless, dates are in order, and each gap can be found."""
    projects, organisations, unused = download
    assert projects["project"].notna().all() and projects["project"].is_unique and len(projects)
    assert projects["domain"].isin(indigo.DOMAINS).all()
    numbers = projects.select_dtypes("number").astype(float)
    assert not np.isinf(numbers).any(axis=None)
    assert not (numbers.drop(columns="months_to_start") < 0).any(axis=None)
    assert projects["year"].dropna().between(1990, 2100).all()
    for name in ("contracted", "started", "ended_anticipated", "ended_actual"):
        assert projects[name].dropna().str.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?").all()
    for start, *ends in projects[["started", "ended_anticipated", "ended_actual"]].fillna("").to_numpy():
        assert all(end[: len(start)] >= start[: len(end)] for end in ends)
    assert projects["country"].dropna().str.fullmatch("[A-Z]{2}").all()
    assert organisations.notna().all(axis=None) and not organisations.duplicated().any()
    assert organisations["project"].isin(projects["project"]).all()
    assert (unused["line"] >= 1).all() and (unused["reason"] != "").all()
    assert all(
        text.isprintable() for table in download for text in table.select_dtypes("string").fillna("").to_numpy().flat
    )
    indigo.launches(projects)
