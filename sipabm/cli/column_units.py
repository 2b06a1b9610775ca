"""Units of the columns of printed tables, for programs that read them as JSON; readers see them in titles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sipabm.language.money import COLUMNS

if TYPE_CHECKING:
    import pandas as pd

ENDS = ("_mean", "_low", "_high")  # mean and band have the unit of what they are of
ROW = "that of the row, in the column 'unit'"
COLUMNS_OF = {
    **COLUMNS,
    "attempts": (
        "started",
        "stopped",
        "started_a_run",
        "stopped_a_run",
        "ended",
        "stood",
        "stood_alone",
        "opened_at_gate",
        "opened_at_table",
        "opened_stopped",
        "opened_absent",
    ),
    "partnerships": (
        "signed",
        "delivered",
        "ended_early",
        "running",
        "deals",
        "signed_more",
        "opened_signed",
        "others_signed",
        "new_signed",
        "now_stopped",
        "now_absent",
    ),
    "share": ("share", "share_of_started", "share_of_gain", "share_of_payment", "propensity", "use", "trust"),
    "share of capital a year": ("promised", "realised", "shortfall"),
    "times": ("considered",),
    "patterns": ("patterns", "inside", "model_below", "model_above", "no_value"),
    "sizes observed": ("score", "mean_score", "median_score"),
    "ratio": ("variance_ratio",),
    "barriers": ("size",),
    "runs": ("runs", "runs_missing"),
    "quarters": ("quarters",),
    "year": ("year", "begun_first", "begun_last"),
}
UNITS = {column: unit for unit, columns in COLUMNS_OF.items() for column in columns}
# What the same name means elsewhere is another thing.
OWN = {
    "yearly_summary": {"observed": "partnerships"},
    "funnel": dict.fromkeys(("mean", "low", "high"), "attempts"),
    "relaxations": dict.fromkeys(("low", "high"), "partnerships"),
}


def units_of(name: str, table: pd.DataFrame) -> dict[str, str]:
    """Return the unit of every column of numbers of a table, as far as it is known."""
    found = {column: unit_of(name, column, "unit" in table) for column in table.select_dtypes("number")}
    return {column: unit for column, unit in found.items() if unit}


def unit_of(name: str, column: str, by_row: bool) -> str:
    """Return the unit of a column of numbers, nothing if it is unknown."""
    known = {**UNITS, **OWN.get(name, {})}
    stem = next((column.removesuffix(end) for end in ENDS if column.endswith(end)), column)
    return known.get(column) or known.get(stem) or (ROW if by_row else "")
