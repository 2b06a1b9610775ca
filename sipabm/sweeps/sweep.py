"""Sweep: a scenario at every point of a design, on replicates with the same luck, as one tidy table."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import Executor
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
import pyarrow

from sipabm.arguments import (
    MOST_RUNS,
    ScenarioOrName,
    checked_scenario,
    checked_workers,
    true_or_false,
    whole_number,
)
from sipabm.errors import ScenarioError, checked_path, not_allowed, of_type
from sipabm.parameters import Frozen
from sipabm.progress import progress_bar
from sipabm.runs import Model
from sipabm.scenario import Scenario
from sipabm.sweeps.designs import check_points
from sipabm.sweeps.factors import DesignPoints, is_missing, plain, scenarios_of, survey
from sipabm.sweeps.measures import Measure, measures_named
from sipabm.sweeps.measuring import in_memory, what_is_kept
from sipabm.sweeps.run_columns import OwnColumns
from sipabm.sweeps.running import Kept, Point
from sipabm.sweeps.spans import Span, span_of
from sipabm.sweeps.storing import WHOLE, Found, Wanted, fill, found_in
from sipabm.sweeps.sweep_form import OF_RESULTS, stored_points, stored_sweep
from sipabm.sweeps.tidy import run_rows, summaries
from sipabm.tables.folders import damaged_manifest, write_scenario
from sipabm.tables.store import Stored

USUAL = ("signed", "successful")
KIND_OF = {bool: "yes or no", int: "number", float: "number", str: "text"}  # of cells that are stored as they are
KEYS = ("point", "digest", "first", "runs")  # columns of the table of points that are not the design's


class Asked(NamedTuple):
    """A sweep that was checked: scenario and design, its points, measures, what is kept, and the years."""

    scenario: Scenario
    design: pd.DataFrame
    points: Sequence[Point]
    digests: list[str]
    replicates: int
    measures: list[Measure]
    kept: Kept
    span: Span


def sweep(
    scenario: ScenarioOrName,
    design: pd.DataFrame,
    replicates: int = 1,
    seed: int = 1,
    *,
    measures: Sequence[str | Measure] | str = USUAL,
    own: Sequence[OwnColumns] = (),
    first: int | None = None,
    last: int | None = None,
    model: Model = "engine",
    rows: bool = False,
    folder: str | Path | None = None,
    shard: tuple[int, int] = WHOLE,
    overwrite: bool = False,
    each_run: bool = False,
    threads: int | None = None,
    executor: Executor | None = None,
    progress: bool | None = None,
) -> pd.DataFrame:
    """Return a row for each point of a design: its columns, the number of runs, and the mean of each measure.

    Columns of the design are names that `Scenario.replace` takes, or levers (`early_meetings`, with
    `early_meetings.from`). Run r has the same luck at every point. Each measure comes with its 95 % interval (NAME_low,
    NAME_high), which holds luck alone; `sipabm measures` lists them. With `each_run` there is a row for each run
    instead. `own` adds columns of one's own, `model` may be a class of one's own, `rows` keeps attempts and contracts.

    With a folder the runs are kept there, an interrupted sweep goes on, and points or replicates may be added later.
    `shard` makes one part of several (3 of 16 as `(3, 16)`), which `merge` joins. `executor` is any of
    `concurrent.futures`. A run that fails is counted in `failed` and costs no other. Without a folder all is checked
    first, too; ScenarioError names the row of the design that describes no scenario.
    """
    how, shard = checked_workers(threads, executor), checked_shard(shard)
    overwrite, each_run = true_or_false("overwrite", overwrite), true_or_false("each_run", each_run)
    asked = checked(scenario, design, replicates, seed, measures, own, first, last, model, rows)
    total = len(asked.points) * asked.replicates
    if folder is None:
        if rows or shard != WHOLE:
            raise ScenarioError("attempts and contracts, and shards, are kept in a folder; give one")
        with progress_bar(total, "sweep", progress) as bar:
            values, failed = in_memory(asked.kept, asked.points, asked.replicates, bar.bar.update, **how)
        return tidy(asked, Found(asked.kept.columns, values, failed), each_run)
    folder = checked_path("folder", folder)
    into(folder, asked, shard, overwrite, progress, how)
    if shard != WHOLE:
        return points_of(asked)
    found = found_in(stored_sweep(folder, unfinished=True), asked.kept.columns, asked.digests, asked.replicates)
    return tidy(asked, found, each_run)


def checked(
    scenario: ScenarioOrName,
    design: pd.DataFrame,
    replicates: int,
    seed: int,
    measures: Sequence[str | Measure] | str,
    own: Sequence[OwnColumns],
    first: int | None,
    last: int | None,
    model: Model,
    rows: bool,
) -> Asked:
    """Return a sweep all of whose points are valid; ScenarioError otherwise, before anything is run."""
    # A copy, as what its points read is of this sweep alone.
    base = checked_scenario(scenario).model_copy()
    replicates, rows = whole_number("replicates", replicates, 1, MOST_RUNS), true_or_false("rows", rows)
    table = checked_design(design)
    measures_named(measures, (), ())  # a wrong name is told at once, and not after all points were looked at
    known = survey(map(Point, scenarios_of(base, table)), with_digests=True)
    span = span_of(known.times, first, last)
    named, kept = what_is_kept(known.countries, seed, measures, own, span, model)
    points = DesignPoints(base, table)
    return Asked(base, table, points, known.digests, replicates, named, kept._replace(rows=rows), span)


def checked_design(design: Any) -> pd.DataFrame:
    """Return a design as a frame with rows from 0 on; ScenarioError if it is none or has no rows."""
    of_type("the design", design, pd.DataFrame, "a pandas frame, a row for each point")
    check_points([len(design)], len(design.columns))
    if not len(design):
        raise ScenarioError("the design has no rows; give one for each point")
    names = [str(name) for name in design.columns]
    for name, times in Counter(names).items():
        if times > 1:
            raise ScenarioError(f"the design has two columns '{name}'; give one")
        if name in (*KEYS, *OF_RESULTS):
            raise ScenarioError(f"the design has a column '{name}', which results have too; leave it out")
    return design.set_axis(names, axis="columns").reset_index(drop=True)


def checked_shard(shard: Any) -> tuple[int, int]:
    """Return which part of how many a shard is; ScenarioError if there is no such part."""
    if not isinstance(shard, tuple) or len(shard) != len(WHOLE):
        raise not_allowed("shard", shard, "a part of several, like (3, 16)")
    of = whole_number("number of shards", shard[1], 1)
    return whole_number("shard", shard[0], 1, of), of


def into(
    folder: Path, asked: Asked, shard: tuple[int, int], overwrite: bool, progress: bool | None, how: dict[str, Any]
) -> None:
    """Make the runs of a sweep that a folder does not hold yet, with the scenario beside them."""
    wanted = wanted_of(asked, shard, overwrite)
    total = len(asked.points) * asked.replicates // shard[1]
    with progress_bar(total, "sweep", progress) as bar:
        fill(folder, wanted, bar.bar.update, **how)
    write_scenario(folder, asked.scenario)


def wanted_of(asked: Asked, shard: tuple[int, int], overwrite: bool) -> Wanted:
    """Return what a sweep asks of a folder."""
    about = {"scenario": asked.scenario.name, "measures": [measure._asdict() for measure in asked.measures]}
    design = arrow_design(asked.design)
    years = asked.span.years
    return Wanted(asked.kept, asked.points, asked.digests, asked.replicates, years, about, design, shard, overwrite)


def arrow_design(design: pd.DataFrame) -> pyarrow.Table:
    """Return a design as it is stored; a column of several kinds, like numbers and quarters, becomes text."""
    columns = {}
    for name in design:
        values = [None if is_missing(value) else plain(value) for value in design[name]]
        kinds = {KIND_OF.get(type(value)) for value in values if value is not None}
        texts = [None if value is None else json.dumps(value, default=as_data) for value in values]
        columns[name] = pyarrow.array(texts if len(kinds) > 1 or None in kinds else values)
    return pyarrow.table(columns)


def as_data(value: Any) -> Any:
    """Return a table of a scenario, like a country, as JSON can tell it; of anything else its text."""
    return value.model_dump() if isinstance(value, Frozen) else str(value)


def tidy(asked: Asked, found: Found, each_run: bool) -> pd.DataFrame:
    """Return what was found as a table: a row for each point, or for each run."""
    if each_run:
        return run_rows(asked.design, asked.measures, found, [0] * len(asked.points))
    return summaries(asked.design, asked.measures, found)


def points_of(asked: Asked) -> pd.DataFrame:
    """Return the points of a shard, of whose runs it has but a part."""
    return asked.design.rename_axis("point").reset_index()


def read_sweep(folder: str | Path, each_run: bool = False) -> pd.DataFrame:
    """Return what a folder holds as `sweep` returned it: a row for each point, or with `each_run` for each run.

    ScenarioError if it holds no sweep, one that was never finished, or a shard of one.
    """
    stored, each_run = stored_sweep(checked_path("folder", folder)), true_or_false("each_run", each_run)
    part, of = stored.manifest["shard"]
    if (part, of) != WHOLE:
        raise ScenarioError(f"folder '{folder}' holds shard {part} of {of}; merge all of them first (sipabm merge)")
    return stored_frame(stored, each_run)


def stored_frame(stored: Stored, each_run: bool) -> pd.DataFrame:
    """Return the runs that a folder was last asked for, all of which are there."""
    table = stored_points(stored).to_pandas()
    asked = table[table["runs"] > 0]
    if "measures" not in stored.manifest:
        raise ScenarioError(
            f"'{stored.folder}' is where a study keeps its runs; give the study's own folder, '{stored.folder.parent}'"
        )
    if asked.empty:
        raise damaged_manifest(stored.folder)
    columns = stored.manifest["columns"]
    found = found_in(stored, columns, asked["digest"].tolist(), int(asked["runs"].max()))
    design = asked.drop(columns=list(KEYS)).reset_index(drop=True)
    measures = [measure_from(told) for told in stored.manifest["measures"]]
    if each_run:
        return run_rows(design, measures, found, asked["first"].tolist(), asked["runs"].tolist())
    return summaries(design, measures, found)


def measure_from(told: dict[str, Any]) -> Measure:
    """Return a measure as a manifest tells it."""
    return Measure(**{**told, "columns": tuple(told["columns"]), "per": tuple(told["per"])})
