"""Statistics of yearly counts: each takes histories in rows and years in columns, and gives each history a number.

The same functions measure the runs and the history observed. Peak, height and fall are statistics of single
histories: those of a mean curve would be lower, as histories peak in different years.
"""

from __future__ import annotations

from collections.abc import Callable
from math import sqrt
from weakref import WeakKeyDictionary

import numpy as np
import pandas as pd

from sipabm.observed import launches_by_country_group, launches_in_denmark
from sipabm.observed.by_scenario import in_whole_years
from sipabm.tables.run_tables import RunTables

CurveStatistic = Callable[[pd.DataFrame], pd.Series]
WINDOW = 3  # years, for means that one good year does not decide
LATE, BEFORE = (2021, 2023), (2018, 2020)  # the years in which the world fell, and those before them
# Which countries a group has, and which it leaves out.
ALL, OUTSIDE_GB, REST = "all", "outside GB", "rest"
# Of the results that are looked at now: dozens of statistics ask for the same counts.
SIGNED: WeakKeyDictionary[RunTables, dict[str, pd.DataFrame]] = WeakKeyDictionary()
LEFT_OUT: dict[str, tuple[str, ...]] = {ALL: (), OUTSIDE_GB: ("GB",), REST: ("GB", "US")}


def observed_curve(group: str) -> pd.DataFrame:
    """Return the launches a year observed in a group or country, one row, a column for each year."""
    table = launches_by_country_group().set_index("year")
    denmark = launches_in_denmark().set_index("year")["indigo"]
    counts = table.assign(**{"DK": denmark, OUTSIDE_GB: table["US"] + table["rest"]})[group]
    return counts.to_frame().T.reset_index(drop=True)


def simulated_curve(group: str, results: RunTables) -> pd.DataFrame:
    """Return partnerships signed a year in a group or country, a row for each run.

    Its columns are the years that were observed and are simulated in full.
    """
    counts = signed_by("country", results)
    country = counts.index.get_level_values("country")
    return in_observed_years(counts[~country.isin(LEFT_OUT[group]) if group in LEFT_OUT else country == group], results)


def simulated_curve_of_area(area: str, results: RunTables) -> pd.DataFrame:
    """Return partnerships signed a year in a welfare area, rows and columns as in `simulated_curve`."""
    counts = signed_by("domain", results)
    return in_observed_years(counts[counts.index.get_level_values("domain") == area], results)


def in_observed_years(counts: pd.DataFrame, results: RunTables) -> pd.DataFrame:
    """Return counts of parts of runs added up, a row for each run, in the years observed and simulated in full."""
    years = in_whole_years(observed_curve(ALL).iloc[0], results.scenario).index
    return counts.groupby("run").sum().reindex(index=results.runs["run"], columns=years, fill_value=0)


def signed_by(column: str, results: RunTables) -> pd.DataFrame:
    """Return partnerships signed, a row for each run and country or area that has any, a column for each year."""
    known = SIGNED.setdefault(results, {})
    if column not in known:
        contracts = results.contracts
        # As plain text: of a categorical every word would be grouped, also where nothing was signed.
        keys = [contracts["run"], contracts[column].astype(str), contracts["signed"].dt.year]
        known[column] = contracts.groupby(keys).size().unstack(fill_value=0)
    return known[column]


def measured_curve(group: str, statistic: CurveStatistic, results: RunTables) -> pd.Series:
    """Return a statistic of each run's yearly counts in a group or country."""
    return statistic(simulated_curve(group, results))


def in_years(first: int, last: int, counts: pd.DataFrame) -> pd.Series:
    """Return the partnerships of some years together."""
    return counts.loc[:, first:last].sum(axis="columns")


def total(counts: pd.DataFrame) -> pd.Series:
    """Return the partnerships of all years together."""
    return counts.sum(axis="columns")


def peak_year(counts: pd.DataFrame) -> pd.Series:
    """Return the year with most partnerships, the first of several; missing where there are none."""
    return counts.idxmax(axis="columns").astype(float).where(counts.max(axis="columns") > 0)


def peak_height(counts: pd.DataFrame) -> pd.Series:
    """Return the partnerships of the year with most."""
    return counts.max(axis="columns")


def fall(counts: pd.DataFrame) -> pd.Series:
    """Return what share of the highest mean of three years was lost by 2021-2023; missing where there are none."""
    return 1 - late_mean(counts) / highest_mean(counts).replace(0, np.nan)


def highest_mean(counts: pd.DataFrame) -> pd.Series:
    """Return the highest mean of three years."""
    return counts.T.rolling(WINDOW).mean().max()


def change(counts: pd.DataFrame) -> pd.Series:
    """Return how many more partnerships a year there were in 2021-2023 than in 2018-2020."""
    return late_mean(counts) - counts.loc[:, BEFORE[0] : BEFORE[1]].mean(axis="columns")


def largest_jump(counts: pd.DataFrame) -> pd.Series:
    """Return the largest rise or fall from one year to the next."""
    return counts.diff(axis="columns").abs().max(axis="columns")


def late_mean(counts: pd.DataFrame) -> pd.Series:
    """Return partnerships a year in 2021-2023."""
    return counts.loc[:, LATE[0] : LATE[1]].mean(axis="columns")


def first_year(counts: pd.DataFrame) -> pd.Series:
    """Return the first year with a partnership; the year after the last one observed where there is none by then."""
    # Not missing: a history that has none yet is late, and left out it would make the others look like the rule.
    late = float(counts.columns[-1]) + 1
    return (counts > 0).idxmax(axis="columns").astype(float).where(counts.any(axis="columns"), late)


def spread_of_years(counts: pd.DataFrame) -> float:
    """Return the standard deviation of the years of a history's partnerships."""
    years, weights = counts.columns.to_numpy(dtype=float), counts.iloc[0].to_numpy(dtype=float)
    middle = float(np.average(years, weights=weights))
    return sqrt(float(np.average((years - middle) ** 2, weights=weights)))
