"""Simulation: from a scenario to results, in memory or in a folder, chunk by chunk."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import Executor
from functools import partial
from pathlib import Path
from typing import Any, Literal

import pandas as pd

from sipabm.arguments import ScenarioOrName, checked_scenario, checked_seed, whole_number
from sipabm.errors import ScenarioError
from sipabm.progress import progress_bar
from sipabm.results import Results
from sipabm.runs import Model, checked_model, name_of, run_histories
from sipabm.scenario import Scenario
from sipabm.tables import store
from sipabm.tables.codebook import TABLES
from sipabm.tables.frames import frame_of
from sipabm.tables.manifest import manifest
from sipabm.world import build_world

REPLICATES_PER_CHUNK = 50


def simulate(
    scenario: ScenarioOrName,
    replicates: int = 1,
    seed: int = 1,
    *,
    model: Model = "engine",
    rows: bool = True,
    threads: int | None = None,
    executor: Executor | None = None,
    progress: bool | None = None,
) -> Results:
    """Return the results of a scenario's runs; the scenario may be given by its name or file.

    Run r depends on seed and r alone, whatever the number of replicates, threads or the executor. Without `rows`
    attempts and contracts are empty. `executor` is any `concurrent.futures.Executor`; without one, threads are used
    (as many as processors). `progress` shows a bar: by default after two seconds on a terminal or in a notebook.
    `model` may be a subclass of `sipabm.PartnershipModel`, whose agents decide in their own way.
    """
    scenario, model = checked_scenario(scenario), checked_model(model)
    replicates, seed, threads = checked_numbers(replicates, seed, threads)
    began = time.perf_counter()
    made = manifest(scenario, seed, replicates, name_of(model))
    with progress_bar(replicates, scenario.name, progress) as bar:
        runs = run_histories(scenario, range(replicates), seed, model, rows, threads, executor)
        histories = list(bar.follow(runs))
    made["seconds"] = round(time.perf_counter() - began, 3)
    return Results(scenario, made, partial(frame_of, histories=histories, scenario=scenario, seed=seed))


def simulate_to_folder(
    scenario: ScenarioOrName,
    folder: str | Path,
    replicates: int = 1,
    seed: int = 1,
    *,
    model: Literal["engine", "mesa"] = "engine",
    threads: int | None = None,
    executor: Executor | None = None,
    progress: bool | None = None,
    overwrite: bool = False,
    chunk: int = REPLICATES_PER_CHUNK,
) -> Results:
    """Return the results of a scenario's runs, also written to a folder: Parquet tables, a manifest, the scenario.

    Chunks of an interrupted call that are complete are kept, and its seconds count; ScenarioError if the folder holds
    other runs or more of these.
    """
    scenario, folder = checked_scenario(scenario), Path(folder)
    if isinstance(model, type):
        raise ScenarioError(f"model = {name_of(model)}: a folder takes 'engine' or 'mesa'; use simulate for a class")
    checked_model(model)
    replicates, seed, threads = checked_numbers(replicates, seed, threads)
    chunk = whole_number("chunk", chunk, 1)
    build_world(scenario, seed, 0)  # an edge list that does not fit is found before anything is written
    made = store.prepare_folder(folder, {**manifest(scenario, seed, replicates, model), "seconds": 0.0}, overwrite)
    store.write_scenario(folder, scenario)
    # Chunks are runs that a killed process loses at most; a chunk is kept in memory, too, so that nobody reads back
    # what was written a moment ago.
    chunks = [range(first, min(first + chunk, replicates)) for first in range(0, replicates, chunk)]
    parts = []
    with progress_bar(replicates, scenario.name, progress) as bar:
        for number, members in enumerate(chunks):
            tables = store.read_chunk(folder, number, members)
            if tables is None:
                began = time.perf_counter()
                runs = run_histories(scenario, members, seed, model, True, threads, executor)
                tables = all_frames(scenario, seed, bar.follow(runs))
                store.write_chunk(folder, number, tables)
                made["seconds"] = round(made["seconds"] + time.perf_counter() - began, 3)
                # After each chunk, so that the seconds of an interrupted call are not lost.
                store.write_manifest(folder, made, finished=False)
            else:
                bar.bar.update(len(members))
            parts.append(tables)
    store.drop_chunks_from(folder, len(chunks))
    # Last, as it says that everything is there.
    store.write_manifest(folder, made, finished=True)
    return Results(scenario, {**made, "finished": True}, partial(joined_table, parts))


def all_frames(scenario: Scenario, seed: int, runs: Iterator[Any]) -> dict[str, pd.DataFrame]:
    """Return all tables of some runs, by name."""
    histories = list(runs)
    return {table: frame_of(table, histories, scenario, seed) for table in TABLES}


def joined_table(parts: list[store.Chunk], table: str) -> pd.DataFrame:
    """Return a table of all chunks."""
    return store.joined([part[table] for part in parts])


def read_results(folder: str | Path) -> Results:
    """Return the results that a folder holds; a table is read when it is asked for.

    ScenarioError if the folder holds none, or a table is damaged.
    """
    folder = Path(folder)
    made = store.read_manifest(folder)
    if "study" in made:
        raise ScenarioError(f"folder '{folder}' holds no runs but the tables of a study ({made['study']})")
    return Results(Scenario.load(folder / store.SCENARIO), made, partial(store.read_stored, folder))


def checked_numbers(replicates: Any, seed: Any, threads: Any) -> tuple[int, int, int | None]:
    """Return replicates, seed and threads as Python's own whole numbers; ScenarioError if one is none."""
    # None means as many as there are processors, which is for the machine that runs it to say.
    threads = None if threads is None else whole_number("threads", threads, 1)
    return whole_number("replicates", replicates, 1), checked_seed(seed), threads
