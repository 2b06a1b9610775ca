"""Tables that a user gives: CSV or Parquet, read whole, or refused in one line that names the file."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING

from sipabm.errors import ScenarioError
from sipabm.parquet_reading import MOST_COLUMNS, table_in
from sipabm.whole_files import MOST_BYTES_OF_A_TABLE, read_plain

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow

PARQUET = b"PAR1"
OTHERS = {";": "semicolons", "\t": "tabs"}
WANTED = "give a CSV file in UTF-8, or a Parquet file"


def read_given_table(
    path: Path, wanted: str = WANTED, *, most: int = MOST_BYTES_OF_A_TABLE, as_text: bool = False
) -> pd.DataFrame:
    """Return the rows of a CSV or Parquet file, in which only what is empty is missing.

    Numbers are as they stand, and in a CSV file texts if they are wanted `as_text`. ScenarioError says what is wrong,
    as more than `most` bytes, and what is `wanted`.
    """
    try:
        content = read_plain(path, most, links=True)
        is_parquet = content.startswith(PARQUET)
        table = table_in(io.BytesIO(content)) if is_parquet else table_of_csv(content, as_text)
    except (OSError, ValueError, KeyError, csv.Error) as error:
        reason = getattr(error, "strerror", None) or next(iter(str(error).splitlines()), "damaged")
        raise ScenarioError(f"{path.name or path}: cannot be read ({reason}); {wanted}") from None
    return table.to_pandas()


def table_of_csv(content: bytes, as_text: bool) -> pyarrow.Table:
    """Return the table in a CSV file; ValueError if there is none."""
    import pyarrow
    import pyarrow.csv

    header = header_of(content)
    # Not by pandas, some versions of which miss the last digit of a number and take the code NA for nothing.
    options = pyarrow.csv.ConvertOptions(
        null_values=[""],
        strings_can_be_null=not as_text,
        column_types=dict.fromkeys(header, pyarrow.string()) if as_text else None,
    )
    # In memory of pyarrow's own, whose threads may free it when Python has ended already.
    with pyarrow.BufferOutputStream() as copy:
        copy.write(content)
        memory = copy.getvalue()
    table = pyarrow.csv.read_csv(pyarrow.BufferReader(memory), convert_options=options)
    return table.rename_columns([name.strip() for name in table.column_names])


def header_of(content: bytes) -> list[str]:
    """Return the names of the columns of a CSV file; ValueError if it is none."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError(f"neither Parquet nor UTF-8 text: byte {error.start}") from None
    first = next((line for line in text.splitlines() if line.strip()), "")
    if not first:
        raise ValueError("it is empty")
    header = next(csv.reader([first]))
    for sign, name in OTHERS.items():
        if len(header) == 1 and sign in first:
            raise ValueError(f"its columns are separated by {name}; save it with commas between them")
    if len(header) > MOST_COLUMNS:
        raise ValueError(f"it has more than {MOST_COLUMNS} columns")
    return header
