"""Frames: histories as pandas tables with words, quarters and numbers of actors, joined on the column `run`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sipabm import quarters
from sipabm.barriers import FAMILY_OF_BARRIER, Barrier
from sipabm.scenario import Scenario
from sipabm.scenario.drawn import drawn
from sipabm.tables.codebook import DOMAIN, TABLES, TOTALS, WORDS, Column, Kind
from sipabm.tables.history import YEARLY_COLUMNS, History
from sipabm.world.names import PLURALS, first_numbers

EXITS = [column.name for column in YEARLY_COLUMNS if column.name.startswith("exits_")]


class Called(NamedTuple):
    """What numbers of rows stand for: codes of countries, the first quarter, the first number of each kind by row."""

    countries: list[str]
    first_quarter: int
    numbers: dict[str, NDArray[np.int64]]


def called(scenario: Scenario, seed: int, replicates: Sequence[int], rows: Sequence[int]) -> Called:
    """Return what the numbers of the rows of some runs stand for, given how many rows each run has."""
    codes = [country.code for country in scenario.countries]
    # Of a run that draws its numbers: how many actors there are is one of them.
    firsts = [first_numbers(drawn(scenario, seed, replicate)) for replicate in replicates]
    numbers = {kind: np.repeat([first[kind] for first in firsts], rows) for kind in PLURALS}
    return Called(codes, pd.Period(scenario.first_quarter, freq="Q").ordinal, numbers)


def frame_of(table: str, histories: Sequence[History], scenario: Scenario, seed: int) -> pd.DataFrame:
    """Return one table of some runs of a scenario: 'runs', 'yearly', 'attempts' or 'contracts'."""
    if table == "runs":
        return runs_frame(histories, scenario, seed)
    if table == "yearly":
        return yearly_frame(histories, scenario)
    return rows_frame(table, histories, scenario, seed)


def years(scenario: Scenario) -> list[int]:
    """Return the calendar years a run touches."""
    first = quarters.ordinal(scenario.first_quarter)
    last = first + scenario.quarters - 1
    return list(range(first // quarters.QUARTERS_A_YEAR, last // quarters.QUARTERS_A_YEAR + 1))


def yearly_frame(histories: Sequence[History], scenario: Scenario) -> pd.DataFrame:
    """Return one row for each run, year and domain; states are the year's and stand in each of its domains."""
    calendar, domains = years(scenario), len(DOMAIN.words)
    size = len(calendar) * domains
    area = np.tile(np.arange(domains), len(histories) * len(calendar))
    keys = {
        "run": np.repeat([history.replicate for history in histories], size),
        "year": np.tile(np.repeat(calendar, domains), len(histories)),
        "domain": pd.Categorical.from_codes(area, DOMAIN.words),
    }
    counts = np.concatenate([history.yearly.reshape(size, -1) for history in histories])
    states = np.concatenate([np.repeat(history.states, domains, axis=0) for history in histories])
    columns = [column.name for column in TABLES["yearly"][len(keys) :]]
    return pd.concat([pd.DataFrame(keys), pd.DataFrame(np.hstack([counts, states]), columns=columns)], axis=1)


def runs_frame(histories: Sequence[History], scenario: Scenario, seed: int) -> pd.DataFrame:
    """Return one row for each run: what it was, its totals and its shares."""
    sums = yearly_frame(histories, scenario).groupby("run")[[*TOTALS, *EXITS, "months", "parties", "effect"]].sum()
    # What is divided by nothing is missing: a share of no attempts is no share.
    signed, ended = sums["signed"].replace(0, np.nan), (sums["delivered"] + sums["ended_early"]).replace(0, np.nan)
    stopped = sums[EXITS].sum(axis=1)
    frame = sums[list(TOTALS)].assign(
        stopped=stopped,
        conversion=sums["signed"] / (sums["signed"] + stopped).replace(0, np.nan),
        mean_months_to_signature=sums["months"] / signed,
        mean_parties_per_deal=sums["parties"] / signed,
        mean_effect=sums["effect"] / ended,
        share_ended_early=sums["ended_early"] / ended,
    )
    about = {"scenario": scenario.name, "scenario_digest": scenario.digest()}
    texts = {name: pd.Categorical([text] * len(frame)) for name, text in about.items()}
    return frame.assign(**texts, seed=seed).reset_index()[[column.name for column in TABLES["runs"]]]


def rows_frame(table: str, histories: Sequence[History], scenario: Scenario, seed: int) -> pd.DataFrame:
    """Return attempts or contracts of all runs, one row each, in the order in which they ended."""
    parts = [getattr(history, table) for history in histories]
    # Column by column: records joined first would be copied whole, and then once more for their columns.
    values: dict[str, NDArray[Any]] = {name: np.concatenate([part[name] for part in parts]) for name in names_of(parts)}
    replicates, rows = [history.replicate for history in histories], [len(part) for part in parts]
    values["run"] = np.repeat(replicates, rows)
    values["barrier_family"] = families(values["barrier"]) if "barrier" in values else np.array([])
    stands_for = called(scenario, seed, replicates, rows)
    return pd.DataFrame({column.name: readable(column, values, stands_for) for column in TABLES[table]})


def names_of(parts: Sequence[NDArray[Any]]) -> tuple[str, ...]:
    """Return the names of recorded columns."""
    return parts[0].dtype.names or ()


def readable(column: Column, values: dict[str, NDArray[Any]], stands_for: Called) -> Any:
    """Return a recorded column as a reader expects it."""
    if column.name in values:
        return READ[column.kind](column, values[column.name], stands_for)
    name, _, place = column.name.rpartition("_")
    return READ[column.kind](column._replace(name=name), values[name][:, int(place) - 1], stands_for)


def as_recorded(column: Column, values: NDArray[Any], stands_for: Called) -> NDArray[Any]:
    """Return numbers as they are."""
    return values


def as_flags(column: Column, values: NDArray[Any], stands_for: Called) -> NDArray[np.bool_]:
    """Return ones and zeros as true and false."""
    return values.astype(bool)


def as_words(column: Column, values: NDArray[Any], stands_for: Called) -> pd.Categorical:
    """Return numbers as the words they stand for, -1 as missing."""
    return pd.Categorical.from_codes(values, list(column.words))


def as_text(column: Column, values: NDArray[Any], stands_for: Called) -> pd.Categorical:
    """Return numbers of countries as their codes, and sets of barriers as their names."""
    if column.name == "country":
        return pd.Categorical.from_codes(values, stands_for.countries)
    return barrier_sets(values)


def as_quarters(column: Column, values: NDArray[Any], stands_for: Called) -> pd.arrays.PeriodArray:
    """Return steps of a run as quarters of the calendar."""
    return pd.arrays.PeriodArray(stands_for.first_quarter + np.asarray(values, dtype=np.int64), dtype="period[Q-DEC]")


def as_actors(column: Column, values: NDArray[Any], stands_for: Called) -> NDArray[np.int64]:
    """Return places of actors within their kind as their numbers among all actors, 0 for nobody."""
    kind = "investor" if column.name == "member" else column.name
    return np.where(values < 0, 0, values + stands_for.numbers[kind])


def as_funds(column: Column, values: NDArray[Any], stands_for: Called) -> NDArray[np.int64]:
    """Return places of funds counted from 1, 0 for none."""
    return values + 1


READ: dict[Kind, Callable[[Column, NDArray[Any], Called], Any]] = {
    Kind.WHOLE: as_recorded,
    Kind.REAL: as_recorded,
    Kind.FLAG: as_flags,
    Kind.WORD: as_words,
    Kind.TEXT: as_text,
    Kind.QUARTER: as_quarters,
    Kind.ACTOR: as_actors,
    Kind.FUND: as_funds,
}


def families(barriers: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the number of each barrier's family, -1 for none."""
    code = np.array([int(FAMILY_OF_BARRIER[barrier]) for barrier in Barrier] + [-1])
    return code[barriers]  # the last place is that of -1


def barrier_sets(sets: NDArray[np.int64]) -> pd.Categorical:
    """Return sets of barriers as text like 'silos + cashable_savings', empty for none."""
    codes, different = pd.factorize(sets, sort=True)  # finds few different ones among many faster than sorting all
    texts = [" + ".join(WORDS["barrier"][barrier] for barrier in Barrier if one & (1 << barrier)) for one in different]
    return pd.Categorical.from_codes(codes, texts)
