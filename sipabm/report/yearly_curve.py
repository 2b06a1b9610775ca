"""The yearly curve: what happened in each calendar year, beside what was observed."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import pandas as pd

from sipabm.observed.by_scenario import ObservedLaunches, observed_launches, quarters_in_years
from sipabm.observed.own_launches import Given, own_launches
from sipabm.report.funnel import EXITS
from sipabm.statistics.bands import band
from sipabm.tables.run_tables import RunTables

YEARLY_MEASURES = ("signed", "considered", "started", "stopped", "delivered", "ended_early", "running", "capital")
MOST_SPANS = 3


def sums_by_run_and_year(results: RunTables, measures: Sequence[str]) -> pd.DataFrame:
    """Return yearly measures over all domains: one row per run and year."""
    # The yearly table counts stopped attempts by the stage in which they stopped, and has no sum of them.
    counted = [measure for measure in measures if measure != "stopped"]
    sums = results.yearly.groupby(["run", "year"])[[*counted, *EXITS]].sum()
    return sums[counted].assign(stopped=sums[EXITS].sum(axis=1))


def by_run_and_year(results: RunTables, measure: str) -> pd.DataFrame:
    """Return a yearly measure over all domains: one row per run, one column per year."""
    return sums_by_run_and_year(results, [measure])[measure].unstack()


def yearly_summary(results: RunTables, observed: Given | None = None) -> pd.DataFrame:
    """Return one row per year: quarters simulated, partnerships observed and where, mean and band of each measure.

    What is observed may be given, as `sipabm.observed.own_launches` takes it; else it is what comes with sipabm.
    """
    sums = sums_by_run_and_year(results, YEARLY_MEASURES)
    bands = [band(sums[measure].unstack()).add_prefix(f"{measure}_") for measure in YEARLY_MEASURES]
    table = pd.concat(bands, axis=1).rename_axis(index="year")
    # A year that is simulated in part looks like a fall; this column says that it is none.
    table.insert(0, "quarters", quarters_in_years(results.scenario))
    scenario = results.scenario
    beside = observed_launches(scenario) if observed is None else own_launches(observed, scenario)
    table.insert(1, "observed", beside.counts)
    # Texts that say the same in every row, so that whoever has this table alone can draw and print it.
    for place, (name, text) in enumerate({"where": where(beside), "note": note(beside)}.items(), 2):
        table.insert(place, f"observed_{name}", pd.Series(text, index=beside.counts.index, dtype=object))
    return table.reset_index()


def where(observed: ObservedLaunches) -> str:
    """Return where launches were counted and by whom, or the name of the user's own counts."""
    return f"({observed.name})" if observed.name else f"in {observed.place} (INDIGO)"


def note(observed: ObservedLaunches) -> str | None:
    """Return which years are left out, or how many were counted in all and by another count; nothing if neither."""
    if observed.left_out:
        return f"observed but not simulated in full, so not shown: {spans(observed.left_out)}"
    if observed.other_count is None:
        return None
    # It has no years, so it cannot stand among the counts of years.
    return f"{observed.counts.sum()} observed in all; another count without years has {observed.other_count}"


def spans(years: Sequence[int]) -> str:
    """Return years in words, those that follow each other as a span: '2007 to 2009, 2030'; of many the ends."""
    runs = [[year for _, year in run] for _, run in groupby(enumerate(years), lambda pair: pair[1] - pair[0])]
    if len(runs) > MOST_SPANS:
        return f"{len(years)} years from {years[0]} to {years[-1]}"
    return ", ".join(" to ".join(map(str, dict.fromkeys((run[0], run[-1])))) for run in runs)
