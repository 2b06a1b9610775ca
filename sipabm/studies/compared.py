"""Compared: the tables of a comparison and what they come from, as what is said and drawn of it takes them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from sipabm.language.money import MODEL_MONEY, Money
from sipabm.scenario import Scenario
from sipabm.studies.cohorts import Cohort
from sipabm.sweeps.measured import Measured


@dataclass(frozen=True)
class Compared:
    """What a `Comparison` holds, which says what each part is."""

    base: Scenario
    others: dict[str, Scenario]
    table: pd.DataFrame
    cohort: pd.DataFrame
    net_positions: pd.DataFrame
    curves: pd.DataFrame
    begun: dict[str, Cohort]
    runs: Measured
    years: tuple[int, int]
    precision: float | None
    manifest: dict[str, Any]
    money: Money = MODEL_MONEY

    @property
    def area(self) -> str | None:
        """Return the welfare area in which all is counted; None for all areas."""
        found: str | None = self.manifest["area"]
        return found
