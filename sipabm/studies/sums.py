"""Sums: measures of runs from tables of their sums, for what yearly counts do not hold."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from sipabm.statistics.intervals import half_width, linear_values
from sipabm.studies.measures import Measure, Measured

ABOUT = {"measure": "name", "label": "label", "unit": "unit"}


def measured_sums(measures: Sequence[Measure], tables: Sequence[pd.DataFrame]) -> Measured:
    """Return the measures of some scenarios from a table for each: a row per run, with the columns that measures name.

    All tables must have the same runs in the same order.
    """
    amount = np.array([[table[list(each.columns)].sum(axis=1) for each in measures] for table in tables], dtype=float)
    per = np.array([[divisor(table, each) for each in measures] for table in tables], dtype=float)
    no_years = np.zeros((len(tables), len(tables[0]), 0))
    return Measured(tuple(measures), (), amount.swapaxes(1, 2), per.swapaxes(1, 2), no_years)


def divisor(table: pd.DataFrame, measure: Measure) -> pd.Series:
    """Return what a measure is divided by in each run, one where that is nothing."""
    return table[list(measure.per)].sum(axis=1) if measure.per else pd.Series(1.0, table.index)


def level_table(runs: Measured, labels: Sequence[str]) -> pd.DataFrame:
    """Return a row for each scenario and measure: its mean over runs with a 95 % interval."""
    values = linear_values(runs.amount, runs.per)
    halves = half_width(values.swapaxes(1, 2))
    places = [(place, number) for place in range(len(labels)) for number in range(len(runs.measures))]
    means = runs.means()
    return pd.DataFrame(
        {
            "alternative": [labels[place] for place, _ in places],
            **{part: [getattr(runs.measures[number], name) for _, number in places] for part, name in ABOUT.items()},
            "value": [means[at] for at in places],
            "value_low": [means[at] - halves[at] for at in places],
            "value_high": [means[at] + halves[at] for at in places],
        }
    )
