"""Estimate: how long a sweep takes on this machine and what it writes, by a short measurement of its first runs."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from sipabm.surroundings import processors
from sipabm.sweeps.block_rows import BlockRows
from sipabm.sweeps.blocks import Block, Shape, block_named, blocks_of, shape_of
from sipabm.sweeps.running import ROW_TABLES, Point, Rows, Task, followed, tasks
from sipabm.sweeps.storing import SAME, WHOLE, Wanted, check_columns, points_table, started
from sipabm.sweeps.sweep import Asked, wanted_of
from sipabm.sweeps.sweep_form import POINTS_BLOCK, stored_sweep
from sipabm.tables.folders import beginning_of_same, check_is_ours_or_empty, is_empty
from sipabm.tables.parts import parquet_of

SECONDS = 2.0
CHARACTERS_OF_A_NUMBER = 18


class Estimate(NamedTuple):
    """What a sweep, or a shard of it, will take: runs, files and bytes, seconds; and the measurement behind it.

    Seconds are of the runs that the folder does not hold already, files and bytes of all.
    """

    runs: int
    there: int
    files: int
    bytes: float
    seconds: float
    measured_runs: int
    measured_seconds: float


def estimated(
    asked: Asked, shard: tuple[int, int] = WHOLE, threads: int | None = None, folder: Path | None = None
) -> Estimate:
    """Return what a sweep will take if all runs take as long as the first; it makes some of them and writes nothing."""
    blocks = blocks_of_shard(asked, shard)
    runs = sum(len(block.places) * len(block.runs) for block in blocks)
    if not runs:
        return Estimate(0, 0, 0, 0.0, 0.0, 0, 0.0)
    there = min(runs, runs_there(asked, folder)) if folder else 0
    measured, seconds = first_runs(asked, threads)
    done = sum(len(task.points) * len(task.runs) for task, _ in measured)
    empty, full = sizes(asked, measured)
    files = len(blocks) * (1 + (len(ROW_TABLES) if asked.kept.rows else 0))
    written = of_points(asked, shard) + empty * len(blocks) + max(0.0, full - empty) / done * runs
    return Estimate(runs, there, files, written, seconds / done * (runs - there), done, seconds)


def runs_there(asked: Asked, folder: Path) -> int:
    """Return how many of the runs that are asked for a folder holds already."""
    if is_empty(folder):
        return 0
    stored = stored_sweep(folder, unfinished=True)
    shape, digests = Shape(*stored.manifest["shape"]), set(asked.digests)
    found = 0
    for block in (name for name in stored.blocks() if name != POINTS_BLOCK):
        holds, most = stored.chunks[block].holds, max(0, asked.replicates - block_named(shape, block).runs.start)
        pairs = zip(holds["points"], holds["runs"], strict=True)
        found += sum(min(most, runs) for digest, runs in pairs if digest in digests) - holds["failed"]
    return found


def blocks_of_shard(asked: Asked, shard: tuple[int, int]) -> list[Block]:
    """Return the blocks that a shard makes."""
    shape, (part, of) = shape_of(asked.points[0].scenario, len(asked.points)), shard
    return list(blocks_of(shape, len(asked.points), asked.replicates))[part - 1 :: of]


def first_runs(asked: Asked, threads: int | None) -> tuple[list[tuple[Task, Rows]], float]:
    """Return the first pieces of a sweep, as many as take two seconds or more, and the seconds that they took."""
    points = asked.points
    # One run before, as the first of all reads machine code and makes what is kept for the others.
    for _ in followed(asked.kept, tasks(points, [0], range(1)), 1, None):
        pass
    found: list[tuple[Task, Rows]] = []
    waiting, seconds, count = pieces(asked, points), 0.0, threads or processors()
    # In rounds that are waited for: of pieces that are under way when a clock is stopped nobody knows how far they are.
    while seconds < SECONDS and (several := list(islice(waiting, count))):
        began = time.perf_counter()
        found += followed(asked.kept, several, threads, None)
        seconds, count = seconds + time.perf_counter() - began, 2 * count
    return found, seconds


def pieces(asked: Asked, points: Sequence[Point]) -> Iterator[Task]:
    """Yield the pieces of a sweep in the order in which it makes them."""
    for block in blocks_of_shard(asked, WHOLE):
        yield from tasks(points, block.places, block.runs, asked.kept.from_tables)


def sizes(asked: Asked, measured: list[tuple[Task, Rows]]) -> tuple[int, int]:
    """Return the bytes of a block's files without any runs, and with those that were measured."""
    sides = range(1 + max(max(task.places) for task, _ in measured)), range(max(task.runs.stop for task, _ in measured))
    whole = Block("measured", *sides)
    rows = BlockRows(whole, [0] * len(whole.places), asked.kept.columns, [len(whole.runs)] * len(whole.places))
    empty = bytes_of(rows, asked)
    for task, each in measured:
        rows.put(task, each)
    return empty, bytes_of(rows, asked)


def of_points(asked: Asked, shard: tuple[int, int]) -> float:
    """Return the bytes of the tables of points: Parquet, and CSV with the measures, each with its interval."""
    stored = points_table(wanted_of(asked, shard, overwrite=False), range(len(asked.points)), 0)
    numbers = len(asked.points) * len(asked.measures) * 3
    return len(parquet_of(stored)) + len(asked.design.to_csv()) + numbers * CHARACTERS_OF_A_NUMBER


def bytes_of(rows: BlockRows, asked: Asked) -> int:
    """Return how many bytes the files of a block have."""
    return sum(len(parquet_of(table)) for table in rows.chunk(asked.kept.rows).values())


def check_folder(folder: Path, wanted: Wanted) -> None:
    """Raise ScenarioError if a folder holds anything else than a part of what is wanted of it; writes nothing."""
    check_is_ours_or_empty(folder)
    if not wanted.overwrite:
        earlier = beginning_of_same(folder, json.loads(json.dumps(started(wanted))), SAME)
        check_columns(folder, earlier.get("columns", wanted.kept.columns), wanted)
