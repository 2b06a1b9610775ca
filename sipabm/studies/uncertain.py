"""Uncertain numbers: what nobody knows exactly in a scenario, as a table, and as the problem that SALib takes."""

from __future__ import annotations

from typing import Any

import pandas as pd

from sipabm.arguments import ScenarioOrName, checked_scenario
from sipabm.errors import ScenarioError
from sipabm.levers import LEVERS, Lever
from sipabm.parameters import GROUP_OF, GROUPS, declaration
from sipabm.parameters.ranges import Range, cube
from sipabm.scenario import Scenario
from sipabm.scenario.points import LEVER, number_at

SHARE_OF_PROJECTS = "share of projects"


def uncertain(scenario: ScenarioOrName) -> pd.DataFrame:
    """Return every number that nobody knows exactly: value, plausible range, whether inside, unit, reason, source.

    One row a number, in the order of the points that `scenario_at` takes. `name` is what `replace` and a design of
    `sweep` take; `low` and `high` are the ends of its plausible range: every scenario between them is valid, whatever
    the other numbers are. The range is the same for all scenarios: a `value` that lies outside is shown as it is, with
    `inside` False. `assumed` says whether the source names it as assumed, in part at least.
    """
    checked = checked_scenario(scenario)
    return pd.DataFrame([row_of(checked, side) for side in cube()])


def row_of(scenario: Scenario, side: Range) -> dict[str, Any]:
    """Return the row of one number."""
    unit, source = unit_and_source(side.name)
    value = number_at(scenario, side)
    limits = {"value": value, "low": side.low, "high": side.high, "inside": side.low <= value <= side.high}
    said = {"unit": unit, "because": side.because, "source": source, "assumed": "assumed" in source}
    return {"name": side.field, **limits, **said}


def unit_and_source(name: str) -> tuple[str, str]:
    """Return unit and source of a parameter or of a lever's practice."""
    if name.startswith(LEVER):
        described = LEVERS[Lever[name.removeprefix(LEVER).upper()]]
        return SHARE_OF_PROJECTS, f"assumed: {described.practice_because}"
    details = declaration(GROUPS[GROUP_OF[name]], name)
    return details["unit"], details["source"]


def salib_problem(numbers: pd.DataFrame | ScenarioOrName) -> dict[str, Any]:
    """Return a scenario's uncertain numbers, or some rows of `uncertain`, as SALib takes them: num_vars, names, bounds.

    ScenarioError if a table has not the columns that are needed, or a number twice.
    """
    rows = numbers if isinstance(numbers, pd.DataFrame) else uncertain(numbers)
    if missing := [column for column in ("name", "low", "high") if column not in rows]:
        raise ScenarioError(f"the table has no column '{missing[0]}'; give rows of uncertain(scenario)")
    if (twice := rows["name"].duplicated()).any():
        raise ScenarioError(f"'{rows['name'][twice].iloc[0]}' stands twice; give each number once")
    names = [str(name) for name in rows["name"]]
    return {"num_vars": len(names), "names": names, "bounds": rows[["low", "high"]].to_numpy(float).tolist()}
