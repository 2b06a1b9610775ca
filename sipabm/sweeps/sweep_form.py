"""The form of a sweep's folder: which chunks, tables and rows it can hold; all else is damaged, or a stranger's."""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow

from sipabm.errors import LONGEST_NAME, ScenarioError
from sipabm.sweeps.block_rows import ERROR, POINT, RUN, RUNS, row_schema, runs_schema
from sipabm.sweeps.blocks import Shape, block_named
from sipabm.sweeps.running import ROW_TABLES, first_of
from sipabm.tables.entries import are_names, is_count, is_list_of, is_whole
from sipabm.tables.folders import damaged_manifest, kind_of, parsed_manifest, read_manifest
from sipabm.tables.journal import Chunk
from sipabm.tables.parts import UNREADABLE, read_part
from sipabm.tables.store import Form, Store, Stored, read_store
from sipabm.tables.unusable import MEND

SWEEP = "sweep"
POINTS, POINTS_BLOCK = "points", "000000"
DIGEST = re.compile(r"[0-9a-f]{16}\+(0|[1-9]\d{0,8})", re.ASCII)
POINT_SCHEMA = pyarrow.schema(
    {"point": pyarrow.int64(), "digest": pyarrow.string(), "first": pyarrow.int64(), RUNS: pyarrow.int64()}
)
OF_RESULTS = ("run", "error", "failed")  # columns of the tables that are made from points and runs
NEEDED = ("seed", "years", "window", "columns", "own_columns", "countries", "rows", "shape", "shard")


def stored_sweep(folder: Path, *, unfinished: bool = False) -> Stored:
    """Return what the folder of a sweep holds; ScenarioError if it holds none, or one that is damaged or unfinished."""
    made = parsed_manifest(folder) if unfinished else read_manifest(folder)
    if kind_of(made) != SWEEP:
        raise ScenarioError(f"folder '{folder}' holds no sweep ({kind_of(made)})")
    check_manifest(folder, made)
    return read_store(folder, FORM, unfinished=unfinished)


def check_manifest(folder: Path, made: Mapping[str, Any]) -> None:
    """Raise ScenarioError if the manifest of a sweep lacks what is needed to read its runs, or contradicts itself."""
    right = all(name in made for name in NEEDED) and bool(made["years"])
    right = (
        right and not {POINT, RUN, ERROR} & set(made["columns"]) and set(made["own_columns"]) <= set(made["columns"])
    )
    used = {name for told in made.get("measures", ()) for name in (*told["columns"], *told["per"])}
    if not right or not used <= set(made["columns"]):
        raise damaged_manifest(folder)


def schema(made: Mapping[str, Any], table: str, found: pyarrow.Schema) -> pyarrow.Schema:
    """Return the schema of a table of a sweep, given the one that a file says it has."""
    if table == RUNS:
        return runs_schema(made["columns"])
    if table in ROW_TABLES:
        return row_schema(table)
    if table != POINTS:
        raise LookupError(table)
    # What is varied stands after the keys; of which kind it is the design alone says.
    varied = found.names[len(POINT_SCHEMA) :]
    if len(set(varied)) < len(varied) or not all(map(is_name_of_design, varied)):
        raise ValueError("it has other columns")
    return pyarrow.schema([*POINT_SCHEMA, *list(found)[len(POINT_SCHEMA) :]])


def is_name_of_design(name: str) -> bool:
    """Return whether what is varied can be called so: results have columns of their own."""
    return name.isprintable() and len(name) <= LONGEST_NAME and name not in (*POINT_SCHEMA.names, *OF_RESULTS)


def check_chunk(made: Mapping[str, Any], chunk: Chunk) -> None:
    """Raise ValueError or LookupError unless a chunk says of itself what one of a sweep does."""
    holds, right = chunk.holds, chunk.files.keys() == tables_of(made, chunk.block)
    if chunk.block == POINTS_BLOCK:
        right = right and is_count(holds["points"])
    else:
        block, points = block_named(Shape(*made["shape"]), chunk.block), holds["points"]
        most = len(block.runs)
        right = right and are_names(points) and len(points) <= len(block.places)
        right = right and is_list_of(lambda runs: is_whole(runs, 0, most), len(points))(holds[RUNS])
        right = right and is_whole(holds["failed"], 0, sum(holds[RUNS]))
    if not right:
        raise ValueError("no chunk of a sweep")


def most_rows(made: Mapping[str, Any], chunk: Chunk, table: str) -> int | None:
    """Return the most rows that a table of a chunk can have, none where the world decides."""
    held = chunk.holds["points"] if table == POINTS else sum(chunk.holds[RUNS])
    return None if table in ROW_TABLES else held


def tables_of(made: Mapping[str, Any], block: str) -> Set[str]:
    """Return the tables of a chunk of a sweep: its points, or runs of some of them."""
    return {POINTS} if block == POINTS_BLOCK else {RUNS, *(ROW_TABLES if made["rows"] else ())}


def holds_of(store: Store, chunk: Chunk) -> dict[str, Any]:
    """Return what a chunk of a sweep holds by its files; ValueError or LookupError if nothing tells of which points."""
    told = partial(schema, store.made)
    if chunk.block == POINTS_BLOCK:
        table = read_part(store.folder, POINTS, chunk.files[POINTS], told)
        check_points(table)
        return {"points": len(table)}
    points = (store.get(POINTS_BLOCK) or {})[POINTS]
    block = block_named(Shape(*store.made["shape"]), chunk.block)
    digests = points["digest"].to_pylist()[block.places.start : block.places.stop]
    table = read_part(store.folder, RUNS, chunk.files[RUNS], told)
    runs = np.bincount(table[POINT].to_numpy() - block.places.start, minlength=len(digests)).tolist()
    holds = {"points": digests, RUNS: runs, "failed": len(table) - table[ERROR].null_count}
    check_runs(table, chunk._replace(holds=holds), store.made, points)
    return holds


FORM = Form(check_chunk, schema, most_rows, tables_of, holds_of)


def stored_points(stored: Stored) -> pyarrow.Table:
    """Return the points of a sweep's folder; ScenarioError if they are damaged."""
    found = stored.table(POINTS, [POINTS_BLOCK] if POINTS_BLOCK in stored.chunks else [])
    try:
        check_points(found)
    except UNREADABLE:
        raise damaged(stored, POINTS, POINTS_BLOCK) from None
    return found


def check_points(table: pyarrow.Table) -> None:
    """Raise ValueError unless a table of points numbers them, and knows each by a digest of its own."""
    digests = table["digest"].to_pylist()
    right = not any(column.null_count for column in table.select(POINT_SCHEMA.names).columns)
    right = right and all(map(DIGEST.fullmatch, digests)) and len(set(digests)) == len(digests) > 0
    right = right and table["point"].to_pylist() == list(range(len(table)))
    right = right and table["first"].to_pylist() == list(map(first_of, digests))
    if not right or not all(is_whole(runs, 0) for runs in table[RUNS].to_pylist()):
        raise ValueError("no table of points")


def stored_runs(stored: Stored, block: str, points: pyarrow.Table) -> pyarrow.Table:
    """Return the runs of a block of a sweep's folder; ScenarioError if they are damaged."""
    table = stored.part(RUNS, block)
    try:
        check_runs(table, stored.chunks[block], stored.manifest, points)
    except UNREADABLE:
        raise damaged(stored, RUNS, block) from None
    return table


def check_runs(table: pyarrow.Table, chunk: Chunk, made: Mapping[str, Any], points: pyarrow.Table) -> None:
    """Raise ValueError unless a table has the runs that its chunk says, point by point, with numbers that can be."""
    block, held = block_named(Shape(*made["shape"]), chunk.block), chunk.holds[RUNS]
    begin, several = block.places.start, len(held)
    if points["digest"].to_pylist()[begin : begin + several] != chunk.holds["points"]:
        raise ValueError("it has other points")
    if table[POINT].null_count or table[RUN].null_count:
        raise ValueError("it lacks numbers of runs")
    places, runs = table[POINT].to_numpy() - begin, table[RUN].to_numpy()
    if len(places) and not 0 <= places.min() <= places.max() < several:
        raise ValueError("it has other points")
    since = runs - points["first"].to_numpy()[begin : begin + several][places]
    ascending = (np.diff(places) > 0) | ((np.diff(places) == 0) & (np.diff(since) > 0))
    inside = (since >= block.runs.start) & (since < block.runs.stop)
    # A chunk may have grown since it was known what it holds.
    more = np.bincount(places, minlength=several) >= held
    usual = [name for name in made["columns"] if name not in made["own_columns"]]
    if not (ascending.all() and inside.all() and more.all()) or any(np.isinf(table[name]).any() for name in usual):
        raise ValueError("it has other runs")


def damaged(stored: Stored, table: str, block: str) -> ScenarioError:
    """Return the error of a table that is not as it was written."""
    return ScenarioError(f"'{stored.folder / table / stored.chunks[block].files[table][0]}' is damaged; {MEND}")
