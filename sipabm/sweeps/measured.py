"""Measured: what runs of several scenarios gave, by the label of the scenario and the name of the measure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from sipabm.errors import ScenarioError, nearest
from sipabm.statistics import Numbers
from sipabm.statistics.intervals import half_width, linear_values
from sipabm.sweeps.measures import Measure


@dataclass(frozen=True)
class Measured:
    """What runs of some scenarios gave, as many of each: numbers by scenario, run and column.

    A measure is a sum of columns, or that over the sum of others. Scenarios and measures are asked for by name.
    """

    scenarios: tuple[str, ...]
    measures: tuple[Measure, ...]
    columns: tuple[str, ...]
    values: Numbers

    @property
    def runs(self) -> int:
        """Return the number of runs of each scenario."""
        return self.values.shape[1]

    def measure(self, name: str) -> Measure:
        """Return the measure of a name; ScenarioError if it was not measured."""
        names = [measure.name for measure in self.measures]
        if name not in names:
            raise ScenarioError(f"no measure '{name}'{nearest(name, names)} (measures: {', '.join(names)})")
        return self.measures[names.index(name)]

    def sums(self, columns: Sequence[str]) -> Numbers:
        """Return the sum of columns (scenarios × runs), one where there are none: what is divided by nothing."""
        if not columns:
            return np.ones(self.values.shape[:2])
        return np.asarray(self.of_columns(columns).sum(axis=-1))

    def amounts(self, name: str) -> tuple[Numbers, Numbers]:
        """Return the sums of a measure and those that it is divided by (each scenarios × runs)."""
        measure = self.measure(name)
        return self.sums(measure.columns), self.sums(measure.per)

    def by_run(self, name: str) -> pd.DataFrame:
        """Return a measure by run, a column for each scenario: its mean and spread are those of the measure."""
        amount, per = self.amounts(name)
        # A ratio of means has no value for a run; what each run adds to it has the same mean and its spread.
        return pd.DataFrame(linear_values(amount, per).T, columns=list(self.scenarios))

    def mean(self, name: str) -> pd.Series:
        """Return a measure of each scenario: its mean over runs, or the ratio of two means."""
        amount, per = self.amounts(name)
        with np.errstate(invalid="ignore", divide="ignore"):
            return pd.Series(amount.mean(axis=1) / per.mean(axis=1), index=list(self.scenarios))

    def means(self) -> pd.DataFrame:
        """Return all measures of all scenarios: a row for each scenario, a column for each measure."""
        return pd.DataFrame({measure.name: self.mean(measure.name) for measure in self.measures})

    def by_year(self, column: str, years: Iterable[int]) -> Numbers:
        """Return a column year by year (scenarios × runs × years)."""
        return self.of_columns([f"{column}_{year}" for year in years])

    def of_columns(self, columns: Sequence[str]) -> Numbers:
        """Return columns by name (scenarios × runs × columns)."""
        return self.values[..., [self.columns.index(column) for column in columns]]

    def levels(self) -> pd.DataFrame:
        """Return a row for each scenario and measure: its mean over runs with a 95 % interval."""
        return pd.DataFrame(
            {"alternative": label, **about(measure), **self.level(label, measure.name)}
            for label in self.scenarios
            for measure in self.measures
        )

    def level(self, scenario: str, measure: str) -> dict[str, float]:
        """Return a measure of a scenario with its 95 % interval, as value, value_low and value_high."""
        value, half = self.mean(measure)[scenario], float(half_width(self.by_run(measure)[scenario].to_numpy()))
        return {"value": value, "value_low": value - half, "value_high": value + half}

    def of(self, scenarios: Sequence[str]) -> Measured:
        """Return the runs of some scenarios, by their labels."""
        places = [self.scenarios.index(label) for label in scenarios]
        return replace(self, scenarios=tuple(scenarios), values=self.values[places])

    def followed_by(self, more: Measured) -> Measured:
        """Return these runs and further ones of the same scenarios together."""
        return replace(self, values=np.concatenate([self.values, more.values], axis=1))


def about(measure: Measure) -> dict[str, str]:
    """Return what a row of a table tells of a measure."""
    return {"measure": measure.name, "label": measure.label, "unit": measure.unit}


def measured_tables(measures: Sequence[Measure], tables: Mapping[str, pd.DataFrame]) -> Measured:
    """Return the measures of some scenarios from a table for each: a row for each run, with the columns they sum.

    All tables must have the same runs in the same order.
    """
    columns = list(dict.fromkeys(column for each in measures for column in (*each.columns, *each.per)))
    values = np.array([table[columns].to_numpy(dtype=float) for table in tables.values()])
    return Measured(tuple(tables), tuple(measures), tuple(columns), values)
