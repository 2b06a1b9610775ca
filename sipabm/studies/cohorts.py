"""Cohorts: attempts begun in some years, followed to their end, and what each run of them leaves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sipabm import quarters
from sipabm.errors import ScenarioError, not_allowed
from sipabm.report.flows import (
    AUTHORITY,
    NET_CASH,
    NETS,
    OTHER_VALUES,
    PARTIES,
    Dates,
    Discount,
    discounted_contracts,
    discounted_ordinary,
    discounted_stopped,
    flows_of_contracts,
    flows_of_ordinary,
    flows_of_stopped,
    nets,
)
from sipabm.scenario import Scenario
from sipabm.scenario.differences import differing_values
from sipabm.statistics import Numbers
from sipabm.sweeps.histories import Histories, JoinedRows
from sipabm.sweeps.run_columns import OwnColumns
from sipabm.words import CONTRACT_YEARS, ContractStatus, Domain, Outcome

LONGEST_CONTRACT = max(CONTRACT_YEARS)
# Years; of a thousand attempts hardly one is developed for longer, which a test holds.
LONGEST_DEVELOPMENT = 5
QUARTERS_SERVED = range(1, quarters.QUARTERS_A_YEAR * LONGEST_CONTRACT + 1)
COUNTS = ("started", "developing", "signed", "running", "ended", "successful", "ended_early", "effect")
EARLY, OTHERWISE, AT_RISK = BY_DURATION = ("early_after", "otherwise_after", "served")
AGAINST = "_against_ordinary"
LOSS = "loss"
KINDS = tuple(f"{kind}{ending}" for kind in (*NETS, LOSS) for ending in ("", AGAINST))
# Parties that have cash to lose; under an ordinary contract the authority alone has.
LOSERS = tuple(party for party in PARTIES if party not in OTHER_VALUES)
BEYOND, BEYOND_ORDINARY = "loss_beyond", "loss_beyond_ordinary"
# Million USD, evenly in logarithms from what is hardly a loss to what few programmes cost as a whole: so near each
# other that the mean of the worst tenth is about a hundredth too high (and of fewer than ten partnerships a tenth).
THRESHOLDS = np.concatenate([[0.0], 0.02 * 1.5 ** np.arange(18)])
UNNAMED = ("name", "description")  # what differs between two scenarios without any effect


class Cohort(NamedTuple):
    """The calendar years, the first and the last, in which attempts of a cohort began; their area, None for all.

    `discount` is the yearly rate at which what they leave is brought back to the beginning of the first year.
    """

    first: int
    last: int
    area: str | None = None
    discount: float = 0.0

    def __str__(self) -> str:
        return f"{self.first}" if self.first == self.last else f"{self.first} to {self.last}"

    def column(self, name: str) -> str:
        """Return what a column of this cohort is called."""
        rate = f"at_{self.discount!r}" if self.discount else None
        return "_".join(filter(None, [name, "begun", str(self.first), str(self.last), self.area, rate]))


def checked_begun(begun: Any, years: tuple[int, int]) -> Cohort | None:
    """Return the years in which attempts begin, none if none are given; ScenarioError unless they lie in the runs.

    The first or the last may be None: that of all `years`.
    """
    if begun is None:
        return None
    given = begun[:2] if isinstance(begun, Cohort) else begun  # that of another comparison
    pair = tuple(given) if isinstance(given, list | tuple) else ()
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
    return tuple(
        OwnColumns(tuple(map(cohort.column, kept_names())), partial(of_cohort, cohort), of_arrays=True)
        for cohort in dict.fromkeys(cohorts)
    )


def kept_names() -> list[str]:
    """Return what is kept of every run for a cohort, in its order."""
    positions = [f"{kind}_{party}" for kind in KINDS for party in PARTIES]
    losses = [name for party in LOSERS for name in beyond_names(BEYOND, party)]
    return [*COUNTS, *duration_names(), *positions, *losses, *beyond_names(BEYOND_ORDINARY, AUTHORITY)]


def beyond_names(kind: str, party: str) -> list[str]:
    """Return the columns of what losses of a party exceed each threshold by."""
    return [f"{kind}_{number}_{party}" for number in range(len(THRESHOLDS))]


def duration_names() -> list[str]:
    """Return the columns of contracts by quarters of service."""
    return [f"{name}_{quarter}" for name in BY_DURATION for quarter in QUARTERS_SERVED]


def of_cohort(cohort: Cohort, histories: Histories) -> Numbers:
    """Return what is kept of a cohort (runs × names)."""
    attempts, contracts = (rows_of(cohort, histories, rows) for rows in (histories.attempts, histories.contracts))
    parts = [
        counts_of(cohort, histories, attempts, contracts),
        durations_of(contracts, len(histories)),
        positions_of(cohort, histories, attempts, contracts),
    ]
    return np.hstack(parts)


def rows_of(cohort: Cohort, histories: Histories, rows: JoinedRows) -> JoinedRows:
    """Return the attempts or contracts that began in the years of a cohort, in its area."""
    years = histories.years_begun(rows)
    begun = (cohort.first <= years) & (years <= cohort.last)
    return rows.where(begun if cohort.area is None else begun & (rows["domain"] == domain_of(cohort.area)))


def domain_of(area: str) -> int:
    """Return the number of a welfare area."""
    return Domain[area.upper()].value


def domains_of(area: str | None) -> slice:
    """Return the numbers of a welfare area, or of all."""
    return slice(None) if area is None else slice(domain_of(area), domain_of(area) + 1)


def counts_of(cohort: Cohort, histories: Histories, attempts: JoinedRows, contracts: JoinedRows) -> Numbers:
    """Return for each run how many attempts of a cohort began, and how far they came."""
    runs, threshold = len(histories), histories.number("success_threshold")
    ended, delivered = contracts["status"] != ContractStatus.RUNNING, contracts["status"] == ContractStatus.DELIVERED
    found = {
        "started": histories.counted("started", cohort.first, cohort.last, domains_of(cohort.area)),
        "signed": number_by_run(attempts.run, runs, attempts["outcome"] == Outcome.SIGNED),
        "ended": number_by_run(contracts.run, runs, ended),
        "successful": number_by_run(contracts.run, runs, delivered & (contracts["effect"] >= threshold[contracts.run])),
        "ended_early": number_by_run(contracts.run, runs, ended & ~delivered),
        "effect": number_by_run(contracts.run, runs, np.where(ended, contracts["effect"], 0.0)),
    }
    # Of attempts still under development there is no row.
    found["developing"] = found["started"] - number_by_run(attempts.run, runs)
    found["running"] = found["signed"] - found["ended"]
    return np.column_stack([found[name] for name in COUNTS])


def number_by_run(run: NDArray[np.int64], runs: int, amounts: NDArray[Any] | None = None) -> Numbers:
    """Return the sum of amounts of each run, the number of rows if none are given."""
    return np.bincount(run, amounts, runs).astype(float)


def durations_of(contracts: JoinedRows, runs: int) -> Numbers:
    """Return for each run its contracts by quarters of service: ended early, ended otherwise, served so long."""
    longest = QUARTERS_SERVED[-1]
    at = contracts.run * (longest + 1) + contracts["quarters_run"]
    status = contracts["status"]
    delivered, running = status == ContractStatus.DELIVERED, status == ContractStatus.RUNNING
    early, otherwise, every = (
        # A contract that has not begun to serve is at no risk yet.
        np.bincount(at, chosen, runs * (longest + 1)).reshape(runs, -1)[:, 1:]
        for chosen in (~delivered & ~running, delivered, np.ones(len(contracts)))
    )
    return np.hstack([early, otherwise, every[:, ::-1].cumsum(axis=1)[:, ::-1]])


def positions_of(cohort: Cohort, histories: Histories, attempts: JoinedRows, contracts: JoinedRows) -> Numbers:
    """Return for each run what each party has of attempts that ended, and how it differs from ordinary contracts."""
    runs, discount = len(histories), Discount(cohort.discount, cohort.first) if cohort.discount else None
    # Nothing of a contract that still runs: with its costs alone it would be a loss.
    stopped = attempts.where(attempts["outcome"] == Outcome.STOPPED)
    ended = contracts.where(contracts["status"] != ContractStatus.RUNNING)
    dates = Dates(*(histories.first_quarters[ended.run] + ended[name] for name in Dates._fields))
    flows = discounted_contracts(flows_of_contracts(ended), dates, discount)
    ordinary_flows = discounted_ordinary(flows_of_ordinary(ended), dates, discount)
    of_each, of_ordinary = (with_loss(nets(each)) for each in (flows, ordinary_flows))
    partnerships, ordinary = (sums_by_kind(each, ended.run, runs) for each in (of_each, of_ordinary))
    # Losses are of partnerships: an attempt that was stopped is no risk that its contract shares out.
    when = histories.first_quarters[stopped.run] + stopped["ended"]
    spent = discounted_stopped(flows_of_stopped(stopped), when, discount)
    failed = sums_by_kind(nets(spent), stopped.run, runs)
    positions = {kind: sums + failed.get(kind, 0.0) for kind, sums in partnerships.items()}
    positions |= {f"{kind}{AGAINST}": sums - ordinary[kind] for kind, sums in positions.items()}
    losses = [*(of_each[LOSS][party] for party in LOSERS), of_ordinary[LOSS][AUTHORITY]]
    return np.hstack([*(positions[kind] for kind in KINDS), *(beyond(each, ended.run, runs) for each in losses)])


def beyond(losses: Numbers, run: NDArray[np.int64], runs: int) -> Numbers:
    """Return for each run what losses exceed each threshold by, summed (runs × thresholds)."""
    return np.column_stack([number_by_run(run, runs, np.maximum(losses - each, 0.0)) for each in THRESHOLDS])


def with_loss(positions: dict[str, dict[str, Numbers]]) -> dict[str, dict[str, Numbers]]:
    """Return net positions of partnerships, and what each party lacks where its net cash is below nothing."""
    return {**positions, LOSS: {party: np.maximum(-cash, 0.0) for party, cash in positions[NET_CASH].items()}}


def sums_by_kind(
    positions: Mapping[str, Mapping[str, Numbers]], run: NDArray[np.int64], runs: int
) -> dict[str, Numbers]:
    """Return the net positions of each run (runs × parties), by kind."""
    nothing = np.zeros(len(run))
    return {
        kind: np.column_stack([number_by_run(run, runs, by_party.get(party, nothing)) for party in PARTIES])
        for kind, by_party in positions.items()
    }
