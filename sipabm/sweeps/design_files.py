"""Design files: a sweep written down in TOML, to be kept, cited and run again."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from sipabm.errors import ScenarioError, nearest, not_allowed
from sipabm.given_tables import PARQUET
from sipabm.scenario import first_of_year
from sipabm.scenario.files import read_text, scenario_names
from sipabm.scenario.text import literal
from sipabm.sweeps.designs import LATIN, SOBOL
from sipabm.sweeps.plans import Plan
from sipabm.tables.folders import SCENARIO, writing
from sipabm.toml_data import parsed_toml
from sipabm.whole_files import MOST_BYTES_OF_A_TABLE, read_plain, write_aside

YEARS = re.compile(r"(\d{4})?:(\d{4})?")
KEPT = DESIGN, *TABLES = ("design.toml", "design.csv", "design.parquet")  # in the folder of a sweep
BARE = re.compile(r"[A-Za-z0-9_-]+")
# By which a design is told from a scenario, which has none of these keys.
OF_DESIGNS = ("scenario", "grid", "ranges", "sample", "factorial", "uncertain", "table", "replicates", "measures")


def is_design(name: str) -> bool:
    """Return whether a name is that of a design file, rather than a scenario or its file."""
    if name in scenario_names() or not os.path.isfile(name):
        return False
    try:
        data = parsed_toml(read_text(Path(name)))
    except ScenarioError:
        return False  # whoever reads it as a scenario says what is wrong
    return any(key in data for key in OF_DESIGNS)


def read_plan(path: str | Path) -> Plan:
    """Return the sweep that a design file describes; ScenarioError naming file and key if it is none."""
    path = Path(path)
    text = read_text(path)
    try:
        return plan_of(parsed_toml(text), path.parent)
    except ScenarioError as error:
        raise ScenarioError(f"{path.name}: {error}") from None


def plan_of(data: Mapping[str, Any], folder: Path) -> Plan:
    """Return the sweep that data of a design file describe; paths in it are relative to its folder."""
    if not any(key in data for key in OF_DESIGNS):
        raise ScenarioError('is a scenario and not a design; name it in one: scenario = "my_world.toml"')
    for key in data:
        if key not in READ:
            raise ScenarioError(f"unknown key '{key}'{nearest(key, READ)} (keys: {', '.join(READ)})")
    if "scenario" not in data:
        raise ScenarioError("'scenario' is missing; give a name like \"world\", or a file")
    found: dict[str, Any] = {}
    for key, value in data.items():
        found |= READ[key](key, value)
    if found["scenario"] not in scenario_names():
        found["scenario"] = str(folder / found["scenario"])
    if "table" in found:
        found["table"] = folder / found["table"]
    return Plan(**found)


def of_kind(kind: type, allowed: str) -> Callable[[str, Any], dict[str, Any]]:
    """Return what reads a key whose value is of a kind."""

    def read(key: str, value: Any) -> dict[str, Any]:
        if type(value) is not kind:  # True would pass for 1
            raise not_allowed(key, value, allowed)
        return {key: value}

    return read


def texts(key: str, value: Any) -> dict[str, Any]:
    """Return a list of texts."""
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise not_allowed(key, value, "a list of texts")
    return {key: tuple(value)}


def table_of(key: str, value: Any, known: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return a table of a design file; ScenarioError if it is none, or has a key that is not known."""
    if not isinstance(value, dict):
        raise not_allowed(key, value, f"a table, written under [{key}]")
    for name in value if known else ():
        if name not in known:
            raise ScenarioError(f"unknown key '{key}.{name}'{nearest(name, known)} (keys: {', '.join(known)})")
    return value


def flat(data: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    """Yield the values of nested tables by dotted name: TOML takes worth.social for a table in a table."""
    for name, value in data.items():
        if isinstance(value, dict):
            yield from flat(value, f"{before}{name}.")
        else:
            yield f"{before}{name}", value


def read_changes(key: str, value: Any) -> dict[str, Any]:
    """Return the changes of the base."""
    return {"changes": table_of(key, value)}


def read_grid(key: str, value: Any) -> dict[str, Any]:
    """Return the values of each name of a grid."""
    values = dict(flat(table_of(key, value)))
    for name, several in values.items():
        if not isinstance(several, list):
            raise not_allowed(f"{key}.{name}", several, "a list of values, like [0.0, 0.5]")
    return {"grid": values}


def read_ranges(key: str, value: Any) -> dict[str, Any]:
    """Return low and high end of each range."""
    ends = dict(flat(table_of(key, value)))
    for name, pair in ends.items():
        if not isinstance(pair, list) or len(pair) != 2 or not all(is_number(end) for end in pair):
            raise not_allowed(f"{key}.{name}", pair, "a low and a high end, like [0.1, 0.9]")
    return {"ranges": {name: (float(low), float(high)) for name, (low, high) in ends.items()}}


def is_number(value: Any) -> bool:
    """Return whether a value is a number."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def read_sample(key: str, value: Any) -> dict[str, Any]:
    """Return how many points are spread by which method."""
    told = table_of(key, value, ("method", "points"))
    method, points = told.get("method", LATIN), told.get("points")
    if method not in (LATIN, SOBOL):
        raise not_allowed(f"{key}.method", method, f'"{LATIN}" or "{SOBOL}"')
    if type(points) is not int or points < 1:
        raise not_allowed(f"{key}.points", points, "a whole number from 1 on")
    return {"method": method, "points": points}


def read_factorial(key: str, value: Any) -> dict[str, Any]:
    """Return levers that are combined, and from when on they are used."""
    told = table_of(key, value, ("levers", "from"))
    levers, first = texts(f"{key}.levers", told.get("levers")), first_of_year(told.get("from"))
    if not isinstance(first, str):
        raise not_allowed(f"{key}.from", first, 'a quarter like "2012Q1"')
    return {"levers": levers[f"{key}.levers"], "first_quarter": first}


def read_years(key: str, value: Any) -> dict[str, Any]:
    """Return first and last year of a text like '2012:2020', none for what is left out."""
    match = YEARS.fullmatch(value.strip()) if isinstance(value, str) else None
    if not match or not any(match.groups()):
        raise not_allowed(key, value, 'like "2012:2020", "2012:" or ":2020"')
    first, last = (int(year) if year else None for year in match.groups())
    return {"first": first, "last": last}


WHOLE_NUMBER = of_kind(int, "a whole number")
YES_OR_NO = of_kind(bool, "true or false")
READ: dict[str, Callable[[str, Any], dict[str, Any]]] = {
    "scenario": of_kind(str, "the name of a scenario, or its file"),
    "replicates": WHOLE_NUMBER,
    "seed": WHOLE_NUMBER,
    "measures": texts,
    "years": read_years,
    "rows": YES_OR_NO,
    "policies": texts,
    "uncertain": YES_OR_NO,
    "sample": read_sample,
    "table": of_kind(str, "the path of a CSV or Parquet file"),
    "set": read_changes,
    "grid": read_grid,
    "ranges": read_ranges,
    "factorial": read_factorial,
}


def plan_text(plan: Plan) -> str:
    """Return a plan as a design file."""
    years = f"{plan.first or ''}:{plan.last or ''}"
    lines = {
        "scenario": plan.scenario,
        "replicates": plan.replicates,
        "seed": plan.seed,
        "measures": list(plan.measures),
        "years": years if years != ":" else None,
        "rows": plan.rows or None,
        "policies": list(plan.policies) or None,
        "uncertain": plan.uncertain or None,
        "sample": {"method": plan.method or LATIN, "points": plan.points} if plan.points else None,
        "table": str(plan.table) if plan.table else None,
    }
    tables: dict[str, Mapping[str, Any]] = {
        "set": plan.changes,
        "grid": plan.grid,
        "ranges": {name: list(ends) for name, ends in plan.ranges.items()},
        "factorial": {"levers": list(plan.levers), "from": plan.first_quarter} if plan.levers else {},
    }
    head = section({name: value for name, value in lines.items() if value is not None})
    return "\n".join([head, *(f"[{name}]\n{section(table)}" for name, table in tables.items() if table)])


def section(values: Mapping[str, Any]) -> str:
    """Return lines of names with their values."""
    return "".join(f"{quoted(name)} = {toml(value)}\n" for name, value in values.items())


def quoted(name: str) -> str:
    """Return a key as TOML has it: a dotted one is quoted, or it would be a table."""
    return name if BARE.fullmatch(name) else json.dumps(name)


def toml(value: Any) -> str:
    """Return a value as TOML."""
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{quoted(name)} = {toml(each)}" for name, each in value.items()) + " }"
    return "[" + ", ".join(map(toml, value)) + "]" if isinstance(value, list | tuple) else literal(value)


def keep_plan(folder: Path, plan: Plan) -> None:
    """Write a plan into the folder of its sweep, with its table, if any, beside the scenario that is there already."""
    content = read_plain(plan.table, MOST_BYTES_OF_A_TABLE, links=True) if plan.table else b""
    table = Path(TABLES[content.startswith(PARQUET)]) if plan.table else None
    inside = plan._replace(scenario=SCENARIO, changes={}, policies=(), table=table)
    with writing(folder):
        if table:
            write_aside(folder / table, content)
        write_aside(folder / DESIGN, f"# Run again by: sipabm sweep {DESIGN} --out FOLDER\n{plan_text(inside)}")
