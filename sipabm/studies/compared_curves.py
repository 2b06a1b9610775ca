"""Curves of compared worlds: new partnerships a year, with the band of runs."""

from __future__ import annotations

import pandas as pd

from sipabm.statistics.bands import band
from sipabm.sweeps.measured import Measured

COLUMN = "signed"


def curve_columns(years: tuple[int, int]) -> tuple[str, ...]:
    """Return the yearly counts of partnerships signed in each calendar year, the first and the last given."""
    return tuple(f"{COLUMN}_{year}" for year in every(years))


def every(years: tuple[int, int]) -> range:
    """Return all years from the first to the last."""
    return range(years[0], years[1] + 1)


def curve_table(runs: Measured, years: tuple[int, int]) -> pd.DataFrame:
    """Return one row for each world, the base first, and year: mean and band of partnerships signed."""
    values = runs.by_year(COLUMN, every(years))
    parts = []
    for world, of_runs in zip(runs.scenarios, values, strict=True):
        signed = band(pd.DataFrame(of_runs, columns=every(years))).add_prefix("signed_")
        parts.append(signed.rename_axis(index="year").reset_index().assign(alternative=world))
    table = pd.concat(parts, ignore_index=True)
    return table[["alternative", *table.columns.drop("alternative")]]
