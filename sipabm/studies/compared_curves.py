"""Curves of compared worlds: new partnerships a year, with the band of runs."""

from __future__ import annotations

from functools import partial

import pandas as pd

from sipabm.statistics.bands import band
from sipabm.sweeps.measured import Measured
from sipabm.sweeps.run_columns import OwnColumns
from sipabm.tables.run_tables import RunTables

# Not `signed_2026`, a column that measures may ask for beside it.
COLUMN = "signed_in"


def curve_columns(years: tuple[int, int], area: str | None = None) -> OwnColumns:
    """Return the columns of partnerships signed in each calendar year, the first and the last given, in all areas."""
    names = tuple(f"{column_of(area)}_{year}" for year in every(years))
    return OwnColumns(names, partial(of_years, years, area))


def column_of(area: str | None) -> str:
    """Return what the columns of an area are called before the year, or those of all areas."""
    return f"{COLUMN}_{area}" if area else COLUMN


def every(years: tuple[int, int]) -> range:
    """Return all years from the first to the last."""
    return range(years[0], years[1] + 1)


def of_years(years: tuple[int, int], area: str | None, results: RunTables) -> pd.DataFrame:
    """Return a row for each run: partnerships signed in each year."""
    rows = results.yearly if area is None else results.yearly[results.yearly["domain"] == area]
    signed = rows.groupby(["run", "year"])["signed"].sum().unstack()
    signed = signed.reindex(results.runs["run"], columns=every(years), fill_value=0)
    return signed.astype(float).add_prefix(f"{column_of(area)}_")


def curve_table(runs: Measured, years: tuple[int, int], area: str | None = None) -> pd.DataFrame:
    """Return one row for each world, the base first, and year: mean and band of partnerships signed, in all areas."""
    values = runs.by_year(column_of(area), every(years))
    parts = []
    for world, of_runs in zip(runs.scenarios, values, strict=True):
        signed = band(pd.DataFrame(of_runs, columns=every(years))).add_prefix("signed_")
        parts.append(signed.rename_axis(index="year").reset_index().assign(alternative=world))
    table = pd.concat(parts, ignore_index=True)
    return table[["alternative", *table.columns.drop("alternative")]]
