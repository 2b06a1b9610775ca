"""Histories of some runs, joined: counts and rows as arrays, for what is kept of every run without making tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sipabm import quarters
from sipabm.parameters.ranges import ranges
from sipabm.scenario import Scenario
from sipabm.scenario.drawn import number_of_run
from sipabm.statistics import Numbers
from sipabm.tables.history import YEARLY_COLUMNS, History


class Told(NamedTuple):
    """The history of one run, and the scenario of which it is a run."""

    scenario: Scenario
    history: History


class JoinedRows:
    """Rows of some runs: columns by name as they were recorded, each made when it is first asked for.

    Words are their numbers, quarters are counted from the first of the run. `run` has the place of each row's run.
    """

    def __init__(self, run: NDArray[np.int64], column: Callable[[str], NDArray[Any]]) -> None:
        self.run, self.column = run, column
        self.known: dict[str, NDArray[Any]] = {}

    def __len__(self) -> int:
        return len(self.run)

    def __getitem__(self, name: str) -> NDArray[Any]:
        if name not in self.known:
            self.known[name] = self.column(name)
        return self.known[name]

    def where(self, chosen: NDArray[np.bool_]) -> JoinedRows:
        """Return the rows that are chosen."""
        places = np.flatnonzero(chosen)
        return JoinedRows(self.run[places], lambda name: self[name][places])


def joined(parts: Sequence[NDArray[Any]]) -> JoinedRows:
    """Return the records of some runs, those of one run after those of another."""
    run = np.repeat(np.arange(len(parts)), [len(part) for part in parts])
    # Column by column, and only those that are asked for: a record has more than a hundred.
    return JoinedRows(run, lambda name: np.concatenate([part[name] for part in parts]))


class Histories:
    """The histories of some runs together; all that is told of a run stands at its place among them."""

    def __init__(self, told: Sequence[Told], seed: int) -> None:
        self.told, self.seed = told, seed

    def __len__(self) -> int:
        return len(self.told)

    @cached_property
    def attempts(self) -> JoinedRows:
        """Return the attempts that were signed or stopped."""
        return joined([each.history.attempts for each in self.told])

    @cached_property
    def contracts(self) -> JoinedRows:
        """Return the contracts."""
        return joined([each.history.contracts for each in self.told])

    @cached_property
    def first_quarters(self) -> NDArray[np.int64]:
        """Return the first quarter of each run, counted as `sipabm.quarters` does."""
        return np.array([quarters.ordinal(each.scenario.first_quarter) for each in self.told], dtype=np.int64)

    def years_begun(self, rows: JoinedRows) -> NDArray[np.int64]:
        """Return the calendar year in which each attempt, or that of each contract, began."""
        return (self.first_quarters[rows.run] + rows["started"]) // quarters.QUARTERS_A_YEAR

    def counted(self, name: str, first: int, last: int, domains: slice = slice(None)) -> Numbers:
        """Return a yearly count of each run over calendar years, the first and the last given, in some areas or all."""
        place = [column.name for column in YEARLY_COLUMNS].index(name)
        begins = self.first_quarters // quarters.QUARTERS_A_YEAR
        spans = [slice(max(0, first - begin), max(0, last + 1 - begin)) for begin in begins.tolist()]
        found = [one.history.yearly[span, domains, place].sum() for one, span in zip(self.told, spans, strict=True)]
        return np.array(found, dtype=float)

    def number(self, name: str) -> Numbers:
        """Return a number of the scenario, as `Scenario.replace` calls it ('worth.social'), for each run."""
        side = next(each for each in ranges() if each.field == name)
        return np.array([number_of_run(one.scenario, self.seed, one.history.replicate, side) for one in self.told])
