"""Panel of dots: what it shows, and how much room it needs."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from sipabm.plots.titles import wrapped

ROW, GROUP = 0.105, 0.078  # inches: of a line of text, and of a mark
LABEL_LETTERS = 22


class DotsPanel(NamedTuple):
    """One panel: rows with a `label`, a value and its interval; rows of a `group` have one mark.

    With `zero` the values are differences: a line marks zero, and a mark is hollow where the interval covers it.
    """

    rows: pd.DataFrame
    title: str
    x_label: str
    group: str | None = None
    value: str = "value"
    zero: bool = False

    def labels(self) -> list[str]:
        """Return the labels, from the top."""
        return list(dict.fromkeys(self.rows["label"]))

    def groups(self) -> list[str]:
        """Return the names of groups; one without a name if there are none."""
        return [""] if self.group is None else list(dict.fromkeys(self.rows[self.group]))

    def of(self, group: str) -> pd.DataFrame:
        """Return the rows of a group that have a value."""
        rows = self.rows if self.group is None else self.rows[self.rows[self.group] == group]
        return rows.dropna(subset=[self.value])

    def row_height(self) -> float:
        """Return the inches that a row needs for its marks and its label."""
        lines = 1 + max(wrapped_label(label).count("\n") for label in self.labels())
        return max(ROW + GROUP * len(self.groups()), ROW * (lines + 0.5))

    def height(self) -> float:
        """Return the inches that all rows need."""
        return len(self.labels()) * self.row_height()

    def with_noise_note(self) -> DotsPanel:
        """Return the panel with a label that says what a hollow mark means, if it has one."""
        rows = self.rows.dropna(subset=[self.value])
        covered = bool(np.any((rows["low"] <= 0) & (rows["high"] >= 0))) if "low" in rows else False
        return self._replace(x_label=f"{self.x_label} (hollow: noise)") if self.zero and covered else self


def wrapped_label(label: str) -> str:
    """Return a label in lines that fit beside a panel."""
    return wrapped(str(label), LABEL_LETTERS)
