"""The engine: against the Mesa model, by the size of the world, and what making a world costs."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence

import numpy as np

from sipabm.engine.many_runs import Arena
from sipabm.engine.shared_quarters import prepared
from sipabm.runs import run_history
from sipabm.scenario import Scenario
from sipabm.speed.clock import Line, median_seconds
from sipabm.tables.history import History
from sipabm.world import World, build_world
from sipabm.world.build import new_world

SEED = 1
REPETITIONS = 7
QUARTERS_OF_LARGE = 40
GOALS = {500: 45, 5_000: 55, 50_000: 110, 500_000: 150}  # nanoseconds an authority-quarter
LARGE = 50_000  # from here on a run takes seconds, and is not repeated often


def engine_seconds(scenario: Scenario, world: World, repetitions: int = REPETITIONS) -> float:
    """Return the median processor time of the walk alone, on arrays that were used before."""
    arena, times = Arena(prepared(scenario), world), []
    for _ in range(repetitions + 1):
        arena.begin(arena.one)
        began = time.process_time()
        arena.advance(scenario.quarters)
        times.append(time.process_time() - began)
    # The first one warms the arrays up.
    return float(np.median(times[1:]))


def against_mesa(repetitions: int) -> Iterator[Line]:
    """Yield how many times faster the engine is than the Mesa model, both from the same world to the same history."""
    from sipabm.mesa_model import PartnershipModel

    scenario = Scenario.load("world").replace(over="defaults")
    # The world is made beforehand: both models share its making, which would hide what sets them apart.
    world = build_world(scenario, SEED, 0)
    mesa = median_seconds(lambda: PartnershipModel(scenario, SEED, 0, world).run(), repetitions)
    engine = engine_seconds(scenario, world, 3 * REPETITIONS)
    histories = [run_history(scenario, SEED, model, True, 0) for model in ("engine", "mesa")]
    same = "identical" if same_events(*histories) else "DIFFERENT"
    note = f"histories {same}; {mesa * 1e3:,.0f} ms against {engine * 1e3:.2f} ms a run"
    yield Line("Mesa model / engine, on one core", f"{mesa / engine:,.0f}", "≥ 500", note)
    attempts, quarters = len(histories[0].attempts), len(world.authorities.country) * scenario.quarters
    note = f"{attempts:,} attempts, {quarters:,} authority-quarters a run"
    yield Line("engine, an attempt, all else included", f"{engine / attempts * 1e6:.2f} µs", note=note)


def same_events(first: History, second: History) -> bool:
    """Return whether two histories have the same events and the same numbers to 1e-12."""
    pairs = [(first.attempts, second.attempts), (first.contracts, second.contracts)]
    return all(len(one) == len(other) for one, other in pairs) and all(
        np.allclose(one[name], other[name], rtol=1e-12, atol=1e-12)
        for one, other in pairs
        for name in one.dtype.names or ()
    )


def scaled(scenario: Scenario, authorities: int) -> Scenario:
    """Return a scenario with more actors, and purses that grow with them."""
    countries = scenario.pooled_countries()
    factor = authorities / sum(country.authorities for country in countries)
    # Not by the pool, which has a bound.
    return scenario.replace(
        pool=1.0,
        countries=[country.multiplied(factor).model_dump() for country in countries],
        funds=[{**fund.model_dump(), "purse": fund.purse * factor} for fund in scenario.funds],
        quarters=QUARTERS_OF_LARGE,
    )


def by_size(sizes: Sequence[int]) -> Iterator[Line]:
    """Yield the cost of an authority-quarter, of making a world, and the memory of both, by size."""
    for size in sizes:
        # Each in a process of its own, as the largest memory of a process never falls.
        code = f"from sipabm.speed.engine_lines import print_size; print_size({size})"
        told = json.loads(subprocess.run([sys.executable, "-c", code], check=True, capture_output=True).stdout)
        note = f"world made in {told['world'] * 1e3:,.1f} ms, {told['memory']:,.0f} MB at most"
        what = f"engine, an authority-quarter at {size:,} authorities"
        yield Line(what, f"{told['quarter'] * 1e9:.0f} ns", f"≤ {GOALS[size]} ns", note)


def print_size(size: int) -> None:
    """Print what a world of some size costs: seconds an authority-quarter and a world, and memory (MB)."""
    import resource

    scenario = scaled(Scenario.load("world").replace(over="defaults"), size)
    repetitions = REPETITIONS if size < LARGE else 2
    making = median_seconds(lambda: new_world(scenario, SEED, 0), repetitions)
    world = new_world(scenario, SEED, 0)
    seconds = engine_seconds(scenario, world, repetitions)
    quarter = seconds / (len(world.authorities.country) * scenario.quarters)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024.0
    print(json.dumps({"quarter": quarter, "world": making, "memory": memory}))
