"""Storing: the runs of a sweep in a folder, block by block; none is made that the folder holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow

from sipabm.errors import ScenarioError
from sipabm.language.lists import listed
from sipabm.runs import name_of, new_run
from sipabm.statistics import Numbers
from sipabm.sweeps.block_rows import ERROR, POINT, RUN, RUNS, BlockRows
from sipabm.sweeps.blocks import Block, Shape, block_named, blocks_of, shape_of
from sipabm.sweeps.run_columns import picks_of
from sipabm.sweeps.running import Kept, Point, Rows, Task, first_of, followed, raise_for, tasks
from sipabm.sweeps.spans import Span
from sipabm.sweeps.sweep_form import (
    FORM,
    POINTS,
    POINTS_BLOCK,
    SWEEP,
    check_manifest,
    check_points,
    check_runs,
    stored_points,
    stored_runs,
    stored_sweep,
)
from sipabm.tables.folders import beginning_of_same, drop_report, writing
from sipabm.tables.journal import Chunk
from sipabm.tables.manifest import manifest
from sipabm.tables.own_code import digest_of_code
from sipabm.tables.parts import UNREADABLE
from sipabm.tables.store import Store, Stored, not_asked, writing_store
from sipabm.tables.unusable import LostError

SAME = (
    "sipabm",
    "source_digest",
    "kind",
    "model",
    "model_digest",
    "seed",
    "years",
    "window",
    "own_columns",
    "rows",
    "shard",
)
WHOLE = (1, 1)  # a sweep that is no shard of one


class Wanted(NamedTuple):
    """What is asked of a folder: what is kept of which points and how many runs of each, and how it is called."""

    kept: Kept
    points: Sequence[Point]
    digests: Sequence[str]  # by which the points are known
    replicates: int
    years: tuple[int, ...]
    about: Mapping[str, Any]  # what else the manifest tells
    design: pyarrow.Table | None = None  # a row for each point
    shard: tuple[int, int] = WHOLE
    overwrite: bool = False
    replace: bool = False  # what the folder holds if it is of other runs; of the same ones nothing is made again


class Found(NamedTuple):
    """What a folder holds of what was asked: numbers by point, run and column, and why runs failed."""

    columns: tuple[str, ...]
    values: Numbers
    failed: dict[tuple[int, int], str]


def fill(
    folder: Path,
    wanted: Wanted,
    moved: Callable[[int], Any],
    threads: int | None = None,
    executor: Executor | None = None,
) -> None:
    """Make all runs that are asked of a folder and not there yet, and tell of each that is there now.

    A folder accumulates: points that it does not know are added after those it does, and nothing is ever dropped.
    ScenarioError if another writer has the folder, if it cannot be written, or if it holds something else.
    """
    begun, how = started(wanted), (moved, threads, executor)
    overwrite = wanted.overwrite or (wanted.replace and not can_go_on(folder, begun))
    try:
        make(folder, wanted, begun, overwrite, *how)
    except LostError:
        if overwrite or not wanted.replace:
            raise
        make(folder, wanted, begun, True, *how)


def make(
    folder: Path,
    wanted: Wanted,
    begun: Mapping[str, Any],
    overwrite: bool,
    moved: Callable[[int], Any],
    threads: int | None,
    executor: Executor | None,
) -> None:
    """Make what is missing in a folder, or all that is asked for."""
    trial = partial(try_first, wanted, threads, executor)
    with writing_store(folder, begun, same=SAME, overwrite=overwrite, trial=trial, form=FORM) as store:
        check_manifest(folder, store.made)
        kept = kept_in(store, wanted)
        known = Points(store, wanted)
        pieces = Pieces(store, kept, known, wanted, moved)
        for task, rows in followed(kept, pieces, threads, executor):
            pieces.put(task, rows)
        known.finish()
        if pieces.wrote or known.grew:
            with writing(folder):
                drop_report(folder)  # made from fewer runs, or from some that failed
        made = {"points": len(known.digests), "replicates": max(known.complete)}
        store.finish(**made)


def try_first(wanted: Wanted, threads: int | None, executor: Executor | None) -> None:
    """Make a first run and drop it: nothing is overwritten for a model or an executor that does not work at all."""
    kept, first = wanted.kept, wanted.points[0]
    if isinstance(kept.model, type):
        new_run(first.scenario, kept.seed, first.first, kept.model)
    for _ in followed(kept, tasks([first], [0], range(1), kept.from_tables), threads, executor):
        pass


def can_go_on(folder: Path, begun: Mapping[str, Any]) -> bool:
    """Return whether a folder holds such runs, and keeps of each all that is asked for."""
    try:
        earlier = beginning_of_same(folder, begun, SAME)
        if earlier:
            check_manifest(folder, earlier)
    except ScenarioError:
        return False
    return set(begun["columns"]) <= set(earlier.get("columns", begun["columns"]))


def started(wanted: Wanted) -> dict[str, Any]:
    """Return the manifest of a folder in which a sweep begins."""
    kept, first = wanted.kept, wanted.points[0]
    model, own = kept.model, {name: each.digest() for each in kept.own for name in each.names}
    return {
        **manifest(first.scenario, kept.seed, wanted.replicates, name_of(model)),
        "kind": SWEEP,
        "model_digest": digest_of_code(model) if isinstance(model, type) else None,
        "years": list(wanted.years),
        "window": [wanted.years[kept.window.start], wanted.years[kept.window.stop - 1]],
        "columns": list(kept.columns),
        "own_columns": own,
        "countries": list(kept.countries),
        "rows": kept.rows,
        "shape": list(shape_of(first.scenario, len(wanted.points))),
        "shard": list(wanted.shard),
        **wanted.about,
    }


def check_columns(folder: Path, stored: Sequence[str], wanted: Wanted) -> None:
    """Raise ScenarioError if more is asked of runs than a folder keeps of them."""
    lacking = [name for name in wanted.kept.columns if name not in stored]
    if lacking:
        raise ScenarioError(
            f"folder '{folder}' does not keep {listed(lacking[:5])} of its runs; ask for what it keeps, "
            "choose another folder (--out) or replace it (--overwrite)"
        )


def kept_in(store: Store, wanted: Wanted) -> Kept:
    """Return what a folder keeps of every run; ScenarioError if more is asked for."""
    stored = tuple(store.made["columns"])
    check_columns(store.folder, stored, wanted)
    countries = tuple(store.made["countries"])
    kept = wanted.kept._replace(countries=countries)
    made_of_rows = {name for each in kept.made_of_rows for name in each.names}
    return kept._replace(picks=picks_of([name for name in stored if name not in made_of_rows], wanted.years))


class Points:
    """The points of a folder: those it knows, then those that are new; how many runs of each were asked for so far."""

    def __init__(self, store: Store, wanted: Wanted) -> None:
        self.store, self.wanted, self.grew = store, wanted, False
        self.table: Any = self.stored()
        self.digests: list[str] = self.table["digest"].to_pylist() if self.table else []
        self.complete: list[int] = self.table[RUNS].to_pylist() if self.table else []
        places = {digest: place for place, digest in enumerate(self.digests or self.lost())}
        self.asked: dict[int, int] = {}  # place in the folder of a point that is asked for: its place in the sweep
        for place, digest in enumerate(wanted.digests):
            self.asked.setdefault(places.setdefault(digest, len(places)), place)
        if len(places) > len(self.digests):
            self.add(list(places)[len(self.digests) :])

    def stored(self) -> pyarrow.Table | None:
        """Return the table of points that the folder has, none if it has none as it was written."""
        found = self.store.get(POINTS_BLOCK)
        try:
            check_points(found[POINTS]) if found else None
        except UNREADABLE:
            return None
        return found[POINTS] if found else None

    def lost(self) -> list[str]:
        """Return the points of the chunks, in their order, where the table of points is lost.

        ScenarioError if not all of them are asked for: nothing else tells what they are.
        """
        if not self.store.chunks:
            return []
        # Which points were asked how often, the table alone told; no more often than a finished folder tells.
        if self.wanted.replicates < (self.store.made.get("replicates") or 0):
            raise not_asked(self.store.folder / POINTS)
        shape, known = Shape(*self.store.made["shape"]), dict[int, str]()
        for name, chunk in self.store.chunks.items():
            if name != POINTS_BLOCK:
                known |= dict(zip(block_named(shape, name).places, chunk.holds["points"], strict=False))
        others = (digest for digest in dict.fromkeys(self.wanted.digests) if digest not in known.values())
        # A shard has chunks of some points alone.
        digests = [known.get(place) or next(others, "") for place in range(max(known, default=-1) + 1)]
        if not set(digests) <= set(self.wanted.digests):
            raise not_asked(self.store.folder / POINTS)
        return digests

    def add(self, digests: Sequence[str]) -> None:
        """Add points that the folder does not know, none of whose runs are there yet."""
        new = [self.asked[len(self.digests) + number] for number in range(len(digests))]
        rows = points_table(self.wanted, new, len(self.digests))
        self.table = (
            rows if self.table is None else pyarrow.concat_tables([self.table, rows], promote_options="permissive")
        )
        self.digests, self.complete = [*self.digests, *digests], [*self.complete, *([0] * len(digests))]
        self.write()

    def write(self) -> None:
        """Write the points into the folder."""
        place = self.table.schema.get_field_index(RUNS)
        field = self.table.schema.field(place)
        self.table = self.table.set_column(place, field, pyarrow.array(self.complete, pyarrow.int64()))
        self.store.put(POINTS_BLOCK, {"points": len(self.digests)}, {POINTS: self.table})

    def finish(self) -> None:
        """Note that all runs that were asked for are there."""
        before = list(self.complete)
        for place in self.asked:
            self.complete[place] = max(self.complete[place], self.wanted.replicates)
        self.grew = self.complete != before
        if self.grew:
            self.write()

    def digests_of(self, block: Block) -> list[str]:
        """Return the points of a block by digest."""
        return self.digests[block.places.start : block.places.stop]

    def firsts(self, block: Block) -> list[int]:
        """Return the replicate with which the runs of each point of a block begin."""
        return self.table["first"].to_pylist()[block.places.start : block.places.stop]

    def wanted_of(self, block: Block) -> list[int]:
        """Return how many runs of each point of a block are wanted of it."""
        runs = max(0, min(self.wanted.replicates, block.runs.stop) - block.runs.start)
        return [runs if place in self.asked else 0 for place in block.places]

    def of_block(self, block: Block) -> dict[int, Point]:
        """Return the points of a block that are asked for, by their place in it."""
        asked = {place: self.asked[each] for place, each in enumerate(block.places) if each in self.asked}
        return {place: self.wanted.points[each] for place, each in asked.items()}


def points_table(wanted: Wanted, new: Sequence[int], begin: int) -> pyarrow.Table:
    """Return the rows of points that are new to a folder: number, digest, first replicate, runs so far, design."""
    digests = wanted.digests
    keys = {
        "point": pyarrow.array(range(begin, begin + len(new)), pyarrow.int64()),
        "digest": pyarrow.array([digests[place] for place in new], pyarrow.string()),
        "first": pyarrow.array([first_of(digests[place]) for place in new], pyarrow.int64()),
        RUNS: pyarrow.array([0] * len(new), pyarrow.int64()),
    }
    columns = {} if wanted.design is None else wanted.design.take(list(new)).to_pydict()
    fields = {} if wanted.design is None else {field.name: field.type for field in wanted.design.schema}
    return pyarrow.table(keys | {name: pyarrow.array(values, fields[name]) for name, values in columns.items()})


class Pieces:
    """The tasks of all runs that are missing, block by block; a block is written when its last task is there."""

    def __init__(self, store: Store, kept: Kept, points: Points, wanted: Wanted, moved: Callable[[int], Any]) -> None:
        self.store, self.kept, self.points, self.wanted, self.moved = store, kept, points, wanted, moved
        self.wrote = False
        self.open: list[tuple[BlockRows, int]] = []  # blocks that wait for tasks, in their order, and how many

    def __iter__(self) -> Iterator[Task]:
        shape = Shape(*self.store.made["shape"])
        part, of = self.wanted.shard
        for number, block in enumerate(blocks_of(shape, len(self.points.digests), self.wanted.replicates)):
            if number % of == part - 1:
                yield from self.of_block(block)

    def of_block(self, block: Block) -> Iterator[Task]:
        """Yield the tasks of a block, none if all of it is there."""
        wanted = self.points.wanted_of(block)
        if self.is_done(block, wanted):
            self.moved(sum(wanted))
            return
        rows = BlockRows(block, self.points.firsts(block), self.kept.columns, wanted)
        if earlier := self.earlier(block):
            rows.take(earlier)
        elif block.name in self.store.chunks and not self.asks_for(self.store.chunks[block.name], wanted):
            raise not_asked(self.store.folder / RUNS)  # of which nothing would be left
        pieces = list(rows.pieces(self.points.of_block(block), self.kept.from_tables))
        self.moved(sum(wanted) - sum(len(task.places) * len(task.runs) for task in pieces))
        if pieces:
            self.open.append((rows, len(pieces)))
            yield from pieces

    def asks_for(self, chunk: Chunk, wanted: Sequence[int]) -> bool:
        """Return whether as many runs of each point of a block are wanted as its chunk says it holds."""
        return all(want >= have for want, have in zip(wanted, chunk.holds[RUNS], strict=False))

    def is_done(self, block: Block, wanted: Sequence[int]) -> bool:
        """Return whether a block has all that is wanted of it, as it was written and without failed runs."""
        if not any(wanted):
            return True
        chunk = self.store.chunks.get(block.name)
        if chunk is None or chunk.holds["failed"] or not self.is_of(chunk, block):
            return False
        held = [*chunk.holds[RUNS], *([0] * len(wanted))]
        return all(have >= want for want, have in zip(wanted, held, strict=False)) and self.store.is_whole(block.name)

    def earlier(self, block: Block) -> dict[str, pyarrow.Table] | None:
        """Return the tables that the folder has of a block, none if they are damaged or of other points."""
        chunk = self.store.chunks.get(block.name)
        tables = self.store.get(block.name) if chunk and self.is_of(chunk, block) else None
        try:
            check_runs(tables[RUNS], chunk, self.store.made, self.points.table) if tables and chunk else None
        except UNREADABLE:
            return None
        return tables

    def is_of(self, chunk: Chunk, block: Block) -> bool:
        """Return whether a chunk holds a block's points, of which there may have been fewer."""
        held = chunk.holds["points"]
        return bool(held == self.points.digests_of(block)[: len(held)])

    def put(self, task: Task, rows: Rows) -> None:
        """Put the rows of a task into the first block that waits, and write that block with its last one."""
        block, missing = self.open[0]
        block.put(task, rows)
        self.moved(len(task.places) * len(task.runs))
        self.open[0] = (block, missing - 1)
        if missing == 1:
            self.open.pop(0)
            self.wrote = True
            digests = self.points.digests_of(block.block)
            self.store.put(block.block.name, block.holds(digests), block.chunk(self.kept.rows))


def in_folder(
    folder: Path,
    kept: Kept,
    points: Sequence[Point],
    digests: Sequence[str],
    replicates: int,
    span: Span,
    replace: bool,
    moved: Callable[[int], Any],
    **how: Any,
) -> Numbers:
    """Return what is kept of all runs (points × runs × columns), made if the folder does not hold them."""
    wanted = Wanted(kept, points, digests, replicates, span.years, {}, replace=replace)
    fill(folder, wanted, moved, **how)
    found = found_in(stored_sweep(folder, unfinished=True), kept.columns, wanted.digests, replicates)
    raise_for(found.failed)
    return found.values


def found_in(stored: Stored, columns: Sequence[str], digests: Sequence[str], runs: int) -> Found:
    """Return so many runs of some points of a folder; what is not there is missing."""
    points = stored_points(stored)
    firsts, different = points["first"].to_numpy(), {digest: row for row, digest in enumerate(dict.fromkeys(digests))}
    # Where each point of the folder stands among those asked for, if it is one.
    rows = np.array([different.get(digest, -1) for digest in points["digest"].to_pylist()])
    values, failed = np.full((len(different), runs, len(columns)), np.nan), {}
    for block, chunk in stored.chunks.items():
        if block == POINTS_BLOCK or different.keys().isdisjoint(chunk.holds["points"]):
            continue
        table = stored_runs(stored, block, points)
        places = table[POINT].to_numpy()
        at, run = rows[places], table[RUN].to_numpy() - firsts[places]
        asked = (at >= 0) & (run < runs)
        part = np.column_stack([table[name].to_numpy() for name in columns])
        values[at[asked], run[asked]] = part[asked]
        for where in np.flatnonzero(asked & ~table[ERROR].is_null().to_numpy()):
            failed[int(at[where]), int(run[where])] = table[ERROR][where].as_py()
    # The same point may be asked for more than once.
    each = np.array([different[digest] for digest in digests])
    told = {(int(place), run): why for (row, run), why in failed.items() for place in np.flatnonzero(each == row)}
    return Found(tuple(columns), values[each], told)
