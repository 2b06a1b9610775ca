"""The posterior that ships: sets of numbers that lead to what was observed, all of the same weight.

`sipabm calibrate world` makes them; they are guarded by a test against ranges and a model that have changed since.
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import resources

import numpy as np

from sipabm.parameters.ranges import cube
from sipabm.statistics import Numbers

POSTERIOR = resources.files("sipabm.scenario") / "posterior.csv"


@cache
def posterior() -> Numbers:
    """Return the sets of the posterior that ships, one a row, in the order of `cube`."""
    names, *rows = POSTERIOR.read_text("utf-8").splitlines()
    values = np.array([row.split(",") for row in rows], dtype=float)
    place = {name: column for column, name in enumerate(names.split(","))}
    return values[:, [place[side.field] for side in cube()]]


@cache
def posterior_digest() -> str:
    """Return a hash of the posterior that ships, by which results over another one are told apart."""
    return hashlib.sha256(POSTERIOR.read_bytes()).hexdigest()[:16]
