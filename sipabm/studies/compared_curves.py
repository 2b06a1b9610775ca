"""Curves of compared worlds: new partnerships a year, with the band of runs."""

from __future__ import annotations

import pandas as pd

from sipabm.statistics.bands import band
from sipabm.sweeps.measured import Measured

COLUMN = "signed"


def curve_columns(years: tuple[int, int], area: str | None) -> tuple[str, ...]:
    """Return the counts of partnerships signed in each year from the first to the last, in an area or in all."""
    ending = f"_{area}" if area else ""
    return tuple(f"{COLUMN}_{year}{ending}" for year in every(years))


def every(years: tuple[int, int]) -> range:
    """Return all years from the first to the last."""
    return range(years[0], years[1] + 1)


def curve_table(runs: Measured, years: tuple[int, int], area: str | None) -> pd.DataFrame:
    """Return one row for each world, the base first, and year: mean and band of partnerships signed, as above."""
    values = runs.of_columns(curve_columns(years, area))
    parts = []
    for world, of_runs in zip(runs.scenarios, values, strict=True):
        signed = band(pd.DataFrame(of_runs, columns=every(years))).add_prefix("signed_")
        parts.append(signed.rename_axis(index="year").reset_index().assign(alternative=world))
    table = pd.concat(parts, ignore_index=True)
    return table[["alternative", *table.columns.drop("alternative")]]
