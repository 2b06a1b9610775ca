"""What is removed of a folder: files called like ours that no chunk names, or all of it.

Killed writers left such files, or the journal lost their chunks.
"""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from sipabm.parquet_reading import rows_in
from sipabm.tables import folders
from sipabm.tables.codebook import TABLES
from sipabm.tables.journal import JOURNAL, PART, Chunk, part_name
from sipabm.tables.parts import UNREADABLE
from sipabm.whole_files import is_left_aside, is_plain_file, opened_plain

KNOWN = (*TABLES, "points")  # tables that a folder may have whatever its journal says


def drop_strays(folder: Path, chunks: Mapping[str, Chunk]) -> None:
    """Remove files called like ours that no chunk names."""
    for table, names in named_by(chunks).items():
        drop_parts_but(folder / table, names)
    folders.drop_left_aside(folder)


def has_parts(folder: Path) -> bool:
    """Return whether a folder holds any file called like a part of ours."""
    return any(True for _ in unnamed(folder, {}))


def lost_blocks(folder: Path, chunks: Mapping[str, Chunk]) -> set[str]:
    """Return the blocks of whole parts that no chunk names, and that have rows which no chunk has."""
    found = ((table, name) for table, name in unnamed(folder, chunks) if is_lost(folder, table, name, chunks))
    return {block_in(name) for _, name in found}


def named_by(chunks: Mapping[str, Chunk]) -> dict[str, set[str]]:
    """Return the names of the files of each table."""
    named: dict[str, set[str]] = {table: set() for table in KNOWN}
    for chunk in chunks.values():
        for table, (name, _) in chunk.files.items():
            named.setdefault(table, set()).add(name)
    return named


def unnamed(folder: Path, chunks: Mapping[str, Chunk]) -> Iterator[tuple[str, str]]:
    """Yield table and name of each file called like a part that no chunk names."""
    for table, names in named_by(chunks).items():
        place = folder / table
        if place.is_dir() and not place.is_symlink():
            for path in place.iterdir():
                if PART.fullmatch(path.name) and path.name not in names and is_plain_file(path):
                    yield table, path.name


def block_in(name: str) -> str:
    """Return the block in the name of a part, nothing if that has no hash."""
    return name.removeprefix("part-").rpartition("-")[0]


def is_lost(folder: Path, table: str, name: str, chunks: Mapping[str, Chunk]) -> bool:
    """Return whether a file is whole, by the hash in its name, and longer than the one that its block has now."""
    block = block_in(name)
    try:
        with os.fdopen(opened_plain(folder / table / name), "rb") as stream:
            if part_name(block, hashlib.file_digest(stream, "sha256").hexdigest()) != name:
                return False
            rows = rows_in(stream)
        now = chunks[block].files[table][0] if block in chunks else None
        if now is None:
            return True
        with os.fdopen(opened_plain(folder / table / now), "rb") as stream:
            return rows > rows_in(stream)
    except UNREADABLE:
        return False


def check_can_be_cleared(folder: Path, tables: Iterable[str]) -> None:
    """Raise OSError if a folder of ours cannot be cleared: a table is a link or not to be changed, a file a folder."""
    for name in (folders.SCENARIO, JOURNAL, folders.MANIFEST, *folders.SUMMARIES):
        if (folder / name).is_dir() and not (folder / name).is_symlink():
            raise IsADirectoryError(errno.EISDIR, f"'{name}' is a folder")
    for table in tables:
        place = folders.plain_folder(folder / table)
        if place.is_dir() and not os.access(place, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, f"'{table}' cannot be changed")


def clear(folder: Path, tables: Iterable[str]) -> None:
    """Remove what earlier runs left in a folder: tables, figure and summaries, but no edge list, perhaps in use."""
    for table in tables:
        drop_parts_but(folder / table, ())
        with suppress(OSError):  # somebody keeps other files there, or it is a link
            (folder / table).rmdir()
    (folder / folders.SCENARIO).unlink(missing_ok=True)
    folders.drop_report(folder)


def drop_parts_but(folder: Path, names: Collection[str]) -> None:
    """Remove the parts of a table, whole or written aside, but those of some names; a link is not followed."""
    if folder.is_symlink() or not folder.is_dir():
        return
    for path in folder.iterdir():
        ours = PART.fullmatch(path.name) or is_left_aside(path.name, PART)
        if ours and path.name not in names and (path.is_symlink() or not path.is_dir()):
            path.unlink()
