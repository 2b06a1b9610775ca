"""Tables as a workbook (.xlsx): a sheet for each, and a first one that says what all of them hold."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import pandas as pd

WORKBOOK = "tables.xlsx"  # the file's name
FIRST_SHEET, HEADINGS = "about", ("sheet", "column", "unit", "meaning")
LONGEST_NAME, LONGEST_TEXT = 31, 32_767  # of a sheet, and of a cell
LARGEST = 9.99e307  # number that a cell holds
MADE_BY = "Made by: "  # before a command
LONGEST_LINE = 150  # that is read without scrolling
NARROWEST, WIDEST = 8, 44  # columns of tables
BESIDE = 4  # for what filters put beside the name of a column
WIDTHS = (20, 34, 42, 90)  # columns of the first sheet
FORBIDDEN = dict.fromkeys(map(ord, "[]:*?/\\"), "_")  # in names of sheets
A4 = 9  # as the format numbers papers
MADE = datetime(2000, 1, 1)  # a file that says when it was made would differ each time
# No text becomes a formula, a link or a number by how it begins.
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


class Sheet(NamedTuple):
    """A table with its name, what it holds in a sentence, and unit and meaning of its columns as far as known."""

    name: str
    table: pd.DataFrame
    holds: str
    units: Mapping[str, str]
    meanings: Mapping[str, str]


def workbook_bytes(title: str, lines: Sequence[str], sheets: Sequence[Sheet]) -> bytes:
    """Return the content of a workbook: the same bytes for the same tables.

    The first sheet has a title, lines of text, what each sheet holds, and unit and meaning of each column. Numbers are
    numbers, texts are texts whatever they begin with, and what is missing is empty.
    """
    import xlsxwriter  # only here, as it is slow to import

    with io.BytesIO() as stream:
        with xlsxwriter.Workbook(stream, OPTIONS) as book:
            book.set_properties({"title": title, "created": MADE})
            bold, wrapped = (book.add_format({key: True, "valign": "top"}) for key in ("bold", "text_wrap"))
            about = book.add_worksheet(FIRST_SHEET)
            names = list(unique_names(sheets))
            short = [part for line in lines for part in wrapped_line(line)]
            for row, (texts, is_heading) in enumerate(about_rows(title, short, sheets, names)):
                for column, text in enumerate(texts):
                    # Sentences run over the empty cells beside them; meanings stay in their column.
                    kind = bold if is_heading else wrapped if len(texts) == len(HEADINGS) else None
                    about.write_string(row, column, text[:LONGEST_TEXT], kind)
            for column, width in enumerate(WIDTHS):
                about.set_column(column, column, width)
            for name, sheet in zip(names, sheets, strict=True):
                write_table(book.add_worksheet(name), sheet.table, bold)
            for page in book.worksheets():
                print_on_one_width(page)
        return stream.getvalue()


def wrapped_line(line: str) -> list[str]:
    """Return a line in parts that are read without scrolling; a command in one, as it is copied from its cell."""
    return [line] if line.startswith(MADE_BY) else textwrap.wrap(line, LONGEST_LINE) or [""]


def unique_names(sheets: Sequence[Sheet]) -> Iterator[str]:
    """Yield a name for each sheet that a workbook takes, and that no other has."""
    taken = {FIRST_SHEET}
    for sheet in sheets:
        allowed = sheet.name.translate(FORBIDDEN).strip("'")[:LONGEST_NAME] or "table"
        name, number = allowed, 2
        while name.lower() in taken:
            ending = f" {number}"
            name, number = f"{allowed[: LONGEST_NAME - len(ending)]}{ending}", number + 1
        taken.add(name.lower())
        yield name


def about_rows(
    title: str, lines: Sequence[str], sheets: Sequence[Sheet], names: Sequence[str]
) -> Iterator[tuple[Sequence[str], bool]]:
    """Yield the rows of the first sheet, and whether each is a heading."""
    yield (title,), True
    yield from (((line,), False) for line in lines)
    yield (), False
    yield ("sheet", "holds"), True
    for name, sheet in zip(names, sheets, strict=True):
        yield (name, sheet.holds), False
    yield (), False
    yield HEADINGS, True
    for name, sheet in zip(names, sheets, strict=True):
        for column in map(str, sheet.table):
            yield (name, column, sheet.units.get(column, ""), sheet.meanings.get(column, "")), False


def write_table(sheet: Any, table: pd.DataFrame, bold: Any) -> None:
    """Write a table: names of columns that stay in sight, and a row for each of its rows."""
    for column, name in enumerate(map(str, table)):
        sheet.write_string(0, column, name[:LONGEST_TEXT], bold)
        values = table.iloc[:, column].astype(object)
        cells = [plain(value) for value in values.where(values.notna(), None)]
        for row, cell in enumerate(cells, 1):
            if isinstance(cell, bool):
                sheet.write_boolean(row, column, cell)
            elif isinstance(cell, str) and cell:
                sheet.write_string(row, column, cell[:LONGEST_TEXT])
            elif cell not in (None, ""):
                sheet.write_number(row, column, cell)
        sheet.set_column(column, column, width_of([name, *cells]))
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    if len(table) and len(table.columns):
        sheet.autofilter(0, 0, len(table), len(table.columns) - 1)


def print_on_one_width(page: Any) -> None:
    """Make a sheet as wide as a page when it is printed, lying on its side, A4."""
    page.set_landscape()
    page.set_paper(A4)
    page.fit_to_pages(1, 0)


def plain(value: Any) -> bool | float | int | str | None:
    """Return a value as a cell has it: Python's own number or flag, text of anything else, None for nothing."""
    own = value.item() if hasattr(value, "item") else value
    if isinstance(own, float):
        return own if abs(own) <= LARGEST else None  # nor has a cell a missing number
    return own if own is None or isinstance(own, bool | int) else str(own)


def width_of(cells: Sequence[Any]) -> int:
    """Return the width of a column that shows what is in it, within bounds."""
    longest = max(len(f"{cell:.6g}" if isinstance(cell, float) else str(cell)) for cell in cells if cell is not None)
    return min(max(NARROWEST, longest + BESIDE), WIDEST)
