"""The record that forecasts are made from and judged by: new partnerships a year, of all and of parts."""

from __future__ import annotations

import pandas as pd

from sipabm.observed import launches_by_country_group, launches_by_year

ALL = "all"
REST = "rest"
COUNTRIES = ("GB", "US", REST)
AREAS = ("social", "employment", "health")
TARGETS = (ALL, *COUNTRIES, *AREAS)
LONGEST = 5  # years ahead


def record() -> pd.DataFrame:
    """Return the counts observed, a row for each year and a column for each target."""
    by_area, by_country = launches_by_year().set_index("year"), launches_by_country_group().set_index("year")
    return by_area[[ALL, *AREAS]].join(by_country[list(COUNTRIES)])[list(TARGETS)].astype(float)


def known_at(counts: pd.DataFrame, origin: int) -> pd.DataFrame:
    """Return the counts of the years up to an origin."""
    return counts.loc[:origin]


def years_ahead(counts: pd.DataFrame, origin: int) -> list[int]:
    """Return the years that are foretold from an origin: the next ones, as far as they were counted."""
    return [year for year in range(origin + 1, origin + LONGEST + 1) if year in counts.index]
