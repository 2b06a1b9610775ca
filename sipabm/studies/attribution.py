"""Attribution: how much each of several players contributes to what all achieve together, exactly.

Players are levers that are pulled, or mechanisms that are on. Every combination of them is simulated on the same
replicates with the same luck, so a Shapley value has no sampling error but that of the runs, and all of them add up to
the difference between everybody and nobody, to rounding.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from sipabm.errors import ScenarioError, nearest
from sipabm.scenario import Scenario
from sipabm.statistics import Numbers, shapley
from sipabm.statistics.intervals import half_width
from sipabm.studies.measures import Measure, Measured

MOST_PLAYERS = 12
ROUNDING = 1e-11
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
    """A quantity in every combination, and run by run: combinations × runs, with the interval of the former."""

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


def scenarios_of(scenario: Scenario, players: Sequence[Player]) -> list[Scenario]:
    """Return the scenario of every combination of players, in the order of `sipabm.statistics.shapley`."""
    if not 1 <= len(players) <= MOST_PLAYERS:
        raise ScenarioError(f"{len(players)} players are not allowed; give 1 to {MOST_PLAYERS}")
    return [scenario.replace(changes_of(players, row)) for row in shapley.members(len(players))]


def changes_of(players: Sequence[Player], taking_part: Sequence[bool]) -> dict[str, Any]:
    """Return the changes of a scenario that let some players take part and keep the others away."""
    changes: dict[str, Any] = {}
    for player, there in zip(players, taking_part, strict=True):
        changes.update(player.present if there else player.absent)
    return changes


def tables(players: Sequence[Player], quantities: Sequence[Solved], measured: Measured) -> dict[str, Any]:
    """Return the names of quantities and the tables of their attribution, as `Attribution` takes them."""
    return {
        "quantities": tuple(one.quantity.name for one in quantities),
        "shares": pd.concat([shares_table(players, one) for one in quantities], ignore_index=True),
        "interactions": pd.concat([interactions_table(players, one) for one in quantities], ignore_index=True),
        "totals": pd.concat([totals_table(one) for one in quantities], ignore_index=True),
        "combinations": combinations_table(players, quantities, measured),
    }


def with_interval(solution: Solved, part: Callable[[Numbers], Numbers], prefix: str = "") -> dict[str, Numbers]:
    """Return value, low and high (95 %) of a part that is linear in the values of combinations.

    What only rounding keeps from zero is zero.
    """
    rounding = ROUNDING * np.abs(solution.values).max()
    value, half = part(solution.values), half_width(part(solution.by_run))
    bounds = [np.where(np.abs(number) < rounding, 0.0, number) for number in (value, value - half, value + half)]
    names = (prefix, f"{prefix}_low", f"{prefix}_high") if prefix else ("value", "low", "high")
    return dict(zip(names, bounds, strict=True))


def shares_table(players: Sequence[Player], solution: Solved) -> pd.DataFrame:
    """Return a row a player: Shapley value, its share of the total, what the player adds alone and as the last."""
    total = shapley.together(solution.values)
    parts = with_interval(solution, shapley.shapley_values)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = parts["value"] / total
    return pd.DataFrame(
        {
            "quantity": solution.quantity.name,
            "player": [player.name for player in players],
            "label": [player.label for player in players],
            "unit": solution.quantity.unit,
            **parts,
            "share": share,
            **with_interval(solution, shapley.alone, "alone"),
            **with_interval(solution, shapley.last_in, "last_in"),
        }
    )


def interactions_table(players: Sequence[Player], solution: Solved) -> pd.DataFrame:
    """Return a row for what is left to each player alone, and for each pair; all rows add up to the total."""
    places = [(player, player) for player in range(len(players))] + shapley.pairs(len(players))
    return pd.DataFrame(
        {
            "quantity": solution.quantity.name,
            "first": [players[one].name for one, _ in places],
            "second": [players[other].name for _, other in places],
            "first_label": [players[one].label for one, _ in places],
            "second_label": [players[other].label for _, other in places],
            "unit": solution.quantity.unit,
            **with_interval(solution, own_parts_and_interactions),
        }
    )


def own_parts_and_interactions(values: Numbers) -> Numbers:
    """Return what is left to each player alone, then the interaction of each pair."""
    return np.concatenate([shapley.own_parts(values), shapley.interactions(values)])


def totals_table(solution: Solved) -> pd.DataFrame:
    """Return the quantity with nobody, with everybody, and what all add together."""
    parts = with_interval(solution, lambda values: np.stack([values[0], values[-1], shapley.together(values)]))
    return pd.DataFrame(
        {
            "quantity": solution.quantity.name,
            "who": [NOBODY, EVERYBODY, TOGETHER],
            "label": solution.quantity.label,
            "unit": solution.quantity.unit,
            **parts,
        }
    )


def combinations_table(players: Sequence[Player], quantities: Sequence[Solved], measured: Measured) -> pd.DataFrame:
    """Return a row for each combination: who takes part, each quantity, and mean signatures by year."""
    taking_part = pd.DataFrame(shapley.members(len(players)), columns=[player.name for player in players])
    values = pd.DataFrame({f"value_{one.quantity.name}": one.values for one in quantities})
    curves = pd.DataFrame(measured.signed.mean(axis=1), columns=[f"signed_{year}" for year in measured.years])
    return pd.concat([taking_part, values, curves], axis=1)
