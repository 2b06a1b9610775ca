"""Runs: from a scenario to the history of one run or of many, by either model, on threads or any executor."""

from __future__ import annotations

import inspect
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from contextlib import nullcontext
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

from sipabm.arguments import ScenarioOrName, checked_replicate, checked_scenario, checked_seed, true_or_false
from sipabm.errors import ScenarioError, not_allowed
from sipabm.scenario import Scenario
from sipabm.scenario.drawn import drawn
from sipabm.surroundings import processors
from sipabm.tables.history import History
from sipabm.world import build_world

if TYPE_CHECKING:
    from sipabm.engine.one_run import EngineRun
    from sipabm.mesa_model import PartnershipModel

# Enough that no thread waits for the next piece of work while the one that is read next takes longer.
AHEAD_OF_A_THREAD = 4
# Nobody says how many workers an executor has; many more than most have, and few beside millions.
AHEAD_OF_AN_EXECUTOR = 1024
Model = Literal["engine", "mesa"] | type  # a type is a subclass of sipabm.mesa_model.PartnershipModel


def new_run(
    scenario: ScenarioOrName, seed: int = 1, replicate: int = 0, model: Model = "engine", rows: bool = True
) -> EngineRun | PartnershipModel:
    """Return a run before its first quarter, which `advance` takes some quarters on and whose `history` tells so far.

    It is compiled, unless a Mesa model is asked for; of one's own model only if it replaces nothing.
    """
    scenario, model = checked_scenario(scenario), checked_model(model)
    seed, replicate = checked_seed(seed), checked_replicate(replicate)
    rows = true_or_false("rows", rows)
    if is_compiled(model):
        from sipabm.engine.one_run import EngineRun

        scenario = drawn(scenario, seed, replicate)
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


def run_history(scenario: Scenario, seed: int, model: Model, rows: bool, replicate: int) -> History:
    """Return the history of one run of a model; without `rows` it holds no attempts and contracts."""
    told = new_run(scenario, seed, replicate, model, rows).advance(scenario.quarters).history()
    return told if rows else told._replace(attempts=told.attempts[:0], contracts=told.contracts[:0])


def run_histories(
    scenario: Scenario,
    replicates: Iterable[int],
    seed: int,
    model: Model,
    rows: bool,
    threads: int | None = None,
    executor: Executor | None = None,
) -> Iterator[History]:
    """Yield the histories of some replicates, in their order, as they are ready."""
    if is_compiled(model):
        from sipabm.compilation.machine_code import library

        library()  # made here, not in every thread, so that an interruption is heard at once
    yield from in_order(partial(run_history, scenario, seed, model, rows), replicates, threads, executor)


def in_order(
    action: Callable[[Any], Any], items: Iterable[Any], threads: int | None, executor: Executor | None
) -> Iterator[Any]:
    """Yield what an action returns for each item, in their order, as it is ready; the rest is dropped at the end.

    Items are taken as they are needed, and results are kept until they are read: there may be millions of both.
    """
    if threads == 1 and executor is None:
        yield from map(action, items)
        return
    threads = threads or processors()
    pool = nullcontext(executor) if executor is not None else ThreadPoolExecutor(threads)
    ahead = AHEAD_OF_AN_EXECUTOR if executor is not None else AHEAD_OF_A_THREAD * threads
    waiting: deque[Future[Any]] = deque()
    with pool as workers:
        try:
            for item in items:
                waiting.append(workers.submit(action, item))
                # As soon as it is there, not when there is no room for more: what is read can be kept.
                while waiting and (waiting[0].done() or len(waiting) > ahead):
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except BrokenExecutor:
            while waiting and has_result(waiting[0]):
                yield waiting.popleft().result()
            raise
        finally:
            # Who stops reading, as after Ctrl-C, does not wait for runs that nobody will see.
            for future in waiting:
                future.cancel()


def has_result(future: Future[Any]) -> bool:
    """Return whether a piece of work was done before its worker was lost."""
    return future.done() and not future.cancelled() and future.exception() is None


def is_compiled(model: Model) -> bool:
    """Return whether a model is run by the engine: it itself, and classes that replace nothing of the usual model."""
    if not isinstance(model, type):
        return model == "engine"
    from sipabm.mesa_model.model import replaced  # mesa is slow to import

    return not replaced(model)


def checked_model(model: Any) -> Model:
    """Return a model unchanged; ScenarioError if it is none."""
    if (isinstance(model, str) and model in ("engine", "mesa")) or is_own_model(model):
        return model
    raise not_allowed("model", model, "'engine', 'mesa' or a subclass of PartnershipModel")


def is_own_model(model: Any) -> bool:
    """Return whether something is a class of Mesa models."""
    if not isinstance(model, type):
        return False
    from sipabm.mesa_model import PartnershipModel  # mesa is slow to import

    return issubclass(model, PartnershipModel)


def name_of(model: Model) -> str:
    """Return the name of a model as a manifest tells it."""
    return f"{model.__module__}.{model.__qualname__}" if isinstance(model, type) else model
