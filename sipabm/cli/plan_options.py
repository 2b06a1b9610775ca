"""Options of `sweep` as a plan: what is written on the command line, alone or beside a design file."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sipabm.cli.choices import choices
from sipabm.cli.inputs import parse_change, typed_value, unrepeated
from sipabm.errors import ScenarioError
from sipabm.language.typed import typed_number

if TYPE_CHECKING:
    from sipabm.sweeps.plans import Plan

SHARD = re.compile(r"(\d+)/(\d+)")


def planned(scenario: str, varied: Mapping[str, Any], asked: Mapping[str, Any]) -> Plan:
    """Return the plan of a design file or of options; what is asked for besides replaces what the file says.

    ScenarioError if options vary something beside a file, in which all that is varied should be read.
    """
    from sipabm.scenario.policies import lever_of
    from sipabm.sweeps.design_files import is_design, read_plan
    from sipabm.sweeps.plans import Plan

    given = {name: value for name, value in asked.items() if value is not None and value is not False}
    if not is_design(scenario):
        return Plan(scenario, **varied)._replace(**given)
    if any(varied.values()):
        raise ScenarioError(f"'{scenario}' is a design and says what is varied; write the rest into it, too")
    plan = read_plan(scenario)
    changes, policies = {**plan.changes, **given.pop("changes", {})}, given.pop("policies", ())
    kept = [text for text in plan.policies if lever_of(text) not in map(lever_of, policies)]
    return plan._replace(changes=changes, policies=(*kept, *policies), **given)


def varied_by(
    grid: Sequence[str],
    ranges: Sequence[str],
    latin: int | None,
    sobol: int | None,
    factorial: str | None,
    first_quarter: str | None,
    uncertain: bool,
    table: Path | None,
) -> dict[str, Any]:
    """Return what options vary, by the names that a plan has for it."""
    if latin is not None and sobol is not None:
        raise ScenarioError("--latin and --sobol are two ways to spread points; give one of them")
    return {
        "grid": dict(unrepeated("--grid", [parse_grid(text) for text in grid])),
        "ranges": dict(unrepeated("--range", [parse_range(text) for text in ranges])),
        "uncertain": uncertain,
        "method": "sobol" if sobol is not None else "latin" if latin is not None else None,
        "points": sobol if latin is None else latin,
        "levers": split("--factorial", factorial),
        "first_quarter": first_quarter,
        "table": table,
    }


def changed_by(changes: Sequence[str], policies: Sequence[str]) -> dict[str, Any]:
    """Return what options change in the base."""
    named = dict(unrepeated("--set", [parse_change(text) for text in changes]))
    return {"changes": named or None, "policies": tuple(policies) or None}


def parse_grid(text: str) -> tuple[str, list[Any]]:
    """Return name and values of a text like 'early_meetings=0,0.5,1'."""
    found = choices("--grid", text, "early_meetings=0,0.5,1")
    return found[0][0], [typed_value(f"--grid '{text}'", value) for _, value in found]


def parse_range(text: str) -> tuple[str, tuple[float, float]]:
    """Return name and both ends of a text like 'silo_strength=0.1:0.9'; ScenarioError if it is not so."""
    name, _, ends = text.partition("=")
    low, high = (typed_number(f"--range '{text}'", end) for end in (ends.partition(":")[0], ends.partition(":")[2]))
    if low is None or high is None:
        raise ScenarioError(f"--range '{text}' is not like silo_strength=0.1:0.9")
    return name.strip(), (low, high)


def parse_shard(text: str | None) -> tuple[int, int]:
    """Return part and number of parts of a text like '3/16', the whole for none; ScenarioError if it is not so."""
    if text is None:
        return 1, 1
    match = SHARD.fullmatch(text.strip())
    part, of = (int(match[1]), int(match[2])) if match else (0, 0)
    if not 1 <= part <= of:
        raise ScenarioError(f"--shard '{text}' is not like 3/16: which of how many, from 1/16 to 16/16")
    return part, of


def split(option: str, text: str | None) -> tuple[str, ...]:
    """Return the names in a text like 'signed,successful'; ScenarioError if one is empty."""
    if text is None:
        return ()
    names = tuple(name.strip() for name in text.split(","))
    if not all(names):
        raise ScenarioError(f"{option} '{text}' has an empty name; write names with one comma between them")
    return names
