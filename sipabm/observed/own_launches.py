"""The user's own counts of new partnerships a year, from a file or a table, to stand beside a simulated curve."""

from __future__ import annotations

import csv
from collections.abc import Container, Mapping
from math import isfinite
from pathlib import Path
from typing import Any, TypeAlias

import pandas as pd

from sipabm.errors import ScenarioError, shown
from sipabm.observed.by_scenario import ObservedLaunches, in_whole_years, quarters_in_years
from sipabm.scenario import Scenario

Given: TypeAlias = str | Path | pd.DataFrame
YEAR, SIGNED = "year", "signed"
YEARS = range(1000, 10_000)
PARQUET = b"PAR1"
WANTED = f"give a CSV or Parquet file with the columns {YEAR} and {SIGNED}"


def own_launches(given: Given, scenario: Scenario) -> ObservedLaunches:
    """Return counts of the user's own in the years that a scenario simulates in full, and which years are left out.

    A CSV or Parquet file, or a table, has the columns `year` (whole, each once) and `signed` (partnerships, from 0 on).
    ScenarioError names file, column and value of what is wrong, or says that no year is simulated in full.
    """
    name = "given" if isinstance(given, pd.DataFrame) else Path(given).name
    counts = counts_of(given if isinstance(given, pd.DataFrame) else read_table(Path(given)), name)
    shown = in_whole_years(counts, scenario)
    if shown.empty:
        simulated = quarters_in_years(scenario).index
        span = f"{simulated[0]} to {simulated[-1]}"
        raise ScenarioError(f"{name}: none of its years is simulated in full; the scenario simulates {span}")
    return ObservedLaunches(shown, name=name, left_out=tuple(counts.index.difference(shown.index)))


def read_table(path: Path) -> pd.DataFrame:
    """Return the rows of a CSV or Parquet file; ScenarioError if it cannot be read."""
    # A named pipe would be waited for without an end, and a device may have none.
    if not path.is_file():
        what = "no ordinary file" if path.exists() else "no such file"
        raise ScenarioError(f"'{path}': {what}; {WANTED}")
    try:
        with path.open("rb") as file:
            is_parquet = file.read(len(PARQUET)) == PARQUET
        return pd.read_parquet(path) if is_parquet else read_csv(path)
    except UnicodeDecodeError:
        raise ScenarioError(f"{path.name}: neither UTF-8 text nor Parquet; {WANTED}") from None
    except ValueError:  # pyarrow's ArrowInvalid
        raise ScenarioError(f"{path.name}: the Parquet file is damaged; {WANTED}") from None
    except (OSError, csv.Error) as error:
        reason = getattr(error, "strerror", None) or " ".join(str(error).split())
        raise ScenarioError(f"{path.name}: cannot be read ({reason}); {WANTED}") from None


def read_csv(path: Path) -> pd.DataFrame:
    """Return the rows of a CSV file as text as it stands."""
    # Not by pandas, which takes the first column for an index where rows are longer than the header, and renames twins.
    with path.open(encoding="utf-8-sig", newline="") as file:  # table programs put a mark before the text
        reader = csv.reader(file, skipinitialspace=True)
        header = [name.strip() for name in next(reader, [])]
        rows = [row[: len(header)] for row in reader if any(map(str.strip, row))]
    return pd.DataFrame([row + [""] * (len(header) - len(row)) for row in rows], columns=header)


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
        counts[int(year)] = checked(row, SIGNED, f"{name} row {number}", "a number of partnerships from 0 on")
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
    good = isfinite(value) and (value >= 0 if known is None else value in YEARS and value not in known)
    if not good:
        raise ScenarioError(f"{where}: {column} = {shown(row[column])} is not allowed; it should be {allowed}")
    return value
