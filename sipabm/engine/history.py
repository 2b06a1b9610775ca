"""The history of a run of the engine."""

from __future__ import annotations

from functools import cache

from sipabm.engine.run import run_engine
from sipabm.recording.history import History
from sipabm.scenario import Scenario
from sipabm.world import build_world


def engine_history(scenario: Scenario, seed: int, replicate: int, rows: bool) -> History:
    """Return the history of one run of the engine."""
    state = run_engine(scenario, build_world(scenario, seed, replicate), rows)
    run = state.run[0]
    return History(
        replicate, state.yearly, state.states, state.attempt_rows[: run["attempt_rows"]].copy(),
        state.contract_rows[: run["contract_rows"]].copy(),
    )  # fmt: skip


@cache
def compile_once() -> None:
    """Compile the engine, or load it from the cache, with the smallest run there is."""
    engine_history(Scenario.load("lone_authority").replace(quarters=1), 0, 0, False)
