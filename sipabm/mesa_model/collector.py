"""What Mesa's DataCollector reports every quarter: what happened so far, and mean states."""

from __future__ import annotations

from functools import partial
from typing import Any

import mesa
import numpy as np

from sipabm.mesa_model.authority import Authority
from sipabm.model.counts import STATES
from sipabm.model.records import AUTHORITY

OF_AUTHORITIES = [
    field.name
    for field in STATES
    if hasattr(Authority, field.name) or field.name in {each.name for each in AUTHORITY}
]


def new_collector() -> mesa.DataCollector:
    """Return a collector for a model."""
    reporters: dict[str, Any] = {name: partial(so_far, count=name) for name in ("considered", "started", "signed")}
    reporters |= {"stopped": partial(stopped), "running": partial(running)}
    reporters |= {name: partial(mean, attribute=name) for name in OF_AUTHORITIES}
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
