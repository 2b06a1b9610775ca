"""Comparison: what differs between the histories of engine and Mesa model."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sipabm.arguments import ScenarioOrName, checked_scenario
from sipabm.model.records import Field
from sipabm.runs import Model, run_history
from sipabm.scenario import Scenario
from sipabm.tables.history import STATE_COLUMNS, YEARLY_COLUMNS, History

TOLERANCE = 1e-12  # compiled code may take exp and log from another library, which moves the last bits
MODELS: tuple[Model, Model] = ("engine", "mesa")
Rows = NDArray[Any]


def differences(scenario: ScenarioOrName, seed: int = 1, replicate: int = 0) -> list[str]:
    """Return what differs between engine and Mesa model, a line for each table and column; nothing if they agree."""
    return differing(*histories(checked_scenario(scenario), seed, replicate))


def histories(scenario: Scenario, seed: int, replicate: int) -> tuple[History, History]:
    """Return the histories that engine and Mesa model leave."""
    compiled, interpreted = (run_history(scenario, seed, model, True, replicate) for model in MODELS)
    return compiled, interpreted


def differing(engine: History, mesa: History) -> list[str]:
    """Return what differs between two histories, a line for each table and column."""
    pairs = (
        ("yearly", named(engine.yearly, YEARLY_COLUMNS), named(mesa.yearly, YEARLY_COLUMNS)),
        ("states", named(engine.states, STATE_COLUMNS), named(mesa.states, STATE_COLUMNS)),
        ("attempts", engine.attempts, mesa.attempts),
        ("contracts", engine.contracts, mesa.contracts),
    )
    return [line for table, first, second in pairs for line in compare(table, first, second)]


def named(values: NDArray[np.float64], fields: tuple[Field, ...]) -> Rows:
    """Return a table of numbers as rows with named columns."""
    rows = np.ascontiguousarray(values.reshape(-1, len(fields)))
    return rows.view([(column.name, "f8") for column in fields]).reshape(-1)


def compare(table: str, engine: Rows, mesa: Rows) -> Iterator[str]:
    """Yield a line for the number of rows and for each column that differ."""
    if len(engine) != len(mesa):
        yield f"{table}: the engine has {len(engine)} rows, the Mesa model {len(mesa)}"
    # Rows that both have are compared all the same: the first that differs shows where histories part.
    shared = min(len(engine), len(mesa))
    for column in engine.dtype.names or ():
        first, second = engine[column][:shared], mesa[column][:shared]
        unequal = unequal_rows(first, second)
        if unequal:
            row = unequal[0]
            more = f" (and {len(unequal) - 1} more rows)" if len(unequal) > 1 else ""
            yield f"{table} row {row} column {column}: engine {first[row]}, Mesa model {second[row]}{more}"


def unequal_rows(first: Rows, second: Rows) -> list[int]:
    """Return the rows that differ: in whole numbers at all, in others by more than 1e-12 of their size, or of 1."""
    if first.dtype.kind == "i":
        unequal = first != second
    else:
        size = np.maximum(1.0, np.maximum(np.abs(first), np.abs(second)))
        # Equal first, as what is infinite on both sides has no difference to measure.
        unequal = ~((first == second) | (np.abs(first - second) <= TOLERANCE * size))
    return np.flatnonzero(unequal.reshape(len(first), -1).any(axis=1)).tolist() if len(first) else []
