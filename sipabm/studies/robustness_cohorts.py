"""Robustness by cohort: what each lever adds in attempts begun in some years, set by set, and who pays and who gains.

Sums of a cohort are over the runs of a world with a set of numbers: repetitions × sets × worlds, the base first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sipabm.report.flows import NET_CASH, NET_WITH_OTHER, OTHER_VALUES, PUBLIC_BUDGETS
from sipabm.statistics import Numbers
from sipabm.statistics.bands import LEAST_CASES, nine_in_ten
from sipabm.statistics.orders import again
from sipabm.studies.cohort_tables import (
    COUNTED,
    PER_PARTNERSHIP,
    PER_RUN,
    PER_YEAR,
    SERVED,
    STILL_OPEN,
    about_position,
    level,
    needs,
    positions,
    worst_tenth,
    worst_tenths,
)
from sipabm.studies.cohorts import Cohort
from sipabm.studies.contrasts import UNDEFINED
from sipabm.sweeps.measured import Measured, about
from sipabm.sweeps.measures import MILLIONS, Measure

BASE = 0  # the place of the base among the worlds of a set
# What a lever can be asked to add, by name, and what must be over before it can be seen.
OUTCOMES = {measure.name: (measure, over) for measure, over in COUNTED if measure.name != STILL_OPEN}
PUBLIC_CASH = Measure(
    "public_cash", "net cash of all public budgets", MILLIONS, tuple(f"{NET_CASH}_{each}" for each in PUBLIC_BUDGETS)
)
OTHER_VALUE = Measure(
    "other_value", "other value", MILLIONS, tuple(f"{NET_WITH_OTHER}_{each}" for each in OTHER_VALUES)
)
SAME_IN_ALL = "the same in every set"
TOO_FEW = f"too few sets: fewer than {LEAST_CASES}"


class Lever(NamedTuple):
    """A lever with its cohort: sums over runs of the base and of its world, by set, and the last year of the runs."""

    name: str
    cohort: Cohort
    last: int
    runs: int  # of which each sum is, in one repetition
    columns: Mapping[str, int]
    sums: Numbers  # repetitions × sets × (base, lever) × columns

    def total(self, *names: str) -> Numbers:
        """Return the sum of some columns (repetitions × sets × worlds)."""
        return np.asarray(self.sums[..., [self.columns[self.cohort.column(name)] for name in names]].sum(axis=-1))

    def over_repetitions(self) -> Lever:
        """Return the same over the runs of all repetitions together."""
        return self._replace(sums=self.sums.sum(axis=0, keepdims=True), runs=len(self.sums) * self.runs)

    def needs(self, over: str) -> str | None:
        """Return that a later year is needed to see an outcome of the cohort, and which; none if it can be seen."""
        return needs(lambda *names: self.total(*names).sum(axis=(0, 1)), over, self.cohort, self.last)


def levers_of(
    runs: Measured, cohorts: Mapping[str, Cohort], last: int, repetitions: int, kept: NDArray[np.int64] | None = None
) -> list[Lever]:
    """Return each lever with its sums, from the runs of worlds set by set; of some sets alone if they are given."""
    # Every second run, not the first and the second half: runs that are added later leave each where it is.
    by_set = runs.values.reshape(-1, 1 + len(cohorts), runs.runs // repetitions, repetitions, len(runs.columns))
    sums = np.moveaxis(by_set.sum(axis=2), 2, 0)
    columns = {name: place for place, name in enumerate(runs.columns)}
    chosen = sums if kept is None else sums[:, kept]
    return [
        Lever(name, cohort, last, runs.runs // repetitions, columns, chosen[:, :, [BASE, place]])
        for place, (name, cohort) in enumerate(cohorts.items(), 1)
    ]


class Added(NamedTuple):
    """What levers add with each set of numbers: repetitions × sets × levers, and what there is without any."""

    base: Numbers
    added: Numbers
    cash: Numbers
    other: Numbers


def added_by_cohort(levers: Sequence[Lever], measure: Measure) -> Added:
    """Return what levers add to an outcome of their cohorts, to net cash of all public budgets, and to other value."""
    outcome, cash, other = (
        np.stack([level(each, lever.total, lever.runs) for lever in levers], axis=-2)
        for each in (measure, PUBLIC_CASH, OTHER_VALUE)
    )
    return Added(outcome[..., BASE], *(each[..., 1] - each[..., BASE] for each in (outcome, cash, other)))


def cohort_by_lever(levers: Sequence[Lever]) -> pd.DataFrame:
    """Return one row for each lever and outcome of the attempts begun in its years, followed to their end.

    `change` is the mean over sets of numbers, and nine in ten sets lie between `low` and `high`, luck of their runs
    included; `more_share` is the share of sets with more than without the lever, and `again` how often that is so a
    second time with the same numbers and other luck; `sets` is how many sets have anything to compare, and of too few
    there is neither an end nor a verdict. Where the runs do not show it, the verdict is the year needed.
    """
    rows = ((lever, about(measure), measure, over, 1) for lever in levers for measure, over in COUNTED)
    return pd.DataFrame([row_of(*row) for row in rows])


def net_by_lever(levers: Sequence[Lever]) -> pd.DataFrame:
    """Return one row for each lever, kind of net position, party, and what it is told for, in million USD.

    Columns are those of `cohort_by_lever`. A set has too few partnerships for a worst tenth of its own: that is
    of those of all sets together, with its 95 % interval over sets, and no share of sets.
    """
    rows = []
    for lever in levers:
        rows += [row_of(lever, *row) for row in position_rows(lever.cohort)]
        rows += [worst_row(lever, measure, party) for measure, party in worst_tenths()]
    return pd.DataFrame(rows)


def position_rows(cohort: Cohort) -> Iterator[tuple[dict[str, str], Measure, str, int]]:
    """Yield each net position: what is told of it, of what it is, what must be over before, and its years."""
    for measure, party in positions():
        told = {
            PER_RUN: (measure, 1),
            PER_PARTNERSHIP: (measure._replace(per=("ended",)), 1),
            PER_YEAR: (measure, cohort.last - cohort.first + 1),
        }
        for per, (one, years) in told.items():
            yield about_position(measure, party, per), one, SERVED, years


def row_of(lever: Lever, named: Mapping[str, str], measure: Measure, over: str, years: int) -> dict[str, Any]:
    """Return a row: whose, what, both worlds, change over sets, how often there is more, verdict or year needed."""
    twice, (whole,) = (level(measure, each.total, each.runs) / years for each in (lever, lever.over_repetitions()))
    counted = np.isfinite(twice).all(axis=(0, 2))
    base, other = whole[counted].mean(axis=0) if counted.any() else (np.nan, np.nan)
    change = whole[counted, 1] - whole[counted, BASE]
    low, high = map(float, nine_in_ten(change))
    more = np.asarray(twice[..., 1] > twice[..., BASE], dtype=float)[:, counted, None]
    return {
        **whose(lever),
        **named,
        "base": base,
        "other": other,
        "change": other - base,
        "low": low,
        "high": high,
        "more_share": more.mean() if counted.any() else np.nan,
        "again": again(*more).item() if counted.any() else np.nan,
        "sets": int(counted.sum()),
        "verdict": lever.needs(over) or verdict_over_sets(measure, change, low, high),
    }


def worst_row(lever: Lever, measure: Measure, party: str) -> dict[str, Any]:
    """Return the row of the loss in the worst tenth of the partnerships of all sets."""
    pooled = lever.over_repetitions()
    (base, other), change = worst_tenth(measure, lambda *names: pooled.total(*names)[0].T)
    return {
        **whose(lever),
        **about_position(measure, party, PER_PARTNERSHIP),
        "base": base,
        "other": other,
        "change": change["difference"],
        "low": change["low"],
        "high": change["high"],
        "more_share": np.nan,
        "again": np.nan,
        "sets": pooled.sums.shape[1],
        "verdict": lever.needs(SERVED) or change["verdict"],
    }


def whose(lever: Lever) -> dict[str, Any]:
    """Return whose row it is, and of which attempts."""
    return {"lever": lever.name, "begun_first": lever.cohort.first, "begun_last": lever.cohort.last}


def verdict_over_sets(measure: Measure, change: Numbers, low: float, high: float) -> str:
    """Return the word for changes over sets: more or less in nineteen of twenty, one or the other, or the same.

    None of too few sets.
    """
    if not len(change):
        return UNDEFINED
    if not change.any():
        return SAME_IN_ALL
    if np.isnan(low):
        return TOO_FEW
    return measure.more if low > 0 else measure.less if high < 0 else f"{measure.more} or {measure.less}"
