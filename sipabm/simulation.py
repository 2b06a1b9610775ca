"""Simulation: from a scenario to results, in memory or in a folder, chunk by chunk."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from sipabm.arguments import (
    MOST_RUNS,
    ScenarioOrName,
    checked_scenario,
    checked_seed,
    checked_workers,
    true_or_false,
    whole_number,
)
from sipabm.errors import ScenarioError, checked_path
from sipabm.progress import progress_bar
from sipabm.results import Results
from sipabm.runs import Model, checked_model, name_of, run_histories
from sipabm.scenario import Scenario
from sipabm.tables import run_store
from sipabm.tables.codebook import TABLES
from sipabm.tables.folders import scenario_of_runs, write_scenario
from sipabm.tables.history import History
from sipabm.tables.manifest import manifest
from sipabm.tables.own_code import digest_of_code
from sipabm.tables.store import Stored
from sipabm.world import build_world

if TYPE_CHECKING:
    import pandas as pd

Item = TypeVar("Item")
Done = TypeVar("Done")
RUN_WITH = ("python", "platform", "packages")


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
    replicates, seed, how = checked_replicates(replicates), checked_seed(seed), checked_workers(threads, executor)
    rows = true_or_false("rows", rows)
    began = time.perf_counter()
    made = run_manifest(scenario, seed, replicates, model, rows)
    with suppress(ScenarioError):  # which of its versions it is only matters in a folder
        made |= digest_of_own(model)
    with progress_bar(replicates, scenario.name, progress) as bar:
        runs = run_histories(scenario, range(replicates), seed, model, rows, *how.values())
        histories = list(bar.follow(runs))
    made["seconds"] = round(time.perf_counter() - began, 3)
    return Results(scenario, made, partial(made_table, histories=histories, scenario=scenario, seed=seed))


def simulate_to_folder(
    scenario: ScenarioOrName,
    folder: str | Path,
    replicates: int = 1,
    seed: int = 1,
    *,
    model: Model = "engine",
    threads: int | None = None,
    executor: Executor | None = None,
    progress: bool | None = None,
    overwrite: bool = False,
    chunk: int = run_store.RUNS_PER_CHUNK,
) -> Results:
    """Return the results of a scenario's runs, kept in a folder: Parquet tables, a manifest, the scenario.

    A folder gathers runs: those that it holds are not made again, even if the call that made them was killed, and
    none is dropped if fewer are asked for. Tables are read from it when they are asked for, so memory does not grow
    with the number of runs. `chunk` is how many of them are written, and may be lost, at once. ScenarioError if the
    folder holds other runs, or another process writes there.
    """
    scenario, folder, model = checked_scenario(scenario), checked_path("folder", folder), checked_model(model)
    replicates, seed, how = checked_replicates(replicates), checked_seed(seed), checked_workers(threads, executor)
    chunk, overwrite = whole_number("chunk", chunk, 1), true_or_false("overwrite", overwrite)
    made = {**run_manifest(scenario, seed, replicates, model, rows=True), **digest_of_own(model), "seconds": 0.0}
    held = None if overwrite else run_store.held_runs(folder, made, replicates)
    if held:  # perhaps where nobody may write
        return stored_results(held, scenario)
    build_world(scenario, seed, 0)  # an edge list that does not fit is found before anything is written

    def trial() -> None:
        """Make a first run and drop it: nothing is overwritten for a model or an executor that does not work at all."""
        list(run_histories(scenario, range(1), seed, model, True, threads, executor))

    with (
        progress_bar(replicates, scenario.name, progress) as bar,
        run_store.writing_runs(folder, made, overwrite, trial) as store,
    ):
        write_scenario(folder, scenario)
        run_store.begin_runs(store, replicates)
        began, before = time.perf_counter(), run_store.seconds_of(store.made)

        def ready() -> Iterator[tuple[run_store.Task, list[History]]]:
            """Yield each chunk that lacks runs, with their histories."""
            for task in run_store.tasks(store, replicates, chunk):
                bar.bar.update(min(len(task.kept), replicates - task.kept.start))
                if task.missing:
                    runs = run_histories(scenario, task.missing, seed, model, True, *how.values())
                    yield task, list(bar.follow(runs))

        def keep(one: tuple[run_store.Task, list[History]]) -> None:
            """Write a chunk, and how long it took so far: after each one, as the next may be the last."""
            task, histories = one
            frames = {table: made_table(table, histories, scenario, seed) for table in TABLES}
            run_store.put_runs(store, task, frames, scenario)
            store.note(
                seconds=round(before + time.perf_counter() - began, 3), **{name: made[name] for name in RUN_WITH}
            )

        for _ in one_behind(keep, ready()):
            pass
        run_store.finish_runs(store, replicates)
    found = {**store.made, "replicates": replicates}
    return stored_results(Stored(folder, found, store.chunks, store.form), scenario)


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


def run_manifest(scenario: Scenario, seed: int, replicates: int, model: Model, rows: bool) -> dict[str, Any]:
    """Return what runs are made from and with; of a model of one's own the version is not told yet."""
    made = {**manifest(scenario, seed, replicates, name_of(model)), "rows": rows}
    return {**made, "model_digest": None} if isinstance(model, type) else made


def digest_of_own(model: Model) -> dict[str, str]:
    """Return by which hash a model of one's own is known, as it may change; ScenarioError if it cannot be told."""
    return {"model_digest": digest_of_code(model)} if isinstance(model, type) else {}


def read_results(folder: str | Path) -> Results:
    """Return the results that a folder holds; a table is read when it is asked for.

    ScenarioError if the folder holds none, or a table is damaged.
    """
    folder = checked_path("folder", folder)
    stored = run_store.stored_runs(folder)
    return stored_results(stored, scenario_of_runs(folder, stored.manifest))


def stored_results(stored: Stored, scenario: Scenario) -> Results:
    """Return results whose tables are read from a folder when they are asked for."""
    load = partial(run_store.stored_frame, stored, stored.manifest["replicates"], scenario)
    return Results(scenario, stored.manifest, load)


def checked_replicates(value: Any) -> int:
    """Return a number of runs as Python's own whole number; ScenarioError if it is none."""
    return whole_number("replicates", value, 1, MOST_RUNS)
