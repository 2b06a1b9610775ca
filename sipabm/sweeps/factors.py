"""Factors: from a row of a design to the scenario that it describes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from sipabm.errors import ScenarioError
from sipabm.scenario import Levers, Scenario
from sipabm.scenario.changes import place_of
from sipabm.scenario.policies import policy_setting
from sipabm.sweeps.running import POINTS_A_TASK, Point, digest_of
from sipabm.world.edge_list import read_edge_list

FROM, UNTIL = ".from", ".until"
PARTS = {FROM: "first", UNTIL: "last"}


def scenarios_of(base: Scenario, design: pd.DataFrame) -> Iterator[Scenario]:
    """Yield the scenario of each row of a design; ScenarioError naming the row that describes none.

    A column is a name that `Scenario.replace` takes, or a lever: the share of projects that use it by a policy, from
    the quarter in the column LEVER.from (else from the first quarter) until that in LEVER.until. What is missing in a
    row stays as it is in the base.
    """
    data = base.model_dump()
    for column in design.columns:
        check_column(data, str(column), design)
    for number, row in enumerate(design.to_dict("records")):
        try:
            yield scenario_of(base, row)
        except ScenarioError as error:
            raise ScenarioError(f"row {number} of the design: {error}") from None


class DesignPoints(Sequence[Point]):
    """The points of a design, each made when it is asked for: a hundred thousand scenarios would fill the memory."""

    def __init__(self, base: Scenario, design: pd.DataFrame) -> None:
        self.base, self.rows = base, design.to_dict("records")
        # The points of one block, which are asked for again for its next runs.
        self.made = lru_cache(2 * POINTS_A_TASK)(self.point)

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, place: Any) -> Any:
        return self.made(place)

    def point(self, place: int) -> Point:
        """Return the point of a row."""
        return Point(scenario_of(self.base, self.rows[place]))


class Survey(NamedTuple):
    """What is known of all points before any is run: their digests, one scenario for each time, codes of countries."""

    digests: list[str]
    times: list[Scenario]
    countries: list[str]


def survey(points: Iterable[Point], with_digests: bool) -> Survey:
    """Return what is known of some points, of which each is looked at once; digests, which take time, if asked for."""
    digests: list[str] = []
    times: dict[tuple[str, int], Scenario] = {}
    countries: dict[str, None] = {}
    networks: set[tuple[Any, ...]] = set()
    for point in points:
        network = (point.scenario.edge_list, point.scenario.countries, point.scenario.population.pool)
        if point.scenario.edge_list is not None and network not in networks:
            read_edge_list(point.scenario)  # for its errors, before any run
            networks.add(network)
        if with_digests:
            digests.append(digest_of(point))
        times.setdefault((point.scenario.first_quarter, point.scenario.quarters), point.scenario)
        countries |= dict.fromkeys(country.code for country in point.scenario.countries)
    return Survey(digests, list(times.values()), list(countries))


def check_column(data: dict[str, Any], column: str, design: pd.DataFrame) -> None:
    """Raise ScenarioError if a column is none of a scenario's values, or is the date of a lever that is not varied."""
    lever, part = lever_and_part(column)
    if lever is None:
        check_no_areas(column)
        place_of(data, column)  # for its error alone, which names the nearest
    elif part and lever not in design:
        raise ScenarioError(f"the design has '{column}' but no column '{lever}'; give the share of projects as well")


def check_no_areas(column: str) -> None:
    """Raise ScenarioError if a column is a lever in some welfare areas alone, which no point of a design has."""
    lever, dot, _ = column.partition(".")
    if dot and lever in Levers.model_fields:
        raise ScenarioError(
            f"'{column}' names welfare areas, but the levers of a sweep act in all of them; vary '{lever}' here, or "
            f"ask `compare` with --lever {column}=0.5,1 --from 2024Q1"
        )


def scenario_of(base: Scenario, row: Mapping[str, Any]) -> Scenario:
    """Return the scenario that a row of a design describes."""
    changes: dict[str, Any] = {}
    policies: dict[str, dict[str, Any]] = {}
    for column, value in row.items():
        if is_missing(value):
            continue
        lever, part = lever_and_part(column)
        if lever is None:
            changes[column] = plain(value)
        else:
            policies.setdefault(lever, {})[PARTS.get(part, "intensity")] = plain(value)
    for lever, policy in policies.items():
        if "intensity" in policy:
            # It starts with the run unless it has a date.
            changes[f"levers.{lever}"] = policy_setting(**{"first": base.first_quarter, **policy})
    return base.replace(changes).with_ties_of(base) if changes else base


def lever_and_part(column: str) -> tuple[str | None, str]:
    """Return the lever of a column, if it is one's, and which date of its policy the column has, if any."""
    for ending in PARTS:
        if column.endswith(ending) and column.removesuffix(ending) in Levers.model_fields:
            return column.removesuffix(ending), ending
    return (column, "") if column in Levers.model_fields else (None, "")


def is_missing(value: Any) -> bool:
    """Return whether a cell is empty, which leaves the base as it is."""
    nothing = value is None or value is pd.NA or value is pd.NaT
    return nothing or (isinstance(value, float | np.floating) and bool(np.isnan(value)))


def plain(value: Any) -> Any:
    """Return a value as Python's own: a frame's whole numbers and floats are numpy's, its quarters pandas periods."""
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, Fraction | Decimal):
        return float(value)
    return str(value) if isinstance(value, pd.Period) else value
