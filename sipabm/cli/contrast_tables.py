"""Tables of a comparison as rich prints them."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import pandas as pd
from rich.console import RenderableType
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from sipabm.cli.console import console
from sipabm.cli.report_tables import plain_table, titled
from sipabm.language.areas import in_area
from sipabm.language.cells import bare, cells, count, interval, times, with_half
from sipabm.language.lists import counted
from sipabm.language.numbers import NOTHING, is_noise
from sipabm.language.units import of_level
from sipabm.report.flows import AUTHORITY, EVERYONE, NET_CASH
from sipabm.studies import Comparison
from sipabm.studies.cohort_tables import NEEDS, PER_RUN, WORST_LABELS, is_position
from sipabm.studies.contrasts import COST_PER_SUCCESS, NO_ADDITIONAL, NO_COST, NOISE, SAME, SUCCESSFUL, UNDEFINED
from sipabm.sweeps.measures import MILLIONS, POCKETS

SHORT = {NOISE: "noise", NO_COST: "noise", SAME: "the same", NO_ADDITIONAL: "undefined", UNDEFINED: "undefined"}
# With fewer runs that are all alike, more than a tenth of all others may differ (the rule of three: 3 over the number).
FEW_RUNS, TOO_FEW = 30, "too few runs"
SHARE = "share"  # unit
BREAK = "\n"
OUTCOMES, POSITIONS = ("signed", SUCCESSFUL), (AUTHORITY, EVERYONE)  # of an overview
OVERVIEW = ("begun", *OUTCOMES, f"net cash,{BREAK}the authority", f"net cash,{BREAK}all together")
GAP, LEAST_NAME = 2, 16  # columns of a screen
WITHIN_NAMES = re.compile(r"(?<=[ @=:._])")


def comparison_parts(found: Comparison, notes: Sequence[str]) -> Iterator[RenderableType]:
    """Yield title, an overview of several alternatives, one table for each, and notes."""
    unit = found.money.unit
    yield Text(title(found), style="bold")
    if len(found.others) > 1:
        heading = f"Changes in attempts begun in some years, with half of their 95 % interval, money in {unit}"
        yield titled(heading, overview_table(found, console().width))
    for label, rows in found.table.groupby("alternative", sort=False):
        yield titled(str(label), alternative_table(rows, found.precision is not None, unit))
        begun = f"attempts begun {found.begun[str(label)]}{in_area(found.area)}, followed to their end"
        cohort, positions = (
            table[table["alternative"] == label].assign(runs=found.runs.runs)
            for table in (found.cohort, found.net_positions)
        )
        yield titled(f"{label}: {begun}", cohort_table(cohort))
        yield titled(f"{label}: net positions of these attempts, {unit}", net_table(positions))
    width = console().width
    yield Text("\n".join(textwrap.fill(note, width, subsequent_indent="  ") for note in (*notes, *found.notes())))


def title(found: Comparison) -> str:
    """Return what is compared."""
    runs = counted(found.runs.runs, "run")
    world = f"'{found.base.name}'{in_area(found.area)}"
    return f"What changes in {world}, {found.years[0]} to {found.years[1]}, mean of {runs} of each world"


def overview_table(found: Comparison, width: int) -> Table:
    """Return a row for each alternative: how attempts begun fare, and the net cash of the authority and of all.

    Names are folded into what a width leaves beside the numbers; where that is too little, the table is turned round.
    """
    rows = overview_rows(found)
    left = width - sum(GAP + widest(column) for column in zip(OVERVIEW, *rows.values(), strict=True))
    if left < LEAST_NAME:
        return turned_round(rows, width)
    drawn = plain_table(*OVERVIEW)
    for label, row in rows.items():
        drawn.add_row(escape(folded(label, left)), *row)
    return drawn


def turned_round(rows: Mapping[str, Sequence[str]], width: int) -> Table:
    """Return an overview with a line for each cell under the name of its alternative."""
    drawn = plain_table("")
    drawn.show_header = False
    left = width - GAP - widest(cell for row in rows.values() for cell in row)
    for label, row in rows.items():
        drawn.add_row(escape(folded(label, left)))
        for header, cell in zip(OVERVIEW, row, strict=True):
            drawn.add_row(f"  {header.replace(BREAK, ' ')}", cell)
    return drawn


def overview_rows(found: Comparison) -> dict[str, list[str]]:
    """Return the cells of an overview by alternative."""
    cohorts, of_parties = (table.assign(runs=found.runs.runs) for table in (found.cohort, found.net_positions))
    outcomes = cohorts.set_index(["alternative", "measure"])
    positions = of_parties.set_index(["alternative", "measure", "per", "party"]).sort_index()
    told: dict[str, list[str]] = {}
    for label, cohort in found.begun.items():
        rows = [outcomes.loc[(label, measure)] for measure in OUTCOMES]
        rows += [positions.loc[(label, NET_CASH, PER_RUN, party)] for party in POSITIONS]
        told[label] = [str(cohort), *map(summary, rows)]
    return told


def widest(texts: Iterable[str]) -> int:
    """Return the length of the longest line of some texts."""
    return max(len(line) for text in texts for line in text.split(BREAK))


def folded(label: str, width: int) -> str:
    """Return a label in lines of at most a width, broken behind a space or a sign where that is possible."""
    lines = [""]
    for piece in WITHIN_NAMES.split(label):
        if lines[-1] and len(lines[-1] + piece.rstrip()) > width:
            lines.append("")
        lines[-1] += piece
    return BREAK.join(lines)


def summary(row: pd.Series) -> str:
    """Return a change with half of its interval, or its verdict where it is none."""
    if row["verdict"] in (SAME, NO_ADDITIONAL, UNDEFINED) or row["verdict"].startswith(NEEDS):
        return SHORT.get(row["verdict"], row["verdict"])
    if is_certain_of_few(row):
        return TOO_FEW
    # A lopsided interval stands below its change, or four such cells would fill the screen.
    text = with_half(row).replace(" (", f"{BREAK}(")
    return f"noise:{BREAK}{text}" if is_noise(row) else text


def alternative_table(rows: pd.DataFrame, with_missing: bool, money_unit: str = MILLIONS) -> Table:
    """Return the measures of one alternative: base, other, change, interval, verdict, what the same luck saves."""
    table = verdict_table()
    for header in ("same\nluck", *(["runs\nmissing"] if with_missing else [])):
        table.add_column(header, justify="right", no_wrap=True)
    # Money under a heading of its own: its unit in every label would leave the numbers no room.
    money = rows["unit"] == money_unit
    for part, heading in ((rows[~money], None), (rows[money], money_unit)):
        if heading:
            table.add_row(heading)
        for _, row in part.iterrows():
            table.add_row(*cells_of(row, heading), *([count(row["runs_missing"])] if with_missing else []))
    return table


def cohort_table(rows: pd.DataFrame) -> Table:
    """Return what an alternative changes in attempts begun in some years, with verdict or the year that is needed."""
    table = verdict_table()
    for _, row in rows.iterrows():
        table.add_row(*changes_of(row, name(row)))
    return table


def net_table(rows: pd.DataFrame) -> Table:
    """Return each party's net cash, what has other value as well, and how all differs from ordinary contracts."""
    table, told = verdict_table(), rows[(rows["per"] == PER_RUN) | rows["measure"].isin(WORST_LABELS)]
    for _, part in told.groupby("measure", sort=False):
        told = [row for _, row in part.iterrows() if is_position(row)]
        if told:
            table.add_row(str(part["label"].iloc[0]))
        for row in told:
            table.add_row(*changes_of(row, f"  {row['party_label']}"))
    return table


def verdict_table() -> Table:
    """Return an empty table of changes with their intervals and verdicts."""
    table = plain_table("base", "other", "change", "95 % interval")
    table.add_column("verdict", no_wrap=True)
    return table


def cells_of(row: pd.Series, heading: str | None) -> Iterator[str]:
    """Yield the cells of one measure: label, both worlds, change with interval, verdict, what the same luck saves."""
    yield from changes_of(row, name(row, heading))
    yield times(row["variance_ratio"])


def changes_of(row: pd.Series, label: str) -> Iterator[str]:
    """Yield label, both worlds, change with interval, and verdict."""
    yield label
    # As sentences have them: the interval is that of the change, and says nothing about the worlds themselves.
    yield from (bare(row[world], row["unit"]) for world in ("base", "other"))
    yield from cells(row, "difference", sign=True)
    yield NOTHING if is_certain_of_few(row) else interval(within_the_possible(row), sign=True)
    yield TOO_FEW if is_certain_of_few(row) else SHORT.get(row["verdict"], row["verdict"])


def is_certain_of_few(row: pd.Series) -> bool:
    """Return whether a change has an interval of no width only because so few runs are alike."""
    return bool(row["low"] == row["high"] != 0) and row.get("runs", FEW_RUNS) < FEW_RUNS


def within_the_possible(row: pd.Series) -> Mapping[str, Any]:
    """Return a row whose interval, of a share, ends where its change must: at all or nothing."""
    told = row.to_dict()
    return told if told["unit"] != SHARE else {**told, "low": max(told["low"], -1.0), "high": min(told["high"], 1.0)}


def name(row: pd.Series, heading: str | None = None) -> str:
    """Return a measure with its unit, unless label or heading say it; parts of another are set in."""
    if row["unit"] == heading:
        inset = "    " if row["measure"] in (COST_PER_SUCCESS, *POCKETS) else "  "
        return inset + POCKETS.get(row["measure"], row["label"])
    unit = of_level(row["unit"])
    return row["label"] if unit in row["label"] else f"{row['label']}, {unit}"
