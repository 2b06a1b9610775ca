"""Forecasts of the model: runs with numbers fitted up to an origin and the funds known then, each simulated anew.

Each run has its own numbers, its own luck and its own new funds. What was known only later is left out: funds that
opened after the origin, when the others closed, and that a country began after it (it is then taken not to begin).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np
import pandas as pd

from sipabm import quarters
from sipabm.calibration.reference_table import run_at
from sipabm.calibration.statistics_of_runs import counts_of_parts
from sipabm.forecasts.known_funds import fund_draws, last_quarter
from sipabm.forecasts.levels import LEVELS
from sipabm.forecasts.record import ALL, AREAS, COUNTRIES, LONGEST, TARGETS, known_at
from sipabm.runs import in_order
from sipabm.scenario import Fund, Scenario
from sipabm.scenario.points import scenario_at
from sipabm.simulation import made_table
from sipabm.statistics import Numbers
from sipabm.studies.decline_attribution import until_year
from sipabm.tables.run_tables import RunTables

AT_ONCE = 25  # runs whose rows are counted together
NEAREST = 0.1  # of the runs: those whose last years are most like the record
LIKE = 3  # years


def world_at(scenario: Scenario, origin: int) -> Scenario:
    """Return a scenario as it could be known at an origin, without any funds, to the last year foretold."""
    ended = until_year(scenario.replace(over="defaults", funds=()), origin + LONGEST)
    never, last = quarters.text(last_quarter(origin + LONGEST) + 1), last_quarter(origin)
    countries = [
        country.model_copy(update={"since": never})
        if country.since is not None and quarters.ordinal(country.since) > last
        else country
        for country in ended.countries
    ]
    return ended.replace(countries=[country.model_dump() for country in countries])


def simulated_counts(
    scenario: Scenario,
    origin: int,
    points: Numbers,
    seed: int,
    threads: int | None = None,
) -> pd.DataFrame:
    """Return the counts a year of a run at each point, a row for each, columns called like `GB_2014`.

    Numbers that the scenario keeps, as those of a mechanism that is off, are the same in all runs.
    """
    world = world_at(scenario, origin)
    funds = fund_draws(scenario, origin, len(points), seed)
    made = partial(counted_runs, world, points, funds, [seed, origin])
    return pd.concat(list(in_order(made, range(0, len(points), AT_ONCE), threads, None)))


def counted_runs(
    world: Scenario,
    points: Numbers,
    funds: Sequence[Sequence[Fund]],
    seeds: Sequence[int],
    first: int,
) -> pd.DataFrame:
    """Return the counts of some runs from one on."""
    seed = int(np.random.SeedSequence(seeds).generate_state(1)[0])
    told = []
    for place in range(first, min(first + AT_ONCE, len(points))):
        own = scenario_at(world.replace(funds=[fund.model_dump() for fund in funds[place]]), points[place].tolist())
        told.append(run_at(own, seed, place).advance(own.quarters).history())
    tables = RunTables(world, {}, partial(made_table, histories=told, scenario=world, seed=seed))
    return with_all(pd.DataFrame(counts_of_parts(tables)))


def with_all(parts: pd.DataFrame) -> pd.DataFrame:
    """Return counts with those of all partnerships together, in the order of the targets."""
    years = list(dict.fromkeys(year_of(name) for name in parts))
    together = {name_of(ALL, year): sum(parts[name_of(country, year)] for country in COUNTRIES) for year in years}
    return parts.assign(**together)[[name_of(target, year) for target in TARGETS for year in years]]


def name_of(target: str, year: int) -> str:
    """Return the name of the column of a target's count in a year."""
    return f"{target}_{year}"


def year_of(name: str) -> int:
    """Return the year that a column's name ends with."""
    return int(name.rpartition("_")[2])


def quantiles_of(counts: pd.DataFrame, origin: int) -> dict[str, Numbers]:
    """Return the quantiles of runs' counts for each target, in the years ahead of an origin (years × levels)."""
    ahead = sorted({year for year in map(year_of, counts) if year > origin})
    columns = {target: [name_of(target, year) for year in ahead] for target in TARGETS}
    return {target: np.quantile(counts[some].to_numpy(), LEVELS, axis=0).T for target, some in columns.items()}


def nearest_to_record(simulated: pd.DataFrame, counts: pd.DataFrame, origin: int) -> pd.DataFrame:
    """Return the tenth of the runs whose last years up to an origin are most like the counts known then.

    Likeness is judged by the roots of the counts of all groups of countries and areas.
    """
    known = known_at(counts, origin).tail(LIKE)
    cells = [(target, year) for target in (*COUNTRIES, *AREAS) for year in known.index]
    observed = np.array([known.at[year, target] for target, year in cells])
    shown = simulated[[name_of(*cell) for cell in cells]].to_numpy(float)
    away = ((np.sqrt(shown) - np.sqrt(observed)) ** 2).sum(axis=1)
    chosen = np.argsort(away, kind="stable")[: max(1, round(NEAREST * len(simulated)))]
    return simulated.iloc[np.sort(chosen)]
