"""Tables of an attribution as rich prints them."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

import pandas as pd
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from sipabm.cli.console import console, counted_runs
from sipabm.cli.report_tables import NOTHING, percent, plain_table, titled
from sipabm.studies.attribution import Attribution
from sipabm.studies.attribution_sentences import NOTES, difference, sentences, waterfall_title

OTHERS = {"levers": ("signed", "successful", "cost"), "decline": ("lost", "change")}


def attribution_parts(found: Attribution, quantity: str | None) -> Iterator[RenderableType]:
    """Yield a title, the contributions to one quantity, what they say, the others beside them, and notes."""
    one = found.of(quantity)
    runs = counted_runs(found.manifest["replicates"])
    yield Text(f"{waterfall_title(one)}, scenario '{found.scenario.name}', {runs} of each combination", style="bold")
    yield shares_table(one)
    yield paragraphs(sentences(one))
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
    unit = str(one.shares["unit"].iloc[0])
    heading = "points" if unit.startswith("share") else unit
    table = plain_table(f"Shapley value,\n{heading}", "95 % interval", "of the\ntotal", "alone", "as the last")
    for row in one.shares.sort_values("value", ascending=False).to_dict("records"):
        table.add_row(row["label"], *cells(row, unit), *(difference(row[name], unit) for name in ("alone", "last_in")))
    total = one.total().to_dict()
    table.add_row("together", *cells({**total, "share": 1.0}, unit), style="bold")
    return table


def cells(row: dict, unit: str) -> Iterator[str]:
    """Yield value, interval and share of the total."""
    yield difference(row["value"], unit)
    yield NOTHING if pd.isna(row["low"]) else f"{difference(row['low'], unit)} to {difference(row['high'], unit)}"
    yield percent(row["share"])


def others_table(found: Attribution, names: list[str]) -> Table:
    """Return each player's Shapley value of other quantities."""
    parts = [found.of(name) for name in names]
    table = plain_table(*("\n".join(textwrap.wrap(str(part.total()["label"]), 30)) for part in parts))
    for player in parts[0].shares["player"]:
        rows = [part.shares.set_index("player").loc[player] for part in parts]
        table.add_row(rows[0]["label"], *(value_and_half(row) for row in rows))
    table.add_row("together", *(value_and_half(part.total()) for part in parts), style="bold")
    return table


def value_and_half(row: pd.Series) -> str:
    """Return a value with half of its interval."""
    unit = str(row["unit"])
    half = "" if pd.isna(row["low"]) else f" ± {difference((row['high'] - row['low']) / 2, unit)}"
    return f"{difference(row['value'], unit)}{half}"
