"""Simulation: from a scenario to results, in memory or in a folder, chunk by chunk."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from sipabm.arguments import ScenarioOrName, checked_scenario, checked_seed, whole_number
from sipabm.errors import ScenarioError
from sipabm.progress import ProgressBar, progress_bar
from sipabm.results import Results
from sipabm.runs import Model, checked_model, name_of, run_histories
from sipabm.scenario import Scenario
from sipabm.tables import folders as store
from sipabm.tables.codebook import TABLES
from sipabm.tables.history import History
from sipabm.tables.manifest import manifest
from sipabm.world import build_world

if TYPE_CHECKING:
    import pandas as pd

Item = TypeVar("Item")
Done = TypeVar("Done")
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
    return Results(scenario, made, partial(made_table, histories=histories, scenario=scenario, seed=seed))


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
    began, before = time.perf_counter(), made["seconds"]

    def found(bar: ProgressBar) -> Iterator[tuple[int, store.Chunk | list[History]]]:
        """Yield the number of each chunk with its tables, if the folder has them, or else with its new histories."""
        for number, members in enumerate(chunks):
            tables = store.read_chunk(folder, number, members)
            if tables is None:
                yield number, list(bar.follow(run_histories(scenario, members, seed, model, True, threads, executor)))
            else:
                bar.bar.update(len(members))
                yield number, tables

    def kept(numbered: tuple[int, store.Chunk | list[History]]) -> store.Chunk:
        """Return the tables of a chunk; new ones are written."""
        number, one = numbered
        if not isinstance(one, list):
            return one
        tables = {table: made_table(table, one, scenario, seed) for table in TABLES}
        store.write_chunk(folder, number, tables)
        made["seconds"] = round(before + time.perf_counter() - began, 3)
        # After each chunk, so that the seconds of an interrupted call are not lost.
        store.write_manifest(folder, made, finished=False)
        return tables

    with progress_bar(replicates, scenario.name, progress) as bar:
        parts = list(one_behind(kept, found(bar)))
    store.drop_chunks_from(folder, len(chunks))
    # Last, as it says that everything is there.
    store.write_manifest(folder, made, finished=True)
    return Results(scenario, {**made, "finished": True}, partial(joined_table, parts))


def one_behind(action: Callable[[Item], Done], items: Iterable[Item]) -> Iterator[Done]:
    """Yield what an action returns for each item; it is at work on one item while the next is made."""
    before: Future[Done] | None = None
    # What was begun is ended, even if making the next item fails or is interrupted.
    with ThreadPoolExecutor(1) as thread:
        for item in items:
            if before:
                yield before.result()
            before = thread.submit(action, item)
        if before:
            yield before.result()


def made_table(table: str, histories: Sequence[History], scenario: Scenario, seed: int) -> pd.DataFrame:
    """Return a table of some runs."""
    from sipabm.tables.frames import frame_of  # only here, as pandas is slow to import

    return frame_of(table, histories, scenario, seed)


def joined_table(parts: list[store.Chunk], table: str) -> pd.DataFrame:
    """Return a table of all chunks."""
    from sipabm.tables.parquet import joined

    return joined([part[table] for part in parts])


def read_results(folder: str | Path) -> Results:
    """Return the results that a folder holds; a table is read when it is asked for.

    ScenarioError if the folder holds none, or a table is damaged.
    """
    folder = Path(folder)
    made = store.read_manifest(folder)
    if "study" in made:
        raise ScenarioError(f"folder '{folder}' holds no runs but the tables of a study ({made['study']})")
    if not (folder / store.SCENARIO).is_file():
        raise ScenarioError(f"folder '{folder}' lacks {store.SCENARIO}; run the same command again to mend it")
    return Results(Scenario.load(folder / store.SCENARIO), made, partial(store.read_stored, folder))


def checked_numbers(replicates: Any, seed: Any, threads: Any) -> tuple[int, int, int | None]:
    """Return replicates, seed and threads as Python's own whole numbers; ScenarioError if one is none."""
    # None means as many as there are processors, which is for the machine that runs it to say.
    threads = None if threads is None else whole_number("threads", threads, 1)
    return whole_number("replicates", replicates, 1), checked_seed(seed), threads
