"""Rows of a block: what is known of its runs, what is missing, and the tables of its chunk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow
import pyarrow.compute

from sipabm.sweeps.blocks import Block, contiguous
from sipabm.sweeps.run_columns import CHARACTERISTICS, COUNTS, LEVELS
from sipabm.sweeps.running import ROW_TABLES, Point, Rows, Task, tasks
from sipabm.tables.parquet import arrow_table, schema_of

if TYPE_CHECKING:
    import pandas as pd

MEANINGS = {**COUNTS, **LEVELS, **CHARACTERISTICS}
RUNS, POINT, RUN, ERROR = "runs", "point", "run", "error"
Tables = Mapping[str, pyarrow.Table]


class BlockRows:
    """The runs of a block: numbers by point, run and column; which are there; why runs failed; their rows if kept."""

    def __init__(self, block: Block, firsts: Sequence[int], columns: Sequence[str], wanted: Sequence[int]) -> None:
        self.block, self.columns, self.wanted = block, tuple(columns), wanted
        # The replicate with which each point's runs in this block begin.
        self.firsts = np.asarray(firsts, dtype=np.int64) + block.runs.start
        shape = (len(firsts), max(wanted, default=0))
        self.values = np.full((*shape, len(columns)), np.nan)
        self.there = np.zeros(shape, dtype=bool)
        self.failed: dict[tuple[int, int], str] = {}
        self.tables: dict[str, list[pyarrow.Table]] = {name: [] for name in ROW_TABLES}

    def take(self, tables: Tables) -> None:
        """Take the runs of an earlier chunk, but those that failed, which are tried again."""
        kept = tables[RUNS]
        kept = kept.filter(pyarrow.compute.is_null(kept[ERROR]))
        places, runs = self.at(kept)
        self.widen(int(runs.max(initial=-1)) + 1)
        self.values[places, runs] = np.column_stack([kept[name].to_numpy() for name in self.columns])
        self.there[places, runs] = True
        for name in ROW_TABLES:
            if name in tables:
                self.tables[name].append(tables[name])

    def at(self, table: pyarrow.Table) -> tuple[Any, Any]:
        """Return the place of each row's point in the block, and its run counted from the first of the block."""
        places = table[POINT].to_numpy() - self.block.places.start
        return places, table[RUN].to_numpy() - self.firsts[places]

    def widen(self, runs: int) -> None:
        """Make room for so many runs of each point."""
        more = runs - self.there.shape[1]
        if more > 0:
            self.values = np.pad(self.values, ((0, 0), (0, more), (0, 0)), constant_values=np.nan)
            self.there = np.pad(self.there, ((0, 0), (0, more)))

    def pieces(self, points: Mapping[int, Point], from_tables: bool = False) -> Iterator[Task]:
        """Yield the tasks of all runs that are wanted and not there; points that lack the same runs share them."""
        lacking: dict[tuple[int, ...], list[int]] = {}
        for place, wanted in enumerate(self.wanted):
            missing = tuple(np.flatnonzero(~self.there[place, :wanted]).tolist())
            lacking.setdefault(missing, []).append(place)
        for missing, places in lacking.items():
            for runs in contiguous(missing):
                begin = self.block.runs.start
                yield from tasks(points, places, range(begin + runs.start, begin + runs.stop), from_tables)

    def put(self, task: Task, rows: Rows) -> None:
        """Put the rows of a task into their place."""
        places, begin = np.array(task.places), task.runs.start - self.block.runs.start
        runs = slice(begin, begin + len(task.runs))
        self.values[places, runs], self.there[places, runs] = rows.values, True
        for (place, run), reason in rows.failed.items():
            self.failed[task.places[place], begin + run] = reason
        for name, parts in rows.tables.items():
            for place, frame in parts:
                self.tables[name].append(with_point(name, frame, self.block.places.start + task.places[place]))

    def holds(self, digests: Sequence[str]) -> dict[str, Any]:
        """Return what the chunk holds: its points by digest, how many runs of each, how many of them failed."""
        return {"points": list(digests), RUNS: self.there.sum(axis=1).tolist(), "failed": len(self.failed)}

    def chunk(self, with_rows: bool) -> dict[str, pyarrow.Table]:
        """Return the tables of the chunk, by point and run."""
        places, runs = np.nonzero(self.there)
        reasons = [self.failed.get(at) for at in zip(places.tolist(), runs.tolist(), strict=True)]
        named = dict(zip(self.columns, self.values[places, runs].T, strict=True))
        keys = {POINT: places + self.block.places.start, RUN: runs + self.firsts[places], ERROR: reasons}
        found = {RUNS: pyarrow.table({**keys, **named}, schema=runs_schema(self.columns))}
        for name in ROW_TABLES if with_rows else ():
            found[name] = in_order_of_runs(self.tables[name], row_schema(name))
        return found


def runs_schema(columns: Iterable[str]) -> pyarrow.Schema:
    """Return the schema of the table of runs: point, run, why it failed, and the columns that are kept."""
    meanings = {
        POINT: (pyarrow.int64(), "row of the design, from 0; joins the table of points"),
        RUN: (pyarrow.int64(), "number of the replicate: with the seed it gives the same luck again"),
        ERROR: (pyarrow.string(), "why the run failed, missing if it did not"),
    }
    fields = [pyarrow.field(name, kind, metadata={"meaning": told}) for name, (kind, told) in meanings.items()]
    fields += [pyarrow.field(name, pyarrow.float64(), metadata={"meaning": meaning_of(name)}) for name in columns]
    return pyarrow.schema(fields)


def meaning_of(name: str) -> str:
    """Return what a column of the table of runs means: a total, or one of a year, area or country."""
    if name in MEANINGS:
        return MEANINGS[name]
    whole, _, case = name.rpartition("_")
    return f"{MEANINGS[whole]}, of {case} alone" if whole in MEANINGS else "a column of one's own"


def with_point(table: str, frame: pd.DataFrame, point: int) -> pyarrow.Table:
    """Return rows of a point's runs as they are stored: words as plain text, which parts of a table share."""
    stored = arrow_table(table, frame)
    points = pyarrow.array(np.full(len(frame), point, dtype=np.int64))
    return stored.add_column(0, POINT, points).cast(row_schema(table))


def row_schema(table: str) -> pyarrow.Schema:
    """Return the schema of attempts or contracts of a sweep: that of a run, with the point before."""
    fields = [runs_schema(()).field(POINT)]
    for field in schema_of(table):
        plain = pyarrow.types.is_dictionary(field.type)
        fields.append(field.with_type(pyarrow.string()) if plain else field)
    return pyarrow.schema(fields)


def in_order_of_runs(parts: Sequence[pyarrow.Table], schema: pyarrow.Schema) -> pyarrow.Table:
    """Return parts of a table as one, by point and run; rows of a run stay in their order."""
    whole = pyarrow.concat_tables(parts) if parts else schema.empty_table()
    return whole.sort_by([(POINT, "ascending"), (RUN, "ascending")]).combine_chunks()
