"""The store: a folder of chunks that one writer fills, that is never lost, and that is read only where it is whole.

A chunk is written aside, flushed and renamed, table by table, and then named in the journal with its hashes: it is
there or not, whenever a process is killed. One that is missing, damaged or of other runs counts as not there.

pyarrow is imported where a table is read or written: it is slow to import, and runs need not wait.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple

from sipabm.errors import ScenarioError
from sipabm.tables import folders, journal, strays
from sipabm.tables.adopting import lost, unnamed_chunks
from sipabm.tables.claim import claimed
from sipabm.tables.folders import writing
from sipabm.tables.journal import Chunk
from sipabm.tables.parts import UNREADABLE, check_names, drop_parts, is_whole, read_part, write_part
from sipabm.tables.unusable import MEND, LostError, unusable

if TYPE_CHECKING:
    import pyarrow

Made = Mapping[str, Any]  # a manifest


class Form(NamedTuple):
    """What all chunks of some kind of work are like; each raises ValueError, LookupError or TypeError for another one.

    `check` takes a manifest and a chunk. `schema` returns the schema of a table, given the manifest, the table's name
    and the schema that a file says it has; `rows` the most rows that a table of a chunk can have, if that is known.
    `tables` returns the tables of a block, and `holds` what a chunk of a store holds, given one of known files alone.
    """

    check: Callable[[Made, Chunk], None] = lambda made, chunk: None
    schema: Callable[[Made, str, pyarrow.Schema], pyarrow.Schema] = lambda made, table, found: found.remove_metadata()
    rows: Callable[[Made, Chunk, str], int | None] = lambda made, chunk, table: None
    tables: Callable[[Made, str], Set[str]] = lambda made, block: set()
    holds: Callable[[Store, Chunk], dict[str, Any]] = lambda store, chunk: {}

    def read(self, folder: Path, made: Made, chunk: Chunk, table: str) -> pyarrow.Table:
        """Return a table of a chunk; one of `UNREADABLE` if it is not there as this program writes it."""
        return read_part(
            folder, table, chunk.files.get(table), partial(self.schema, made), self.rows(made, chunk, table)
        )


ANY = Form()


@contextmanager
def writing_store(
    folder: Path,
    made: Made,
    *,
    same: Sequence[str],
    overwrite: bool = False,
    trial: Callable[[], Any] = lambda: None,
    form: Form = ANY,
) -> Iterator[Store]:
    """Yield the store of a folder, claimed for this writer alone; its manifest is the earlier one, or else `made`.

    ScenarioError if another writer has it, if it cannot be written, or if it holds something else: no store, or one
    whose manifest differs from `made` in a field of `same`, unless that is to be overwritten: if `trial` does not fail.
    """
    made = {**json.loads(json.dumps(made)), "made_from": journal.identity(made, same)}
    with ExitStack() as held:
        with writing(folder):
            folders.check_is_ours_or_empty(folder)  # before anything is written there
            folder.mkdir(parents=True, exist_ok=True)
            held.enter_context(claimed(folder))
            folders.check_kind(folder, made)
            replaced = overwrite and folders.is_ours(folder)
        if replaced:
            trial()
        with writing(folder):
            if replaced:
                clear(folder, made)
            store = Store(folder, continued(folder, made, same), form)
        yield store


def continued(folder: Path, made: Made, same: Sequence[str]) -> dict[str, Any]:
    """Return the manifest of a folder, which is written if there was none; ScenarioError if it is of something else."""
    earlier = folders.beginning_of_same(folder, made, same)
    if not earlier:
        folders.write_manifest(folder, made, finished=False)
    return {**made, "finished": False, **earlier, "made_from": made["made_from"]}


class Store:
    """A folder of chunks that is being written: its manifest `made`, and its `chunks` by block. Threads may share it.

    What `writing_store` yields.
    """

    def __init__(self, folder: Path, made: dict[str, Any], form: Form) -> None:
        self.folder, self.made, self.form, self.lock = folder, made, form, Lock()
        found = journal.read_journal(folder, made["made_from"], partial(form.check, made))
        self.chunks, self.known = dict(found.chunks), made.get("chunks", 0)
        damaged = bool(found.damaged or found.cut)
        self.adopt(damaged)
        self.chunks = dict(sorted(self.chunks.items()))
        journal.begin_journal(folder)
        if damaged or self.chunks != found.chunks:
            journal.write_journal(folder, self.chunks, made["made_from"])

    def adopt(self, damaged: bool) -> None:
        """Add the chunks that are whole but not named.

        LostError if whole files are left which the journal may have named with others that are gone, or of which
        nothing tells what they hold: they could not stay, and nobody could say what would be lost with them.
        """
        found, left = unnamed_chunks(self.folder, self.chunks, partial(self.form.tables, self.made))
        for chunk in found:
            try:
                whole = chunk._replace(holds=self.form.holds(self, chunk))
                self.form.check(self.made, whole)
            except (*UNREADABLE, TypeError):
                raise lost(self.folder) from None
            self.chunks[chunk.block] = whole
        if left and (damaged or len(self.chunks) < self.known):
            raise lost(self.folder)

    def put(self, block: str, holds: Mapping[str, Any], tables: Mapping[str, pyarrow.Table]) -> None:
        """Write a chunk, which takes the place of an earlier one of its block; ScenarioError if that fails."""
        check_names(block, tables)
        with self.lock, writing(self.folder):
            before = self.chunks.get(block, Chunk(block, {}, {}))
            chunk = Chunk(block, json.loads(json.dumps(holds)), {})
            try:
                for name, table in tables.items():
                    chunk.files[name] = write_part(self.folder, block, name, table)
                journal.append(self.folder, chunk, self.made["made_from"])
            except OSError:
                drop_parts(self.folder, chunk, before)  # or whoever reads the whole folder has runs twice
                raise
            self.chunks[block] = chunk
            drop_parts(self.folder, before, chunk)

    def get(self, block: str) -> dict[str, pyarrow.Table] | None:
        """Return the tables of a chunk, or None if it is not there as it was written: it is then to be made again."""
        if block not in self.chunks:
            return None
        chunk = self.chunks[block]
        try:
            return {table: self.form.read(self.folder, self.made, chunk, table) for table in chunk.files}
        except UNREADABLE:
            return None

    def is_whole(self, block: str) -> bool:
        """Return whether all files of a chunk are there as they were written; reads no table."""
        return block in self.chunks and is_whole(self.folder, self.chunks[block])

    def note(self, **changes: Any) -> None:
        """Change the manifest; an entry that becomes None leaves it."""
        with self.lock:
            made = {name: value for name, value in {**self.made, **changes}.items() if value is not None}
            folders.write_manifest(self.folder, made, finished=made["finished"])
            self.made = made

    def finish(self, **changes: Any) -> None:
        """Mark the folder as finished, its journal in the order of blocks, and without what killed writers left.

        ScenarioError if chunks were lost that were there when it was finished before, and not all were made again.
        """
        with self.lock, writing(self.folder):
            if len(self.chunks) < self.known:
                raise not_asked(self.folder / journal.JOURNAL)
            strays.drop_strays(self.folder, self.chunks)
            self.chunks = dict(sorted(self.chunks.items()))
            journal.write_journal(self.folder, self.chunks, self.made["made_from"])
        # Last, as it says that everything is there.
        self.note(**changes, chunks=len(self.chunks), finished=True)


def read_store(folder: Path, form: Form = ANY, *, unfinished: bool = False) -> Stored:
    """Return what a folder holds; ScenarioError if it holds no store, or one whose journal is damaged.

    Unless `unfinished` ones are asked for, also if it was interrupted before it was first finished.
    """
    made = folders.parsed_manifest(folder) if unfinished else folders.read_manifest(folder)
    if "made_from" not in made:  # as version 0.1 wrote folders, and as studies are
        raise ScenarioError(
            f"folder '{folder}' is not kept as this version of sipabm keeps runs "
            f"(but as {folders.entry_text(made, 'sipabm')}); make the runs again in another folder"
        )
    found = journal.read_journal(folder, str(made["made_from"]), partial(form.check, made))
    if found.damaged:
        raise journal.damaged_journal(folder, found.damaged)
    # A manifest is not believed where the journal lacks chunks that were there when it was finished.
    known = made.get("chunks")
    if not unfinished and (type(known) is not int or len(found.chunks) < known):
        raise journal.lacking(folder)
    return Stored(folder, made, found.chunks, form)


class Stored:
    """A folder of chunks that is only read: its `manifest`, and its `chunks` by block. What `read_store` returns."""

    def __init__(self, folder: Path, manifest: dict[str, Any], chunks: dict[str, Chunk], form: Form) -> None:
        self.folder, self.manifest, self.chunks, self.form = folder, manifest, chunks, form

    def blocks(self) -> list[str]:
        """Return the names of all blocks, in their order."""
        return list(self.chunks)

    def is_whole(self, block: str) -> bool:
        """Return whether all files of a chunk are there as they were written; reads no table."""
        return is_whole(self.folder, self.chunks[block])

    def table(self, name: str, blocks: Iterable[str] | None = None) -> pyarrow.Table:
        """Return a table of some blocks, by default of all, in the order given; ScenarioError if a file is damaged."""
        import pyarrow

        parts = [self.part(name, block) for block in (self.blocks() if blocks is None else blocks)]
        if not parts:
            raise ScenarioError(f"folder '{self.folder}' holds no table '{name}'; {MEND}")
        return pyarrow.concat_tables(parts)

    def part(self, name: str, block: str) -> pyarrow.Table:
        """Return a block's part of a table; ScenarioError if its file is damaged."""
        chunk = self.chunks[block]
        try:
            return self.form.read(self.folder, self.manifest, chunk, name)
        except UNREADABLE as error:
            now, why = self.chunk_now(block), error
        try:
            # A chunk may have grown since it was read.
            if now and now != chunk:
                return self.form.read(self.folder, self.manifest, now, name)
        except UNREADABLE as error:
            why = error
        path = self.folder / name / chunk.files.get(name, (f"part-{block}",))[0]
        raise unusable(self.folder, path, why, ScenarioError(f"'{path}' is damaged; {MEND}"))

    def chunk_now(self, block: str) -> Chunk | None:
        """Return a chunk as the journal has it now, none if it cannot be read or has none."""
        check = partial(self.form.check, self.manifest)
        with suppress(ScenarioError):
            return journal.read_journal(self.folder, str(self.manifest.get("made_from")), check).chunks.get(block)
        return None


def not_asked(path: Path) -> LostError:
    """Return the error of a file whose damage the call at hand does not mend, as it asks for less."""
    return LostError(
        f"'{path}' is damaged, and not all that it held is asked for; "
        "run the command that asked for most, or replace all (--overwrite)"
    )


def clear(folder: Path, made: Made) -> None:
    """Remove what a folder of ours holds and write its new manifest, under which the old chunks never stand.

    OSError before anything is removed, if something cannot be.
    """
    chunks: Mapping[str, Chunk] = {}
    with suppress(ScenarioError):
        chunks = journal.read_journal(folder, str(folders.parsed_manifest(folder).get("made_from"))).chunks
    tables = list(strays.named_by(chunks))
    strays.check_can_be_cleared(folder, tables)
    # Whole on the disk before the first file goes, as the disk may be full; in its place after the last one has gone,
    # as parts are taken for runs of the manifest beside them.
    with folders.manifest_aside(folder, made, finished=False):
        (folder / journal.JOURNAL).unlink(missing_ok=True)
        strays.clear(folder, tables)
