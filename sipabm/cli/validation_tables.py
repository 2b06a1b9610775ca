"""Tables of a validation as rich prints them."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

import pandas as pd
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from sipabm.cli.console import console
from sipabm.cli.report_tables import plain_table, titled
from sipabm.language.lists import counted
from sipabm.language.numbers import plain
from sipabm.validation import Kind, Validation
from sipabm.validation.pattern_cells import HEADINGS, pattern_cells
from sipabm.validation.verdicts import ABOVE, BELOW, INSIDE, NO_VALUE

MEANINGS = {
    Kind.HELD_OUT: "chose nothing: what tests the model",
    Kind.FITTED: "chose sizes: no evidence",
    Kind.INPUT: "was put in: no evidence",
}


def validation_parts(found: Validation) -> Iterator[RenderableType]:
    """Yield a table of patterns for each kind, one line in all for each kind, and how to read them."""
    runs = counted(int(found.manifest["replicates"]), "run")
    yield Text(f"Patterns observed and those of '{found.scenario.name}', {runs}", style="bold")
    for kind in Kind:
        rows = found.table[found.table["kind"] == kind.value]
        if len(rows):
            yield titled(f"{kind.value.capitalize()} ({MEANINGS[kind]})", pattern_table(rows))
    yield titled("In all", summary_table(found.summary))
    width = console().width
    yield Text("\n".join(textwrap.fill(note, width, subsequent_indent="  ") for note in found.notes()))


def pattern_table(rows: pd.DataFrame) -> Table:
    """Return a row for each pattern: observed, mean and band of the runs, verdict, score."""
    _, *numbers, verdict, score = HEADINGS
    table = plain_table(*numbers)
    table.add_column(verdict, no_wrap=True)
    table.add_column(score, justify="right", no_wrap=True)
    for _, row in rows.iterrows():
        table.add_row(*pattern_cells(row))
    return table


def summary_table(summary: pd.DataFrame) -> Table:
    """Return a line for each kind: how many patterns, how many of them inside, below, above, and their scores."""
    verdicts = [each for each in (INSIDE, BELOW, ABOVE, NO_VALUE) if summary[column(each)].any() or each == INSIDE]
    table = plain_table("patterns", *verdicts, "mean score", "median score")
    for _, row in summary.iterrows():
        counts = (plain(row[each]) for each in ("patterns", *map(column, verdicts)))
        table.add_row(row["kind"], *counts, *(plain(row[each]) for each in ("mean_score", "median_score")))
    return table


def column(verdict: str) -> str:
    """Return the column of the summary that counts a verdict."""
    return verdict.replace(" ", "_")
