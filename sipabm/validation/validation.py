"""Validation of a scenario: its runs beside every observed pattern that belongs to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from sipabm.arguments import ScenarioOrName
from sipabm.observed.by_scenario import stands_for_the_world
from sipabm.report.notebook import notebook_page
from sipabm.scenario import Scenario
from sipabm.scenario.drawn import in_words
from sipabm.simulation import simulate
from sipabm.tables.run_tables import RunTables, checked_rows
from sipabm.validation.pattern_cells import readable
from sipabm.validation.patterns import patterns_of
from sipabm.validation.verdicts import row_of, summary

STUDY = "validation"
REPLICATES = 40  # the band's ends lie between the second and third run from either side
RULE = (
    "Verdict: inside if the band of nine in ten single runs meets the observed value, or its uncertainty: one standard "
    "error to either side where the sample tells it, or the span of several sources. Counts of the one history that "
    "happened have none of their own; the band over single runs stands for it."
)
SCORE = (
    "Score: width of the band and 20 times its distance from what was observed (interval score, Gneiting and Raftery "
    "2007), in units of the observed size; 0 is perfect. A wide band is no merit."
)
KINDS = (
    "Kinds: an input was put in, and a fitted pattern chose sizes; agreement with them is no evidence. What is held "
    "out chose nothing. Money is in million USD."
)
OTHER_DEALS = (
    "Parties, sizes, durations and money were observed in deals of the whole world; those of one country may differ."
)


@dataclass(frozen=True)
class Validation:
    """A scenario's runs beside what was observed: `table` has a row for each pattern, `summary` one for each kind."""

    scenario: Scenario
    manifest: dict[str, Any]
    table: pd.DataFrame
    summary: pd.DataFrame

    def __repr__(self) -> str:
        runs = self.manifest["replicates"]
        return f"Validation of '{self.scenario.name}': {len(self.table)} patterns, {runs} runs"

    def _repr_html_(self) -> str:
        """Return what a notebook shows: what it is of, the kinds, each pattern, and how to read them."""
        return notebook_page(repr(self), [self.summary, readable(self.table)], self.notes())

    def notes(self) -> tuple[str, ...]:
        """Return what must be known to read the tables, a paragraph each."""
        known = (RULE, SCORE, KINDS, in_words(self.scenario))
        return known if stands_for_the_world(self.scenario) else (*known, OTHER_DEALS)


def validate(
    scenario: ScenarioOrName,
    replicates: int = REPLICATES,
    seed: int = 1,
    *,
    threads: int | None = None,
    progress: bool | None = None,
) -> Validation:
    """Return every observed pattern that belongs to a scenario, beside what runs of it show; it may be given by name.

    The same seed gives the same table; `threads` and `progress` are those of `simulate`.
    """
    return validation_of(simulate(scenario, replicates, seed, threads=threads, progress=progress))


def validation_of(results: RunTables) -> Validation:
    """Return every observed pattern that belongs to a scenario, beside what these runs of it show.

    ScenarioError if the runs were made without rows.
    """
    checked_rows(results)
    table = pd.DataFrame([row_of(pattern, pattern.measure(results)) for pattern in patterns_of(results.scenario)])
    return Validation(results.scenario, results.manifest, table, summary(table))
