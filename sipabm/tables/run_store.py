"""The store of runs: which chunks hold which runs, and their tables as frames.

A folder gathers runs: asked for more it is extended, asked for fewer it keeps what it has. A chunk is named after its
first run, and the last one grows when more runs follow, so files are the same whatever the way to them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from sipabm.errors import ScenarioError
from sipabm.scenario import Scenario
from sipabm.tables import folders
from sipabm.tables.codebook import RUN, TABLES
from sipabm.tables.journal import Chunk
from sipabm.tables.parts import UNREADABLE
from sipabm.tables.store import MEND, Store, Stored, read_store, writing_store

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


def block_of(members: range) -> str:
    """Return the name of a chunk, by its first run: it stays the same when the chunk grows."""
    return f"{members.start:08d}"


def held_by(chunks: Mapping[str, Chunk]) -> dict[int, range]:
    """Return the runs of each chunk by the first of them; what says otherwise than its name is none of ours."""
    found = {}
    for chunk in chunks.values():
        first, runs = chunk.holds.get("first"), chunk.holds.get("runs")
        if type(first) is int and type(runs) is int and runs > 0 and chunk.files.keys() == TABLES.keys():
            members = range(first, first + runs)
            if block_of(members) == chunk.block:
                found[first] = members
    return found


def writing_runs(folder: Path, made: Mapping[str, Any], overwrite: bool) -> AbstractContextManager[Store]:
    """Return the store of a folder for runs, to be entered; ScenarioError if another has it or it holds others."""
    own = {name: value for name, value in made.items() if name not in OF_A_STORE}
    return writing_store(folder, own, same=SAME, overwrite=overwrite)


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
    if replicates > known:
        store.note(**{"asked" if store.made["finished"] else "replicates": replicates})


def put_runs(store: Store, task: Task, frames: Mapping[str, pd.DataFrame]) -> None:
    """Write the missing runs of a chunk, after those that it holds."""
    from sipabm.tables.parquet import arrow_table, joined

    before = store.get(task.block) if task.kept else {}
    if before is None:  # though it was whole a moment ago
        raise damaged(store.folder / "runs")
    countries = list(frames["attempts"]["country"].cat.categories)
    parts = dict(frames)
    for table in before:
        parts[table] = joined([frame(store.folder, table, before[table], task.kept.stop, countries), frames[table]])
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
        raise ScenarioError(f"folder '{folder}' holds no runs but the tables of a study ({kind})")
    stored = read_store(folder)
    blocks_of(stored, replicates_of(folder, stored.manifest))
    return stored


def blocks_of(stored: Stored, replicates: int) -> list[str]:
    """Return the blocks that hold some runs, from the first on; ScenarioError if any is missing."""
    held, blocks, first = held_by(stored.chunks), [], 0
    while first < replicates:
        if first not in held:
            raise folders.interrupted(stored.folder)
        blocks.append(block_of(held[first]))
        first = held[first].stop
    return blocks


def stored_frame(stored: Stored, replicates: int, scenario: Scenario, table: str) -> pd.DataFrame:
    """Return a table of some runs, from the first on; ScenarioError if a file is damaged."""
    found = stored.table(table, blocks_of(stored, replicates))
    # The last chunk may hold more runs: a folder is asked for fewer, or is being extended.
    return frame(stored.folder, table, found, replicates, [country.code for country in scenario.countries])


def frame(folder: Path, table: str, content: pyarrow.Table, replicates: int, countries: list[str]) -> pd.DataFrame:
    """Return a table's rows of the runs before some number; ScenarioError if it is another table."""
    from sipabm.tables.parquet import frame_of_table

    try:
        rows = int(content[RUN.name].to_numpy().searchsorted(replicates))
        return frame_of_table(table, content.slice(0, rows), countries)
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
