"""Tables as CSV, which is opened by programs that run a cell as a formula if it begins like one: a text never does."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

# Also as some keyboards write them. An apostrophe is added to one as well, so that it can be taken away again.
BEGINNINGS = tuple("=+-@'＝＋－＠")
DANISH = ".danish.csv"  # at the end of a file's name
MARK_OF_UTF_8 = "\ufeff"
CONTROL = re.compile(r"[\x00-\x1f\x7f]+")  # line breaks too: what stands after one would be a cell of its own
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)


def csv_text(table: pd.DataFrame, float_format: str | None = None) -> str:
    """Return a table as CSV, with every digit or in a format; texts as `as_cell` has them."""
    return str(with_cells(table).to_csv(index=False, float_format=float_format, lineterminator="\n"))


def danish_csv_text(table: pd.DataFrame, float_format: str | None = None) -> str:
    """Return a table as CSV that a Danish Excel opens as a table: ';' between cells, ',' in numbers, a mark for UTF-8.

    Lines end as Excel ends them.
    """
    text = with_cells(table).to_csv(index=False, float_format=float_format, sep=";", decimal=",", lineterminator="\r\n")
    return f"{MARK_OF_UTF_8}{text}"


def with_cells(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table whose texts and names of columns are as `as_cell` has them."""
    texts = {name: column.map(as_cell) for name, column in table.items() if not is_of_numbers(column)}
    return table.assign(**texts).rename(columns=as_cell)


def is_of_numbers(column: pd.Series) -> bool:
    """Return whether a column holds numbers or flags, which stand as they are, minus signs too."""
    return column.dtype.kind in "biuf"


def as_cell(value: Any) -> Any:
    """Return a text as one line that no program takes for a formula: what begins like one gets an apostrophe first."""
    if not isinstance(value, str):
        return value
    line = CONTROL.sub(" ", value)
    return f"'{line}" if line.lstrip().startswith(BEGINNINGS) and not NUMBER.fullmatch(line) else line


def from_cell(value: Any) -> Any:
    """Return a text as it was before it became a cell."""
    return value[1:] if isinstance(value, str) and value[:1] == "'" else value


def csv_row(row: Mapping[str, str]) -> dict[str, str]:
    """Return a row of texts as cells."""
    return {as_cell(name): as_cell(value) for name, value in row.items()}
