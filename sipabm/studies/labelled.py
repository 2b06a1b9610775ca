"""Labelled: what studies of several worlds do with their tables: pairs, rows by name, lines of figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from sipabm.language.numbers import DIFFERENCE, LEVEL, VALUE
from sipabm.language.units import factor
from sipabm.statistics.intervals import with_interval
from sipabm.studies.contrasts import contrast_table
from sipabm.studies.outcomes import columns_of
from sipabm.sweeps.measured import Measured
from sipabm.sweeps.measures import Measure

ENDS_OF_LEVEL = dict(zip(LEVEL[1:], VALUE[1:], strict=True))


def pair_table(runs: Measured, bases: Mapping[str, str]) -> pd.DataFrame:
    """Return what each scenario changes from a base of its own, by label, as `contrast_table` has it."""
    tables = [contrast_table(runs.of([base, other]), None) for other, base in bases.items()]
    return pd.concat(tables, ignore_index=True).drop(columns="runs_missing")


def by_part(runs: Measured, measures: Sequence[Measure], parts: Sequence[str]) -> Measured:
    """Return measures of the parts of every scenario, as of welfare areas, as if these were scenarios: 'world, health'.

    They are made from columns with the name of the part behind theirs: 'signed_health'.
    """
    columns = columns_of(measures)
    places = [[runs.columns.index(f"{column}_{part}") for column in columns] for part in parts]
    labels = tuple(part_label(label, part) for label in runs.scenarios for part in parts)
    values = np.concatenate([each[:, places].swapaxes(0, 1) for each in runs.values])
    return Measured(labels, tuple(measures), columns, values)


def part_label(label: str, part: str) -> str:
    """Return what a part of a scenario is called."""
    return f"{label}, {part}"


def with_settings(table: pd.DataFrame, settings: Mapping[str, NamedTuple]) -> pd.DataFrame:
    """Return a table with the settings of each scenario in place of its label, in the order of the settings."""
    rows = [{"alternative": label, **setting._asdict()} for label, setting in settings.items()]
    return pd.DataFrame(rows).merge(table, on="alternative").drop(columns="alternative")


def apart(runs: Measured, measure: str, other: str, base: str) -> dict[str, Any]:
    """Return how much more a measure is in one scenario than in another, with its 95 % interval and unit."""
    by_run = runs.by_run(measure)
    return {**with_interval((by_run[other] - by_run[base]).to_numpy()), "unit": runs.measure(measure).unit}


def rows_by(table: pd.DataFrame, *columns: str) -> dict[Any, pd.Series]:
    """Return the rows of a table by what stands in a column, or in several."""
    keys = table[columns[0]] if len(columns) == 1 else zip(*(table[name] for name in columns), strict=True)
    return {key: row for key, (_, row) in zip(keys, table.iterrows(), strict=True)}


def as_shown(table: pd.DataFrame, names: Sequence[str] = DIFFERENCE) -> pd.DataFrame:
    """Return a table with numbers as readers see them: shares in percent."""
    return table.assign(**{name: table[name] * table["unit"].map(factor) for name in names})


def levels_with_ends(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table whose `low` and `high` are the ends of its values."""
    return table.drop(columns=["low", "high"], errors="ignore").rename(columns=ENDS_OF_LEVEL)


def from_nothing(table: pd.DataFrame, lines: Sequence[str], **start: Any) -> pd.DataFrame:
    """Return a table in which every line begins where a setting is at its start and nothing differs from that."""
    first = table.drop_duplicates(list(lines)).assign(**start, **dict.fromkeys(DIFFERENCE, 0.0))
    return pd.concat([first, table], ignore_index=True)


def turned(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a difference seen from the other side."""
    return {**row, "difference": -row["difference"], "low": -row["high"], "high": -row["low"]}
