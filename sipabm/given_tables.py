"""Tables that a user gives: CSV or Parquet, read whole, or refused in one line that names the file."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import TYPE_CHECKING

from sipabm.errors import ScenarioError
from sipabm.parquet_reading import MOST_COLUMNS, check_cells, table_in
from sipabm.whole_files import MOST_BYTES_OF_A_TABLE, read_plain

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow

PARQUET = b"PAR1"
OTHERS = {";": "semicolons", "\t": "tabs"}
LINE_END, WRONG_ROW = re.compile(r"[\r\n]"), re.compile(r"Row #\d+: Expected \d+ columns, got \d+")
MOST_CELLS = 10_000_000
FIRST_ROW = 2  # after the header
WANTED = "give a CSV file in UTF-8, or a Parquet file"


def read_given_table(
    path: Path,
    wanted: str = WANTED,
    *,
    most: int = MOST_BYTES_OF_A_TABLE,
    most_cells: int = MOST_CELLS,
    as_text: bool = False,
) -> pd.DataFrame:
    """Return the rows of a CSV or Parquet file, in which only what is empty is missing.

    Numbers are as they stand, and in a CSV file texts if they are wanted `as_text`. ScenarioError says what is wrong,
    as more than `most` bytes or cells, and what is `wanted`.
    """
    try:
        content = read_plain(path, most, links=True)
        is_parquet = content.startswith(PARQUET)
        if is_parquet:
            table = table_in(io.BytesIO(content), most_cells=most_cells)
        else:
            table = table_of_csv(content, as_text, most_cells)
    except (OSError, ValueError, KeyError, csv.Error) as error:
        reason = getattr(error, "strerror", None) or next(iter(str(error).splitlines()), "damaged")
        raise ScenarioError(f"{path.name or path}: cannot be read ({reason}); {wanted}") from None
    return table.to_pandas()


def table_of_csv(content: bytes, as_text: bool = False, most_cells: int = MOST_CELLS) -> pyarrow.Table:
    """Return the table in a CSV file; ValueError if there is none, or too large a one."""
    import pyarrow
    import pyarrow.csv

    header = header_of(content)
    check_cells(content.count(b"\n") + content.count(b"\r"), len(header), most_cells)
    # Not by pandas, some versions of which miss the last digit of a number and take the code NA for nothing.
    options = pyarrow.csv.ConvertOptions(
        null_values=[""],
        strings_can_be_null=not as_text,
        column_types=dict.fromkeys(header, pyarrow.string()) if as_text else None,
    )
    reading = pyarrow.csv.ReadOptions(use_threads=False)  # or errors do not say in which row
    # In memory of pyarrow's own, whose threads may free it when Python has ended already.
    with pyarrow.BufferOutputStream() as copy:
        copy.write(content)
        memory = copy.getvalue()
    try:
        table = pyarrow.csv.read_csv(pyarrow.BufferReader(memory), read_options=reading, convert_options=options)
    except pyarrow.ArrowInvalid as error:
        # Without the row itself: the file may be another than was meant, and nobody's business.
        found = WRONG_ROW.search(str(error))
        raise ValueError(found[0] if found else "it is no table") from None
    for column in table.column_names if not as_text else ():
        check_numbers(column, table[column])
    return table.rename_columns([name.strip() for name in table.column_names])


def check_numbers(name: str, column: pyarrow.ChunkedArray) -> None:
    """Raise ValueError if a column of numbers says 'nan' somewhere: only what is empty is missing."""
    import pyarrow
    import pyarrow.compute

    if pyarrow.types.is_floating(column.type):
        place = pyarrow.compute.index(pyarrow.compute.is_nan(column), True).as_py()
        if place >= 0:
            raise ValueError(f"Row #{place + FIRST_ROW}: '{name.strip()}' is nan; leave empty what is not known")


def header_of(content: bytes) -> list[str]:
    """Return the names of the columns of a CSV file; ValueError if it is none."""
    try:
        text = content.decode("utf-8-sig").lstrip()
    except UnicodeDecodeError as error:
        raise ValueError(f"neither Parquet nor UTF-8 text: byte {error.start}") from None
    if not text:
        raise ValueError("it is empty")
    first = LINE_END.split(text, maxsplit=1)[0]
    if first.count(",") >= MOST_COLUMNS:
        raise ValueError(f"it has more than {MOST_COLUMNS} columns")
    header = next(csv.reader([first]))
    for sign, name in OTHERS.items():
        if len(header) == 1 and sign in first:
            raise ValueError(f"its columns are separated by {name}; save it with commas between them")
    return header
