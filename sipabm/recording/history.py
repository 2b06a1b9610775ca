"""The history of one run as both models leave it: arrays with the columns of `sipabm.recording.columns`."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray


class History(NamedTuple):
    """Yearly counts (years × domains × YEARLY), yearly states (years × STATE), rows of attempts and contracts."""

    replicate: int
    yearly: NDArray[np.float64]
    states: NDArray[np.float64]
    attempts: NDArray[Any]
    contracts: NDArray[Any]
