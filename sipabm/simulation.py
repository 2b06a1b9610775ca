"""Simulation: one door to both models, in memory or to a folder, chunk by chunk."""

from __future__ import annotations

import inspect
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial
from os import cpu_count
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

from sipabm.arguments import ScenarioOrName, checked_scenario, checked_seed, whole_number
from sipabm.errors import ScenarioError
from sipabm.progress import progress_bar
from sipabm.scenario import Scenario
from sipabm.tables import store
from sipabm.tables.frames import TABLES, frames
from sipabm.tables.history import History
from sipabm.tables.manifest import manifest
from sipabm.world import build_world

if TYPE_CHECKING:
    from sipabm.engine.one_run import EngineRun
    from sipabm.mesa_model import PartnershipModel

Model = Literal["engine", "mesa"] | type  # a type is a subclass of sipabm.mesa_model.PartnershipModel
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
    """Return the history of one run of a model."""
    told = new_run(scenario, seed, replicate, model, rows).advance(scenario.quarters).history()
    return told if rows else told._replace(attempts=told.attempts[:0], contracts=told.contracts[:0])


def new_run(
    scenario: ScenarioOrName, seed: int = 1, replicate: int = 0, model: Model = "engine", rows: bool = True
) -> EngineRun | PartnershipModel:
    """Return a run before its first quarter, which `advance` takes some quarters on and whose `history` tells so far.

    It is compiled, unless a Mesa model is asked for; of one's own model only if it replaces nothing.
    """
    scenario = checked_scenario(scenario)
    if model == "engine" or (isinstance(model, type) and not replaces_anything(model)):
        from sipabm.engine.one_run import EngineRun

        return EngineRun(scenario, build_world(scenario, seed, replicate), rows)
    from sipabm.mesa_model import PartnershipModel  # mesa is slow to import

    if not isinstance(model, type):
        return PartnershipModel(scenario, seed, replicate)
    try:
        inspect.signature(model).bind(scenario, seed=seed, replicate=replicate)
    except TypeError:
        raise ScenarioError(f"{name_of(model)} should take scenario, seed and replicate, as usual models do") from None
    own = model(scenario, seed=seed, replicate=replicate)
    if (own.seed, own.replicate) != (seed, replicate):
        raise ScenarioError(f"{name_of(model)} should pass seed and replicate on, or its runs repeat each other")
    return own


def replaces_anything(model: type) -> bool:
    """Return whether a subclass of the Mesa model, or the class of one of its agents, does anything in its own way."""
    from sipabm.mesa_model.model import replaced  # mesa is slow to import

    return bool(replaced(model))


def name_of(model: Model) -> str:
    """Return the name of a model as a manifest tells it."""
    return f"{model.__module__}.{model.__qualname__}" if isinstance(model, type) else model


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
    """Return the tables of the runs of a scenario, which may be given by its name or file.

    Run r depends on seed and r alone, whatever the number of replicates, threads or the executor. Without `rows`
    attempts and contracts are empty. `executor` is any `concurrent.futures.Executor`; without one, threads are used
    (as many as processors). `progress` shows a bar: by default after two seconds on a terminal or in a notebook.
    `model` may be a subclass of `sipabm.mesa_model.PartnershipModel`, whose agents decide in their own way.
    """
    scenario = checked_scenario(scenario)
    replicates, seed, threads = checked_request(replicates, seed, threads, model)
    began = time.perf_counter()
    made = manifest(scenario, seed, replicates, name_of(model))
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
    if model != "mesa" and not (isinstance(model, type) and replaces_anything(model)):
        from sipabm.engine.one_run import compile_once

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


def checked_request(replicates: Any, seed: Any, threads: Any, model: Any) -> tuple[int, int, int | None]:
    """Return replicates, seed and threads as whole numbers; ScenarioError unless all that is asked for makes sense."""
    if model not in ("engine", "mesa") and not is_own_model(model):
        raise ScenarioError(
            f"model = {model!r} is not allowed; it should be 'engine', 'mesa' or a subclass of PartnershipModel"
        )
    return (
        whole_number("replicates", replicates, 1),
        checked_seed(seed),
        None if threads is None else whole_number("threads", threads, 1),
    )


def is_own_model(model: Any) -> bool:
    """Return whether something is a class of Mesa models."""
    if not isinstance(model, type):
        return False
    from sipabm.mesa_model import PartnershipModel  # mesa is slow to import

    return issubclass(model, PartnershipModel)


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
    chunk: int = REPLICATES_A_CHUNK,
) -> Results:
    """Return the tables of a scenario's runs, written to a folder as Parquet with a manifest and the scenario.

    Chunks of an interrupted call that are complete are kept, and its seconds count; ScenarioError if the folder holds
    other runs or more of these.
    """
    if isinstance(model, type):
        raise ScenarioError(f"model = {name_of(model)}: a folder takes 'engine' or 'mesa'; use simulate for a class")
    scenario = checked_scenario(scenario)
    replicates, seed, threads = checked_request(replicates, seed, threads, model)
    chunk = whole_number("chunk", chunk, 1)
    build_world(scenario, seed, 0)  # an edge list that does not fit is found before anything is written
    folder = Path(folder)
    made = store.prepare_folder(folder, {**manifest(scenario, seed, replicates, model), "seconds": 0.0}, overwrite)
    store.write_scenario(folder, scenario)
    chunks = [range(first, min(first + chunk, replicates)) for first in range(0, replicates, chunk)]
    with progress_bar(replicates, scenario.name, progress) as bar:
        for number, members in enumerate(chunks):
            if store.holds_runs(folder, number, members):
                bar.bar.update(len(members))
                continue
            began = time.perf_counter()
            histories = list(bar.follow(run_all(scenario, members, seed, model, True, threads, executor)))
            store.write_chunk(folder, number, frames(histories, scenario, seed))
            made["seconds"] = round(made["seconds"] + time.perf_counter() - began, 3)
            store.write_manifest(folder, made, finished=False)
    store.drop_chunks_from(folder, len(chunks))
    store.write_manifest(folder, made, finished=True)
    return read_results(folder)


def read_results(folder: str | Path) -> Results:
    """Return the tables, scenario and manifest that a folder holds; ScenarioError if it holds none."""
    folder = Path(folder)
    made = store.read_manifest(folder)
    tables = {table: store.read_table(folder, table) for table in TABLES}
    return Results(Scenario.load(folder / store.SCENARIO), manifest=made, **tables)
