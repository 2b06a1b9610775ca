"""The history that the arrays of a run hold."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sipabm.model.records import DOMAINS, State
from sipabm.recording.history import History, attempt_rows, contract_rows, numbers


def history_of(state: State) -> History:
    """Return the history that the arrays of a run hold."""
    run = state.run[0]
    attempts, settled = state.attempts[: run["attempts"]], state.settled[: run["settled"]]
    return History(
        int(run["replicate"]),
        yearly_of(state),
        numbers(state.states),
        attempt_rows(attempts),
        contract_rows(attempts[settled["attempt"]], settled),
    )


def yearly_of(state: State) -> NDArray[np.float64]:
    """Return the yearly counts that the arrays of a run hold (years × domains × YEARLY)."""
    yearly = numbers(state.yearly)
    return yearly.reshape(-1, DOMAINS, yearly.shape[1])
