"""Simulation: one door to both models, in memory or to a folder, chunk by chunk."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial
from os import cpu_count
from pathlib import Path
from typing import Any, Literal

import pandas as pd

from sipabm.arguments import checked_scenario, checked_seed, whole_number
from sipabm.errors import ScenarioError
from sipabm.recording import storage
from sipabm.recording.history import History
from sipabm.recording.manifest import manifest
from sipabm.recording.progress import progress_bar
from sipabm.recording.tables import TABLES, frames
from sipabm.scenario import Scenario
from sipabm.world import build_world

Model = Literal["engine", "mesa"]
REPLICATES_A_CHUNK = 50


@dataclass(frozen=True)
class Results:
    """Tables of some runs, joined on the column `run`, and the manifest of what they were made from."""

    scenario: Scenario
    runs: pd.DataFrame
    yearly: pd.DataFrame
    attempts: pd.DataFrame
    contracts: pd.DataFrame
    manifest: dict[str, Any]

    def __repr__(self) -> str:
        return f"Results of '{self.scenario.name}': {len(self.runs)} runs, {len(self.attempts)} attempts"


def history(scenario: Scenario, seed: int, model: Model, rows: bool, replicate: int) -> History:
    """Return the history of one run of either model."""
    if model == "engine":
        from sipabm.engine.history import engine_history

        return engine_history(scenario, seed, replicate, rows)
    from sipabm.mesa_model.history import mesa_history  # mesa is slow to import

    return mesa_history(scenario, seed, replicate, rows)


def simulate(
    scenario: Scenario,
    replicates: int = 1,
    seed: int = 1,
    *,
    model: Model = "engine",
    rows: bool = True,
    threads: int | None = None,
    executor: Executor | None = None,
    progress: bool | None = None,
) -> Results:
    """Return the tables of a scenario's runs.

    Run r depends on seed and r alone, whatever the number of replicates, threads or the executor. Without `rows`
    attempts and contracts are empty. `executor` is any `concurrent.futures.Executor`; without one, threads are used
    (as many as processors). `progress` shows a bar: by default after two seconds on a terminal or in a notebook.
    """
    replicates, seed, threads = checked_request(scenario, replicates, seed, threads, model)
    began = time.perf_counter()
    made = manifest(scenario, seed, replicates, model)
    with progress_bar(replicates, scenario.name, progress) as bar:
        histories = list(bar.follow(run_all(scenario, range(replicates), seed, model, rows, threads, executor)))
    tables = frames(histories, scenario, seed)
    made["seconds"] = round(time.perf_counter() - began, 3)
    return Results(scenario, manifest=made, **tables)


def run_all(
    scenario: Scenario,
    replicates: Iterable[int],
    seed: int,
    model: Model,
    rows: bool,
    threads: int | None = None,
    executor: Executor | None = None,
) -> Iterator[History]:
    """Yield the histories of some replicates, in their order, as they are ready."""
    one = partial(history, scenario, seed, model, rows)
    if model == "engine":
        from sipabm.engine.history import compile_once

        compile_once()  # here, not in every thread, so that an interruption is heard at once
    yield from in_order(one, replicates, threads, executor)


def in_order(
    action: Callable[[Any], Any], items: Iterable[Any], threads: int | None, executor: Executor | None
) -> Iterator[Any]:
    """Yield what an action returns for each item, in their order, as it is ready; the rest is dropped at the end."""
    if threads == 1 and executor is None:
        yield from map(action, items)
        return
    pool = nullcontext(executor) if executor else ThreadPoolExecutor(threads or cpu_count())
    with pool as workers:
        futures = [workers.submit(action, item) for item in items]
        try:
            for future in futures:
                yield future.result()
        finally:
            for future in futures:
                future.cancel()


def checked_request(scenario: Any, replicates: Any, seed: Any, threads: Any, model: str) -> tuple[int, int, int | None]:
    """Return replicates, seed and threads as whole numbers; ScenarioError unless all that is asked for makes sense."""
    checked_scenario(scenario)
    if model not in ("engine", "mesa"):
        raise ScenarioError(f"model = {model!r} is not allowed; it should be 'engine' or 'mesa'")
    return (
        whole_number("replicates", replicates, 1),
        checked_seed(seed),
        None if threads is None else whole_number("threads", threads, 1),
    )


def simulate_to_folder(
    scenario: Scenario,
    folder: str | Path,
    replicates: int = 1,
    seed: int = 1,
    *,
    model: Model = "engine",
    threads: int | None = None,
    executor: Executor | None = None,
    progress: bool | None = None,
    overwrite: bool = False,
    chunk: int = REPLICATES_A_CHUNK,
) -> Results:
    """Return the tables of a scenario's runs, written to a folder as Parquet with a manifest and the scenario.

    Chunks of an interrupted call that are complete are kept, and its seconds count; ScenarioError if the folder holds
    other runs or more of these.
    """
    replicates, seed, threads = checked_request(scenario, replicates, seed, threads, model)
    chunk = whole_number("chunk", chunk, 1)
    build_world(scenario, seed, 0)  # an edge list that does not fit is found before anything is written
    folder = Path(folder)
    made = storage.prepare_folder(folder, {**manifest(scenario, seed, replicates, model), "seconds": 0.0}, overwrite)
    storage.write_scenario(folder, scenario)
    chunks = [range(first, min(first + chunk, replicates)) for first in range(0, replicates, chunk)]
    with progress_bar(replicates, scenario.name, progress) as bar:
        for number, members in enumerate(chunks):
            if storage.holds_runs(folder, number, members):
                bar.bar.update(len(members))
                continue
            began = time.perf_counter()
            histories = list(bar.follow(run_all(scenario, members, seed, model, True, threads, executor)))
            storage.write_chunk(folder, number, frames(histories, scenario, seed))
            made["seconds"] = round(made["seconds"] + time.perf_counter() - began, 3)
            storage.write_manifest(folder, made, finished=False)
    storage.drop_chunks_from(folder, len(chunks))
    storage.write_manifest(folder, made, finished=True)
    return read_results(folder)


def read_results(folder: str | Path) -> Results:
    """Return the tables, scenario and manifest that a folder holds; ScenarioError if it holds none."""
    folder = Path(folder)
    made = storage.read_manifest(folder)
    tables = {table: storage.read_table(folder, table) for table in TABLES}
    return Results(Scenario.load(folder / storage.SCENARIO), manifest=made, **tables)
