"""Tables of an attribution as rich prints them."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from sipabm.cli.console import console
from sipabm.cli.report_tables import plain_table, titled
from sipabm.language.cells import cells, interval, with_half
from sipabm.language.lists import counted
from sipabm.language.numbers import percent
from sipabm.language.units import of_difference
from sipabm.studies.attribution import Attribution
from sipabm.studies.attribution_sentences import NOTES, sentences, waterfall_title

OTHERS = {"levers": ("signed", "successful", "cost"), "decline": ("lost", "change")}


def attribution_parts(found: Attribution, quantity: str | None) -> Iterator[RenderableType]:
    """Yield a title, the contributions to one quantity, what they say, the others beside them, and notes."""
    one = found.of(quantity)
    runs = counted(found.manifest["replicates"], "run")
    yield Text(f"{waterfall_title(one)}, scenario '{found.scenario.name}', {runs} of each combination", style="bold")
    yield shares_table(one)
    yield paragraphs(sentences(one))
    # Without the quantity asked for, which has the table above.
    others = [name for name in OTHERS[found.question] if name in found.quantities and name != one.quantities[0]]
    if others:
        yield titled(
            "Shapley values of other quantities, with half of their 95 % interval", others_table(found, others)
        )
    yield paragraphs(NOTES[found.question])


def paragraphs(texts: list[str] | tuple[str, ...]) -> Text:
    """Return sentences, each from the start of a line."""
    width = console().width
    return Text("\n".join(textwrap.fill(text, width, subsequent_indent="  ") for text in texts))


def shares_table(one: Attribution) -> Table:
    """Return each player's Shapley value, its interval and share, and what it adds alone and as the last."""
    unit = of_difference(str(one.shares["unit"].iloc[0]))
    table = plain_table(f"Shapley value,\n{unit}", "95 % interval", "of the\ntotal", "alone", "as the last")
    for row in one.shares.sort_values("value", ascending=False).to_dict("records"):
        table.add_row(row["label"], *shared(row), *cells(row, "alone", "last_in", sign=True))
    total = one.total().to_dict()
    table.add_row("together", *shared({**total, "share": 1.0}), style="bold")
    return table


def shared(row: dict) -> Iterator[str]:
    """Yield value, interval and share of the total."""
    yield from cells(row, "value", sign=True)
    yield interval(row, sign=True)
    yield percent(row["share"])


def others_table(found: Attribution, names: list[str]) -> Table:
    """Return each player's Shapley value of other quantities."""
    parts = [found.of(name) for name in names]
    table = plain_table(*("\n".join(textwrap.wrap(str(part.total()["label"]), 30)) for part in parts))
    for player in parts[0].shares["player"]:
        rows = [part.shares.set_index("player").loc[player] for part in parts]
        table.add_row(rows[0]["label"], *(with_half(row, "value") for row in rows))
    table.add_row("together", *(with_half(part.total(), "value") for part in parts), style="bold")
    return table
