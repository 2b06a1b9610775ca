"""Tables of a comparison as rich prints them."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

import pandas as pd
from rich.console import RenderableType
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from sipabm.cli.console import console
from sipabm.cli.report_tables import plain_table, titled
from sipabm.language.cells import bare, cells, count, interval, times, with_half
from sipabm.language.lists import counted
from sipabm.language.numbers import is_noise
from sipabm.language.units import of_level
from sipabm.studies import Comparison
from sipabm.studies.contrasts import COST_PER_SUCCESS, NO_ADDITIONAL, NO_COST, NOISE, SAME, UNDEFINED
from sipabm.sweeps.measures import MILLIONS, POCKETS

SHORT = {NOISE: "noise", NO_COST: "noise", SAME: "the same", NO_ADDITIONAL: "undefined", UNDEFINED: "undefined"}
OVERVIEW = {"signed": "signed", "successful": "successful", COST_PER_SUCCESS: f"one more success costs, {MILLIONS}"}


def comparison_parts(found: Comparison, notes: Sequence[str]) -> Iterator[RenderableType]:
    """Yield title, an overview of several alternatives, one table for each, and notes."""
    yield Text(title(found), style="bold")
    if len(found.others) > 1:
        yield titled("Changes, with half of their 95 % interval", overview_table(found.table))
    for label, rows in found.table.groupby("alternative", sort=False):
        yield titled(str(label), alternative_table(rows, found.precision is not None))
    width = console().width
    yield Text("\n".join(textwrap.fill(note, width, subsequent_indent="  ") for note in (*notes, *found.notes())))


def title(found: Comparison) -> str:
    """Return what is compared."""
    runs = counted(found.runs.runs, "run")
    return f"What changes in '{found.base.name}', {found.years[0]} to {found.years[1]}, mean of {runs} of each world"


def overview_table(table: pd.DataFrame) -> Table:
    """Return a row for each alternative: the change of the headline measures, and what one more success costs."""
    drawn = plain_table(*OVERVIEW.values())
    for label, rows in table.groupby("alternative", sort=False):
        by_measure = rows.set_index("measure")
        drawn.add_row(escape(str(label)), *(summary(by_measure.loc[measure]) for measure in OVERVIEW))
    return drawn


def summary(row: pd.Series) -> str:
    """Return a change with half of its interval, or its verdict where it is none."""
    if row["verdict"] in (SAME, NO_ADDITIONAL, UNDEFINED):
        return SHORT[row["verdict"]]
    return f"noise: {with_half(row)}" if is_noise(row) else with_half(row)


def alternative_table(rows: pd.DataFrame, with_missing: bool) -> Table:
    """Return the measures of one alternative: base, other, change, interval, verdict, what the same luck saves."""
    table = plain_table("base", "other", "change", "95 % interval")
    table.add_column("verdict", no_wrap=True)
    for header in ("same\nluck", *(["runs\nmissing"] if with_missing else [])):
        table.add_column(header, justify="right", no_wrap=True)
    # Money under a heading of its own: its unit in every label would leave the numbers no room.
    money = rows["unit"] == MILLIONS
    for part, heading in ((rows[~money], None), (rows[money], MILLIONS)):
        if heading:
            table.add_row(heading)
        for _, row in part.iterrows():
            table.add_row(*cells_of(row), *([count(row["runs_missing"])] if with_missing else []))
    return table


def cells_of(row: pd.Series) -> Iterator[str]:
    """Yield the cells of one measure: label, both worlds, change with interval, verdict, what the same luck saves."""
    yield name(row)
    # As sentences have them: the interval is that of the change, and says nothing about the worlds themselves.
    yield from (bare(row[world], row["unit"]) for world in ("base", "other"))
    yield from cells(row, "difference", sign=True)
    yield interval(row, sign=True)
    yield SHORT.get(row["verdict"], row["verdict"])
    yield times(row["variance_ratio"])


def name(row: pd.Series) -> str:
    """Return a measure with its unit, unless label or heading say it; parts of another are set in."""
    if row["unit"] == MILLIONS:
        inset = "    " if row["measure"] in (COST_PER_SUCCESS, *POCKETS) else "  "
        return inset + POCKETS.get(row["measure"], row["label"])
    unit = of_level(row["unit"])
    return row["label"] if unit in row["label"] else f"{row['label']}, {unit}"
