"""Points of the cube of what is plausible: the scenario at each, for whoever sweeps or searches it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sipabm.errors import ScenarioError
from sipabm.parameters import GROUP_OF, GROUPS, Group, Values
from sipabm.parameters.ranges import Range, cube
from sipabm.scenario.kept import is_kept
from sipabm.scenario.scenario import Scenario
from sipabm.scenario.settings import Levers

LEVER = "levers."


def scenario_at(scenario: Scenario, point: Sequence[float]) -> Scenario:
    """Return a scenario with every open number at a point of the unit cube, whose sides are in the order of `cube`.

    A coordinate of 0 stands for the low end of a range and 1 for the high one, evenly in between. What has no open
    range stays as the scenario has it: countries, funds, time, policies, definitions, and numbers that it keeps.
    ScenarioError for a point that has another number of coordinates or lies outside the cube.
    """
    sides = cube()
    check_point(point, len(sides))
    own = zip(sides, point, strict=True)
    return with_numbers(scenario, {side: side.at(at) for side, at in own if not is_kept(side, scenario.kept)})


def with_numbers(scenario: Scenario, values: Mapping[Range, float]) -> Scenario:
    """Return a scenario with the numbers of some ranges, which no run of it draws anew."""
    changes: dict[str, dict[str, float]] = {}
    for side, value in values.items():
        changes.setdefault(side.name, {})[side.case] = value
    parts: dict[str, Any] = {field: getattr(scenario, field) for field in Scenario.model_fields}
    parts |= {name: changed_group(parts[name], changes) for name in GROUPS}
    parts |= {"kept": (*scenario.kept, *(side.field for side in values)), "over": "defaults"}
    return scenario.derived(parts | {"levers": changed_levers(scenario.levers, changes)})


def check_point(point: Sequence[float], sides: int) -> None:
    """Raise ScenarioError unless a point has a coordinate from 0 to 1 for every side."""
    if len(point) != sides:
        raise ScenarioError(f"the point has {len(point)} coordinates; it needs {sides}, one for each open range")
    for place, position in enumerate(point):
        if not 0 <= position <= 1:
            raise ScenarioError(f"coordinate {place} of the point is {position}; it should be from 0 to 1")


def changed_group(group: Group, changes: Mapping[str, dict[str, float]]) -> dict[str, Any]:
    """Return the values of a group of parameters with the numbers that are changed."""
    values = dict(group)
    for name in values.keys() & changes.keys():
        values[name] = changed(values[name], changes[name])
    return values


def changed(value: Any, numbers: dict[str, float]) -> Any:
    """Return a parameter's value with the numbers of some of its cases, '' being that of a single number."""
    return dict(value) | numbers if isinstance(value, Values) else numbers[""]


def changed_levers(levers: Levers, changes: Mapping[str, dict[str, float]]) -> dict[str, Any]:
    """Return the levers with the practice that is changed; their policies stay."""
    return {name: dict(each) | changes.get(f"levers.{name}", {}) for name, each in levers}


def number_at(scenario: Scenario, side: Range) -> float:
    """Return the number that a scenario has where `scenario_at` puts one."""
    lever = side.name.removeprefix(LEVER)
    whole = scenario.levers if lever != side.name else getattr(scenario, GROUP_OF[side.name])
    value = getattr(whole, lever)
    return float(getattr(value, side.case) if side.case else value)
