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
from sipabm.language.numbers import level, percent, plain, span
from sipabm.language.units import is_share
from sipabm.validation import Kind, Validation
from sipabm.validation.observations import SPAN
from sipabm.validation.verdicts import ABOVE, BELOW, INSIDE, NO_VALUE

OBSERVED = ("observed", "observed_low", "observed_high")
MEANINGS = {
    Kind.HELD_OUT: "chose nothing: what tests the model",
    Kind.FITTED: "chose sizes: no evidence",
    Kind.INPUT: "was put in: no evidence",
}
SMALL = 0.1  # below it a whole percent would hide how shares differ


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
    table = plain_table("observed", "mean", "90 % of runs")
    table.add_column("verdict", no_wrap=True)
    table.add_column("score", justify="right", no_wrap=True)
    for _, row in rows.iterrows():
        unit = str(row["unit"])
        band = span(row["low"], row["high"], unit)
        table.add_row(row["label"], observed(row), mean(row), band, row["verdict"], plain(row["score"]))
    return table


def mean(row: pd.Series) -> str:
    """Return the mean of the runs, small shares with a decimal."""
    small = is_share(row["unit"]) and row["mean"] < SMALL
    return percent(row["mean"], 1) if small else plain(row["mean"], row["unit"])


def observed(row: pd.Series) -> str:
    """Return what was observed: as a span, with its standard error, or as it is."""
    if row["uncertainty"] == SPAN:
        return span(row["observed_low"], row["observed_high"], row["unit"])
    if row["observed_low"] == row["observed_high"]:
        return plain(row["observed"], row["unit"])
    return level(row, OBSERVED)


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
