"""Panel of responses: what it shows, and how a measure of a table becomes one."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from sipabm.language.numbers import plain
from sipabm.language.units import factor, of_difference, of_level
from sipabm.plots.titles import wrapped

DIFFERENCE = "difference"
LETTERS = "abcdefghijkl"  # of panels, more than any page has
LETTERS_BELOW, FEWEST_LETTERS = 36, 5  # of all settings that are text together, and of one


class ResponsePanel(NamedTuple):
    """One panel: rows with a setting `x`, a value and its interval (low, high, if there is one).

    The rows of a group make a line. A setting that is text stands in the order of the rows, and its points are
    connected only if it is `ordered`.
    """

    rows: pd.DataFrame
    x: str
    title: str
    x_label: str
    y_label: str
    line: str | None = None
    value: str = DIFFERENCE
    ordered: bool = False

    def lines(self) -> list[str]:
        """Return the names of lines; one without a name if there are no groups."""
        return [""] if self.line is None else [str(name) for name in dict.fromkeys(self.rows[self.line])]

    def of(self, name: str) -> pd.DataFrame:
        """Return the rows of a line that have a value."""
        rows = self.rows if self.line is None else self.rows[self.rows[self.line].astype(str) == name]
        return rows.dropna(subset=[self.value])

    def texts(self) -> list[str]:
        """Return the settings that are text, in order; none if settings are numbers."""
        return [] if pd.api.types.is_numeric_dtype(self.rows[self.x]) else list(dict.fromkeys(self.rows[self.x]))

    def labels(self) -> list[str]:
        """Return what is written below settings that are text."""
        texts = self.texts()
        return [wrapped(str(text), max(FEWEST_LETTERS, LETTERS_BELOW // len(texts))) for text in texts]

    def places(self, rows: pd.DataFrame) -> pd.Series:
        """Return where the settings of rows stand."""
        texts = self.texts()
        return rows[self.x].map(texts.index).astype(float) if texts else rows[self.x].astype(float)

    def is_noise(self, rows: pd.DataFrame) -> pd.Series:
        """Return which rows are differences whose interval covers zero."""
        # A level may well be zero; and without an interval nothing is said about noise.
        if self.value != DIFFERENCE or "low" not in rows:
            return pd.Series(False, index=rows.index)
        return (rows["low"] <= 0) & (rows["high"] >= 0)

    def has_intervals(self) -> bool:
        """Return whether any value has an interval that is wider than nothing."""
        shown = pd.concat([self.of(name) for name in self.lines()])
        return "low" in shown and bool((shown["high"] > shown["low"]).any())

    def has_noise(self) -> bool:
        """Return whether any row is noise."""
        return any(self.is_noise(self.of(name)).any() for name in self.lines())


def measure_panel(
    table: pd.DataFrame, place: int, measure: str, x: str, line: str | None, x_label: str, value: str = DIFFERENCE
) -> ResponsePanel:
    """Return the panel of one measure, with its letter and unit; shares are drawn in percent or points."""
    rows = table[table["measure"] == measure]
    label, unit = str(rows["label"].iloc[0]), str(rows["unit"].iloc[0])
    shown = rows.assign(**{name: rows[name] * factor(unit) for name in (value, "low", "high") if name in rows})
    heading = f"{LETTERS[place]}  {label[0].upper()}{label[1:]}"
    return ResponsePanel(shown, x, heading, x_label, unit_label(rows, unit, value), line, value)


def unit_label(rows: pd.DataFrame, unit: str, value: str) -> str:
    """Return the unit on the axis; of differences also from what, where that is one number."""
    bases = rows["base"].dropna().unique() if "base" in rows else None
    # A difference without any base is a ratio of two changes, which is itself a level.
    if value != DIFFERENCE or (bases is not None and not len(bases)):
        return of_level(unit)
    if bases is None or len(bases) > 1:
        return f"change, {of_difference(unit)}"
    return f"change from {plain(bases[0], unit)},\n{of_difference(unit)}"
