"""The yearly curve: what happened in each calendar year, beside what was observed."""

from __future__ import annotations

import pandas as pd

from sipabm import quarters
from sipabm.observed import launches_by_year
from sipabm.report.funnel import EXITS
from sipabm.scenario import Scenario
from sipabm.statistics.bands import band
from sipabm.tables.run_tables import RunTables

WORLD = "world"
YEARLY_MEASURES = ("signed", "considered", "started", "stopped", "delivered", "ended_early", "running", "capital")


def by_run_and_year(results: RunTables, measure: str) -> pd.DataFrame:
    """Return a yearly measure over all domains: one row per run, one column per year."""
    # The yearly table counts stopped attempts by the stage in which they stopped, and has no sum of them.
    columns = EXITS if measure == "stopped" else [measure]
    values = results.yearly.assign(value=results.yearly[columns].sum(axis=1))
    return values.pivot_table(index="run", columns="year", values="value", aggfunc="sum")


def yearly_summary(results: RunTables) -> pd.DataFrame:
    """Return one row per year: quarters simulated, partnerships observed, mean and band of each measure."""
    bands = [band(by_run_and_year(results, measure)).add_prefix(f"{measure}_") for measure in YEARLY_MEASURES]
    table = pd.concat(bands, axis=1).rename_axis(index="year")
    # A year that is simulated in part looks like a fall; this column says that it is none.
    table.insert(0, "quarters", quarters_in_years(results.scenario))
    table.insert(1, "observed", observed_launches(results.scenario))
    return table.reset_index()


def quarters_in_years(scenario: Scenario) -> pd.Series:
    """Return how many quarters of each calendar year are simulated."""
    first = quarters.ordinal(scenario.first_quarter)
    years = pd.Series(range(first, first + scenario.quarters)) // quarters.QUARTERS_A_YEAR
    return years.value_counts().sort_index()


def observed_launches(scenario: Scenario) -> pd.Series:
    """Return partnerships observed in the world for the years simulated in full; none if the scenario is no world."""
    counts = launches_by_year().set_index("year")["all"].astype("Int64")
    whole_years = quarters_in_years(scenario).eq(quarters.QUARTERS_A_YEAR)
    # Observed are partnerships anywhere; beside a scenario of some countries they would mislead.
    if not stands_for_the_world(scenario):
        return counts.iloc[:0]
    return counts[counts.index.isin(whole_years.index[whole_years])]


def stands_for_the_world(scenario: Scenario) -> bool:
    """Return whether a scenario, whatever its name, has the countries of the scenario 'world'."""
    # By countries: a copy of the world under another name is still the world, and one of its name may be none.
    return country_codes(scenario) == country_codes(Scenario.load(WORLD))


def country_codes(scenario: Scenario) -> set[str]:
    """Return the codes of a scenario's countries."""
    return {country.code for country in scenario.countries}
