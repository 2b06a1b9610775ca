"""Rows as they are read from a folder: those that runs of its scenario leave, or none; a folder may be a stranger's."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import pyarrow
import pyarrow.compute

from sipabm.barriers import Barrier
from sipabm.quarters import PATTERN
from sipabm.scenario import Scenario
from sipabm.scenario.drawn import most_actors
from sipabm.tables.codebook import DOMAIN, MAY_LACK, RUN, TABLES, Column, Kind
from sipabm.tables.frames import years

DIGEST = re.compile(r"[0-9a-f]{16,64}", re.ASCII)


def check_rows(table: str, content: pyarrow.Table, members: range, scenario: Scenario) -> None:
    """Raise ValueError or LookupError unless a table holds what some runs of a scenario can leave."""
    for column in TABLES[table]:
        check_values(column, content[column.name], scenario)
    runs = content[RUN.name].to_numpy()
    # A chunk may have grown since it was known which runs it holds.
    members = range(members.start, max(members.stop, 1 + int(runs.max(initial=-1))))
    if table == "runs":
        right = np.array_equal(runs, members)
    elif table == "yearly":
        right = has_every_year(content, members, scenario)
    else:
        right = not len(runs) or bool((np.diff(runs) >= 0).all() and runs[0] in members)
    if not right:
        raise ValueError("it has rows of other runs")


def has_every_year(content: pyarrow.Table, members: range, scenario: Scenario) -> bool:
    """Return whether a table has a row for each run, year and welfare area, in their order."""
    calendar, areas = np.repeat(years(scenario), len(DOMAIN.words)), DOMAIN.words * len(years(scenario))
    if len(content) != len(members) * len(areas):
        return False
    domains = content[DOMAIN.name].cast(pyarrow.string()).to_pylist()
    return (
        np.array_equal(content[RUN.name].to_numpy(), np.repeat(members, len(areas)))
        and np.array_equal(content["year"].to_numpy(), np.tile(calendar, len(members)))
        and domains == list(areas) * len(members)
    )


def check_values(column: Column, values: pyarrow.ChunkedArray, scenario: Scenario) -> None:
    """Raise ValueError or LookupError if a column holds what it cannot."""
    if values.null_count and column.name not in MAY_LACK:
        raise ValueError(f"{column.name} lacks values")
    if column.kind == Kind.REAL:
        right = all_true(pyarrow.compute.is_finite(values))
    elif column.kind in (Kind.ACTOR, Kind.FUND):
        most = len(scenario.funds) if column.kind == Kind.FUND else most_actors(scenario)
        least, greatest = pyarrow.compute.min_max(values).as_py().values()
        right = least is None or 0 <= least <= greatest <= most
    elif pyarrow.types.is_dictionary(values.type):
        different = pyarrow.compute.unique(values).drop_null().cast(pyarrow.string()).to_pylist()
        right = are_texts_of(column, different, scenario)
    else:
        right = True
    if not right:
        raise ValueError(f"{column.name} holds what no run leaves")


def all_true(values: pyarrow.ChunkedArray) -> bool:
    """Return whether all values are true, none or missing ones included."""
    return pyarrow.compute.all(values, min_count=0).as_py() is not False


def are_texts_of(column: Column, texts: Sequence[str], scenario: Scenario) -> bool:
    """Return whether all texts can stand in a column."""
    if column.kind == Kind.WORD:
        return set(texts) <= set(column.words)
    if column.kind == Kind.QUARTER:
        return all(map(PATTERN.fullmatch, texts))
    if column.name == "country":
        return set(texts) <= {country.code for country in scenario.countries}
    if column.name == "scenario":
        return True  # a scenario may be called otherwise when its runs go on
    return all(map(DIGEST.fullmatch if column.name == "scenario_digest" else is_barrier_set, texts))


def is_barrier_set(text: str) -> bool:
    """Return whether a text is a set of barriers, each once and in their order; LookupError for an unknown one."""
    places = [Barrier[word.upper()].value for word in text.split(" + ")] if text else []
    return places == sorted(set(places))
