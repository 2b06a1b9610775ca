"""Tables of a calibration as rich prints them."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from sipabm.calibration.calibration import Calibration
from sipabm.calibration.calibration_sentences import sentences, title
from sipabm.calibration.second_opinion import AGREES
from sipabm.cli.attribution_tables import paragraphs
from sipabm.cli.report_tables import plain_table, titled
from sipabm.language.numbers import percent, plain


def calibration_parts(found: Calibration) -> Iterator[RenderableType]:
    """Yield a title, the numbers that were fitted, the targets that the model misses, and what they say."""
    yield Text(title(found), style="bold")
    fitted = found.numbers[found.numbers["fitted"]].sort_values("told", ascending=False)
    yield titled("Numbers fitted; the others vary over their ranges", number_table(fitted))
    if AGREES in fitted:
        differing = fitted[~fitted[AGREES].astype(bool)]
        if len(differing):
            yield titled("Numbers of which a neural network says something else", opinion_table(differing))
    missed = found.targets[found.targets["unmet"] > 0]
    if len(missed):
        yield titled("Targets that even the nearest runs miss", target_table(missed))
    yield paragraphs(sentences(found))


def number_table(rows: pd.DataFrame) -> Table:
    """Return a row for each number: its range, its posterior, how much is known of it, and the checks."""
    table = plain_table("plausible", "median", "nine in ten", "told", "spread left", "50 % held", "90 % held")
    for row in rows.to_dict("records"):
        table.add_row(
            row["name"],
            span(row, "low", "high"),
            plain(row["median"]),
            span(row, "posterior_low", "posterior_high"),
            *(percent(row[name]) for name in ("told", "spread_left", "coverage_50", "coverage_90")),
        )
    return table


def opinion_table(rows: pd.DataFrame) -> Table:
    """Return a row for each number: its posterior, and beside it what the second opinion says."""
    table = plain_table("median", "nine in ten", "second median", "nine in ten")
    for row in rows.to_dict("records"):
        table.add_row(
            row["name"],
            plain(row["median"]),
            span(row, "posterior_low", "posterior_high"),
            plain(row["second_median"]),
            span(row, "second_low", "second_high"),
        )
    return table


def target_table(rows: pd.DataFrame) -> Table:
    """Return a row for each target: what was observed, and between what nine in ten of the nearest runs lie."""
    table = plain_table("observed", "nearest runs", "all plausible")
    for row in rows.to_dict("records"):
        table.add_row(
            row["label"], plain(row["observed"]), span(row, "low", "high"), span(row, *("prior_low", "prior_high"))
        )
    return table


def span(row: dict, low: str, high: str) -> str:
    """Return two numbers as a span."""
    return f"{plain(row[low])} to {plain(row[high])}"
