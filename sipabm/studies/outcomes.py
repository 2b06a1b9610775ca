"""Outcomes: what each contract brought to whom, and the same deal in two worlds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from sipabm import quarters
from sipabm.arguments import ScenarioOrName, checked_scenario
from sipabm.report.pockets import PAYMENTS
from sipabm.scenario import Scenario
from sipabm.sweeps.measured import Measured, measured_tables
from sipabm.sweeps.measures import Measure
from sipabm.tables.run_tables import RunTables
from sipabm.words import CONTRACT_YEARS

# An authority starts one attempt per quarter at most.
SAME_ATTEMPT = ["run", "authority", "started"]
SAME_DEAL = [*SAME_ATTEMPT, "provider"]
# Of the rows of `outcomes`.
SIGNED = Measure("signed", "partnerships signed", "partnerships", ("deal",), less="fewer")
SUCCESSFUL = Measure("successful", "successful partnerships", "partnerships", ("successful",), less="fewer")


def until_all_ended(scenario: ScenarioOrName) -> Scenario:
    """Return a scenario that runs on until every contract signed in its time has ended, however long it is.

    Of contracts still running only early ends would be known, and failure would look frequent.
    """
    scenario = checked_scenario(scenario)
    return scenario.replace(quarters=scenario.quarters + quarters.QUARTERS_A_YEAR * max(CONTRACT_YEARS))


def outcomes(results: RunTables) -> pd.DataFrame:
    """Return the contracts of some runs with what each brought, in million USD; nothing while it still runs.

    `year` is that of signature. `deal`, `ended`, `delivered`, `ended_early`, `successful` are 1 or 0. `paid` is the
    outcome payment, `misplaced` its part for no effect, `left_unpaid` what an effect within the cap would have
    brought more than was paid. `net` is what a party has got back beyond what it put in, `loss` what it lacks; a
    guarantee that is due is the guarantor's loss.
    """
    contracts = results.contracts
    status = contracts["status"].astype(str)
    ended, delivered = (status != "running").astype(float), (status == "delivered").astype(float)
    threshold, cap = (contracts["run"].map(results.number(name)) for name in ("success_threshold", "payment_cap"))
    successful = delivered * (contracts["effect"] >= threshold)
    about = {"year": contracts["signed"].dt.year.astype(int), "deal": 1.0}
    flags = {"ended": ended, "delivered": delivered, "ended_early": ended - delivered, "successful": successful}
    return contracts.assign(**about, **flags, **money(contracts, cap, ended))


def money(contracts: pd.DataFrame, cap: pd.Series, ended: pd.Series) -> dict[str, pd.Series]:
    """Return payments, and what each party has more or less than it put in."""
    due = (contracts["price"] * contracts["effect"]).clip(upper=cap) * contracts["capital"]
    paid = contracts[list(PAYMENTS)].sum(axis=1)
    # `to_investors` holds the investors' part of the capital never spent and of the fee for it, `to_provider` neither.
    unspent = contracts["returned"] + contracts["break_fee"]
    rest = unspent * contracts["capital_provider"] / contracts["capital"]
    put_in = contracts["capital_provider"] + contracts["burden"]
    # Capital is put in at the start: without `ended` every contract that still runs would be a loss.
    net_provider = (contracts["to_provider"] + rest - put_in) * ended
    net_investors = (contracts["to_investors"] - contracts["capital_investors"]) * ended
    return {
        "paid": paid,
        "left_unpaid": (due - paid).clip(lower=0) * ended,
        "net_provider": net_provider,
        "net_investors": net_investors,
        "loss_provider": (-net_provider).clip(lower=0),
        "loss_investors": (-net_investors).clip(lower=0),
        "loss_guarantor": contracts["guarantee_paid"] * ended,
    }


def same_deals(first: pd.DataFrame, second: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the rows of deals that two worlds share, as each has them: the same attempt with the same provider.

    Such deals have the same capital, and the same luck in programme, delivery and measurement.
    """
    # Terms may differ between the worlds, the deals not: what differs then is what the change did to them.
    same = first[SAME_DEAL].merge(second[SAME_DEAL])
    return same.merge(first, on=SAME_DEAL), same.merge(second, on=SAME_DEAL)


def is_attempt_of(rows: pd.DataFrame, others: pd.DataFrame) -> pd.Series:
    """Return whether the same attempt is among other rows."""
    own, known = (pd.MultiIndex.from_frame(each[SAME_ATTEMPT]) for each in (rows, others))
    return pd.Series(np.asarray(own.isin(known)), index=rows.index)


def sums_by_run(rows: pd.DataFrame, columns: Sequence[str], runs: Iterable[int]) -> pd.DataFrame:
    """Return the sum of columns over the rows of each of some runs, 0 where a run has none."""
    # A run without rows counts as zero: left out, the mean over runs would be too high.
    return rows.groupby("run")[list(columns)].sum().reindex(list(runs), fill_value=0.0)


def columns_of(measures: Iterable[Measure]) -> tuple[str, ...]:
    """Return the columns that measures sum or divide by, each once."""
    return tuple(dict.fromkeys(column for each in measures for column in (*each.columns, *each.per)))


def measured_rows(measures: Sequence[Measure], rows: Mapping[str, pd.DataFrame], runs: int) -> Measured:
    """Return measures of so many runs of some scenarios from the rows of each, whose columns they sum."""
    columns = columns_of(measures)
    return measured_tables(measures, {label: sums_by_run(each, columns, range(runs)) for label, each in rows.items()})
