"""Parquet files of tables: one fixed schema in every part, with what each column means in its metadata."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import pandas as pd
import pyarrow
from pandas.api.types import union_categoricals

from sipabm.barriers import Barrier
from sipabm.tables.codebook import TABLES, Column, Kind

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

BARRIER_SETS = ("barriers", "barriers_ahead")


@cache
def schema_of(table: str) -> pyarrow.Schema:
    """Return the schema of a table: the type of each column, and its meaning as metadata."""
    return pyarrow.schema([field_of(column) for column in TABLES[table]])


def field_of(column: Column) -> pyarrow.Field:
    """Return a column of a schema."""
    about = {"holds": column.kind.value, "meaning": column.meaning}
    return pyarrow.field(column.name, TYPES[column.kind], metadata=about)


def arrow_table(table: str, frame: pd.DataFrame) -> pyarrow.Table:
    """Return a table as it is written: the same for the same rows, whatever categories it holds in whatever order."""
    texts = {column.name: in_their_order(column, frame[column.name]) for column in of_kind(table, Kind.TEXT)}
    # By category: few quarters are written out as text, not one for each row.
    quarters = [frame[column.name].astype("category") for column in of_kind(table, Kind.QUARTER)]
    texts |= {str(one.name): one.cat.rename_categories(str) for one in quarters}
    return pyarrow.Table.from_pandas(frame.assign(**texts), schema_of(table), preserve_index=False)


def of_kind(table: str, kind: Kind) -> list[Column]:
    """Return the columns of a table that hold some kind of values."""
    return [column for column in TABLES[table] if column.kind == kind]


def in_their_order(column: Column, texts: pd.Series) -> pd.Series:
    """Return texts as categories: sets of barriers as those that occur, in the order of `frames.barrier_sets`."""
    texts = texts.astype("category")
    if column.name not in BARRIER_SETS:
        return texts
    used = texts.cat.remove_unused_categories()
    return used.cat.reorder_categories(sorted(used.cat.categories, key=number_of_set))


def number_of_set(text: str) -> int:
    """Return the number of a set of barriers; LookupError if it is none."""
    return sum(1 << Barrier[word.upper()] for word in text.split(" + ") if word)


def frame_of_table(table: str, content: pyarrow.Table, countries: Sequence[str]) -> pd.DataFrame:
    """Return a table of runs in some countries as it was before it was written.

    LookupError or ValueError if it is another table.
    """
    # Texts and words as one list of categories, whatever chunk they come from.
    frame = content.unify_dictionaries().to_pandas()
    read = {column.name: restored(column, frame[column.name], countries) for column in TABLES[table]}
    return pd.DataFrame(read, copy=False)  # nobody else has these columns


def restored(column: Column, values: pd.Series, countries: Sequence[str]) -> pd.Series:
    """Return a column as it was before it was written."""
    if column.kind == Kind.WORD:
        return values.cat.set_categories(list(column.words))
    if column.name == "country":  # a file does not tell which there are beside those that occur
        return values.cat.set_categories(list(countries))
    if column.kind == Kind.TEXT:
        return in_their_order(column, values)
    if column.kind != Kind.QUARTER:
        return values
    calendar = pd.PeriodIndex(values.cat.categories.astype(str), freq="Q")
    return pd.Series(calendar.take(values.cat.codes), index=values.index, name=values.name)


def joined(parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Return parts of a table as one; texts get the categories of all, or they would become plain objects."""
    texts = [name for name, kind in parts[0].dtypes.items() if isinstance(kind, pd.CategoricalDtype)]
    shared = {name: union_categoricals(of_one_type([part[name] for part in parts])) for name in texts}
    return pd.concat(parts, ignore_index=True).assign(**shared)


def of_one_type(columns: Sequence[pd.Series]) -> list[pd.Series]:
    """Return columns of texts; one without any, as of runs in which nothing happened, gets the type of the others."""
    types = (column.cat.categories.dtype for column in columns if len(column.cat.categories))
    kind = next(types, columns[0].cat.categories.dtype)
    return [
        column if len(column.cat.categories) else column.cat.rename_categories(column.cat.categories.astype(kind))
        for column in columns
    ]
