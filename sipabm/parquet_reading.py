"""Parquet files as tables: looked at before they are read, as a small file can hold a table that fills the memory."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    import pyarrow

# What a file may become in memory: so many bytes and, as tables of ours in which nothing happens are packed, so many
# for each of its own.
ROOM, TIMES = 16_000_000, 1_000
WIDEST = 8  # bytes of a number
MOST_COLUMNS = 20_000
LONGEST_FOOTER = 20_000_000
LIMITS = {"thrift_string_size_limit": LONGEST_FOOTER, "thrift_container_size_limit": 2 * MOST_COLUMNS}


def table_in(
    stream: BinaryIO,
    fitting: Callable[[pyarrow.Schema], pyarrow.Schema] | None = None,
    most_rows: int | None = None,
    most_cells: int | None = None,
) -> pyarrow.Table:
    """Return the table of a Parquet file; ValueError or OSError if it is damaged, or far larger than its file.

    `fitting` gives the schema that the table must have for the one it says it has; it may raise ValueError, as more
    than `most_cells` do.
    """
    import pyarrow
    import pyarrow.parquet

    length = checked_length(stream)
    told = pyarrow.parquet.ParquetFile(stream, **LIMITS)
    if most_rows is not None and told.metadata.num_rows > most_rows:
        raise ValueError("it has more rows than it can have")
    found = told.schema_arrow
    for field in found:
        if not is_plain(field.type):
            raise ValueError(f"the column holds {field.type}, no numbers or texts")
    schema = fitting(found) if fitting else found.remove_metadata()
    if [(field.name, field.type) for field in schema] != [(field.name, field.type) for field in found]:
        raise ValueError("it has other columns")
    room = ROOM + TIMES * size_of_columns(told.metadata, length)
    check_size(told.metadata, room)
    check_cells(told.metadata.num_rows, told.metadata.num_columns, most_cells)
    # Texts by number: one that is repeated a million times is then held once, until it is known how long all are.
    texts = [field.name for field in found if is_text(field.type)]
    file = pyarrow.parquet.ParquetFile(stream, metadata=told.metadata, read_dictionary=texts, **LIMITS)
    # By this thread alone: one of pyarrow's may still hold what is Python's when Python ends, and abort.
    table = file.read(use_threads=False)
    table.validate(full=True)  # as numbers of texts that are not there
    if sum(map(length_of_texts, table.columns)) > room:
        raise ValueError("its texts are far longer than the file")
    return table.cast(schema)


def checked_length(stream: BinaryIO) -> int:
    """Return the length of a file; ValueError unless it ends as Parquet does, with a description of bounded length."""
    length = stream.seek(0, 2)
    stream.seek(max(0, length - 8))
    size, mark = int.from_bytes(stream.read(4), "little"), stream.read(4)
    if mark != b"PAR1" or size > min(length - 12, LONGEST_FOOTER):
        raise ValueError("it is no Parquet file, or cut off")
    stream.seek(0)
    return length


def is_plain(kind: pyarrow.DataType) -> bool:
    """Return whether a column holds numbers, texts or times, which need no more room than they say."""
    from pyarrow import types

    plain = kind.value_type if types.is_dictionary(kind) else kind
    simple = types.is_integer, types.is_floating, types.is_boolean, types.is_temporal, types.is_decimal, types.is_null
    return is_text(plain) or any(each(plain) for each in simple)


def is_text(kind: pyarrow.DataType) -> bool:
    """Return whether a column holds texts, each row its own."""
    from pyarrow import types

    return bool(types.is_string(kind) or types.is_large_string(kind))


def columns_in(told: pyarrow.parquet.FileMetaData) -> list[pyarrow.parquet.ColumnChunkMetaData]:
    """Return what a file says of each of its columns."""
    groups = [told.row_group(number) for number in range(told.num_row_groups)]
    return [group.column(place) for group in groups for place in range(group.num_columns)]


def size_of_columns(told: pyarrow.parquet.FileMetaData, length: int) -> int:
    """Return how many bytes of a file its columns take; ValueError if that cannot be."""
    sizes = [column.total_compressed_size for column in columns_in(told)]
    if min(sizes, default=0) < 0 or sum(sizes) > length or told.num_columns > MOST_COLUMNS:
        raise ValueError("its description is damaged")
    return sum(sizes)


def check_size(told: pyarrow.parquet.FileMetaData, room: int) -> None:
    """Raise ValueError if a table would take more room than it may."""
    unpacked = [column.total_uncompressed_size for column in columns_in(told)]
    if min(told.num_rows, *unpacked, 0) < 0 or sum(unpacked) + WIDEST * told.num_rows * told.num_columns > room:
        raise ValueError("it is far larger than its file")


def check_cells(rows: int, columns: int, most: int | None) -> None:
    """Raise ValueError if a table has more cells than are allowed."""
    if most is not None and rows * columns > most:
        raise ValueError(f"it has more than {most} cells")


def length_of_texts(column: pyarrow.ChunkedArray) -> int:
    """Return how many bytes the texts of a column take once each row has its own."""
    import pyarrow
    import pyarrow.compute

    if not pyarrow.types.is_dictionary(column.type) or not is_text(column.type.value_type):
        return 0
    lengths = (pyarrow.compute.binary_length(part.dictionary).take(part.indices) for part in column.chunks)
    return sum(int(pyarrow.compute.sum(each, min_count=0).as_py() or 0) for each in lengths)
