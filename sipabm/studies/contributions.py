"""Contributions: the tables of an attribution, from the value of every combination of players."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from sipabm.statistics import Numbers, shapley
from sipabm.statistics.intervals import half_width
from sipabm.studies.attribution import EVERYBODY, NOBODY, TOGETHER, Player, Solved
from sipabm.sweeps.measured import Measured

# Far above what adding up 4096 numbers leaves by rounding, far below what any number of runs could find.
ROUNDING = 1e-11


def tables(
    players: Sequence[Player], quantities: Sequence[Solved], measured: Measured, years: Sequence[int]
) -> dict[str, Any]:
    """Return the names of quantities and the tables of their attribution, as `Attribution` takes them."""
    return {
        "quantities": tuple(one.quantity.name for one in quantities),
        "shares": pd.concat([shares_table(players, one) for one in quantities], ignore_index=True),
        "interactions": pd.concat([interactions_table(players, one) for one in quantities], ignore_index=True),
        "totals": pd.concat([totals_table(one) for one in quantities], ignore_index=True),
        "combinations": combinations_table(players, quantities, measured, years),
    }


def with_interval(solution: Solved, part: Callable[[Numbers], Numbers], prefix: str = "") -> dict[str, Numbers]:
    """Return value, low and high (95 %) of a part that is linear in the values of combinations.

    What only rounding keeps from zero is zero.
    """
    # Or a player that changes nothing at all would seem to have a tiny effect, and even one beyond noise.
    rounding = ROUNDING * np.abs(solution.values).max()
    # As the part is linear, that of one run's values is the run's own share in it: its spread gives the interval.
    value, half = part(solution.values), half_width(part(solution.by_run))
    bounds = [np.where(np.abs(number) < rounding, 0.0, number) for number in (value, value - half, value + half)]
    names = (prefix, f"{prefix}_low", f"{prefix}_high") if prefix else ("value", "low", "high")
    return dict(zip(names, bounds, strict=True))


def shares_table(players: Sequence[Player], solution: Solved) -> pd.DataFrame:
    """Return a row per player: Shapley value, its share of the total, what the player adds alone and as the last."""
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
    # Without what is left to each alone, the pairs would not add up to the total.
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


def combinations_table(
    players: Sequence[Player], quantities: Sequence[Solved], measured: Measured, years: Sequence[int]
) -> pd.DataFrame:
    """Return a row for each combination: who takes part, each quantity, and mean signatures by year."""
    taking_part = pd.DataFrame(shapley.members(len(players)), columns=[player.name for player in players])
    values = pd.DataFrame({f"value_{one.quantity.name}": one.values for one in quantities})
    means = measured.by_year("signed", years).mean(axis=1)
    curves = pd.DataFrame(means, columns=[f"signed_{year}" for year in years])
    return pd.concat([taking_part, values, curves], axis=1)
