"""The organisations of an INDIGO download with their roles in projects, from tables whose columns differ."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

import pandas as pd

from sipabm.errors import ScenarioError, nearest, shown
from sipabm.observed.downloaded_tables import (
    DownloadedTable,
    File,
    Finder,
    Unused,
    columns_told,
    of_known_projects,
    only,
    read_download,
    trimmed,
)

PROJECT, ORGANISATION, ROLE = "project", "organisation", "role"
COLUMNS = (PROJECT, ORGANISATION, ROLE)
EXAMPLE = '{"project": "Project ID", "organisation": "Organisation name", "role": "Role"}'
# What the name of a column says, the surest first. That of roles may name the organisation too, so it is found first.
WORDS = {
    ROLE: ({"role"},),
    PROJECT: ({"project", "id"}, {"project"}),
    ORGANISATION: ({"organisation", "name"}, {"organisation", "id"}, {"organisation"}, {"name"}),
}
# Beside its value INDIGO has a fact's source, status and the like, in columns of the same name but for the last word.
COMPANION = re.compile(r"- \((?!value\))[^()]*\)$")


def organisations(
    files: File | Mapping[str, File] | None,
    columns: Mapping[str, str] | None,
    projects: pd.Series,
    unused: list[Unused],
) -> pd.DataFrame:
    """Return a row for each project, organisation and role (in lower case) of a table, or of a table for each role."""
    wanted = () if files is None else (PROJECT, ORGANISATION) if isinstance(files, Mapping) else COLUMNS
    find = finder(wanted, checked_columns(columns or {}, wanted))
    if files is None:
        return pd.DataFrame({column: [] for column in COLUMNS}, dtype="string")
    if not isinstance(files, Mapping):
        return parties(read_download(files, find, unused), projects)
    tables = {trimmed(str(role)): read_download(file, find, unused) for role, file in files.items()}
    if not all(tables) or not tables:
        raise ScenarioError("organisations_csv names no table, or no role; give the path of a table for each role")
    return pd.concat([parties(table, projects, role) for role, table in tables.items()], ignore_index=True)


def parties(table: DownloadedTable, projects: pd.Series, role: str | None = None) -> pd.DataFrame:
    """Return project, organisation and role of each row; rows that lack one, repeat one or are unknown are noted."""
    rows = table.rows if role is None else table.rows.assign(role=role)
    rows = rows.assign(role=rows[ROLE].str.lower())[list(COLUMNS)]
    used = of_known_projects(table, PROJECT, projects)
    for column in (ORGANISATION, ROLE):
        table.leave_out(used & rows[column].isna(), "", f"a row without {column}")
        used &= rows[column].notna()
    again = used & rows.duplicated()
    table.leave_out(again, ORGANISATION, "in the same role of the same project as in a row before")
    return rows[used & ~again].reset_index(drop=True)


def finder(wanted: tuple[str, ...], given: Mapping[str, str]) -> Finder:
    """Return what finds columns by what they are called, or else by what their names say; ScenarioError if unsure."""

    def find(header: list[str], file: str) -> dict[str, str]:
        found: dict[str, str] = {}
        # Those that are named first, so that no other is taken for them.
        for column in sorted(wanted, key=lambda each: (each not in given, list(WORDS).index(each))):
            named = called(header, given[column]) if column in given else meant(column, header, found.values())
            if named is None:
                asked = given.get(column)
                problem = f"no column {shown(asked)}" if asked else f"which column is the {column} is not clear"
                raise ScenarioError(f"{file}: {problem}; {columns_told(header)}; name them, as in columns={EXAMPLE}")
            found[column] = only(named, header, file)
        return found

    return find


def called(header: list[str], name: str) -> str | None:
    """Return the column of a name, whatever its case."""
    return next((column for column in header if column.casefold() == trimmed(name).casefold()), None)


def meant(column: str, header: list[str], taken: Collection[str]) -> str | None:
    """Return the column whose name says what is wanted, as surely as any; None if it is not a single one."""
    free = [name for name in header if name not in taken and not COMPANION.search(name.casefold())]
    for words in WORDS[column]:
        named = [name for name in free if words <= words_of(name)]
        exactly = [name for name in named if words == words_of(name)]
        if named:
            return only_one(exactly) or only_one(named)
    return None


def only_one(names: list[str]) -> str | None:
    """Return the name if there is only one."""
    return names[0] if len(names) == 1 else None


def words_of(name: str) -> set[str]:
    """Return the words of a column's name, in the singular and in British spelling, without that it is a value."""
    words = re.findall("[a-z]+", name.casefold().replace("organization", "organisation"))
    return {word.removesuffix("s") for word in words} - {"value"}


def checked_columns(columns: Mapping[str, str], wanted: tuple[str, ...]) -> Mapping[str, str]:
    """Return names of columns as given; ScenarioError if they are none, or of columns that are not wanted."""
    if not isinstance(columns, Mapping):
        raise ScenarioError(f"columns = {shown(columns)} is not allowed; name columns as in columns={EXAMPLE}")
    for column, name in columns.items():
        if column not in wanted:
            allowed = f"may name {', '.join(wanted)}" if wanted else "needs a table of organisations_csv"
            raise ScenarioError(f"columns has {shown(column)}, but it {allowed}{nearest(str(column), wanted)}")
        if not isinstance(name, str):
            raise ScenarioError(f"columns: {column} = {shown(name)} is not allowed; give the name of a column as text")
    return columns
