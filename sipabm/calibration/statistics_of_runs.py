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
        for group in GROUPS:
            found |= named(group, curve.simulated_curve(group, results))
        for area in AREAS:
            found |= named(area, curve.simulated_curve_of_area(area, results))
    return pd.DataFrame(found, index=runs)


def named(part: str, counts: pd.DataFrame) -> dict[str, pd.Series]:
    """Return the yearly counts of a part of all partnerships by the names of their columns."""
    return {f"{part}_{year}": counts[year].astype(float) for year in counts}
