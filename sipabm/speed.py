"""Benchmarks: speed as ratios within one run, medians of several repetitions (machines are noisy)."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from typing import Any, NamedTuple
from unittest.mock import patch

import numpy as np

from sipabm import randomness
from sipabm.compilation import compiled
from sipabm.engine.one_run import EngineRun
from sipabm.runs import run_history
from sipabm.scenario import Scenario
from sipabm.tables.history import History
from sipabm.world import World, build_world

SEED = 1
SIZES = (500, 5_000, 50_000, 500_000)
QUARTERS_OF_LARGE = 40
REPETITIONS = 7
KINDS = ("authorities", "providers", "investors")
DRAWS = ("uniform", "uniform_pair", "normal")


class Line(NamedTuple):
    """One measurement: what, the ratio, the goal, and what else a reader wants to know."""

    what: str
    ratio: str
    goal: str
    note: str


def measure(quick: bool = False) -> Iterator[Line]:
    """Yield the measurements one after another; `quick` leaves out what takes minutes."""
    scenario = Scenario.load("world")
    yield from against_mesa(scenario, 1 if quick else 3)
    yield against_draws(scenario)
    yield against_one_thread(scenario)
    yield from by_size(scenario, SIZES[:2] if quick else SIZES)
    if not quick:
        yield from starts()


def seconds(action: Callable[[], Any], repetitions: int = REPETITIONS) -> float:
    """Return the median time of an action."""
    times = []
    for _ in range(repetitions):
        began = time.perf_counter()
        action()
        times.append(time.perf_counter() - began)
    return statistics.median(times)


def prepared(scenario: Scenario, world: World) -> EngineRun:
    """Return a run that is about to start."""
    return EngineRun(scenario, world, rows=True, room=4)


def engine_seconds(scenario: Scenario, world: World, repetitions: int = REPETITIONS) -> float:
    """Return the median time of a run of the engine, arrays made beforehand."""
    # One more than measured: the first run warms caches and, where it must, compiles.
    runs = iter([prepared(scenario, world) for _ in range(repetitions + 1)])
    next(runs).advance(scenario.quarters)
    return seconds(lambda: next(runs).advance(scenario.quarters), repetitions)


def against_mesa(scenario: Scenario, repetitions: int) -> Iterator[Line]:
    """Yield how many times faster the engine is than the Mesa model, both from the same world to the same history."""
    from sipabm.mesa_model import PartnershipModel

    # The world is made beforehand: both models share its making, which would hide what sets them apart.
    world = build_world(scenario, SEED, 0)
    mesa = seconds(lambda: PartnershipModel(scenario, SEED, 0, world).run(), repetitions)
    engine = engine_seconds(scenario, world, 3 * REPETITIONS)
    same = same_events(run_history(scenario, SEED, "engine", True, 0), run_history(scenario, SEED, "mesa", True, 0))
    quarters = len(world.authorities.country) * scenario.quarters
    note = f"histories {'identical' if same else 'DIFFERENT'}; {mesa * 1e3:.0f} ms against {engine * 1e3:.2f} ms a run"
    yield Line("Mesa model / engine, per core", f"{mesa / engine:.0f}", "500", note)
    note = f"{quarters:,} authority-quarters a run"
    yield Line("engine, nanoseconds an authority-quarter", f"{engine / quarters * 1e9:.0f}", "", note)


def same_events(first: History, second: History) -> bool:
    """Return whether two histories have the same events and the same numbers to 1e-12."""
    return all(
        np.allclose(getattr(first, part)[name], getattr(second, part)[name], rtol=1e-12, atol=1e-12)
        for part in ("attempts", "contracts")
        for name in getattr(first, part).dtype.names
    )


@contextmanager
def counted_draws() -> Iterator[Counter[str]]:
    """Count the draws of each kind that plain Python makes meanwhile."""
    counts: Counter[str] = Counter()

    def counting(name: str) -> Callable[..., Any]:
        original = getattr(randomness, name)

        def draw(*address: int) -> Any:
            counts[name] += 1
            return original(*address)

        return draw

    with ExitStack() as patches:
        for name in DRAWS:
            patches.enter_context(patch.object(randomness, name, counting(name)))
        yield counts


def draw_many(uniforms: int, pairs: int, normals: int) -> float:
    """Return the sum of so many draws of each kind."""
    # Summed and returned, or the compiler would leave out draws that nobody uses.
    total = 0.0
    for actor in range(uniforms):
        total += randomness.uniform(1, 2, 3, actor, 0, 4)
    for actor in range(pairs):
        first, second = randomness.uniform_pair(1, 2, 3, actor, 0, 4)
        total += first + second
    for actor in range(normals):
        total += randomness.normal(1, 2, 3, actor, 0, 4)
    return total


def against_draws(scenario: Scenario) -> Line:
    """Return how much longer a run takes than drawing its random numbers alone."""
    from sipabm.mesa_model import PartnershipModel

    world = build_world(scenario, SEED, 0)
    model = PartnershipModel(scenario, SEED, 0, world)
    with counted_draws() as counts:
        model.run()
    compiled_draws = compiled(draw_many)
    numbers = [counts[name] for name in DRAWS]
    compiled_draws(*numbers)
    draws = seconds(lambda: compiled_draws(*numbers), 3 * REPETITIONS)
    engine = engine_seconds(scenario, world, 3 * REPETITIONS)
    note = f"{sum(numbers):,} draws of {draws / sum(numbers) * 1e9:.0f} ns"
    return Line("engine / its random numbers alone", f"{engine / draws:.2f}", "2", note)


def against_one_thread(scenario: Scenario, runs: int = 64) -> Line:
    """Return how many times faster two threads finish many runs than one."""
    worlds = [build_world(scenario, SEED, replicate) for replicate in range(8)]

    def all_runs(threads: int) -> float:
        prepared_runs = [prepared(scenario, worlds[run % 8]) for run in range(runs)]
        began = time.perf_counter()
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(lambda run: run.advance(scenario.quarters), prepared_runs))
        return time.perf_counter() - began

    all_runs(1)
    # One after the other within each ratio, as the speed of a shared machine drifts.
    ratios = [all_runs(1) / all_runs(2) for _ in range(5)]
    return Line("one thread / two threads", f"{statistics.median(ratios):.2f}", "2", f"{os.cpu_count()} processors")


def scaled(scenario: Scenario, authorities: int) -> Scenario:
    """Return a scenario with more actors, and purses that grow with them."""
    factor = authorities / scenario.actors("authorities")
    return scenario.replace(
        pool=factor * scenario.population.pool,
        funds=[{**fund.model_dump(), "purse": fund.purse * factor} for fund in scenario.funds],
        quarters=QUARTERS_OF_LARGE,
    )


def by_size(scenario: Scenario, sizes: tuple[int, ...]) -> Iterator[Line]:
    """Yield the cost of an authority-quarter relative to that in the smallest world."""
    smallest = 0.0
    for size in sizes:
        larger = scaled(scenario, size)
        world = build_world(larger, SEED, 0)
        repetitions = REPETITIONS if size <= SIZES[1] else 1
        cost = engine_seconds(larger, world, repetitions) / (len(world.authorities.country) * larger.quarters)
        smallest = smallest or cost
        note = f"{cost * 1e9:.0f} ns an authority-quarter"
        yield Line(f"cost at {size:,} authorities / at {sizes[0]:,}", f"{cost / smallest:.2f}", "3", note)


def starts() -> Iterator[Line]:
    """Yield how long the first start after installation takes against a later one."""
    code = "from sipabm import simulate; simulate('classroom')"
    with tempfile.TemporaryDirectory() as folder:
        # An empty cache, so that the first start compiles as after an installation.
        environment = {**os.environ, "SIPABM_CACHE_DIR": folder}

        def start() -> None:
            """Start Python anew and simulate a run."""
            subprocess.run([sys.executable, "-c", code], env=environment, check=True)

        first, warm = seconds(start, 1), seconds(start, 3)
    yield Line("first start / warm start", f"{first / warm:.0f}", "", f"{first:.0f} s against {warm:.1f} s, one run")


def main(quick: bool = False) -> None:
    """Print the measurements as they come."""
    print(f"{'what':<45} {'ratio':>7} {'goal':>5}  note")
    for line in measure(quick):
        print(f"{line.what:<45} {line.ratio:>7} {line.goal:>5}  {line.note}", flush=True)
