"""Statistics of runs: what each run shows of every pattern, and its partnerships by year."""

from __future__ import annotations

import pandas as pd

from sipabm.observed.by_scenario import stands_for_the_world
from sipabm.tables.run_tables import RunTables
from sipabm.validation import curve_statistics as curve
from sipabm.validation.patterns import AREAS, patterns_of

GROUPS = ("GB", "US", curve.REST)


def statistics_of_runs(results: RunTables) -> pd.DataFrame:
    """Return a row for each run: each pattern of its scenario by name; of the world also partnerships by year.

    These are called like `GB_2014` (of a group of countries) and `health_2014` (of a welfare area). What a run has no
    value of, as a median of no deals, is missing.
    """
    runs = pd.Index(results.runs["run"])
    found = {each.name: each.measure(results).reindex(runs).astype(float) for each in patterns_of(results.scenario)}
    if stands_for_the_world(results.scenario):
        found |= counts_of_parts(results)
    return pd.DataFrame(found, index=runs)


def counts_of_parts(results: RunTables) -> dict[str, pd.Series]:
    """Return the partnerships of each run by year in each group of countries and each welfare area."""
    of_groups = {group: curve.simulated_curve(group, results) for group in GROUPS}
    of_areas = {area: curve.simulated_curve_of_area(area, results) for area in AREAS}
    return {
        name: column for part, counts in (of_groups | of_areas).items() for name, column in named(part, counts).items()
    }


def named(part: str, counts: pd.DataFrame) -> dict[str, pd.Series]:
    """Return the yearly counts of a part of all partnerships by the names of their columns."""
    return {f"{part}_{year}": counts[year].astype(float) for year in counts}
