"""Tables of a sensitivity and of a discovery as rich prints them."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from sipabm.cli.attribution_tables import paragraphs
from sipabm.cli.report_tables import plain_table, titled
from sipabm.language.cells import bare, cells, interval
from sipabm.language.numbers import percent, plain
from sipabm.language.units import of_difference
from sipabm.studies import discovery_sentences, sensitivity_sentences
from sipabm.studies.discovery import Discovery
from sipabm.studies.sensitivity import Sensitivity

SHOWN = 10


def sensitivity_parts(found: Sensitivity) -> Iterator[RenderableType]:
    """Yield a title, the most influential numbers of each measure, and what they say."""
    yield Text(sensitivity_sentences.title(found), style="bold")
    for _, measure in found.measures.iterrows():
        rows = found.of(measure["measure"]).head(SHOWN).assign(unit=measure["unit"])
        table = screened_table(rows) if found.method == "morris" else split_table(rows)
        unit = of_difference(measure["unit"]) if found.method == "morris" else "share of the variance"
        yield titled(", ".join(filter(None, [measure["label"], unit])), table)
    yield paragraphs(sensitivity_sentences.sentences(found))


def screened_table(rows: pd.DataFrame) -> Table:
    """Return Morris's indices: size of the change with its interval, change with its sign, spread, luck alone."""
    table = plain_table("size of change", "95 % interval", "mean change", "spread", "luck alone")
    for row in rows.to_dict("records"):
        table.add_row(row["name"], *cells(row, "mu_star"), interval(row), *cells(row, "mu", sign=True), *both(row))
    return table


def both(row: dict) -> list[str]:
    """Return the spread of a number's changes, and what luck alone would make."""
    return cells(row, "sigma", "luck")


def split_table(rows: pd.DataFrame) -> Table:
    """Return Sobol's indices: what each number decides with all interactions and alone, each with its interval."""
    table = plain_table("with others", "95 % interval", "alone", "95 % interval")
    for row in rows.to_dict("records"):
        parts = [
            {"unit": "share", "low": row[f"{part}_low"], "high": row[f"{part}_high"]} for part in ("total", "first")
        ]
        shown = [
            (bare(row[name], "share"), interval(part)) for name, part in zip(("total", "first"), parts, strict=True)
        ]
        table.add_row(row["name"], *(cell for pair in shown for cell in pair))
    return table


def discovery_parts(found: Discovery) -> Iterator[RenderableType]:
    """Yield a title, the boxes, what they restrict, and what they say."""
    yield Text(f"Where {found.outcome}", style="bold")
    if len(found.boxes):
        yield titled("Boxes; 'checked' is on points that the box was not found from", box_table(found.boxes))
        yield titled("What they restrict", range_table(found.ranges))
    yield paragraphs(discovery_sentences.sentences(found))


def box_table(boxes: pd.DataFrame) -> Table:
    """Return a row for each box: share of points, density and coverage, and both on other points."""
    table = plain_table("of all points", "density", "coverage", "density checked", "coverage checked")
    for row in boxes.to_dict("records"):
        shares = ("mass", "density", "coverage", "checked_density", "checked_coverage")
        table.add_row(f"box {row['box']}", *(percent(row[name]) for name in shares))
    return table


def range_table(ranges: pd.DataFrame) -> Table:
    """Return a row for each number that a box restricts: its range in the box and at all points, and its check."""
    table = plain_table("box", "from", "to", "of all from", "to", "confirmed", "quasi-p")
    for row in ranges.to_dict("records"):
        ends = [plain(row[name]) for name in ("low", "high", "range_low", "range_high")]
        table.add_row(row["name"], str(row["box"]), *ends, percent(row["confirmed"]), f"{row['quasi_p']:.1g}")
    return table
