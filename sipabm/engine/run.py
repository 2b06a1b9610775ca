"""A run: the timetable of a quarter, compiled as one piece."""

from __future__ import annotations

import importlib
from typing import Any

from sipabm.compilation import compiled, register_functions
from sipabm.engine.arrays import State, new_state
from sipabm.engine.business_case import business_case
from sipabm.engine.consideration import consideration
from sipabm.engine.delivery import delivery
from sipabm.engine.due import due
from sipabm.engine.environment import environment
from sipabm.engine.learning import learning
from sipabm.engine.mobilisation import mobilisation
from sipabm.engine.negotiation import negotiation
from sipabm.engine.population import start
from sipabm.engine.recorder import record_states
from sipabm.engine.search import search
from sipabm.engine.settlement import record_running, settlement
from sipabm.engine.signing import signing
from sipabm.scenario import Scenario
from sipabm.world import World

PHASES = (
    "draws", "population", "recorder", "environment", "consideration", "due", "exits", "search", "business_case",
    "mobilisation", "negotiation", "signing", "delivery", "settlement", "learning",
)  # fmt: skip
for _phase in PHASES:
    register_functions(importlib.import_module(f"sipabm.engine.{_phase}"))


def step_through(s: State, authorities: Any, providers: Any, investors: Any, trust: Any, quarters: int) -> None:
    """Run all quarters; the arrays in `s` hold the history afterwards."""
    start(s, authorities, providers, investors, trust)
    run = s.run[0]
    for step in range(quarters):
        environment(s, step)
        consideration(s, step)
        due(s, step)
        search(s, step)
        business_case(s, step)
        mobilisation(s, step)
        negotiation(s, step)
        signing(s, step)
        delivery(s, step)
        settlement(s, step)
        learning(s, step)
        if run.overflow == 1:
            return
        if (run.first_quarter + step) % 4 == 3 or step == quarters - 1:
            record_states(s, step)
    record_running(s)


compiled_step_through = compiled(step_through)


def run_engine(scenario: Scenario, world: World, rows: bool = True) -> State:
    """Return the arrays of a finished run; the interpreter's lock is free while it runs."""
    room = 1
    while True:
        state = new_state(scenario, world, rows, room)
        compiled_step_through(
            state, world.authorities.traits, world.providers.traits, world.investors.traits, world.ties.trust_draw,
            scenario.quarters,
        )  # fmt: skip
        if state.run[0]["overflow"] == 0:
            return state
        room *= 2
