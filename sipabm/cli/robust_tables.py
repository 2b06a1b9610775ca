"""Tables of a robustness as rich prints them."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.markup import escape
from rich.table import Table

from sipabm.cli.attribution_tables import paragraphs
from sipabm.cli.report_tables import plain_table, titled
from sipabm.language.cells import cells
from sipabm.language.numbers import percent, span
from sipabm.language.units import of_difference
from sipabm.studies.robustness import Robustness
from sipabm.studies.robustness_sentences import notes, repeated, sentences, title
from sipabm.studies.robustness_tables import ADDS, FIRST, OTHER, TOP, WORTH

HEADINGS = {
    FIRST: "first",
    ADDS: "adds\nanything",
    TOP: "among the\nfirst three",
    WORTH: "worth its\ncost in cash",
    OTHER: "more other\nvalue",
}


def robust_parts(found: Robustness) -> Iterator[RenderableType]:
    """Yield what was found, a title with the share of sets by lever, and notes."""
    yield paragraphs(sentences(found))
    unit = of_difference(found.money.named(found.measure.unit))
    yield titled(f"{title(found)}\nShare of sets (again by luck alone); what levers add, {unit}", answers_table(found))
    yield paragraphs(notes(found))


def answers_table(found: Robustness) -> Table:
    """Return a row for each lever, the first one on top: shares of sets (again by luck alone), and what it adds."""
    shown = [name for name in HEADINGS if len(found.of(name))]
    table = plain_table(*(HEADINGS[name] for name in shown), "adds,\nmean", "nine in\nten sets")
    rows = {name: found.of(name).set_index("lever") for name in shown}
    changes = found.changes.set_index("lever", drop=False)
    for lever in rows[shown[0]].index:
        row, parts = changes.loc[lever], [rows[name].loc[lever] for name in shown]
        added = (*cells(row, "mean", sign=True), span(row["low"], row["high"], row["unit"]))
        table.add_row(escape(row["lever"]), *(f"{percent(part['share'])}{repeated(part)}" for part in parts), *added)
    return table
