"""The history of a run of the Mesa model."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sipabm.model.counts import STATES, YEARLY
from sipabm.model.records import CONTRACT, DOMAINS, PROJECT, Field, State
from sipabm.recording.history import History, attempt_rows, contract_rows, numbers, record_type


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
