"""Tables and lines of a sweep as they are printed: its first points, and what it will take."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd
from rich.console import RenderableType
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from sipabm.cli.console import console
from sipabm.cli.report_tables import titled
from sipabm.errors import one_line
from sipabm.language.cells import cells, count, digits, short
from sipabm.language.lists import counted, listed
from sipabm.language.numbers import NOTHING, number, plain
from sipabm.language.sizes import duration, size
from sipabm.language.units import factor, of_level
from sipabm.surroundings import processors
from sipabm.sweeps.estimate import Estimate
from sipabm.sweeps.measures import BY_NAME, measure_named
from sipabm.sweeps.run_columns import CHARACTERISTICS, COUNTS, LEVELS
from sipabm.sweeps.sweep import Asked

SHOWN_POINTS = 10
BETWEEN = 2  # spaces between columns
FIXED = ("point", "runs", "failed")


def sweep_parts(found: pd.DataFrame, made: Mapping[str, Any]) -> Iterator[RenderableType]:
    """Yield title, the first points with as many columns as fit, and what is not shown."""
    measures = measures_in(found)
    ends = {f"{name}{end}" for name in measures for end in ("_low", "_high")}
    varied = [name for name in found if name not in (*FIXED, *measures, *ends)]
    columns = columns_of(found.head(SHOWN_POINTS), varied, measures)
    shown = fitting(columns, varied, measures)
    yield titled(title(found, made), table_of({name: columns[name] for name in shown}))
    if left := left_out(found, [name for name in columns if name not in shown], measures):
        yield Text(left)


def title(found: pd.DataFrame, made: Mapping[str, Any]) -> str:
    """Return what was swept, and how a cell is read."""
    first, last = made["window"]
    what = f"'{made['scenario']}' at {counted(len(found), 'point')}, {first} to {last}"
    return f"{what}: mean over runs ± half of its 95 % interval (luck alone)"


def columns_of(found: pd.DataFrame, varied: Sequence[str], measures: Sequence[str]) -> dict[str, list[str]]:
    """Return the cells of all columns, header first, as they are shown."""
    texts = {name: [name, "", *map(varied_cell, found[name])] for name in varied}
    counts = [name for name in FIXED if name != "failed" or found[name].any()]
    whole = {name: [name, "", *map(count, found[name])] for name in counts}
    measured = {name: measure_cells(found, name) for name in measures}
    return {"point": whole.pop("point"), **texts, **whole, **measured}


def varied_cell(value: Any) -> str:
    """Return a value of a design: a number that was drawn from a range is shown in short."""
    if isinstance(value, float):
        return short(value)
    return NOTHING if value is None or value is pd.NA else one_line(str(value))


def measure_cells(found: pd.DataFrame, name: str) -> list[str]:
    """Return name, unit and values of a measure with half of their intervals."""
    unit = unit_of_measure(name)
    rows = zip(found[name], found[f"{name}_low"], found[f"{name}_high"], strict=True)
    return [name, of_level(unit), *(measured_cell(*row, unit) for row in rows)]


def measured_cell(value: float, low: float, high: float, unit: str) -> str:
    """Return a value with half of its interval, both with the decimals that it allows."""
    row = {"value": value, "low": low, "high": high, "unit": unit}
    if unit == "year" or pd.isna(value):
        return plain(value, unit)
    (shown,) = cells(row, "value")
    return shown if pd.isna(low) else f"{shown} ± {number(factor(unit) * (high - low) / 2, digits(row))}"


def measures_in(found: pd.DataFrame) -> list[str]:
    """Return the names of the measures in a table of points."""
    return [name for name in found if f"{name}_low" in found and f"{name}_high" in found]


def units_of_measures(found: pd.DataFrame) -> dict[str, str]:
    """Return the unit of each column of measures."""
    names = measures_in(found)
    return {f"{name}{end}": unit_of_measure(name) for name in names for end in ("", "_low", "_high")}


def unit_of_measure(name: str) -> str:
    """Return the unit of a measure, of one of a year, area or country that of the whole; none of one's own."""
    known = {**BY_NAME, **COUNTS, **LEVELS, **CHARACTERISTICS}
    whole = next((each for each in (name, name.rpartition("_")[0]) if each in known), None)
    return measure_named(whole).unit if whole else ""


def fitting(columns: Mapping[str, list[str]], varied: Sequence[str], measures: Sequence[str]) -> list[str]:
    """Return the columns that fit the width: at least one that is varied and one measure, then as many as there are."""
    width = console().width
    always = [name for name in columns if name not in (*varied, *measures)]
    wanted = [*always, *varied[:1], *measures, *varied[1:]]
    chosen, used = set(), 0
    for name in wanted:
        used_then = used + max(map(len, columns[name])) + BETWEEN
        if used_then <= width or name in (*always, *varied[:1], *measures[:1]):
            chosen.add(name)
            used = used_then
    return [name for name in columns if name in chosen]


def table_of(columns: Mapping[str, list[str]]) -> Table:
    """Return columns as a table; units stand below the names."""
    units = any(texts[1] for texts in columns.values())
    heads = [f"{texts[0]}\n{texts[1]}" if units else texts[0] for texts in columns.values()]
    table = Table(box=None, pad_edge=False)
    for head in heads:
        table.add_column(escape(head), justify="right", no_wrap=True)
    for row in zip(*(texts[2:] for texts in columns.values()), strict=True):
        table.add_row(*map(escape, row))
    return table


def left_out(found: pd.DataFrame, columns: Sequence[str], measures: Sequence[str]) -> str:
    """Return what the table does not show."""
    points = len(found) - SHOWN_POINTS
    varied = [name for name in columns if name not in measures]
    parts = [
        *([counted(points, "more point")] if points > 0 else []),
        *([counted(len(varied), "more column that is varied", "more columns that are varied")] if varied else []),
        *([counted(len(columns) - len(varied), "more measure")] if len(varied) < len(columns) else []),
    ]
    return f"Not shown: {listed(parts)}" if parts else ""


def estimate_lines(asked: Asked, found: Estimate, shard: tuple[int, int], threads: int | None) -> list[str]:
    """Return what a sweep will take, line by line, and how that was measured."""
    part, of = shard
    many = threads or processors()
    on = f"on {counted(many, 'thread')} of this machine"
    of_part = f" in shard {part} of {of}" if of > 1 else ""
    names = [measure.name for measure in asked.measures]
    told = {
        "points": count(len(asked.points)),
        "runs": f"{count(found.runs)}{of_part} ({counted(asked.replicates, 'run')} of each point)",
        **({"there": f"{count(found.there)} of them; they are not made again"} if found.there else {}),
        "years": f"{asked.span.counted[0]} to {asked.span.counted[-1]}",
        "measures": shortened(names),
        "time": f"about {duration(found.seconds)} {on}",
        "disk": f"about {size(found.bytes)} in {counted(found.files, 'file')}",
    }
    lines = [f"{name:<10}{text}" for name, text in told.items()]
    how = f"Measured: the first {counted(found.measured_runs, 'run')}, {on}, took {duration(found.measured_seconds)}."
    return [*lines, how, "Everything is valid; nothing was written."]


def shortened(names: Sequence[str]) -> str:
    """Return the first of some names, and how many more there are."""
    more = len(names) - SHOWN_POINTS
    return listed(names) if more <= 0 else f"{', '.join(names[:SHOWN_POINTS])} and {more} more"
