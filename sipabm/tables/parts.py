"""Parts: the files of chunks, one a table. They are written whole, and read only as they were written."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from sipabm.tables.folders import plain_folder
from sipabm.tables.journal import BLOCK, TABLE, Chunk, part_name
from sipabm.whole_files import read_plain, write_aside

if TYPE_CHECKING:
    import pyarrow

UNREADABLE = (OSError, ValueError, LookupError)  # of a part: not there, damaged (pyarrow's errors), of other columns


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


def read_part(folder: Path, table: str, file: tuple[str, str] | None) -> pyarrow.Table:
    """Return the table of a file; OSError or ValueError if it is not there as it was written."""
    import pyarrow
    import pyarrow.parquet

    return pyarrow.parquet.read_table(pyarrow.BufferReader(content_of(folder, table, file)))


def content_of(folder: Path, table: str, file: tuple[str, str] | None) -> bytes:
    """Return the content of a part's file; OSError or ValueError if it is not there as it was written."""
    if file is None:
        raise FileNotFoundError(table)
    name, digest = file
    content = read_plain(plain_folder(folder / table) / name)
    if hashlib.sha256(content).hexdigest() != digest:
        raise ValueError(f"{name} has changed")
    return content


def drop_parts(folder: Path, before: Chunk, now: Chunk) -> None:
    """Remove the files of an earlier chunk that the present one does not have."""
    for table, file in before.files.items():
        if now.files.get(table) != file:
            (plain_folder(folder / table) / file[0]).unlink(missing_ok=True)
