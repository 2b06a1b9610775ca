"""The user's own counts of new partnerships a year, from a file or a table, to stand beside a simulated curve."""

from __future__ import annotations

from collections.abc import Container, Mapping
from math import isfinite
from pathlib import Path
from typing import Any, TypeAlias

import pandas as pd

from sipabm.errors import ScenarioError, not_allowed, of_type
from sipabm.given_tables import read_given_table
from sipabm.observed.by_scenario import ObservedLaunches, in_whole_years, quarters_in_years
from sipabm.scenario import Scenario

Given: TypeAlias = str | Path | pd.DataFrame
MOST_BYTES = 1_000_000  # there are not so many years
YEAR, SIGNED = "year", "signed"
YEARS = range(1000, 10_000)
MOST_SIGNED = 1_000_000_000
WANTED = f"give a CSV or Parquet file with the columns {YEAR} and {SIGNED}"


def own_launches(given: Given, scenario: Scenario) -> ObservedLaunches:
    """Return counts of the user's own in the years that a scenario simulates in full, and which years are left out.

    A CSV or Parquet file, or a table, has the columns `year` (whole, each once) and `signed` (partnerships, from 0 on).
    ScenarioError names file, column and value of what is wrong, or says that no year is simulated in full.
    """
    of_type(
        "what was observed",
        given,
        str | Path | pd.DataFrame,
        f"a table, or a file with the columns {YEAR} and {SIGNED}",
    )
    name = "given" if isinstance(given, pd.DataFrame) else Path(given).name
    table = given if isinstance(given, pd.DataFrame) else read(Path(given))
    counts = counts_of(table[~(table.isna() | (table == "")).all(axis=1)], name)  # spreadsheets leave empty rows
    whole = in_whole_years(counts, scenario)
    if whole.empty:
        simulated = quarters_in_years(scenario).index
        span = f"{simulated[0]} to {simulated[-1]}"
        raise ScenarioError(f"{name}: none of its years is simulated in full; the scenario simulates {span}")
    return ObservedLaunches(whole, name=name, left_out=tuple(counts.index.difference(whole.index)))


def read(path: Path) -> pd.DataFrame:
    """Return the rows of a file, texts in CSV; ScenarioError if it cannot be read."""
    return read_given_table(path, WANTED, most=MOST_BYTES, most_cells=MOST_BYTES, as_text=True)


def counts_of(table: pd.DataFrame, name: str) -> pd.Series:
    """Return the counts of a table by year; ScenarioError naming column and value of what is wrong."""
    for column in (YEAR, SIGNED):
        if (times := list(table).count(column)) != 1:
            fault, found = "more than one" if times else "no", ", ".join(map(str, table)) or "none"
            raise ScenarioError(f"{name}: {fault} column '{column}' (columns: {found}); {WANTED}, parted by commas")
    if table.empty:
        raise ScenarioError(f"{name}: no rows; {WANTED}")
    counts: dict[int, float] = {}
    for number, row in enumerate(table[[YEAR, SIGNED]].to_dict("records"), 1):
        year = checked(row, YEAR, f"{name} row {number}", "a whole year like 2012, each once", known=counts)
        counts[int(year)] = checked(row, SIGNED, f"{name} row {number}", f"a number from 0 to {MOST_SIGNED:,}")
    series = pd.Series(counts, dtype="Float64").sort_index()
    # Estimates, as means of several counts, need not be whole.
    return series.astype("Int64") if (series % 1 == 0).all() else series


def checked(
    row: Mapping[Any, Any], column: str, where: str, allowed: str, known: Container[int] | None = None
) -> float:
    """Return the number in a cell; ScenarioError if it is not allowed: a count, or a year that is not known yet."""
    try:
        value = float(row[column])
    except (TypeError, ValueError):
        value = float("nan")
    good = isfinite(value) and (0 <= value <= MOST_SIGNED if known is None else value in YEARS and value not in known)
    if not good:
        raise not_allowed(f"{where}: {column}", row[column], allowed)
    return value
