"""Attribution: how much each of several players contributes to what all achieve together, exactly.

Players are levers that are pulled, or mechanisms that are on. Every combination of them is simulated on the same
replicates with the same luck, so a Shapley value has no sampling error but that of the runs, and all of them add up to
the difference between everybody and nobody, to rounding.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import pandas as pd

from sipabm.errors import ScenarioError, nearest
from sipabm.report.notebook import notebook_page
from sipabm.scenario import Scenario
from sipabm.statistics import Numbers, shapley
from sipabm.sweeps.measures import Measure

# 4096 combinations; each player more doubles them, and with them the time.
MOST_PLAYERS = 12
STUDY = "attribution"
TABLES = ("shares", "interactions", "totals", "combinations")
NOBODY, EVERYBODY, TOGETHER = "nobody", "everybody", "together"


class Player(NamedTuple):
    """Who may take part: name, label, and the changes of a scenario where it does and where it does not."""

    name: str
    label: str
    present: Mapping[str, Any]
    absent: Mapping[str, Any]


class Quantity(NamedTuple):
    """What is attributed: name, label, unit."""

    name: str
    label: str
    unit: str


class Solved(NamedTuple):
    """A quantity in every combination, and by run: combinations × runs, whose mean and spread give the interval."""

    quantity: Quantity | Measure
    values: Numbers
    by_run: Numbers


@dataclass(frozen=True)
class Attribution:
    """What each player contributes to each quantity, as tables, and what is needed to make them again.

    `shares` has a row for each quantity and player, `interactions` one for each pair (and for what is left to each
    player alone, where both names are its own), `totals` one for nobody, everybody and the difference of both.
    `combinations` has a row for each combination: who takes part, each quantity, mean signatures by year.
    """

    question: str
    scenario: Scenario
    quantities: tuple[str, ...]
    shares: pd.DataFrame
    interactions: pd.DataFrame
    totals: pd.DataFrame
    combinations: pd.DataFrame
    manifest: dict[str, Any]

    def __repr__(self) -> str:
        players, combinations = self.shares["player"].nunique(), len(self.combinations)
        where = f"{self.question} in '{self.scenario.name}'"
        return f"Attribution of {where}: {players} players, {combinations} combinations"

    def _repr_html_(self) -> str:
        """Return what a notebook shows: what it is of, and what each player contributes to each quantity."""
        return notebook_page(repr(self), [self.shares])

    def of(self, quantity: str | None = None) -> Attribution:
        """Return the attribution of one quantity, by default the first; ScenarioError if there is none of the name."""
        name = self.quantities[0] if quantity is None else quantity
        if name not in self.quantities:
            known = ", ".join(self.quantities)
            raise ScenarioError(f"no quantity '{name}'{nearest(name, self.quantities)} (quantities: {known})")
        parts = {part: table[table["quantity"] == name].reset_index(drop=True) for part, table in self.long().items()}
        return Attribution(
            self.question, self.scenario, (name,), combinations=self.combinations, manifest=self.manifest, **parts
        )

    def long(self) -> dict[str, pd.DataFrame]:
        """Return the tables that have rows for each quantity, by name."""
        return {part: getattr(self, part) for part in ("shares", "interactions", "totals")}

    def total(self, what: str = TOGETHER) -> pd.Series:
        """Return value, low and high of nobody, everybody or what all add together, of the first quantity."""
        rows = self.totals[(self.totals["quantity"] == self.quantities[0]) & (self.totals["who"] == what)]
        return rows.iloc[0]


def scenarios_of(scenario: Scenario, players: Sequence[Player]) -> dict[str, Scenario]:
    """Return the scenario of every combination of players by who takes part, in the order of `statistics.shapley`."""
    names = [player.name for player in players]
    for name in names:
        if names.count(name) > 1:
            raise ScenarioError(f"'{name}' is given twice; give it once")
    if not 1 <= len(players) <= MOST_PLAYERS:
        raise ScenarioError(f"{len(players)} players are not allowed; give 1 to {MOST_PLAYERS}")
    combinations = shapley.members(len(players))
    return {combination(names, row): scenario.replace(changes_of(players, row)) for row in combinations}


def combination(names: Sequence[str], taking_part: Sequence[bool]) -> str:
    """Return what a combination is called: all that take part, or nobody."""
    return " + ".join(name for name, there in zip(names, taking_part, strict=True) if there) or NOBODY


def changes_of(players: Sequence[Player], taking_part: Sequence[bool]) -> dict[str, Any]:
    """Return the changes of a scenario that let some players take part and keep the others away."""
    changes: dict[str, Any] = {}
    # One that is away may change something as well: a mechanism is then switched off, a lever stays as it was.
    for player, there in zip(players, taking_part, strict=True):
        changes.update(player.present if there else player.absent)
    return changes
