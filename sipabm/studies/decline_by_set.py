"""Decline by set: with how many sets of numbers each explanation of the fall from the peak comes first.

`decline_attribution` divides the fall of one mean curve, to which every run may have brought numbers of its own. That
average may be true of no single set of numbers. Here the fall of each set's own mean curve is divided, with all
combinations of mechanisms, and it is counted how often each has the largest part. All of it is done twice with the same
sets and other luck: how often the same mechanism is first again is the control, as in `robustness`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sipabm.arguments import whole_number
from sipabm.scenario import Scenario
from sipabm.scenario.mechanisms import Mechanism
from sipabm.statistics import Numbers, shapley
from sipabm.statistics.bands import HIGH, LOW
from sipabm.statistics.intervals import share_interval
from sipabm.studies.attribution import Quantity, scenarios_of
from sipabm.studies.decline_attribution import counted_years, from_own_peak, player_of, until_last_observed
from sipabm.studies.robustness import MOST_REPLICATES, TWICE, checked_sets, drawing, points_of
from sipabm.studies.robustness_tables import FIRST, above_zero, answers_table, luck_table, places
from sipabm.sweeps.measuring import measure_runs

WHO = "mechanism"
DIGITS = 9  # of a part: what further ones tell apart comes from rounding


@dataclass(frozen=True)
class DeclineBySet:
    """With how many sets of numbers each mechanism has the largest part of the fall from the peak.

    Each table has rows for each sense of the fall (`quantity`). `answers` has the share of sets in which a mechanism is
    first and among the first three, with its 95 % interval over sets, and how often again with the same numbers and
    other luck. `luck` says how often the same mechanism is first twice. `parts` has the median part over
    sets and what nine in ten sets lie between, `pairs` how often the part of one mechanism is larger than that of the
    next one by the median, `sets` the part with each set, over all its runs. `replicates` are the runs of each world
    with each set, made twice.
    """

    scenario: Scenario
    quantities: tuple[Quantity, ...]
    answers: pd.DataFrame
    luck: pd.DataFrame
    parts: pd.DataFrame
    pairs: pd.DataFrame
    sets: pd.DataFrame
    counted: int
    replicates: int

    def of(self, table: str, quantity: int = 0) -> pd.DataFrame:
        """Return the rows of a table that are of one sense of the fall, by default of the first."""
        rows: pd.DataFrame = getattr(self, table)
        return rows[rows["quantity"] == self.quantities[quantity].name].reset_index(drop=True)


def attribute_decline_by_set(
    scenario: Scenario,
    mechanisms: Sequence[Mechanism],
    sets: int,
    replicates: int,
    seed: int = 1,
    *,
    folder: str | Path | None = None,
    threads: int | None = None,
    executor: Executor | None = None,
    progress: bool | None = None,
) -> DeclineBySet:
    """Return with how many of the sets that a scenario draws each mechanism has the largest part of the fall.

    The other mechanisms are as in the scenario. With each set there are `replicates` runs of every combination, twice.
    ScenarioError if a number is not allowed, or if there are not so many sets.
    """
    watched = until_last_observed(drawing(scenario, None))
    sets, replicates = checked_sets(watched, sets), whole_number("replicates", replicates, 1, MOST_REPLICATES)
    calendar = counted_years(watched)
    worlds = list(scenarios_of(watched, [player_of(one) for one in mechanisms]).values())
    how: dict[str, Any] = {"folder": folder, "threads": threads, "executor": executor, "progress": progress}
    how |= {"measures": ["signed_by_year"], "title": "combinations with sets of numbers"}
    runs = measure_runs(points_of(worlds, sets, seed), TWICE * replicates, seed, **how)
    curves = runs.by_year("signed", calendar)
    senses = from_own_peak(calendar)
    found = {sense.name: tables([one.label for one in mechanisms], curves, sense, of) for sense, of in senses.items()}
    together = {name: pd.concat([each[name] for each in found.values()], ignore_index=True) for name in TABLES}
    return DeclineBySet(watched, tuple(senses), **together, counted=sets, replicates=replicates)


TABLES = ("answers", "luck", "parts", "pairs", "sets")


def tables(
    labels: Sequence[str], curves: Numbers, sense: Quantity, fall_of: Callable[[Numbers], Numbers]
) -> dict[str, pd.DataFrame]:
    """Return all tables of one sense by name, from curves of combinations set by set: (sets · combinations) × ..."""
    twice = parts_by_set(labels, curves, fall_of, TWICE)
    # Over all runs of a set, where there is less luck.
    (parts,) = parts_by_set(labels, curves, fall_of, 1)
    holds = places(twice)
    made = {
        "answers": answers_table(labels, holds, WHO),
        "luck": luck_table(holds),
        "parts": parts_table(labels, sense.unit, parts),
        "pairs": pairs_table(labels, parts),
        "sets": sets_table(labels, sense.unit, parts, places(parts).get(FIRST, above_zero(parts))),
    }
    return {name: table.assign(quantity=sense.name) for name, table in made.items()}


def parts_by_set(
    labels: Sequence[str], curves: Numbers, fall_of: Callable[[Numbers], Numbers], repetitions: int
) -> Numbers:
    """Return the Shapley values of the fall of each set's mean curve: repetitions × sets × mechanisms.

    Curves are (sets · combinations) × runs × years, set by set.
    """
    combinations, (_, runs, years) = 1 << len(labels), curves.shape
    # Every second run, not the first and the second half, as for levers.
    means = curves.reshape(-1, combinations, runs // repetitions, repetitions, years).mean(axis=2)
    values = np.moveaxis(fall_of(means), 1, 0)  # combinations × sets × repetitions
    parts = shapley.shapley_values(values.reshape(combinations, -1))
    return np.round(parts.reshape(len(labels), -1, repetitions).T, DIGITS)


def by_median(parts: Numbers) -> list[int]:
    """Return the places of mechanisms, that with the largest median over sets first."""
    return [int(place) for place in np.argsort(-np.median(parts, axis=0), kind="stable")]


def parts_table(labels: Sequence[str], unit: str, parts: Numbers) -> pd.DataFrame:
    """Return the part of each mechanism over sets, the largest median first: nine in ten sets lie between both ends.

    `positive` is in how many sets it adds to the fall.
    """
    low, median, high = np.quantile(parts, [LOW, 0.5, HIGH], axis=0)
    over_sets = {"mean": parts.mean(axis=0), "median": median, "low": low, "high": high}
    counts = {"positive": (parts > 0).sum(axis=0), "sets": len(parts)}
    return pd.DataFrame({WHO: list(labels), "unit": unit, **over_sets, **counts}).iloc[by_median(parts)]


def pairs_table(labels: Sequence[str], parts: Numbers) -> pd.DataFrame:
    """Return for each mechanism and the next one by the median in what share of sets its part is larger.

    Equal parts count half. Where the 95 % interval holds one half, which of both is larger cannot be told.
    """
    order = by_median(parts)
    larger = (np.sign(parts[:, order[:-1]] - parts[:, order[1:]]).mean(axis=0) + 1) / 2
    low, high = share_interval(larger, len(parts))
    named = {WHO: [labels[place] for place in order[:-1]], "next": [labels[place] for place in order[1:]]}
    return pd.DataFrame({**named, "unit": "share", "larger": larger, "low": low, "high": high})


def sets_table(labels: Sequence[str], unit: str, parts: Numbers, first: Numbers) -> pd.DataFrame:
    """Return a row for each set and mechanism: its part of the fall, and whether it is first; equal ones share."""
    sets = len(parts)
    where = {"set": np.repeat(np.arange(sets), len(labels)), WHO: np.tile(list(labels), sets), "unit": unit}
    return pd.DataFrame({**where, "part": parts.ravel(), "first": first.ravel()})
