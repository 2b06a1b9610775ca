"""What a reader sees of a pattern: its numbers as text, in their unit and with their uncertainty."""

from __future__ import annotations

from typing import Any

import pandas as pd

from sipabm.language.numbers import level, percent, plain, span
from sipabm.language.units import is_share
from sipabm.validation.observations import SPAN

HEADINGS = ("pattern", "observed", "mean", "90 % of runs", "verdict", "score")
OBSERVED = ("observed", "observed_low", "observed_high")
SMALL = 0.1  # below it a whole percent would hide how shares differ


def pattern_cells(row: Any) -> tuple[str, ...]:
    """Return the cells of a pattern's row under the headings: label, observed, mean, band, verdict, score."""
    band = span(row["low"], row["high"], row["unit"])
    return row["label"], observed(row), mean(row), band, row["verdict"], plain(row["score"])


def mean(row: Any) -> str:
    """Return the mean of the runs, small shares with a decimal."""
    small = is_share(row["unit"]) and row["mean"] < SMALL
    return percent(row["mean"], 1) if small else plain(row["mean"], row["unit"])


def observed(row: Any) -> str:
    """Return what was observed: as a span, with its standard error, or as it is."""
    if row["uncertainty"] == SPAN:
        return span(row["observed_low"], row["observed_high"], row["unit"])
    if row["observed_low"] == row["observed_high"]:
        return plain(row["observed"], row["unit"])
    return level(row, OBSERVED)


def readable(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table of patterns as a reader sees it, with the kind of each."""
    cells = pd.DataFrame([pattern_cells(row) for _, row in table.iterrows()], columns=list(HEADINGS))
    return cells.assign(kind=table["kind"].to_numpy())
