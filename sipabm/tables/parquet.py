"""Parquet files of tables: one fixed schema in every part, with what each column means in its metadata."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pandas as pd
import pyarrow
import pyarrow.parquet
from pandas.api.types import union_categoricals

from sipabm.tables.codebook import RUN, TABLES, Column, Kind
from sipabm.whole_files import aside

# Words in every part have the same type, or other tools cannot read the parts of a table together.
WORDS = pyarrow.dictionary(pyarrow.int32(), pyarrow.string())
TYPES = {
    Kind.WHOLE: pyarrow.int64(),
    Kind.REAL: pyarrow.float64(),
    Kind.FLAG: pyarrow.bool_(),
    Kind.WORD: WORDS,
    Kind.TEXT: WORDS,
    Kind.QUARTER: WORDS,  # '2012Q3': any tool reads it, which is not so of pandas' own type
    Kind.ACTOR: pyarrow.int64(),
    Kind.FUND: pyarrow.int64(),
}
COMPRESSION = "zstd"


@cache
def schema_of(table: str) -> pyarrow.Schema:
    """Return the schema of a table: the type of each column, and its meaning as metadata."""
    return pyarrow.schema([field_of(column) for column in TABLES[table]])


def field_of(column: Column) -> pyarrow.Field:
    """Return a column of a schema."""
    about = {"holds": column.kind.value, "meaning": column.meaning}
    return pyarrow.field(column.name, TYPES[column.kind], metadata=about)


def arrow_table(table: str, frame: pd.DataFrame) -> pyarrow.Table:
    """Return a table as it is stored: in its fixed schema, quarters as text."""
    quarters = [column.name for column in TABLES[table] if column.kind == Kind.QUARTER]
    # By category: few quarters are written out as text, not one for each row.
    texts = {name: frame[name].astype("category").cat.rename_categories(str) for name in quarters}
    return pyarrow.Table.from_pandas(frame.assign(**texts), schema_of(table), preserve_index=False)


def write_table(path: Path, table: str, frame: pd.DataFrame) -> None:
    """Write a table so that its file is either whole or not there."""
    content = arrow_table(table, frame)
    # Numbers that hardly repeat are looked up in vain, and nobody looks for a row but by its run.
    repeated = [column.name for column in TABLES[table] if column.kind != Kind.REAL]
    with aside(path) as beside:
        pyarrow.parquet.write_table(
            content, beside, compression=COMPRESSION, use_dictionary=repeated, write_statistics=[RUN.name]
        )


def read_table(path: Path, table: str) -> pd.DataFrame:
    """Return the table that a file holds; OSError or ValueError (pyarrow's ArrowInvalid) if it is damaged."""
    frame = pyarrow.parquet.read_table(path).to_pandas()
    read = {column.name: restored(column, frame[column.name]) for column in TABLES[table]}
    return pd.DataFrame(read)


def restored(column: Column, values: pd.Series) -> pd.Series:
    """Return a column as it was before it was written."""
    if column.kind == Kind.WORD:
        return values.cat.set_categories(list(column.words))
    if column.kind != Kind.QUARTER:
        return values
    calendar = pd.PeriodIndex(values.cat.categories.astype(str), freq="Q")
    return pd.Series(calendar.take(values.cat.codes), index=values.index, name=values.name)


def joined(parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Return parts of a table as one; texts get the categories of all, or they would become plain objects."""
    texts = [name for name, kind in parts[0].dtypes.items() if isinstance(kind, pd.CategoricalDtype)]
    shared = {name: union_categoricals([part[name] for part in parts]) for name in texts}
    return pd.concat(parts, ignore_index=True).assign(**shared)
