"""Merging: the shards of a sweep as one folder, the same as if it had been made in one place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from sipabm.arguments import true_or_false
from sipabm.errors import ScenarioError, checked_path, not_allowed
from sipabm.language.lists import listed
from sipabm.sweeps.storing import SAME, WHOLE
from sipabm.sweeps.sweep_form import FORM, POINTS_BLOCK, stored_points, stored_runs, stored_sweep
from sipabm.tables.folders import OF_THE_PROGRAM, drop_report, stored_scenario, write_scenario, writing
from sipabm.tables.store import Stored, writing_store

ALIKE = tuple(name for name in SAME if name != "shard")


def merge(shards: Iterable[str | Path], folder: str | Path, *, overwrite: bool = False) -> Path:
    """Return the folder to which all shards of a sweep were merged, file by file that of the sweep in one place.

    ScenarioError if a shard is missing, was not finished, or is of another sweep.
    """
    if isinstance(shards, str | Path) or not isinstance(shards, Iterable):  # a text is a list of its signs
        raise not_allowed("shards", shards, "a list of the folders of all of them")
    folder, overwrite = checked_path("folder", folder), true_or_false("overwrite", overwrite)
    stored = [read_shard(checked_path("the shard", shard)) for shard in shards]
    check_shards(stored)
    check_apart(folder, stored)
    points = stored_points(stored[0])
    made = {name: value for name, value in stored[0].manifest.items() if name != "chunks"} | {"shard": list(WHOLE)}
    scenario = stored_scenario(stored[0].folder, stored[0].manifest)
    parts = {block: shard for shard in stored for block in shard.blocks()}
    # All of them before anything is written: nothing is replaced by what turns out to be damaged.
    for block, shard in parts.items():
        if block != POINTS_BLOCK:
            stored_runs(shard, block, points)
        for table in shard.chunks[block].files:
            shard.part(table, block)
    with writing_store(folder, made, same=SAME, overwrite=overwrite, form=FORM) as store:
        for block in sorted(parts):
            chunk = parts[block].chunks[block]
            tables = {table: parts[block].part(table, block) for table in chunk.files}
            # By the hashes of files: a block may have grown since shards were merged before.
            if block not in store.chunks or store.chunks[block].files != chunk.files or not store.is_whole(block):
                with writing(folder):
                    drop_report(folder)  # made from fewer runs
                store.put(block, chunk.holds, tables)
        store.finish(replicates=made["replicates"], points=made["points"])
    write_scenario(folder, scenario)
    return folder


def read_shard(folder: Path) -> Stored:
    """Return a shard's folder; ScenarioError if it holds none or was interrupted."""
    stored = stored_sweep(folder)
    if tuple(stored.manifest["shard"]) == WHOLE:
        raise ScenarioError(f"folder '{folder}' holds no shard of a sweep; make one with --shard 1/4")
    return stored


def check_apart(folder: Path, stored: Sequence[Stored]) -> None:
    """Raise ScenarioError if shards would be merged into one of them, whose runs might be replaced unread."""
    out = folder.resolve()
    for shard in stored:
        source = shard.folder.resolve()
        if out == source or source in out.parents or out in source.parents:
            raise ScenarioError(
                f"'{folder}' and the shard '{shard.folder}' lie in one another; merge into another folder"
            )


def check_shards(stored: Sequence[Stored]) -> None:
    """Raise ScenarioError unless all shards of one sweep are there, each once."""
    if not stored:
        raise ScenarioError("no shard is given; give the folders of all of them")
    first, *others = stored
    for other in others:
        for name in (*ALIKE, "points", "replicates", "shape", "columns", "countries"):
            if other.manifest.get(name) != first.manifest.get(name):
                what = (
                    "give shards that one version of sipabm made"
                    if name in OF_THE_PROGRAM
                    else "give shards of one sweep"
                )
                raise ScenarioError(f"'{other.folder}' and '{first.folder}' differ in {name}; {what}")
        if digests(other) != digests(first):
            raise ScenarioError(f"'{other.folder}' and '{first.folder}' have other points; give shards of one sweep")
    parts, of = [int(shard.manifest["shard"][0]) for shard in stored], int(first.manifest["shard"][1])
    counts = {int(shard.manifest["shard"][1]) for shard in stored}
    missing = [f"{part}/{of}" for part in range(1, of + 1) if part not in parts]
    if len(counts) > 1 or missing or len(set(parts)) < len(parts):
        told = f"{listed(missing[:5])} missing" if missing else "one of them twice, or of another number of shards"
        raise ScenarioError(f"the shards are not whole: {told}; give each of the {of} once")


def digests(stored: Stored) -> list[str]:
    """Return the points of a folder by digest."""
    found: list[str] = stored_points(stored)["digest"].to_pylist()
    return found
