"""Adopting: chunks whose files are all whole though no line of the journal names them.

The journal lost their lines, or their writer was killed before it wrote them. That a file is whole its name tells.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

from sipabm.tables import strays
from sipabm.tables.journal import JOURNAL, Chunk, part_name
from sipabm.tables.parts import UNREADABLE
from sipabm.tables.unusable import FOR_NOW, LostError
from sipabm.whole_files import opened_plain

if TYPE_CHECKING:
    from sipabm.tables.store import Store

Files = dict[str, set[tuple[str, str]]]  # name and hash by table


def adopt(store: Store, damaged: bool) -> None:
    """Add the chunks that are whole but not named to those of a store.

    LostError if whole files are left which the journal may have named with others that are gone, or of which nothing
    tells what they hold: they could not stay, and nobody could say what would be lost with them.
    """
    left = False
    for block, files in sorted(whole_files(store).items()):
        # Of what there are several, as a writer leaves that is killed while a chunk grows, may not belong together.
        if files.keys() != store.form.tables(store.made, block) or any(len(each) > 1 for each in files.values()):
            left = True
            continue
        chunk = Chunk(block, {}, {table: next(iter(each)) for table, each in sorted(files.items())})
        try:
            chunk = chunk._replace(holds=store.form.holds(store, chunk))
            store.form.check(store.made, chunk)
        except (*UNREADABLE, TypeError):
            raise lost(store.folder) from None
        store.chunks[block] = chunk
    if left and (damaged or len(store.chunks) < store.known):
        raise lost(store.folder)


def whole_files(store: Store) -> dict[str, Files]:
    """Return the whole files of each block that has some which no chunk names, but for chunks that are whole."""
    found: dict[str, Files] = {}
    for table, name in strays.unnamed(store.folder, store.chunks):
        block = strays.block_in(name)
        digest = digest_of(store.folder / table / name)
        if name == part_name(block, digest) and not store.is_whole(block):
            found.setdefault(block, {}).setdefault(table, set()).add((name, digest))
    for block in found.keys() & store.chunks.keys():
        for table, (name, digest) in store.chunks[block].files.items():
            if digest_of(store.folder / table / name) == digest:
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
