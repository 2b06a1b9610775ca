"""Parts: the files of chunks, one a table. They are written whole, and read only as they were written."""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from sipabm.parquet_reading import table_in
from sipabm.tables.folders import plain_folder
from sipabm.tables.journal import BLOCK, TABLE, Chunk, part_name
from sipabm.whole_files import opened_plain, write_aside

if TYPE_CHECKING:
    import pyarrow

UNREADABLE = (OSError, ValueError, LookupError)  # of a part: not there, damaged (pyarrow's errors), of other columns
LONGEST_TEXT = 1_000
Schemas = Callable[[str, "pyarrow.Schema"], "pyarrow.Schema"]  # the one that a table must have, by that it says it has


def check_names(block: str, names: Iterable[str]) -> None:
    """Raise ValueError unless a block and its tables are called so that their files lie where they should."""
    for name in names:
        if not (BLOCK.fullmatch(block) and TABLE.fullmatch(name)):
            raise ValueError(f"a block is called like '00003' and a table like 'runs', not {block!r} and {name!r}")


def write_part(folder: Path, block: str, name: str, table: pyarrow.Table) -> tuple[str, str]:
    """Return name and hash of the file that a table was written to; OSError if that fails."""
    content = parquet_of(table)
    digest = hashlib.sha256(content).hexdigest()
    file = part_name(block, digest)
    (folder / name).mkdir(exist_ok=True)
    write_aside(plain_folder(folder / name) / file, content)
    return file, digest


def parquet_of(table: pyarrow.Table) -> bytes:
    """Return the Parquet file of a table, which depends on what the table holds alone."""
    import pyarrow
    import pyarrow.parquet

    # Real numbers hardly repeat and are looked up in vain; nobody looks for a row but by the first column.
    repeated = [field.name for field in table.schema if not pyarrow.types.is_floating(field.type)]
    with io.BytesIO() as stream:
        pyarrow.parquet.write_table(
            *(table, stream),
            compression="zstd",
            use_dictionary=repeated,
            write_statistics=table.schema.names[:1],
            row_group_size=max(table.num_rows, 1),
        )
        return stream.getvalue()


def read_part(
    folder: Path, table: str, file: tuple[str, str] | None, schemas: Schemas, most_rows: int | None = None
) -> pyarrow.Table:
    """Return the table of a file; OSError, ValueError or LookupError if it is not there as this program writes it."""
    with content_of(folder, table, file) as stream:
        found = table_in(stream, partial(schemas, table), most_rows)
    check_texts(found)
    return found


def check_texts(table: pyarrow.Table) -> None:
    """Raise ValueError if a text is none that this program writes: too long, or not to be printed."""
    import pyarrow
    import pyarrow.compute

    for column in table.columns:
        if pyarrow.types.is_dictionary(column.type):
            # All that it knows, used or not: they become the categories of a frame.
            parts = [part.dictionary for part in column.chunks]
        else:
            parts = column.chunks if pyarrow.types.is_string(column.type) else []
        for part in parts:
            for text in pyarrow.compute.unique(part).to_pylist():
                if text is not None and not (text.isprintable() and len(text) <= LONGEST_TEXT):
                    raise ValueError("it holds a text that no run writes")


def is_whole(folder: Path, chunk: Chunk) -> bool:
    """Return whether all files of a chunk are there as they were written; reads no table."""
    try:
        for table, file in chunk.files.items():
            with content_of(folder, table, file):
                pass
    except UNREADABLE:
        return False
    return True


@contextmanager
def content_of(folder: Path, table: str, file: tuple[str, str] | None) -> Iterator[BinaryIO]:
    """Yield the content of a part's file; OSError or ValueError if it is not there as it was written."""
    if file is None:
        raise FileNotFoundError(table)
    name, digest = file
    # Opened once: what is read is what was hashed.
    with os.fdopen(opened_plain(plain_folder(folder / table) / name), "rb") as stream:
        if hashlib.file_digest(stream, "sha256").hexdigest() != digest:
            raise ValueError(f"{name} has changed")
        yield stream


def drop_parts(folder: Path, before: Chunk, now: Chunk) -> None:
    """Remove the files of an earlier chunk that the present one does not have."""
    for table, file in before.files.items():
        if now.files.get(table) != file:
            (plain_folder(folder / table) / file[0]).unlink(missing_ok=True)
