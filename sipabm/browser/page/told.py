"""What a page is told: scenario, record, measures and words, as data."""

from __future__ import annotations

from typing import Any

from scipy.stats import t as student

from sipabm import __version__, quarters
from sipabm.barriers import Barrier
from sipabm.browser import engine_layout, scenario_data
from sipabm.browser.page.phrases import phrases, unit_of_money
from sipabm.language.money import Money, is_money
from sipabm.levers import Lever
from sipabm.observed.by_scenario import ObservedLaunches, observed_launches, quarters_in_years
from sipabm.observed.launches import CITATION, launches_by_year
from sipabm.report.flows import PARTIES
from sipabm.scenario import Scenario
from sipabm.scenario.mechanisms import MECHANISMS
from sipabm.statistics.intervals import QUANTILE
from sipabm.studies.cohorts import LONGEST_CONTRACT, LONGEST_DEVELOPMENT
from sipabm.sweeps.measures import MEASURES
from sipabm.words import Domain, Stage

SEED = 1
# Pairs of runs of a comparison, and those after which its picture is first shown. Where runs have one set of numbers
# they are many and small, else each brings a set of its own along.
RUNS, RUNS_WITH_SETS, FIRST_PICTURE = 100, 60, 20
# What changes nothing where no fund is.
OF_FUNDS = ("development_support", "fund_exhaustion")
MOST_WATCHED = 500  # actors: more cannot be told apart in one picture


def told(scenario: Scenario, views: tuple[str, ...], language: str, file: str, money: Money) -> dict[str, Any]:
    """Return all that a page is told, for `json.dumps`; `file` is what a command of the same scenario names."""
    runs = RUNS if scenario.over == "defaults" else RUNS_WITH_SETS
    layout = engine_layout()
    for declared in layout["parameters"].values():  # for a reader of data, not for a page
        del declared["meaning"]
    return {
        "layout": layout,
        "scenario": scenario_data(scenario, runs, SEED),
        "phrases": phrases(),
        "page": {
            **what_it_is(scenario, file),
            **years_of(scenario),
            **countries_of(scenario),
            **known_names(),
            "mechanisms": [each.name for each in MECHANISMS if scenario.funds or each.name not in OF_FUNDS],
            "hasFunds": bool(scenario.funds),
            "views": views,
            "language": language,
            "runs": runs,
            "seed": SEED,
            "firstPicture": FIRST_PICTURE,
            "record": record_of(scenario),
            "measures": {
                each.name: {"columns": each.columns, "per": each.per, "isMoney": is_money(each.unit)}
                for each in MEASURES
            },
            "money": {"factor": money.factor, "unit": unit_of_money(money.currency, money.price_year)},
            # Rounded to what all versions of scipy agree on, so that a page is the same wherever it is made.
            "student": [round(float(student.ppf(QUANTILE, freedom)), 7) for freedom in range(1, runs)],
            "glossary": sorted(key.removeprefix("word.") for key in phrases() if key.startswith("word.")),
        },
    }


def what_it_is(scenario: Scenario, file: str) -> dict[str, Any]:
    """Return what the scenario is, and of which version."""
    return {
        "name": scenario.name,
        "file": file,
        "over": scenario.over,
        "hasAreas": "domains" in type(scenario.levers.early_meetings).model_fields,
        "doublingTime": scenario.technology.doubling_time,
        "version": __version__,
        "digest": scenario.digest(),
        "citation": CITATION,
    }


def years_of(scenario: Scenario) -> dict[str, Any]:
    """Return the years that are simulated, and which of them as a whole: from a place on to another one."""
    parts = quarters_in_years(scenario)
    whole = [place for place, number in enumerate(parts) if number == quarters.QUARTERS_A_YEAR]
    years = [int(year) for year in parts.index]
    return {
        "years": years,
        "whole": [whole[0], whole[-1] + 1] if whole else [0, len(years)],
        "quarters": scenario.quarters,
        "firstQuarter": quarters.ordinal(scenario.first_quarter),
        "leverStart": years[min(2, len(years) - 1)],
        # Three years of attempts begun under a policy can be followed to their end.
        "followStart": max(years[0], years[-1] - LONGEST_DEVELOPMENT - LONGEST_CONTRACT - 2),
    }


def countries_of(scenario: Scenario) -> dict[str, Any]:
    """Return the countries that are small enough to be watched, by name and place; the first one if none is."""
    pool = scenario.population.pool
    sizes = [pool * (each.authorities + each.providers + each.investors) for each in scenario.countries]
    small = [place for place, actors in enumerate(sizes) if actors <= MOST_WATCHED] or [0]
    names = [scenario.countries[place].code for place in small]
    return {"countries": len(small), "countryNames": names, "countryPlaces": small}


def known_names() -> dict[str, Any]:
    """Return the names of all that a page has words for."""
    return {
        "mechanisms": [each.name for each in MECHANISMS],
        "off": {each.name: plain(each.off()) for each in MECHANISMS},
        "levers": [each.name.lower() for each in Lever],
        "barriers": [each.name.lower() for each in Barrier],
        "stages": [each.name.lower() for each in Stage],
        "areas": [each.name.lower() for each in Domain],
        "parties": list(PARTIES),
    }


def plain(values: dict[str, Any]) -> dict[str, Any]:
    """Return values with tables of numbers as such."""
    return {name: value.model_dump() if hasattr(value, "model_dump") else value for name, value in values.items()}


def record_of(scenario: Scenario) -> dict[str, Any]:
    """Return what was recorded where a scenario stands for, else in the world, and whether it stands beside the model.

    Beside a scenario of other countries it would mislead.
    """
    found = observed_launches(scenario)
    is_beside = bool(len(found.counts))
    if not is_beside:
        found = ObservedLaunches(launches_by_year().set_index("year")["all"], "the world")
    return {
        "years": [int(year) for year in found.counts.index],
        "counts": [int(count) for count in found.counts],
        "place": found.place.removeprefix("the "),
        "isBeside": is_beside,
    }
