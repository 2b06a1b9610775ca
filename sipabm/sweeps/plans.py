"""Plans: what a sweep is asked to do, in words and numbers, however it was written down."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from sipabm.errors import ScenarioError
from sipabm.given_tables import read_given_table
from sipabm.parameters.ranges import cube
from sipabm.scenario import Levers, Scenario
from sipabm.scenario.changes import path_of, places
from sipabm.scenario.kept import is_kept, numbers_named
from sipabm.scenario.policies import lever_of
from sipabm.sweeps.designs import LATIN, SOBOL, Range, crossed, factorial, grid, sampled

USUAL_RUNS = 50


class Plan(NamedTuple):
    """A sweep as it is asked for: its base, what it varies, how many runs, and what is measured of them.

    `grid`, `ranges` (or all that is `uncertain`), `levers` and `table` are crossed, as far as they are given.
    """

    scenario: str
    changes: Mapping[str, Any] = {}
    policies: tuple[str, ...] = ()
    grid: Mapping[str, Sequence[Any]] = {}
    ranges: Mapping[str, Range] = {}
    uncertain: bool = False
    method: str | None = None
    points: int | None = None
    levers: tuple[str, ...] = ()
    first_quarter: str | None = None  # from which the levers are used
    table: Path | None = None
    replicates: int = USUAL_RUNS
    seed: int = 1
    measures: tuple[str, ...] = ("signed", "successful")
    first: int | None = None
    last: int | None = None
    rows: bool = False

    def base(self) -> Scenario:
        """Return the scenario that is varied; ScenarioError if there is none."""
        scenario = Scenario.load(self.scenario)
        # Together, as changes may only be allowed together.
        return (scenario.replace(self.changes) if self.changes else scenario).with_policy(*self.policies)

    def design(self) -> pd.DataFrame:
        """Return a row for each point; ScenarioError if nothing is varied, or something in two ways."""
        design = crossed(*self.parts())
        policies = {f"levers.{lever_of(policy)}.intensity": None for policy in self.policies}
        check_have_effect({**self.changes, **policies}, design)
        return design

    def parts(self) -> Iterator[pd.DataFrame]:
        """Yield the designs that are crossed."""
        spread = self.spread()
        if not (self.grid or spread or self.levers or self.table):
            raise ScenarioError("nothing is varied; give a grid, ranges, levers or a table (see `sipabm sweep --help`)")
        if self.grid:
            yield grid(self.grid)
        if spread:
            yield sampled(spread, self.points or 0, self.seed, self.method or LATIN)
        if self.levers:
            yield factorial(self.levers, self.first_quarter or "")
        if self.table:
            yield read_given_table(self.table)

    def spread(self) -> dict[str, Range]:
        """Return the ranges over which points are spread; ScenarioError if it is not said how many, or over what."""
        spread = {**(self.of_uncertain() if self.uncertain else {}), **self.ranges}
        if spread and self.points is None:
            raise ScenarioError(f"ranges need a number of points: {LATIN} or {SOBOL}, like `--{LATIN} 100`")
        if self.points is not None and not spread:
            raise ScenarioError(
                f"there is no range to spread {self.points} points over; give one, or all uncertain ones"
            )
        if self.levers and not self.first_quarter:
            raise ScenarioError("the levers need a quarter from which they are used, like `--from 2012Q1`")
        if self.first_quarter and not self.levers:
            raise ScenarioError(f"'{self.first_quarter}' is the first quarter of no lever; name them (--factorial)")
        return spread

    def of_uncertain(self) -> dict[str, Range]:
        """Return the plausible ranges of all uncertain numbers that are neither set nor varied otherwise."""
        varied = {*self.grid, *(read_given_table(self.table) if self.table else ())}
        named = {**dict.fromkeys(map(str, varied)), **self.changes}
        otherwise = [name for key, value in named.items() for name in numbers_named(key, value)]
        return {side.field: (side.low, side.high) for side in cube() if not is_kept(side, otherwise)}


def check_have_effect(changes: Mapping[str, Any], design: pd.DataFrame) -> None:
    """Raise ScenarioError if a change of the base is lost, as every row of a design replaces what it sets."""
    varied = {replaced_by(str(column)): column for column in design if design[column].notna().all()}
    for name, value in changes.items():
        set_at = places(path_of(name), value)
        ways = [{place[:end] for end in range(len(place) + 1)} & varied.keys() for place in set_at]
        if ways and all(ways):
            by = varied[ways[0].pop()]
            raise ScenarioError(f"'{name}' is set to one value, and '{by}' is varied; leave one of them out")


def replaced_by(column: str) -> tuple[str, ...]:
    """Return where the value lies that a column of a design replaces; of a lever that of its policy."""
    return ("levers", column, "intensity") if column in Levers.model_fields else path_of(column)
