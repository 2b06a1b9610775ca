"""What was observed where a scenario stands for: launches a year of the world, of Denmark, or of nowhere."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import pandas as pd

from sipabm import quarters
from sipabm.observed.launches import launches_by_year, launches_in_denmark
from sipabm.observed.targets import target
from sipabm.scenario import Scenario

WORLD, DENMARK = "world", "DK"


class ObservedLaunches(NamedTuple):
    """Launches observed: counts by year, where they were counted, and how many another count has in all, if any.

    Counts of the user's own have a name instead of a place, and years left out, as they are not simulated in full.
    """

    counts: pd.Series
    place: str = ""
    other_count: int | None = None
    name: str = ""
    left_out: tuple[int, ...] = ()


def observed_launches(scenario: Scenario) -> ObservedLaunches:
    """Return the partnerships observed in the years simulated in full where a scenario stands for; none elsewhere.

    Counts a year are INDIGO's. Of Denmark there is a second count without years, of October 2023.
    """
    # Observed are partnerships anywhere; beside a scenario of some countries they would mislead.
    if stands_for_the_world(scenario):
        world = in_whole_years(launches_by_year().set_index("year")["all"], scenario)
        return ObservedLaunches(world.astype("Int64"), "the world")
    counts = in_whole_years(launches_in_denmark().set_index("year")["indigo"], scenario).astype("Int64")
    if stands_for_denmark(scenario):
        return ObservedLaunches(counts, "Denmark", int(target("partnerships", "denmark")))
    return ObservedLaunches(counts.iloc[:0])


def in_whole_years(counts: pd.Series, scenario: Scenario) -> pd.Series:
    """Return the counts of the years that a scenario simulates in full."""
    whole_years = quarters_in_years(scenario).eq(quarters.QUARTERS_A_YEAR)
    return counts[counts.index.isin(whole_years.index[whole_years])]


def quarters_in_years(scenario: Scenario) -> pd.Series:
    """Return how many quarters of each calendar year are simulated."""
    first = quarters.ordinal(scenario.first_quarter)
    years = pd.Series(range(first, first + scenario.quarters)) // quarters.QUARTERS_A_YEAR
    return years.value_counts().sort_index()


def stands_for_the_world(scenario: Scenario) -> bool:
    """Return whether a scenario, whatever its name, has the countries of the scenario 'world'."""
    # By countries: a copy of the world under another name is still the world, and one of its name may be none.
    return country_codes(scenario) == world_codes()


def stands_for_denmark(scenario: Scenario) -> bool:
    """Return whether a scenario, whatever its name, has Denmark and no other country."""
    return country_codes(scenario) == {DENMARK}


@cache
def world_codes() -> frozenset[str]:
    """Return the codes of the countries of the scenario 'world'."""
    return country_codes(Scenario.load(WORLD))


def country_codes(scenario: Scenario) -> frozenset[str]:
    """Return the codes of a scenario's countries."""
    return frozenset(country.code for country in scenario.countries)
