"""Whole jobs: many new replicates, their threads, factorials, and the command that everybody begins with."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Sequence

from sipabm.scenario import Scenario
from sipabm.scenario.mechanisms import MECHANISMS
from sipabm.speed.clock import Line, median_spent, wall_seconds
from sipabm.speed.engine_lines import SEED, engine_seconds
from sipabm.studies.attribution import Player, scenarios_of
from sipabm.studies.cohorts import Cohort, cohort_columns
from sipabm.studies.decline_attribution import until_last_observed
from sipabm.studies.robustness import SETS, robust
from sipabm.surroundings import processors
from sipabm.sweeps.measuring import measure_runs
from sipabm.sweeps.run_columns import OwnColumns
from sipabm.world import build_world

RUNS = 128
PAIRS = 5
RUNS_OF_DECLINE = 102_400
MILLION = 1_000_000
FOUR_LEVERS = ("early_meetings", "flexible_contracts", "pooled_budgets", "no_cashable_requirement")


def at_defaults() -> Scenario:
    """Return `world` at one set of numbers, so that measurements stay comparable whatever posterior ships."""
    return Scenario.load("world").replace(over="defaults")


def job(runs: int, threads: int) -> None:
    """Measure some new replicates of `world`."""
    measure_runs({"world": at_defaults()}, runs, SEED, threads=threads, progress=False)


def replicates() -> Line:
    """Return what a new replicate costs, counts only, against its walk alone."""
    scenario = at_defaults()
    job(2, 1)
    whole, walk = [], []
    # One after the other within each ratio, as the speed of a shared machine drifts.
    for _ in range(PAIRS):
        began = time.process_time()
        job(RUNS // 4, 1)
        whole.append((time.process_time() - began) / (RUNS // 4))
        walk.append(
            statistics.mean(engine_seconds(scenario, build_world(scenario, SEED, each), 1) for each in range(8))
        )
    ratio = statistics.median(one / other for one, other in zip(whole, walk, strict=True))
    note = f"{statistics.median(whole) * 1e3:.2f} ms, {statistics.median(walk) * 1e3:.2f} ms of it the walk"
    return Line("new replicate of `world`, counts only / its walk", f"{ratio:.2f}", "≤ 1.25", note)


def threads() -> Line:
    """Return how many times faster two threads finish new replicates than one."""
    job(2, 2)
    pairs = [(wall_seconds(lambda: job(RUNS, 1)), wall_seconds(lambda: job(RUNS, 2))) for _ in range(PAIRS)]
    ratio = statistics.median(one / two for one, two in pairs)
    note = f"whole jobs of {RUNS} runs; {processors()} processors"
    return Line("one thread / two threads, new replicates of `world`", f"{ratio:.2f}", "≥ 1.8", note)


def cohorts(runs: int = 64) -> Line:
    """Return what following the attempts begun in some years adds to a comparison, against counts alone."""
    base = Scenario.load("denmark").replace(over="defaults")
    worlds = {"base": base, "meetings": base.with_policy("early_meetings=1@2026Q1")}
    followed = cohort_columns([Cohort(2026, 2028)])

    def seconds(own: Sequence[OwnColumns]) -> float:
        """Return the processor time of some new replicates of both worlds."""
        began = time.process_time()
        measure_runs(worlds, runs, SEED, own=own, threads=1, progress=False)
        return time.process_time() - began

    seconds(followed)
    pairs = [(seconds(followed), seconds(())) for _ in range(PAIRS)]
    ratio = statistics.median(one / other for one, other in pairs)
    note = f"{statistics.median(one for one, _ in pairs) / (2 * runs) * 1e3:.2f} ms a run with both"
    return Line("`denmark` compared, with cohorts and net positions / counts only", f"{ratio:.2f}", "≤ 1.5", note)


def robustness(sets: int = 20) -> Line:
    """Return how long `sipabm robust denmark` takes for four levers and 200 sets, told from fewer sets."""
    some = wall_seconds(lambda: robust("denmark", FOUR_LEVERS, "2026Q1", sets, progress=False))
    seconds = some * SETS / sets
    note = f"told from {sets} sets, tables included, on {processors()} processors"
    return Line(f"sipabm robust denmark, four levers, {SETS} sets", f"{seconds:.0f} s", "≤ 110 s", note)


def decline(runs: int = 4) -> Line:
    """Return how long the attribution of the decline takes on all processors, told from a few replicates."""
    watched = until_last_observed(at_defaults())
    scenarios = scenarios_of(watched, [Player(one.name, one.label, {}, one.off()) for one in MECHANISMS])

    def some() -> None:
        """Measure every combination on some new replicates."""
        measure_runs(scenarios, runs, SEED, measures=["signed_by_year"], progress=False)

    seconds = statistics.median(wall_seconds(some) for _ in range(3)) * RUNS_OF_DECLINE / (runs * len(scenarios))
    note = f"{len(scenarios)} combinations; told from {runs * len(scenarios):,} runs, three times"
    return Line(f"{RUNS_OF_DECLINE:,} runs of the decline", f"{seconds:.0f} s", "≤ 120 s", note)


def million(runs: int = 2_000) -> Line:
    """Return how long a million runs of `world` take on all processors, told from some thousand, and their memory."""
    job(runs // 4, processors())
    before, began = largest_memory(), time.perf_counter()
    kept = measure_runs({"world": at_defaults()}, runs, SEED, measures=["signed_by_year"], progress=False)
    minutes = (time.perf_counter() - began) / runs * MILLION / 60.0
    grown = (largest_memory() - before) / runs
    bytes_kept = kept.values.nbytes / runs
    note = f"{bytes_kept:,.0f} bytes kept a run, memory grew by {grown:,.0f}; told from {runs:,} runs"
    return Line("a million runs of `world`, yearly counts kept", f"{minutes:.0f} min", "≤ 35 min", note)


def largest_memory() -> float:
    """Return the largest memory that this process has had, in bytes."""
    import resource  # not on every system

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024.0


def one_run_command() -> Line:
    """Return how long `sipabm run world` takes, 200 runs, warm."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["-m", "sipabm", "run", "world", "--over", "defaults", "--overwrite", "--out", f"{folder}/world"]
        spent = median_spent(command, 3)
    return Line("sipabm run world", f"{spent.wall:.1f} s", "≤ 3 s", f"{spent.processor:.1f} s of processors")
