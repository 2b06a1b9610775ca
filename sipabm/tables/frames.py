"""Tables: histories as pandas frames with names instead of numbers, joined on the column `run`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import IntEnum
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sipabm import quarters
from sipabm.barriers import FAMILY_OF_BARRIER, Barrier
from sipabm.scenario import Scenario
from sipabm.tables.history import STATE_COLUMNS, YEARLY_COLUMNS, History
from sipabm.words import ContractStatus, Domain, Form, Instrument, Outcome, Programme, Rigour, Stage

TABLES = ("runs", "yearly", "attempts", "contracts")
NAMED: dict[str, type[IntEnum]] = {
    "domain": Domain,
    "stage": Stage,
    "outcome": Outcome,
    "barrier": Barrier,
    "status": ContractStatus,
    "programme": Programme,
    "instrument": Instrument,
    "form": Form,
    "rigour": Rigour,
}
STEPS = ("started", "signed", "ended")
FLAGS = ("early_meeting", "pragmatic", "mapped", "pooled", "house", "flexible_allowed", "cashable_only")
TOTALS = (
    "considered", "started", "signed", "delivered", "ended_early", "successful", "capital", "cost_authority",
    "cost_provider", "cost_investors", "cost_after", "burden", "payment", "payment_fund", "fund_repaid",
    "invested", "promised", "received",
)  # fmt: skip
EXITS = [column.name for column in YEARLY_COLUMNS if column.name.startswith("exits_")]


def frames(histories: Sequence[History], scenario: Scenario, seed: int) -> dict[str, pd.DataFrame]:
    """Return the tables runs, yearly, attempts and contracts of some runs of a scenario."""
    yearly = yearly_frame(histories, scenario)
    return {
        "runs": runs_frame(histories, yearly, scenario, seed),
        "yearly": yearly,
        "attempts": rows_frame(histories, scenario, lambda history: history.attempts),
        "contracts": rows_frame(histories, scenario, lambda history: history.contracts),
    }


def names(enumeration: type[IntEnum]) -> list[str]:
    """Return the names of an enumeration in lower case, in its order."""
    return [member.name.lower() for member in enumeration]


def years(scenario: Scenario) -> list[int]:
    """Return the calendar years a run touches."""
    first = quarters.ordinal(scenario.first_quarter)
    last = first + scenario.quarters - 1
    return list(range(first // quarters.QUARTERS_A_YEAR, last // quarters.QUARTERS_A_YEAR + 1))


def yearly_frame(histories: Sequence[History], scenario: Scenario) -> pd.DataFrame:
    """Return one row for each run, year and domain; states are the year's and stand in each of its domains."""
    calendar, domains = years(scenario), names(Domain)
    size = len(calendar) * len(domains)
    frame = pd.DataFrame(
        {
            "run": np.repeat([history.replicate for history in histories], size),
            "year": np.tile(np.repeat(calendar, len(domains)), len(histories)),
            "domain": pd.Categorical.from_codes(
                np.tile(np.arange(len(domains)), len(histories) * len(calendar)), domains
            ),
        }
    )
    counts = np.concatenate([history.yearly.reshape(size, -1) for history in histories])
    states = np.concatenate([np.repeat(history.states, len(domains), axis=0) for history in histories])
    columns = [column.name for column in YEARLY_COLUMNS] + [column.name for column in STATE_COLUMNS]
    values = pd.DataFrame(np.concatenate([counts, states], axis=1), columns=columns)
    return pd.concat([frame, values], axis=1)


def runs_frame(histories: Sequence[History], yearly: pd.DataFrame, scenario: Scenario, seed: int) -> pd.DataFrame:
    """Return one row for each run: what it was, its totals and its shares."""
    sums = yearly.groupby("run")[[*TOTALS, *EXITS, "months", "parties", "success"]].sum()
    frame = sums[list(TOTALS)].copy()
    signed, ended = sums["signed"].replace(0, np.nan), (sums["delivered"] + sums["ended_early"]).replace(0, np.nan)
    frame["stopped"] = sums[EXITS].sum(axis=1)
    frame["conversion"] = sums["signed"] / (sums["signed"] + frame["stopped"]).replace(0, np.nan)
    frame["mean_months_to_signature"] = sums["months"] / signed
    frame["mean_parties_per_deal"] = sums["parties"] / signed
    frame["mean_success"] = sums["success"] / ended
    frame["share_ended_early"] = sums["ended_early"] / ended
    frame.insert(0, "scenario", scenario.name)
    frame.insert(1, "scenario_digest", scenario.digest())
    frame.insert(2, "seed", seed)
    return frame.reset_index()


def rows_frame(
    histories: Sequence[History], scenario: Scenario, part: Callable[[History], NDArray[Any]]
) -> pd.DataFrame:
    """Return attempts or contracts of all runs, one row each, in the order in which they ended."""
    rows = np.concatenate([part(history) for history in histories])
    runs = np.repeat([history.replicate for history in histories], [len(part(history)) for history in histories])
    columns: dict[str, Any] = {"run": runs}
    for name in rows.dtype.names or ():
        columns.update(readable(name, rows[name], scenario))
    return pd.DataFrame(columns)


def readable(name: str, values: NDArray[Any], scenario: Scenario) -> dict[str, Any]:
    """Return one recorded column as the columns a reader expects."""
    if name in NAMED:
        named = pd.Categorical.from_codes(values, names(NAMED[name]))
        return {name: named, "barrier_family": families(values)} if name == "barrier" else {name: named}
    if name in STEPS:
        return {name: quarter_names(values, scenario)}
    if name in FLAGS:
        return {name: values.astype(bool)}
    if name == "country":
        return {name: pd.Categorical.from_codes(values, [country.code for country in scenario.countries])}
    if name == "barriers":
        return {name: barrier_sets(values)}
    if values.ndim > 1:
        return {f"{name}_{place + 1}": values[:, place] for place in range(values.shape[1])}
    return {name: values}


def families(barriers: NDArray[np.int64]) -> pd.Categorical:
    """Return the family of each barrier."""
    family_names = list(dict.fromkeys(family.name.lower() for family in FAMILY_OF_BARRIER.values()))
    code = np.array([family_names.index(FAMILY_OF_BARRIER[barrier].name.lower()) for barrier in Barrier] + [-1])
    return pd.Categorical.from_codes(code[barriers], family_names)


def quarter_names(steps: NDArray[np.int64], scenario: Scenario) -> pd.Categorical:
    """Return steps as quarters like '2012Q3', in calendar order."""
    first = quarters.ordinal(scenario.first_quarter)
    calendar = [quarters.text(first + step) for step in range(scenario.quarters)]
    return pd.Categorical.from_codes(steps, calendar, ordered=True)


def barrier_sets(sets: NDArray[np.int64]) -> pd.Categorical:
    """Return sets of barriers as text like 'silos + cashable_savings', empty for none."""
    different, codes = np.unique(sets, return_inverse=True)
    texts = [" + ".join(barrier.name.lower() for barrier in Barrier if one & (1 << barrier)) for one in different]
    return pd.Categorical.from_codes(codes, texts)
