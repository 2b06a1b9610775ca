"""Storage: tables as Parquet, one file a chunk, written aside and renamed, so that a killed run loses one chunk."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from sipabm.errors import ScenarioError
from sipabm.recording.tables import TABLES

MANIFEST = "manifest.json"
SAME = ("sipabm", "scenario_digest", "model", "seed")


def prepare_folder(folder: Path, made: Mapping[str, Any], overwrite: bool) -> None:
    """Make a folder ready for runs; ScenarioError if it cannot be written or holds others' results."""
    try:
        if overwrite and (folder / MANIFEST).exists():
            for table in TABLES:
                shutil.rmtree(folder / table, ignore_errors=True)
            (folder / MANIFEST).unlink()
        check_same_runs(folder, made)
        for table in TABLES:
            (folder / table).mkdir(parents=True, exist_ok=True)
        write_aside(folder / MANIFEST, json.dumps({**made, "finished": False}, indent=2))
    except OSError as error:
        raise ScenarioError(f"output folder '{folder}' cannot be written ({error.strerror}); choose another --out") from None


def check_same_runs(folder: Path, made: Mapping[str, Any]) -> None:
    """Raise ScenarioError if a folder holds something other than the beginning of these runs."""
    if not folder.exists():
        return
    if not (folder / MANIFEST).is_file():
        if any(folder.iterdir()):
            raise ScenarioError(f"output folder '{folder}' is not empty and not from sipabm; choose another --out")
        return
    earlier = json.loads((folder / MANIFEST).read_text("utf-8"))
    for name in SAME:
        if earlier.get(name) != made[name]:
            raise ScenarioError(
                f"output folder '{folder}' holds runs with another {name.replace('_', ' ')} "
                f"({earlier.get(name)} instead of {made[name]}); choose another --out or give --overwrite"
            )


def write_aside(path: Path, text: str) -> None:
    """Write a text file so that it is either whole or not there."""
    aside = path.with_name(f".{path.name}.aside")
    aside.write_text(text, "utf-8")
    os.replace(aside, path)


def chunk_path(folder: Path, table: str, chunk: int) -> Path:
    """Return the file of a table's chunk."""
    return folder / table / f"part-{chunk:05d}.parquet"


def write_chunk(folder: Path, chunk: int, tables: Mapping[str, pd.DataFrame]) -> None:
    """Write a chunk of all tables; the file of `runs` comes last and marks the chunk as complete."""
    for table in reversed(TABLES):
        path = chunk_path(folder, table, chunk)
        aside = path.with_name(f".{path.name}.aside")
        try:
            tables[table].to_parquet(aside, index=False)
            os.replace(aside, path)
        finally:
            aside.unlink(missing_ok=True)


def holds_runs(folder: Path, chunk: int, members: range) -> bool:
    """Return whether a chunk is complete and holds just these runs."""
    path = chunk_path(folder, "runs", chunk)
    return path.is_file() and pd.read_parquet(path, columns=["run"])["run"].tolist() == list(members)


def drop_chunks_from(folder: Path, first: int) -> None:
    """Remove chunks that an earlier, longer call left."""
    for table in TABLES:
        for path in (folder / table).glob("part-*.parquet"):
            if int(path.stem.removeprefix("part-")) >= first:
                path.unlink()


def read_manifest(folder: Path) -> dict[str, Any]:
    """Return the manifest of a folder; ScenarioError if there is none or its runs were never finished."""
    path = folder / MANIFEST
    if not path.is_file():
        raise ScenarioError(f"folder '{folder}' holds no results of sipabm ({MANIFEST} is missing)")
    made: dict[str, Any] = json.loads(path.read_text("utf-8"))
    if not made["finished"]:
        raise ScenarioError(f"the runs in '{folder}' were interrupted; run the same command again to finish them")
    return made


def read_table(folder: Path, table: str) -> pd.DataFrame:
    """Return a table of all chunks in a folder, in the order of runs."""
    parts = [pd.read_parquet(path) for path in sorted((folder / table).glob("part-*.parquet"))]
    return pd.concat(parts, ignore_index=True)


def finish(folder: Path, made: Mapping[str, Any]) -> None:
    """Write the manifest of a folder whose runs are all there."""
    write_aside(folder / MANIFEST, json.dumps({**made, "finished": True}, indent=2))
