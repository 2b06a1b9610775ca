"""The history of one run: yearly numbers, and rows of attempts and contracts, as arrays."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sipabm.model.counts import STATES, YEARLY
from sipabm.model.records import ATTEMPT, CONTRACT, CONTRACT_ROW, Field, columns

ATTEMPT_COLUMNS, CONTRACT_COLUMNS = columns(ATTEMPT), columns(CONTRACT_ROW)
YEARLY_COLUMNS, STATE_COLUMNS = columns(YEARLY), columns(STATES)
OF_CONTRACT = {field.name for field in CONTRACT}


class History(NamedTuple):
    """Yearly counts (years × domains × YEARLY), yearly states (years × STATES), rows of attempts and contracts."""

    replicate: int
    yearly: NDArray[np.float64]
    states: NDArray[np.float64]
    attempts: NDArray[Any]
    contracts: NDArray[Any]


@cache
def record_type(fields: tuple[Field, ...]) -> np.dtype:
    """Return the numpy type of records."""
    return np.dtype([(each.name, each.type, (each.size,)) if each.size else (each.name, each.type) for each in fields])


ATTEMPT_ROW_TYPE, CONTRACT_ROW_TYPE = record_type(ATTEMPT_COLUMNS), record_type(CONTRACT_COLUMNS)


def numbers(records: NDArray[Any]) -> NDArray[np.float64]:
    """Return records of real numbers as an array with a column for each."""
    return records.view("f8").reshape(len(records), records.dtype.itemsize // 8)


def attempt_rows(projects: NDArray[Any]) -> NDArray[Any]:
    """Return the rows of attempts: what is reported of projects that have ended."""
    rows = np.empty(len(projects), dtype=ATTEMPT_ROW_TYPE)
    for field in ATTEMPT:
        fill(rows, field, projects)
    return rows


def contract_rows(projects: NDArray[Any], contracts: NDArray[Any]) -> NDArray[Any]:
    """Return the rows of contracts, each of which has its project at the same place."""
    rows = np.empty(len(contracts), dtype=CONTRACT_ROW_TYPE)
    for field in CONTRACT_ROW:
        fill(rows, field, contracts if field.name in OF_CONTRACT else projects)
    return rows


def fill(rows: NDArray[Any], field: Field, records: NDArray[Any]) -> None:
    """Fill the columns of a field from records."""
    if not field.labels:
        rows[field.name] = records[field.name]
    for place, column in enumerate(columns((field,)) if field.labels else ()):
        rows[column.name] = records[field.name][:, place]
