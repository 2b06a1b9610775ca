"""Cohorts: attempts begun in some years, followed to their end, and what each run of them leaves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from sipabm import quarters
from sipabm.errors import ScenarioError, not_allowed
from sipabm.report.net_positions import (
    NET_CASH,
    NETS,
    PARTIES,
    Settled,
    flows_of_contracts,
    flows_of_ordinary,
    flows_of_stopped,
    nets,
    settled,
)
from sipabm.scenario import Scenario
from sipabm.scenario.differences import differing_values
from sipabm.sweeps.run_columns import OwnColumns
from sipabm.tables.run_tables import RunTables
from sipabm.words import CONTRACT_YEARS

LONGEST_CONTRACT = max(CONTRACT_YEARS)
# Years; of a thousand attempts hardly one is developed for longer, which a test holds.
LONGEST_DEVELOPMENT = 5
QUARTERS_SERVED = range(1, quarters.QUARTERS_A_YEAR * LONGEST_CONTRACT + 1)
COUNTS = ("started", "developing", "signed", "running", "ended", "successful", "ended_early", "effect")
EARLY, OTHERWISE, AT_RISK = BY_DURATION = ("early_after", "otherwise_after", "served")
AGAINST = "_against_ordinary"
LOSS = "loss"
KINDS = tuple(f"{kind}{ending}" for kind in (*NETS, LOSS) for ending in ("", AGAINST))
UNNAMED = ("name", "description")  # what differs between two scenarios without any effect


class Cohort(NamedTuple):
    """The calendar years, the first and the last, in which attempts of a cohort began; their area, None for all."""

    first: int
    last: int
    area: str | None = None

    def __str__(self) -> str:
        return f"{self.first}" if self.first == self.last else f"{self.first} to {self.last}"

    def column(self, name: str) -> str:
        """Return what a column of this cohort is called."""
        return "_".join(filter(None, [name, "begun", str(self.first), str(self.last), self.area]))


def checked_begun(begun: Any, years: tuple[int, int]) -> Cohort | None:
    """Return the years in which attempts begin, none if none are given; ScenarioError unless they lie in the runs.

    The first or the last may be None: that of all `years`.
    """
    if begun is None:
        return None
    pair = tuple(begun) if isinstance(begun, list | tuple) else ()
    window = f"from {years[0]} to {years[1]}"
    if len(pair) != 2 or any(isinstance(year, bool) or not isinstance(year, int | None) for year in pair):
        raise not_allowed("begun", begun, f"a first and a last year {window}, like ({years[0]}, {years[0]})")
    first, last = (end if year is None else year for year, end in zip(pair, years, strict=True))
    # In words, as the command line knows no tuples.
    for name, year in (("first", first), ("last", last)):
        if not years[0] <= year <= years[1]:
            raise not_allowed(f"begun: {name}", year, f"a year {window}")
    if first > last:
        raise ScenarioError(f"begun: last = {last} is before first = {first}; give a last year that is not earlier")
    return Cohort(first, last)


def cohort_of(base: Scenario, other: Scenario, years: tuple[int, int]) -> Cohort:
    """Return the attempts that an alternative may change and that can be followed: from its start on, a year at least.

    They begin no later than the longest development and the longest contract before the last year, nor after a policy's
    end. `years` are the first and last that count.
    """
    begins, ends = policy_years(base, other, years)
    followed = years[1] - LONGEST_DEVELOPMENT - LONGEST_CONTRACT
    return Cohort(begins, max(begins, min(ends, followed)))


def policy_years(base: Scenario, other: Scenario, years: tuple[int, int]) -> tuple[int, int]:
    """Return the first and last year of the policies by which an alternative differs; all years if it differs else."""
    settings = policies_changed(base, other)
    if not settings:
        return years
    firsts = [year_of(each.first) for each in settings if each.first]
    lasts = [year_of(each.last) if each.last else years[1] for each in settings if each.first]
    begins = min(max(min(firsts, default=years[0]), years[0]), years[1])
    return begins, max(begins, min(max(lasts, default=years[1]), years[1]))


def policy_start(base: Scenario, other: Scenario) -> str | None:
    """Return the quarter in which the policies start by which an alternative differs; none if it differs else."""
    return min((each.first for each in policies_changed(base, other) if each.first), key=quarters.ordinal, default=None)


def policies_changed(base: Scenario, other: Scenario) -> list[Any]:
    """Return the settings, of both, of the levers by whose policies alone an alternative differs; none otherwise."""
    changed = {each.field for each in differing_values(base, other)} - set(UNNAMED)
    # A policy alone has dates; practice and every other number are so from the start.
    if any(not name.startswith("levers.") or name.endswith(".practice") for name in changed):
        return []
    named = {name.split(".")[1] for name in changed}
    return [getattr(one.levers, lever) for one in (base, other) for lever in named]


def year_of(quarter: str) -> int:
    """Return the calendar year of a quarter."""
    return quarters.ordinal(quarter) // quarters.QUARTERS_A_YEAR


def cohort_columns(cohorts: Iterable[Cohort]) -> tuple[OwnColumns, ...]:
    """Return what is kept of every run for some cohorts."""
    names = [*COUNTS, *duration_names(), *(f"{kind}_{party}" for kind in KINDS for party in PARTIES)]
    return tuple(
        OwnColumns(tuple(map(cohort.column, names)), partial(of_cohort, cohort)) for cohort in dict.fromkeys(cohorts)
    )


def duration_names() -> list[str]:
    """Return the columns of contracts by quarters of service."""
    return [f"{name}_{quarter}" for name in BY_DURATION for quarter in QUARTERS_SERVED]


def of_cohort(cohort: Cohort, results: RunTables) -> pd.DataFrame:
    """Return a row for each run of what is kept of a cohort, under the names of its columns."""
    runs, both = results.runs["run"], settled(results)
    ended = Settled(*(rows[is_begun(rows, cohort)] for rows in both))
    contracts = results.contracts[is_begun(results.contracts, cohort)]
    parts = [
        counts_of(cohort, results, ended, contracts),
        durations_of(contracts),
        positions_of(ended, runs),
    ]
    table = pd.concat([part.reindex(runs, fill_value=0.0).fillna(0.0) for part in parts], axis=1)
    return table.rename(columns=cohort.column)


def is_begun(rows: pd.DataFrame, cohort: Cohort) -> pd.Series:
    """Return whether attempts or contracts began in the years of a cohort."""
    return rows["started"].dt.year.between(cohort.first, cohort.last) & is_in(rows, cohort.area)


def is_in(rows: pd.DataFrame, area: str | None) -> pd.Series:
    """Return whether rows are of a welfare area."""
    return (rows["domain"] == area) | (area is None)


def counts_of(cohort: Cohort, results: RunTables, ended: Settled, contracts: pd.DataFrame) -> pd.DataFrame:
    """Return for each run how many attempts of a cohort began, and how far they came."""
    yearly = results.yearly[is_in(results.yearly, cohort.area)]
    started = yearly[yearly["year"].between(cohort.first, cohort.last)].groupby("run")["started"].sum()
    known = ended.contracts.assign(
        early=ended.contracts["status"] != "delivered",
        good=(ended.contracts["status"] == "delivered")
        & (ended.contracts["effect"] >= ended.contracts["run"].map(results.number("success_threshold"))),
    ).groupby("run")
    table = pd.DataFrame({"started": started}).assign(
        stopped=ended.stopped["run"].value_counts(),
        signed=contracts["run"].value_counts(),
        ended=known.size(),
        successful=known["good"].sum(),
        ended_early=known["early"].sum(),
        effect=known["effect"].sum(),
    )
    table = table.fillna(0.0).astype(float)
    # Of attempts still under development there is no row.
    table["developing"] = table["started"] - table["stopped"] - table["signed"]
    table["running"] = table["signed"] - table["ended"]
    return table[list(COUNTS)]


def durations_of(contracts: pd.DataFrame) -> pd.DataFrame:
    """Return for each run its contracts by quarters of service: ended early, ended otherwise, served so long."""
    served, status = contracts["quarters_run"].to_numpy()[:, None], contracts["status"].astype(str).to_numpy()[:, None]
    quarter = np.array(QUARTERS_SERVED)
    delivered, running = status == "delivered", status == "running"
    parts = [(served == quarter) & ~delivered & ~running, (served == quarter) & delivered, served >= quarter]
    table = pd.DataFrame(np.hstack(parts), columns=duration_names(), index=contracts["run"])
    return table.astype(float).groupby(level="run").sum()


def positions_of(ended: Settled, runs: pd.Series) -> pd.DataFrame:
    """Return for each run what each party has of attempts that ended, and how it differs from ordinary contracts."""
    signed, stopped = ended.contracts["run"], ended.stopped["run"]
    partnerships = summed(with_loss(nets(flows_of_contracts(ended.contracts))), signed, runs)
    ordinary = summed(with_loss(nets(flows_of_ordinary(ended.contracts))), signed, runs)
    failed = summed(nets(flows_of_stopped(ended.stopped)), stopped, runs)
    # Losses are of partnerships: an attempt that was stopped is no risk that its contract shares out.
    positions = {kind: table + failed.get(kind, 0.0) for kind, table in partnerships.items()}
    positions |= {f"{kind}{AGAINST}": table - ordinary[kind] for kind, table in positions.items()}
    return pd.concat([table.add_prefix(f"{kind}_") for kind, table in positions.items()], axis=1)


def with_loss(positions: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Return net positions of partnerships, and what each party lacks where its net cash is below nothing."""
    return {**positions, LOSS: (-positions[NET_CASH]).clip(lower=0.0)}


def summed(positions: Mapping[str, pd.DataFrame], run: pd.Series, runs: pd.Series) -> dict[str, pd.DataFrame]:
    """Return the net positions of each run: a column for each party."""
    return {net: table.groupby(run).sum().reindex(runs, fill_value=0.0) for net, table in positions.items()}
