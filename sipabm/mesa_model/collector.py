"""What a run of the Mesa model tells: to Mesa's DataCollector every quarter, and as the history of the run."""

from __future__ import annotations

from functools import partial
from typing import Any

import mesa
import numpy as np
from numpy.typing import NDArray

from sipabm.mesa_model.authority import Authority
from sipabm.model.counts import STATES, YEARLY
from sipabm.model.records import AUTHORITY, CONTRACT, DOMAINS, PROJECT, Field, State
from sipabm.tables.history import History, attempt_rows, contract_rows, numbers, record_type

OF_AUTHORITIES = [
    field.name for field in STATES if hasattr(Authority, field.name) or field.name in {each.name for each in AUTHORITY}
]


def new_collector() -> mesa.DataCollector:
    """Return a collector for a model."""
    reporters: dict[str, Any] = {name: partial(so_far, count=name) for name in ("considered", "started", "signed")}
    # Partials, even without arguments: Mesa tries out plain functions by calling them once more.
    reporters |= {"stopped": partial(stopped), "running": partial(running)}
    reporters |= {name: partial(mean, attribute=name) for name in OF_AUTHORITIES}
    reporters["left"] = partial(mean, attribute="has_left")
    reporters |= {"trust": partial(mean_trust), "machine_share": partial(machine_share)}
    return mesa.DataCollector(model_reporters=reporters)


def so_far(model: Any, count: str) -> float:
    """Return the sum of a yearly count since the first quarter."""
    return sum(getattr(counts, count) for counts in model.state.yearly)


def stopped(model: Any) -> float:
    """Return how many attempts have been stopped since the first quarter."""
    return sum(sum(counts.exits) for counts in model.state.yearly)


def running(model: Any) -> int:
    """Return the number of partnerships running."""
    return len(model.contracts)


def mean(model: Any, attribute: str) -> float:
    """Return the mean of an attribute over all authorities."""
    return float(model.authorities.agg(attribute, np.mean))


def mean_trust(model: Any) -> float:
    """Return the mean trust over all ties, 0 without ties."""
    ties = [tie["trust"] for _, _, tie in model.network.edges(data=True)]
    return float(np.mean(ties)) if ties else 0.0


def machine_share(model: Any) -> float:
    """Return the share of exposed work that machines do."""
    return float(model.state.run[0].machines)


def history_of(state: State) -> History:
    """Return the history that the records of a run hold."""
    run = state.run[0]
    attempts = as_array(state.attempts.first(run.attempts), PROJECT)
    settled = as_array(state.settled.first(run.settled), CONTRACT)
    yearly, states = numbers(as_array(state.yearly, YEARLY)), numbers(as_array(state.states, STATES))
    return History(
        run.replicate,
        yearly.reshape(-1, DOMAINS, yearly.shape[1]),
        states,
        attempt_rows(attempts),
        contract_rows(attempts[settled["attempt"]], settled),
    )


def as_array(records: list[Any], fields: tuple[Field, ...]) -> NDArray[Any]:
    """Return objects as the rows of an array."""
    rows = [tuple(getattr(record, field.name) for field in fields) for record in records]
    return np.array(rows, dtype=record_type(fields))
