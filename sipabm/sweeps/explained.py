"""Explained: what makes the folder of a sweep speak for itself: its table of points, and what every column means."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from sipabm.language.csv_text import csv_text
from sipabm.levers import LEVERS, Lever
from sipabm.parameters.reference import parameter_rows
from sipabm.scenario.fields import ScenarioFields
from sipabm.scenario.settings import Levers, LeverSetting
from sipabm.sweeps.block_rows import ERROR, POINT, RUN, RUNS, row_schema, runs_schema
from sipabm.sweeps.factors import lever_and_part
from sipabm.sweeps.measures import Measure
from sipabm.sweeps.run_columns import CHARACTERISTICS, COUNTS, LEVELS
from sipabm.sweeps.run_units import unit_of
from sipabm.sweeps.running import ROW_TABLES
from sipabm.sweeps.sweep import KEYS, measure_from, stored_frame
from sipabm.sweeps.sweep_form import POINTS, POINTS_BLOCK, stored_points, stored_runs, stored_sweep
from sipabm.tables.folders import COLUMNS_FILE, POINTS_FILE, writing
from sipabm.tables.store import Stored
from sipabm.whole_files import write_aside

OF_POINTS = {
    "point": "number of the point, from 0; joins the tables",
    "digest": "hash of all that decides the runs of the point, but for the seed",
    "first": "number of the replicate with which the runs of the point begin",
    "runs": "runs that are there, without those that failed",
    "failed": "runs that failed; their reasons stand in the column 'error' of runs",
}
UNITS = {"runs": "runs", "failed": "runs"}
ASKED = {"runs": "runs of each point that were asked for"}
ENDS = {"_low": "low end of the 95 % interval of {}, which holds luck alone", "_high": "high end of it"}
PARTS = {
    "": "share of projects that use the lever by a policy; missing: as in the scenario",
    ".from": "quarter from which the policy holds; missing: from the first",
    ".until": "quarter until which the policy holds; missing: it has no end",
}


class Failure(NamedTuple):
    """A run that failed: its point, number and why."""

    point: int
    run: int
    reason: str


def explain(folder: Path) -> None:
    """Write the table of points of a finished sweep, and what the columns of all of its tables mean, as CSV."""
    stored = stored_sweep(folder)
    whole = stored.manifest["shard"] == [1, 1]
    with writing(folder):
        if whole:  # a shard has no point of which all runs are there
            write_aside(folder / POINTS_FILE, csv_text(stored_frame(stored, each_run=False)))
        rows = [row for row in column_rows(stored) if whole or row["table"] != POINTS_FILE]
        write_aside(folder / COLUMNS_FILE, csv_text(pd.DataFrame(rows)))


def failures(folder: Path) -> Iterator[Failure]:
    """Yield the runs that failed of all that a folder holds."""
    stored = stored_sweep(folder, unfinished=True)
    points = stored_points(stored)
    for block, chunk in stored.chunks.items():
        if block != POINTS_BLOCK and chunk.holds["failed"]:
            table = stored_runs(stored, block, points).select([POINT, RUN, ERROR]).to_pylist()
            yield from (Failure(*row.values()) for row in table if row[ERROR] is not None)


def column_rows(stored: Stored) -> list[dict[str, str]]:
    """Return a row for each column of the tables of a sweep: table, column, unit, meaning."""
    measures = [measure_from(told) for told in stored.manifest["measures"]]
    design = [name for name in stored_points(stored).column_names if name not in KEYS]
    varied = [of_design(name) for name in design]
    tables: dict[str, Iterable[tuple[str, str, str]]] = {
        POINTS_FILE: [of_point("point"), *varied, of_point("runs"), of_point("failed"), *of_measures(measures)],
        POINTS: [*((name, UNITS.get(name, ""), {**OF_POINTS, **ASKED}[name]) for name in KEYS), *varied],
        RUNS: [of_run(field) for field in runs_schema(stored.manifest["columns"])],
    }
    for name in ROW_TABLES if stored.manifest["rows"] else ():
        tables[name] = [of_row(field) for field in row_schema(name)]
    return [
        {"table": table, "column": column, "unit": unit, "meaning": meaning}
        for table, rows in tables.items()
        for column, unit, meaning in rows
    ]


def of_point(name: str) -> tuple[str, str, str]:
    """Return name, unit and meaning of a column that every table of points has."""
    return name, UNITS.get(name, ""), OF_POINTS[name]


def of_design(name: str) -> tuple[str, str, str]:
    """Return name, unit and meaning of a column that is varied: a lever, its date, or a value of the scenario."""
    lever, part = lever_and_part(name)
    if lever is not None:
        unit = "" if part else "share"
        return name, unit, f"{lever.replace('_', ' ')}: {PARTS[part]}" + ("" if part else f" ({effect_of(lever)})")
    whole, _, case = name.removeprefix("levers.").partition(".")
    if whole in Levers.model_fields:
        told = LeverSetting.model_fields[case].description if case else effect_of(whole)
        return name, "share" if case in ("practice", "intensity") else "", f"{whole.replace('_', ' ')}: {told}"
    # A parameter may be named with its group or without, and with a case or without.
    for start in (0, 1):
        steps = name.split(".")[start:]
        if steps and steps[0] in told_of_parameters():
            row = told_of_parameters()[steps[0]]
            return name, row["unit"], row["meaning"] + (f", of {steps[1]}" if len(steps) > 1 else "")
    field = ScenarioFields.model_fields.get(whole)
    return name, "", (field.description if field else None) or ""


def effect_of(lever: str) -> str:
    """Return what a lever does."""
    return LEVERS[Lever[lever.upper()]].effect


def told_of_parameters() -> dict[str, dict[str, str]]:
    """Return the row of the reference of each parameter."""
    return {row["name"]: row for row in parameter_rows()}


def of_measures(measures: Iterable[Measure]) -> Iterator[tuple[str, str, str]]:
    """Yield name, unit and meaning of each measure and of the ends of its interval."""
    for measure in measures:
        yield measure.name, measure.unit, f"{measure.label}: {'ratio of means' if measure.per else 'mean'} over runs"
        yield from ((f"{measure.name}{end}", measure.unit, told.format(measure.name)) for end, told in ENDS.items())


def of_run(field: Any) -> tuple[str, str, str]:
    """Return name, unit and meaning of a column of runs."""
    known = {**COUNTS, **LEVELS, **CHARACTERISTICS}
    whole = next((name for name in (field.name, field.name.rpartition("_")[0]) if name in known), None)
    return field.name, unit_of(whole) if whole else "", meaning_in(field)


def of_row(field: Any) -> tuple[str, str, str]:
    """Return name, unit and meaning of a column of attempts or contracts, whose meaning tells the unit."""
    return field.name, "", meaning_in(field)


def meaning_in(field: Any) -> str:
    """Return the meaning that a stored column carries."""
    return ((field.metadata or {}).get(b"meaning") or b"").decode()
