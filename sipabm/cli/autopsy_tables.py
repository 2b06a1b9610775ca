"""Tables of an autopsy as rich prints them."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from sipabm.cli.attribution_tables import paragraphs
from sipabm.cli.report_tables import plain_table, titled
from sipabm.language.cells import cells, interval
from sipabm.language.lists import counted
from sipabm.language.numbers import percent, plain
from sipabm.studies.autopsy import LABELS, READINGS, Autopsy
from sipabm.studies.autopsy_sentences import check_sentences, sentences

SETS_PRINTED = 12


def autopsy_parts(found: Autopsy, relaxed: pd.DataFrame | None) -> Iterator[RenderableType]:
    """Yield title, sets of barriers, barriers, what one less would have opened, and what that says."""
    yield Text(f"What stopped attempts in '{found.scenario}', mean of {counted(found.replicates, 'run')}", style="bold")
    yield paragraphs(sentences(found))
    yield titled("Sets of several barriers, most frequent first", sets_table(found.sets))
    yield paragraphs([f"{reading.capitalize()}: {meaning}." for reading, meaning in READINGS.items()])
    yield titled("Barriers: attempts per run", barriers_table(found.barriers))
    if relaxed is not None:
        title = "One barrier less: what the autopsy would have opened, and what is signed with it off, per run"
        yield titled(title, relaxations_table(relaxed))
        yield paragraphs(list(check_sentences(relaxed)))


def sets_table(sets: pd.DataFrame) -> Table:
    """Return the most frequent sets of several barriers."""
    table = plain_table("per run", "of those\nstopped")
    table.add_column("opens without")
    # Sets of one barrier are the column `alone` of the next table.
    several = sets[sets["size"] > 1]
    for row in several.head(SETS_PRINTED).itertuples():
        names = " + ".join(LABELS[name] for name in row.barriers.split(" + "))
        table.add_row(names, plain(row.stopped_a_run), percent(row.share, 1), row.reading)
    rest = several.iloc[SETS_PRINTED:]
    if len(rest):
        table.add_row(f"{len(rest)} more", plain(rest["stopped_a_run"].sum()), percent(rest["share"].sum(), 1), "")
    return table


def barriers_table(barriers: pd.DataFrame) -> Table:
    """Return how many attempts each barrier ended, where it stood, and stood alone."""
    table = plain_table("ended", "stood in\nthe way", "alone", "opened at\nits gate", "opened at\nthe table")
    for row in barriers.to_dict("records"):
        numbers = ("ended", "stood", "stood_alone", "opened_at_gate", "opened_at_table")
        table.add_row(row["label"], *(plain(row[name]) for name in numbers))
    return table


def relaxations_table(relaxed: pd.DataFrame) -> Table:
    """Return what one barrier less would have opened beside what is signed, and how that comes about."""
    headings = ("opened,\nsigned", "opened,\nstopped", "others,\nsigned", "new,\nsigned", "signed,\nnow not")
    table = plain_table("opened", "more\nsigned", "95 %\ninterval", *headings)
    for row in relaxed.sort_values("signed_more", ascending=False).to_dict("records"):
        opened, gone = row["opened_at_gate"] + row["opened_at_table"], row["now_stopped"] + row["now_absent"]
        parts = (row["opened_signed"], row["opened_stopped"], row["others_signed"], row["new_signed"], gone)
        shown = {**row, "unit": "partnerships"}
        more = (*cells(shown, "signed_more", sign=True), interval(shown, sign=True))
        table.add_row(row["label"], plain(opened), *more, *map(plain, parts))
    return table
