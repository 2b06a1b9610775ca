"""Adopting: chunks whose files are all whole though no line of the journal names them.

The journal lost their lines, or their writer was killed before it wrote them. That a file is whole its name tells.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping, Set
from pathlib import Path

from sipabm.tables import strays
from sipabm.tables.journal import JOURNAL, Chunk, part_name
from sipabm.tables.parts import is_whole
from sipabm.tables.unusable import FOR_NOW, LostError
from sipabm.whole_files import opened_plain

Files = dict[str, set[tuple[str, str]]]  # name and hash by table


def unnamed_chunks(
    folder: Path, chunks: Mapping[str, Chunk], tables: Callable[[str], Set[str]]
) -> tuple[list[Chunk], bool]:
    """Return the chunks that are whole but not named, by their files alone, and whether other whole files are left.

    `tables` returns those that a block has.
    """
    found, left = [], False
    for block, files in sorted(whole_files(folder, chunks).items()):
        # Of what there are several, as a writer leaves that is killed while a chunk grows, may not belong together.
        if files.keys() == tables(block) and all(len(each) == 1 for each in files.values()):
            found.append(Chunk(block, {}, {table: next(iter(each)) for table, each in sorted(files.items())}))
        else:
            left = True
    return found, left


def whole_files(folder: Path, chunks: Mapping[str, Chunk]) -> dict[str, Files]:
    """Return the whole files of each block that has some which no chunk names, but for chunks that are whole."""
    found: dict[str, Files] = {}
    for table, name in strays.unnamed(folder, chunks):
        block = strays.block_in(name)
        digest = digest_of(folder / table / name)
        if name == part_name(block, digest) and not (block in chunks and is_whole(folder, chunks[block])):
            found.setdefault(block, {}).setdefault(table, set()).add((name, digest))
    for block in found.keys() & chunks.keys():
        for table, (name, digest) in chunks[block].files.items():
            if digest_of(folder / table / name) == digest:
                found[block].setdefault(table, set()).add((name, digest))
    return found


def digest_of(path: Path) -> str:
    """Return the hash of a file, of none if it is not there; OSError if it cannot be read for now."""
    try:
        with os.fdopen(opened_plain(path), "rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        if error.errno in FOR_NOW:
            raise
        return ""


def lost(folder: Path) -> LostError:
    """Return the error of a folder whose journal lost what its files do not tell."""
    return LostError(
        f"'{folder / JOURNAL}' is damaged, and so are files that it named; "
        "replace all (--overwrite) or choose another folder (--out)"
    )
