"""What is removed of a folder: files called like ours that no chunk names, or all of it.

Killed writers left such files, or the journal lost their chunks.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from sipabm.tables import folders
from sipabm.tables.codebook import TABLES
from sipabm.tables.journal import JOURNAL, PART, Chunk
from sipabm.whole_files import is_left_aside, is_plain_file

KNOWN = (*TABLES, "points")  # tables that a folder may have whatever its journal says


def drop_strays(folder: Path, chunks: Mapping[str, Chunk]) -> None:
    """Remove files called like ours that no chunk names."""
    for table, names in named_by(chunks).items():
        drop_parts_but(folder / table, names)
    folders.drop_left_aside(folder)


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


def check_can_be_cleared(folder: Path, tables: Iterable[str]) -> None:
    """Raise OSError if a folder of ours cannot be cleared: a table is no folder or kept from us, a file is one."""
    for name in (folders.SCENARIO, folders.EDGE_LIST, JOURNAL, folders.MANIFEST, *folders.SUMMARIES):
        if (folder / name).is_dir() and not (folder / name).is_symlink():
            raise IsADirectoryError(errno.EISDIR, f"'{name}' is a folder")
    for table in tables:
        place = folders.plain_folder(folder / table)
        if place.exists() and not place.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, f"'{table}' is no folder")
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
