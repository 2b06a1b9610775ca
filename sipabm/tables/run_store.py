"""The store of runs: which chunks hold which runs, and their tables as frames.

A folder gathers runs: asked for more it is extended, asked for fewer it keeps what it has. A chunk is named after its
first run, and the last one grows when more runs follow, so files are the same whatever the way to them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from sipabm.errors import ScenarioError
from sipabm.scenario import Scenario
from sipabm.tables import folders
from sipabm.tables.codebook import RUN, TABLES
from sipabm.tables.journal import JOURNAL, Chunk, identity, lacking
from sipabm.tables.parts import UNREADABLE
from sipabm.tables.run_form import FORM, block_of, members_of
from sipabm.tables.store import Store, Stored, not_asked, read_store, writing_store
from sipabm.tables.unusable import MEND

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow

SAME = ("sipabm", "source_digest", "scenario_digest", "model", "model_digest", "seed", "rows")
OF_A_STORE = ("made_from", "chunks", "asked", "finished")  # what a manifest tells of its folder, not of its runs
RUNS_PER_CHUNK = 50  # what a killed process loses at most, and what is in memory at once


class Task(NamedTuple):
    """A chunk as it is to be: its runs, and those of them that it holds already, which come first."""

    members: range
    kept: range

    @property
    def block(self) -> str:
        """Return the name of the chunk."""
        return block_of(self.members)

    @property
    def missing(self) -> range:
        """Return the runs that are still to be made."""
        return range(self.kept.stop, self.members.stop)


def held_by(chunks: Mapping[str, Chunk]) -> dict[int, range]:
    """Return the runs of each chunk by the first of them."""
    held = map(members_of, chunks.values())
    return {members.start: members for members in held}


def writing_runs(
    folder: Path, made: Mapping[str, Any], overwrite: bool, trial: Callable[[], Any] = lambda: None
) -> AbstractContextManager[Store]:
    """Return the store of a folder for runs, to be entered; ScenarioError if another has it or it holds others."""
    own = {name: value for name, value in made.items() if name not in OF_A_STORE}
    return writing_store(folder, own, same=SAME, overwrite=overwrite, trial=trial, form=FORM)


def check_takes_runs(folder: Path, made: Mapping[str, Any], overwrite: bool) -> None:
    """Raise ScenarioError if a folder holds other runs than those of a manifest, or something else; writes nothing."""
    with folders.writing(folder):
        folders.check_is_ours_or_empty(folder)
        folders.check_kind(folder, made)
        if not overwrite:
            folders.beginning_of_same(folder, made, SAME)


def tasks(store: Store, replicates: int, size: int) -> Iterator[Task]:
    """Yield the chunks that hold some runs, from the first run on, those that are whole as nothing to do.

    Chunks of another size than the present one are kept as they are, and the gaps between them are filled.
    """
    held = held_by(store.chunks)
    starts = sorted(held)
    first = 0
    while first < replicates:
        there = held.get(first, range(first, first))
        # A damaged chunk is made again as long as it was, however few runs are asked for: those after it stay.
        whole = there and store.is_whole(block_of(there))
        members = range(first, end_of(there, size, replicates, starts))
        yield Task(members, there if whole else range(first, first))
        first = members.stop


def end_of(there: range, size: int, replicates: int, starts: list[int]) -> int:
    """Return where a chunk is to end: at a multiple of the size, the next chunk or the last run, but after its own."""
    place = bisect_right(starts, there.start)
    following = starts[place] if place < len(starts) else replicates
    # A chunk that is there may end beyond the last run asked for; nothing is dropped.
    full = -(-max(there.stop, there.start + 1) // size) * size
    return max(there.stop, min(full, following, replicates))


def begin_runs(store: Store, replicates: int) -> None:
    """Note how many runs were asked for; how many can be read stays what it was until all are there."""
    known = replicates_of(store.folder, store.made)
    # Before a run is made: what a folder lost, others may have been told that it has.
    if store.made["finished"] and max(replicates, runs_from_first(store.chunks)) < known:
        raise not_asked(store.folder / JOURNAL)
    if replicates > known:
        store.note(**{"asked" if store.made["finished"] else "replicates": replicates})


def runs_from_first(chunks: Mapping[str, Chunk]) -> int:
    """Return how many runs chunks hold from the first on, without a gap."""
    held, runs = held_by(chunks), 0
    while runs in held:
        runs = held[runs].stop
    return runs


def put_runs(store: Store, task: Task, frames: Mapping[str, pd.DataFrame], scenario: Scenario) -> None:
    """Write the missing runs of a chunk, after those that it holds."""
    from sipabm.tables.parquet import arrow_table, joined

    before = store.get(task.block) if task.kept else {}
    if before is None:  # though it was whole a moment ago
        raise damaged(store.folder / "runs")
    parts = dict(frames)
    for table in before:
        kept = frame(store.folder, table, before[table], task.kept, task.kept.stop, scenario)
        parts[table] = joined([kept, frames[table]])
    whole = {table: arrow_table(table, parts[table]) for table in TABLES}
    store.put(task.block, {"first": task.members.start, "runs": len(task.members)}, whole)


def finish_runs(store: Store, replicates: int) -> None:
    """Mark a folder as finished with some runs at least; what was made from fewer runs leaves it."""
    known = replicates_of(store.folder, store.made)
    if not store.made["finished"] or replicates > known:
        with folders.writing(store.folder):
            folders.drop_report(store.folder)
    finished = max(replicates, known) if store.made["finished"] else replicates
    asked = max(known, replicates, store.made.get("asked") or 0)
    store.finish(replicates=finished, asked=asked if asked > finished else None)


def replicates_of(folder: Path, made: Mapping[str, Any]) -> int:
    """Return the number of runs that a manifest tells; ScenarioError if it is none."""
    known, asked = made.get("replicates"), made.get("asked", 1)
    if not (type(known) is int and type(asked) is int and known > 0):
        raise folders.damaged_manifest(folder)
    return known


def seconds_of(made: Mapping[str, Any]) -> float:
    """Return how long the runs of a folder took so far, 0 if its manifest does not tell."""
    value = made.get("seconds")
    return value if isinstance(value, int | float) else 0.0


def stored_runs(folder: Path) -> Stored:
    """Return the runs that a folder holds; ScenarioError if it holds none, or not all that its manifest tells."""
    made = folders.read_manifest(folder)
    if (kind := folders.kind_of(made)) != "runs":
        raise ScenarioError(
            f"folder '{folder}' holds no runs but the tables of a study ({kind}); read its CSV files there, or make it "
            "again as its manifest.json says"
        )
    stored = read_store(folder, FORM)
    blocks_of(stored, replicates_of(folder, stored.manifest))
    return stored


def held_runs(folder: Path, made: Mapping[str, Any], replicates: int) -> Stored | None:
    """Return the runs asked for of a folder if it is finished and holds them all, whole, with their scenario."""
    try:
        stored = stored_runs(folder)
        blocks = blocks_of(stored, replicates)
        folders.scenario_of_runs(folder, stored.manifest)
    except ScenarioError:
        return None
    there = stored.manifest
    same = there["made_from"] == identity(made, SAME) and there.get("scenario") == made["scenario"]
    enough = same and replicates <= there["replicates"]
    if not enough or not all(map(stored.is_whole, blocks)):
        return None
    return Stored(folder, {**there, "replicates": replicates}, stored.chunks, FORM)


def blocks_of(stored: Stored, replicates: int) -> list[str]:
    """Return the blocks that hold some runs, from the first on; ScenarioError if any is missing."""
    held, blocks, first = held_by(stored.chunks), [], 0
    while first < replicates:
        if first not in held:
            raise lacking(stored.folder)
        blocks.append(block_of(held[first]))
        first = held[first].stop
    return blocks


def stored_frame(stored: Stored, replicates: int, scenario: Scenario, table: str) -> pd.DataFrame:
    """Return a table of some runs, from the first on; ScenarioError if a file is damaged."""
    blocks = blocks_of(stored, replicates)
    # The last chunk may hold more runs: a folder is asked for fewer, or is being extended.
    members = range(members_of(stored.chunks[blocks[-1]]).stop)
    return frame(stored.folder, table, stored.table(table, blocks), members, replicates, scenario)


def frame(
    folder: Path, table: str, content: pyarrow.Table, members: range, replicates: int, scenario: Scenario
) -> pd.DataFrame:
    """Return a table's rows of the runs before some number; ScenarioError if it is not the table of its runs."""
    from sipabm.tables.checked_rows import check_rows
    from sipabm.tables.parquet import frame_of_table

    try:
        check_rows(table, content, members, scenario)
        rows = int(content[RUN.name].to_numpy().searchsorted(replicates))
        return frame_of_table(table, content.slice(0, rows), [country.code for country in scenario.countries])
    except UNREADABLE:
        raise damaged(folder / table) from None


def damaged(table: Path) -> ScenarioError:
    """Return the error of a table that is not as it was written."""
    return ScenarioError(f"table '{table}' is damaged; {MEND}")


def by_run(rows: pd.DataFrame, members: Iterable[int]) -> pd.DataFrame:
    """Return those rows of a frame, in the order of runs, that are of some runs which follow each other."""
    numbers = list(members)
    first, last = rows[RUN.name].searchsorted([numbers[0], numbers[-1] + 1])
    return rows.iloc[first:last].reset_index(drop=True)
