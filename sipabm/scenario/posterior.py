"""The posterior that ships: sets of numbers that lead to what was observed, all of the same weight.

`sipabm calibrate world` makes them; they are guarded by a test against ranges and a model that have changed since.
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import resources

from sipabm.errors import ScenarioError
from sipabm.parameters.ranges import cube

POSTERIOR = resources.files("sipabm.scenario") / "posterior.csv"


@cache
def posterior() -> list[list[float]]:
    """Return the sets of the posterior that ships, each a row of numbers in the order of `cube`.

    ScenarioError if it lacks a number that has a range now.
    """
    names, *rows = (line.split(",") for line in POSTERIOR.read_text("utf-8").splitlines())
    place = {name: column for column, name in enumerate(names)}
    for side in cube():
        if side.field not in place:
            raise ScenarioError(f"the posterior has no number '{side.field}'; calibrate anew (sipabm calibrate world)")
    return [[float(row[place[side.field]]) for side in cube()] for row in rows]


@cache
def posterior_digest() -> str:
    """Return a hash of the posterior that ships, by which results over another one are told apart."""
    return hashlib.sha256(POSTERIOR.read_bytes()).hexdigest()[:16]
