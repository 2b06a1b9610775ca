"""Autopsy: which barriers stopped attempts, alone or together, where and when, and which one alone would have opened.

What a set of barriers means depends on where it stood. At a gate before the negotiation several barriers stand
together, and all would have to go. At the negotiating table the model's autopsy relaxes one barrier after the other, so
that several are several single ways out; an attempt without any has none alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sipabm.barriers import FAMILY_OF_BARRIER, Barrier, label_of
from sipabm.report.notebook import notebook_page
from sipabm.tables.run_tables import RunTables, checked_rows
from sipabm.words import Domain, Outcome, Stage

NAMES = [barrier.name.lower() for barrier in Barrier]
LABELS = {barrier.name.lower(): label_of(barrier) for barrier in Barrier}
FAMILIES = {barrier.name.lower(): family.name.lower() for barrier, family in FAMILY_OF_BARRIER.items()}
NONE_ALONE = Barrier.NONE_ALONE.name.lower()
STUDY = "autopsy"
BARRIER_NUMBERS = ("ended", "stood", "stood_alone", "opened_at_gate", "opened_at_table")
ALONE, ALL_TOGETHER, ANY_ONE, NO_ONE = "alone", "all together", "any one of them", "none of them alone"
READINGS = {
    ALONE: "one barrier stood there, and nothing else",
    ALL_TOGETHER: "several stood at one gate; all would have had to go",
    ANY_ONE: "at the table; without any one of them there would have been a surplus",
    NO_ONE: "at the table; no single one of them would have been enough for a surplus",
}


@dataclass(frozen=True)
class Autopsy:
    """What stopped the attempts of some runs, as tables of numbers per run.

    `sets` has a row for each set of barriers and its reading, most frequent first; `barriers` one for each barrier;
    `by_domain_and_year` one for each welfare area, year and the barrier that ended the attempt, so that they add up.
    """

    scenario: str
    replicates: int
    ended: float
    sets: pd.DataFrame
    barriers: pd.DataFrame
    by_domain_and_year: pd.DataFrame

    def __repr__(self) -> str:
        return f"Autopsy of '{self.scenario}': {len(self.sets)} sets of barriers in {self.replicates} runs"

    def _repr_html_(self) -> str:
        """Return what a notebook shows: what it is of, and the row of each barrier."""
        return notebook_page(repr(self), [self.barriers])


def autopsy(results: RunTables) -> Autopsy:
    """Return what stopped the attempts of one run or many; ScenarioError if they were run without rows."""
    results = checked_rows(results)
    attempts, runs = results.attempts, len(results.runs)
    stopped = stopped_attempts(attempts)
    counts = counted_sets(stopped)
    return Autopsy(
        results.scenario.name,
        runs,
        len(attempts) / runs,
        sets_table(counts, runs),
        barriers_table(stopped, counts, runs),
        domain_and_year_table(stopped, sorted(results.yearly["year"].unique()), runs),
    )


def stopped_attempts(attempts: pd.DataFrame) -> pd.DataFrame:
    """Return the attempts that were stopped, with `at_table` where barriers were relaxed one by one."""
    stopped = attempts[attempts["outcome"] == Outcome.STOPPED.name.lower()]
    # Laws, governments and talks that break down stop attempts at this stage as well, but with nothing relaxed: there
    # the surplus is not negative.
    at_table = (stopped["stage"] == Stage.NEGOTIATION.name.lower()) & (stopped["surplus"] < 0)
    return stopped.assign(at_table=at_table)


def counted_sets(stopped: pd.DataFrame) -> pd.DataFrame:
    """Return how many attempts each set of barriers stopped, at gates and at the table, and how it is to be read."""
    counts = stopped.groupby(["barriers", "at_table"], observed=True).size().rename("stopped").reset_index()
    counts["barriers"] = counts["barriers"].astype(str)
    counts["members"] = counts["barriers"].str.split(" + ", regex=False)
    counts["size"] = counts["members"].str.len()
    several = counts["size"] > 1
    # In this order, as the first case that fits is taken: several at the table are several as well.
    cases = [counts["barriers"] == NONE_ALONE, several & counts["at_table"], several]
    counts["reading"] = np.select(cases, [NO_ONE, ANY_ONE, ALL_TOGETHER], ALONE)
    return counts


def sets_table(counts: pd.DataFrame, runs: int) -> pd.DataFrame:
    """Return a row for each set of barriers and reading: attempts per run, share of those stopped."""
    table = counts.groupby(["barriers", "size", "reading"], as_index=False)["stopped"].sum()
    table["share"] = table["stopped"] / max(1, table["stopped"].sum())
    table.insert(3, "stopped_a_run", table.pop("stopped") / runs)
    return table.sort_values(["stopped_a_run", "barriers"], ascending=[False, True], ignore_index=True)


def barriers_table(stopped: pd.DataFrame, counts: pd.DataFrame, runs: int) -> pd.DataFrame:
    """Return a row for each barrier: attempts per run that it ended, where it stood, stood alone, would have opened.

    `opened_at_gate`: it stood there alone, so that without it the attempt would have gone on to the next stage.
    `opened_at_table`: relaxed alone it gave a surplus. Neither says that a contract would have been signed.
    """
    ended = stopped["barrier"].astype(str).value_counts()
    rows = [{**barrier_row(name, counts), "ended": ended.get(name, 0)} for name in NAMES]
    table = pd.DataFrame(rows)[["family", "barrier", "label", *BARRIER_NUMBERS]]
    table[list(BARRIER_NUMBERS)] /= runs
    return table


def barrier_row(name: str, counts: pd.DataFrame) -> dict[str, object]:
    """Return a barrier's counts over all runs, but for the attempts that it ended."""
    stood = counts[np.array([name in members for members in counts["members"]], dtype=bool)]
    alone = stood["reading"] == ALONE
    # None alone is an answer to the autopsy, and no barrier that could be taken away.
    opens = int(name != NONE_ALONE)
    return {
        "family": FAMILIES[name],
        "barrier": name,
        "label": LABELS[name],
        "stood": stood["stopped"].sum(),
        "stood_alone": stood["stopped"][alone].sum(),
        "opened_at_gate": opens * stood["stopped"][alone & ~stood["at_table"]].sum(),
        "opened_at_table": opens * stood["stopped"][stood["at_table"]].sum(),
    }


def domain_and_year_table(stopped: pd.DataFrame, years: Sequence[int], runs: int) -> pd.DataFrame:
    """Return a row for each welfare area, year of the end and barrier that ended the attempt: attempts per run."""
    areas = [domain.name.lower() for domain in Domain]
    # Also where nothing was stopped, as zeros: curves of areas and years need all their points.
    whole = pd.MultiIndex.from_product([areas, years, NAMES], names=["domain", "year", "barrier"])
    keyed = pd.DataFrame(
        {
            "domain": stopped["domain"].astype(str),
            "year": stopped["ended"].dt.year.astype(int),
            "barrier": stopped["barrier"].astype(str),
        }
    )
    counts = keyed.groupby(whole.names).size()
    table = (counts.reindex(whole, fill_value=0) / runs).rename("stopped_a_run").reset_index()
    table.insert(2, "family", table["barrier"].map(FAMILIES))
    table.insert(4, "label", table["barrier"].map(LABELS))
    return table
