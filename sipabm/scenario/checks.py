"""Checks of a whole scenario: what contradicts what."""

from __future__ import annotations

from collections import Counter

from sipabm import quarters
from sipabm.parameters import GROUP_OF
from sipabm.scenario.fields import Kind, ScenarioFields
from sipabm.scenario.kept import check_kept
from sipabm.scenario.settings import LARGEST_COUNT, LARGEST_NUMBER_OF_A_KIND, Levers

MOST_ACTORS = 5_000_000  # about 20 GB
LAST_QUARTER = "9999Q4"  # years are written with four digits
WEIGHTS = ("need", "rigour_asked", "investor_kinds", "benefit_durations")
KINDS: tuple[Kind, ...] = ("authorities", "providers", "investors")


def check_last_quarter(scenario: ScenarioFields) -> None:
    """Raise ValueError if the run ends after the last quarter that can be written."""
    if quarters.ordinal(scenario.first_quarter) + scenario.quarters - 1 > quarters.ordinal(LAST_QUARTER):
        run = f"first_quarter = '{scenario.first_quarter}' and quarters = {scenario.quarters}"
        raise ValueError(f"{run} end after {LAST_QUARTER}; start earlier or simulate fewer quarters")


def check_actors(scenario: ScenarioFields) -> None:
    """Raise ValueError unless every kind of actor is there."""
    for kind in KINDS:
        if scenario.actors(kind) == 0:
            raise ValueError(f"countries have no {kind}; give at least one country {kind} = 1 or more")


def check_countries(scenario: ScenarioFields) -> None:
    """Raise ValueError if two countries share a code."""
    for code, times in Counter(country.code for country in scenario.countries).items():
        if times > 1:
            raise ValueError(f"country '{code}' stands twice; codes must differ")


def check_funds(scenario: ScenarioFields) -> None:
    """Raise ValueError if a fund names a country that is not there."""
    # Its dates may lie outside the run: a fund that closed before belongs to the record all the same.
    codes = {country.code: None for country in scenario.countries}  # in their order, and found at once
    for fund in scenario.funds:
        if fund.country != "all" and fund.country not in codes:
            known = ", ".join(codes)
            raise ValueError(f"fund '{fund.name}' is in country '{fund.country}', allowed are 'all' and {known}")


def check_dates(scenario: ScenarioFields) -> None:
    """Raise ValueError if a lever's date lies outside the run."""
    # A policy that never starts would look like one that does nothing.
    for lever in Levers.model_fields:
        setting = getattr(scenario.levers, lever)
        for quarter in (setting.first, setting.last):
            if quarter and not 0 <= scenario.step_of(quarter) < scenario.quarters:
                run = f"{scenario.first_quarter} to {scenario.last_quarter()}"
                raise ValueError(f"levers.{lever}: quarter {quarter} is outside the run, {run}")


def check_lever_practice(scenario: ScenarioFields) -> None:
    """Raise ValueError if the lever outcomes_fund has a practice: funds that exist anyway are listed as funds."""
    # A fund has a purse, dates and a country, which a share of projects does not tell.
    practice = scenario.levers.outcomes_fund.practice
    if practice > 0:
        where = "levers.outcomes_fund.practice"
        raise ValueError(f"{where} = {practice:g} is not allowed; it should be 0: list existing funds under funds")


def check_weights(scenario: ScenarioFields) -> None:
    """Raise ValueError if weights of which only the ratio counts are all 0."""
    for name in WEIGHTS:
        group = getattr(scenario, GROUP_OF[name])
        if not any(getattr(group, name).as_tuple()):
            raise ValueError(f"{GROUP_OF[name]}.{name} has only weights of 0; at least one must be above 0")


def check_pool(scenario: ScenarioFields) -> None:
    """Raise ValueError if the pool makes more actors of a kind in a country than there may be."""
    for country in scenario.pooled_countries():
        for kind in KINDS:
            if getattr(country, kind) > LARGEST_COUNT:
                made = f"population.pool = {scenario.population.pool:g} makes {getattr(country, kind)} {kind}"
                raise ValueError(f"{made} in country '{country.code}'; at most {LARGEST_COUNT} are allowed")
        for each in country.kinds:
            if each.number > LARGEST_NUMBER_OF_A_KIND:
                made = f"population.pool = {scenario.population.pool:g} makes {each.number} of kind '{each.name}'"
                raise ValueError(f"{made} in country '{country.code}'; at most {LARGEST_NUMBER_OF_A_KIND} are allowed")


def check_size(scenario: ScenarioFields) -> None:
    """Raise ValueError if there are more actors in all than a large computer holds."""
    actors = sum(scenario.actors(kind) for kind in KINDS)
    if actors > MOST_ACTORS:
        raise ValueError(f"countries have {actors} actors in all; at most {MOST_ACTORS} are allowed")


def check_edge_list(scenario: ScenarioFields) -> None:
    """Raise ValueError unless an edge list is given exactly when ties come from one."""
    if (scenario.ties == "edge_list") != (scenario.edge_list is not None):
        raise ValueError("ties = 'edge_list' and edge_list = 'FILE.csv' go together; give both or neither")


# The last quarter comes first: others write it down, which fails beyond the calendar.


def check_kept_numbers(scenario: ScenarioFields) -> None:
    """Raise ValueError if `kept` names what is no number with a plausible range."""
    check_kept(scenario.kept)


CHECKS = (
    check_last_quarter,
    check_actors,
    check_countries,
    check_funds,
    check_dates,
    check_lever_practice,
    check_weights,
    check_pool,
    check_size,
    check_edge_list,
    check_kept_numbers,
)
