"""Measuring: what is kept of many runs, in memory or in a folder, from which an interrupted call goes on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np

from sipabm.arguments import (
    MOST_RUNS,
    ScenarioOrName,
    checked_label,
    checked_scenario,
    checked_seed,
    checked_workers,
    true_or_false,
    whole_number,
)
from sipabm.errors import ScenarioError, checked_path, listed, of_type
from sipabm.progress import progress_bar
from sipabm.runs import Model, checked_model
from sipabm.statistics import Numbers
from sipabm.sweeps.factors import survey
from sipabm.sweeps.measured import Measured
from sipabm.sweeps.measures import MEASURES, Measure, measures_named
from sipabm.sweeps.run_columns import OwnColumns, columns_by_country, picks_of
from sipabm.sweeps.running import Kept, Point, followed, raise_for, tasks
from sipabm.sweeps.spans import Span, span_of

Names = Sequence[str | Measure]
TAKEN = {"point", "run", "error"}  # by what the table of runs in a folder has beside the columns that are kept


def measure_runs(
    scenarios: Mapping[str, ScenarioOrName | Point],
    replicates: int,
    seed: int = 1,
    *,
    measures: Names = MEASURES,
    own: Sequence[OwnColumns] = (),
    also: Sequence[str] = (),
    first: int | None = None,
    last: int | None = None,
    model: Model = "engine",
    folder: str | Path | None = None,
    replace: bool = False,
    threads: int | None = None,
    executor: Executor | None = None,
    progress: bool | None = None,
    title: str = "runs",
) -> Measured:
    """Return the measures of as many runs of every scenario, of the calendar years from first to last.

    Beside what measures sum, each run keeps columns of one's `own`, and `also` yearly counts like 'signed_2020'.
    The numbers depend on scenario, seed and replicate alone, not on what else is measured, nor on threads or the
    executor (any of `concurrent.futures`). With a folder, runs that it holds are not made again; others that it holds
    give way if `replace` says so. ScenarioError if a run fails, or if the scenarios do not cover the same time: no run
    goes on beyond the last year asked for.
    """
    where = None if folder is None else checked_path("folder", folder)
    points = {label: checked_point(scenario) for label, scenario in scenarios.items()}
    for label in points:
        checked_label("the label", str(label))
    replicates = whole_number("replicates", replicates, 1, MOST_RUNS)
    known = survey(points.values(), with_digests=where is not None)
    span = span_of(known.times, first, last)
    asked, kept = what_is_kept(known.countries, seed, measures, own, span, model, also)
    how, replace = checked_workers(threads, executor), true_or_false("replace", replace)
    ready = list(points.values())
    with progress_bar(len(points) * replicates, title, progress) as bar:
        if where is None:
            values, failed = in_memory(kept, ready, replicates, bar.bar.update, **how)
            raise_for(failed)
        else:
            from sipabm.sweeps.storing import in_folder

            values = in_folder(
                where,
                kept,
                ready,
                known.digests,
                replicates,
                span,
                replace,
                bar.bar.update,
                **how,
            )
    return Measured(tuple(points), tuple(asked), kept.columns, values)


def checked_point(scenario: Any) -> Point:
    """Return a point, that of a scenario, or of its name or file; ScenarioError if there is none."""
    return scenario if isinstance(scenario, Point) else Point(checked_scenario(scenario))


def what_is_kept(
    codes: Sequence[str],
    seed: int,
    names: Names,
    own: Sequence[OwnColumns],
    span: Span,
    model: Model,
    also: Sequence[str] = (),
) -> tuple[list[Measure], Kept]:
    """Return the measures of some names, and what must be kept of each run for them."""
    asked = measures_named(names, span.counted, codes)
    used = list(dict.fromkeys((*chain.from_iterable((*each.columns, *each.per) for each in asked), *also)))
    for each in listed("own", own, "OwnColumns"):
        of_type("a column of one's own", each, OwnColumns, "OwnColumns")
        each.check()
    by_country, named = columns_by_country(codes), [name for each in own for name in each.names]
    made_of_rows = {*by_country, *named}
    # Measures of one's own may be sums of one's own columns whatever these are called; those asked for by name are not.
    given = [names] if isinstance(names, str | Measure) else names
    usual = {column for each in asked if each not in given for column in (*each.columns, *each.per)} | set(also)
    for name, times in Counter(named).items():
        if times > 1 or name in TAKEN | usual:
            raise ScenarioError(f"a column of one's own cannot be called '{name}'; there is another of that name")
    chosen = picks_of((column for column in used if column not in made_of_rows), span.years)
    countries = tuple(codes) if set(used) & set(by_country) - set(named) else ()
    return asked, Kept(checked_seed(seed), chosen, tuple(own), span.window, checked_model(model), countries)


def in_memory(
    kept: Kept,
    points: Sequence[Point],
    replicates: int,
    moved: Any,
    threads: int | None = None,
    executor: Executor | None = None,
) -> tuple[Numbers, dict[tuple[int, int], str]]:
    """Return what is kept of all runs (points × runs × columns), and why runs failed, by point and run."""
    try:
        values = np.empty((len(points), replicates, len(kept.columns)))
    except (MemoryError, ValueError):
        runs = len(points) * replicates
        raise ScenarioError(f"{runs:,} runs do not fit into the memory; ask for fewer replicates") from None
    failed: dict[tuple[int, int], str] = {}
    pieces = tasks(points, range(len(points)), range(replicates), kept.from_tables)
    for task, rows in followed(kept, pieces, threads, executor):
        values[list(task.places), task.runs.start : task.runs.stop] = rows.values
        failed |= {(task.places[place], task.runs.start + run): why for (place, run), why in rows.failed.items()}
        moved(len(task.places) * len(task.runs))
    return values, failed
