"""Tables that somebody downloaded as CSV: text by line, dates and numbers of it, and what of it is not used."""

from __future__ import annotations

import codecs
import csv
import io
import os
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from itertools import count
from math import isinf, nan
from os import PathLike
from pathlib import Path
from typing import NamedTuple, TypeAlias

import pandas as pd

from sipabm.errors import LONGEST_NAME, ScenarioError, printable, shown, without_middle
from sipabm.whole_files import LONGEST_ROW, read_plain

File: TypeAlias = str | PathLike[str]
# From the columns of a file to those wanted of them: what each is called here and there.
Finder: TypeAlias = Callable[[list[str], str], dict[str, str]]

# INDIGO has some hundred projects in a megabyte or two: there is room for many times that.
MOST_BYTES, MOST_LINES, MOST_ROWS, MOST_COLUMNS = 16_000_000, 100_000, 20_000, 5_000
MOST_COLUMNS_TOLD = 20
SEPARATORS = ",;\t"
GUESSED = "cp1252"
# INDIGO's data dictionary allows these three precisions; programs that know days alone add a midnight.
DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2}(?:[T ]00:00(?::00(?:\.0+)?)?Z?)?)?)?")
LONGEST_DATE = len("YYYY-MM-DD")
NUMBER = re.compile(r"\+?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?")
DECIMAL_OR_THOUSANDS = re.compile(r"[0-9]{1,3}\.[0-9]{3}")
# Partnerships are a thing of these years; another one is a slip of the pen.
FIRST_YEAR, LAST_YEAR = 1990, 2100
AS_IT_IS = "give the table as it was downloaded"
EITHER = "which may be decimals or thousands; save the table with commas between its cells, not semicolons"


class Unused(NamedTuple):
    """What of a download is not used: where it stands, and why."""

    file: str
    line: int
    column: str
    value: str
    reason: str


@dataclass(frozen=True)
class DownloadedTable:
    """Columns of a downloaded file as text by line, what each is called there, and what of it is not used."""

    file: str
    rows: pd.DataFrame
    names: dict[str, str]
    decimal_comma: bool
    unused: list[Unused]

    def leave_out(self, which: pd.Series, column: str, reason: str) -> None:
        """Note why cells of a column are not used where `which` is true; of no column: why rows are not."""
        lines = self.rows.index[which]
        values = self.rows.loc[lines, column].fillna("") if column else [""] * len(lines)
        for line, value in zip(lines, values, strict=True):
            self.unused.append(Unused(self.file, int(line), self.names.get(column, ""), value, reason))

    def refuse(self, which: pd.Series, column: str, reason: str) -> None:
        """Raise ScenarioError naming the first cell of a column where `which` is true, if there is one."""
        lines = self.rows.index[which]
        if len(lines):
            value = self.rows.at[lines[0], column]
            has = f"has {shown(value)}, {reason}" if isinstance(value, str) else f"is empty; {reason}"
            others = f" (and {len(lines) - 1} more like it)" if len(lines) > 1 else ""
            raise ScenarioError(f"{self.file} line {lines[0]}: {quoted(self.names[column])} {has}{others}")

    def dates(self, column: str) -> pd.Series:
        """Return a column of dates as text YYYY, YYYY-MM or YYYY-MM-DD; ScenarioError naming the first that is none."""
        texts = self.rows[column]
        wrong = holds(texts, lambda text: not is_date(text))
        self.refuse(wrong, column, "not YYYY, YYYY-MM or YYYY-MM-DD; correct the cell or empty it")
        far = holds(texts, lambda text: not FIRST_YEAR <= int(text[:4]) <= LAST_YEAR)
        self.leave_out(far, column, f"a date before {FIRST_YEAR} or after {LAST_YEAR}")
        return texts.str[:LONGEST_DATE].mask(far)

    def numbers(self, column: str, most: float, unit: str) -> pd.Series:
        """Return a column of numbers from 0 to `most`; ScenarioError naming the first that is no number from 0 on."""
        texts = self.rows[column]
        if self.decimal_comma:
            self.refuse(holds(texts, DECIMAL_OR_THOUSANDS.fullmatch), column, EITHER)
            texts = texts.str.replace(",", ".", regex=False)
        wrong = holds(texts, lambda text: not is_number(text))
        self.refuse(wrong, column, "not a number from 0 on; correct the cell or empty it")
        numbers = pd.Series([float(text) if isinstance(text, str) else nan for text in texts], texts.index)
        self.leave_out(numbers > most, column, f"more than {most:g} {unit}")
        return numbers.mask(numbers > most)


def holds(texts: pd.Series, test: Callable[[str], object]) -> pd.Series:
    """Return where a text is not missing and passes a test."""
    return pd.Series([isinstance(text, str) and bool(test(text)) for text in texts], texts.index, dtype=bool)


def of_known_projects(table: DownloadedTable, column: str, projects: pd.Series) -> pd.Series:
    """Return where a column names one of some projects; what it names otherwise is noted."""
    known = table.rows[column].isin(projects)
    table.leave_out(~known, column, "no project of the table of projects")
    return known


def is_date(text: str) -> bool:
    """Return whether a text is a date at one of the precisions allowed, and of the calendar."""
    if not DATE.fullmatch(text):
        return False
    # Whole as it is, with the first of January for what it does not say; the year 0 is read below.
    year, month, day = ([*text[:LONGEST_DATE].split("-"), "1", "1"])[:3]
    try:
        return bool(date(max(int(year), 1), int(month), int(day)))
    except ValueError:
        return False


def is_number(text: str) -> bool:
    """Return whether a text is a number from 0 on that does not overflow."""
    return bool(NUMBER.fullmatch(text)) and not isinf(float(text))


def read_download(path: File, find: Finder, unused: list[Unused]) -> DownloadedTable:
    """Return the columns of a CSV file that `find` finds: trimmed text, empty cells missing, rows without any left out.

    Commas, semicolons or tabs part cells. Letters are UTF-8, UTF-16 with its mark, or else Windows-1252. ScenarioError
    names the file, and the line where there is one.
    """
    file, content = content_of(path)
    encoding = encoding_of(content, file)
    if encoding == GUESSED:
        unused.append(Unused(file, 1, "", "", "letters may be wrong: not UTF-8, so read as Windows-1252"))
    try:
        separator = max(SEPARATORS, key=lambda each: len(first_row(content, encoding, each)))
        rows = rows_of(content, encoding, separator)
        header = [trimmed(name) for name in next(rows, (1, []))[1][: MOST_COLUMNS + 1]]
        if len(header) > MOST_COLUMNS:
            raise csv.Error(f"more than {MOST_COLUMNS} columns")
        names = find(header, file)
        cells = dict(wanted_cells(rows, [header.index(name) for name in names.values()], len(header), file, unused))
    except csv.Error as error:
        raise ScenarioError(f"{file}: not a CSV table ({error}); download it again, or save it as CSV") from None
    if not cells:
        raise ScenarioError(f"{file}: no rows; {AS_IT_IS}")
    table = pd.DataFrame(cells.values(), index=list(cells), columns=list(names), dtype="string")
    return DownloadedTable(file, table.mask(table == ""), names, separator == ";", unused)


def content_of(path: File) -> tuple[str, bytes]:
    """Return name and content of a file; ScenarioError if it is not there, no ordinary file, or too large."""
    if not isinstance(path, str | PathLike):
        raise ScenarioError(f"{shown(path)} is no path of a file; give that of a CSV table")
    try:
        return printable(Path(path).name), read_plain(Path(path), MOST_BYTES, links=True)
    except FileNotFoundError:
        raise ScenarioError(f"{os.fspath(path)}: no such file; give the path of a CSV table") from None
    except (OSError, TypeError, ValueError) as error:  # neither bytes nor a text with the sign of number 0 are a path
        reason = getattr(error, "strerror", None) or error
        raise ScenarioError(f"{os.fspath(path)}: cannot be read ({reason}); give a CSV table") from None


def encoding_of(content: bytes, file: str) -> str:
    """Return how a file writes letters; ScenarioError if it holds no text."""
    marked = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", GUESSED):
        with suppress(UnicodeDecodeError):
            if "\0" not in content.decode(encoding):
                return encoding
    raise ScenarioError(f"{file}: not a CSV table (it holds no text); save it as CSV in UTF-8")


def rows_of(content: bytes, encoding: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of a table that hold anything, each with the number of its first line."""
    # Strict, as a quotation mark without its twin would swallow what follows as one cell.
    reader, line = csv.reader(bounded_lines(content, encoding), delimiter=separator, strict=True), 1
    for row in reader:
        if any(map(str.strip, row)):
            yield line, row
        line = reader.line_num + 1


def first_row(content: bytes, encoding: str, separator: str) -> list[str]:
    """Return the cells of the first row of a table, none if that separator leads to none."""
    with suppress(csv.Error):
        return next(rows_of(content, encoding, separator), (1, []))[1]
    return []


def bounded_lines(content: bytes, encoding: str) -> Iterator[str]:
    """Yield the lines of a text; csv.Error if one is too long, or there are too many."""
    with io.TextIOWrapper(io.BytesIO(content), encoding, newline="") as stream:
        for number in count():
            line = stream.readline(LONGEST_ROW + 1)
            if len(line) > LONGEST_ROW or number == MOST_LINES:
                raise csv.Error(f"more than {MOST_LINES} lines, or {LONGEST_ROW} characters in one")
            if not line:
                return
            yield line


def trimmed(cell: str) -> str:
    """Return the text of a cell with single spaces between its words, all of it printable."""
    return printable(" ".join(cell.split()))


def wanted_cells(
    rows: Iterable[tuple[int, list[str]]], places: list[int], columns: int, file: str, unused: list[Unused]
) -> Iterator[tuple[int, list[str]]]:
    """Yield the cells at some places of each row, with its line; ScenarioError for too long a row, or too many."""
    for number, (line, row) in enumerate(rows):
        if number == MOST_ROWS:
            raise ScenarioError(f"{file}: more than {MOST_ROWS} rows; {AS_IT_IS}")
        told = f"{len(row)} cells in a table of {columns} columns"
        if any(map(str.strip, row[columns:])):
            raise ScenarioError(f"{file} line {line}: {told}; put a cell that holds a separator into quotation marks")
        if len(row) < columns:
            unused.append(Unused(file, line, "", "", f"{told}, the others are taken for empty"))
        yield line, [trimmed(row[place]) if place < len(row) else "" for place in places]


def columns_called(wanted: Iterable[str]) -> Finder:
    """Return what finds columns by their names, whatever their case; ScenarioError if some are not there."""

    def find(header: list[str], file: str) -> dict[str, str]:
        called = {name.casefold(): name for name in header}
        if missing := [name for name in wanted if name.casefold() not in called]:
            raise ScenarioError(
                f"{file}: missing column {', '.join(map(quoted, missing))}; {columns_told(header)}; {AS_IT_IS}"
            )
        return {name: only(called[name.casefold()], header, file) for name in wanted}

    return find


def only(name: str, header: list[str], file: str) -> str:
    """Return a name of a column; ScenarioError if several columns are called so."""
    if sum(other.casefold() == name.casefold() for other in header) > 1:
        raise ScenarioError(f"{file}: more than one column {quoted(name)}; leave the one that counts")
    return name


def columns_told(header: list[str]) -> str:
    """Return a text that names the columns of a table."""
    more = f" and {len(header) - MOST_COLUMNS_TOLD} more" if len(header) > MOST_COLUMNS_TOLD else ""
    return f"its columns are {', '.join(map(quoted, header[:MOST_COLUMNS_TOLD])) or 'none'}{more}"


def quoted(name: str) -> str:
    """Return the name of a column for an error, whole even where it is as long as those of INDIGO."""
    return f"'{without_middle(name, LONGEST_NAME)}'"
