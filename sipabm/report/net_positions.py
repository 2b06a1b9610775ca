"""Net positions: what each party has in the end from attempts that ended, and would have from ordinary contracts."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from sipabm import quarters
from sipabm.report.flows import (
    EVERYONE,
    EVERYONE_LABEL,
    FLOWS,
    NET_CASH,
    NET_WITH_OTHER,
    NETS,
    OTHER_VALUE,
    PARTIES,
    Dates,
    Discount,
    Flows,
    discounted_contracts,
    discounted_ordinary,
    discounted_stopped,
    flows_of_contracts,
    flows_of_ordinary,
    flows_of_stopped,
    nets,
)
from sipabm.report.funnel import EVERY_DOMAIN
from sipabm.scenario import Scenario
from sipabm.statistics.bands import share
from sipabm.statistics.tails import worst_tenth
from sipabm.tables.run_tables import RunTables
from sipabm.words import Domain

EPOCH = quarters.ordinal("1970Q1")  # from which pandas counts quarters
ORDINARY = "_ordinary"  # at the end of what an ordinary contract would have left


class Settled(NamedTuple):
    """What has come to its end: attempts that were stopped, and contracts of those that were signed."""

    stopped: pd.DataFrame
    contracts: pd.DataFrame


def settled(results: RunTables) -> Settled:
    """Return the attempts of some runs whose end is known: nothing of a contract that still runs, not its costs either.

    With its costs alone every contract that still runs would be a loss.
    """
    attempts, contracts = results.attempts, results.contracts
    return Settled(attempts[attempts["outcome"] == "stopped"], contracts[contracts["status"] != "running"])


def flows_table(flows: Flows, rows: pd.DataFrame) -> pd.DataFrame:
    """Return flows as a table in which every flow and party has a column, of nothing where there is none."""
    columns = pd.MultiIndex.from_product([[*FLOWS, OTHER_VALUE], PARTIES], names=["flow", "party"])
    return pd.DataFrame(flows, index=rows.index).reindex(columns=columns, fill_value=0.0).astype(float)


def nets_tables(flows: Flows, rows: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return net cash, and that with other value, of each row: a column for each party."""
    return {
        net: pd.DataFrame(columns, index=rows.index).reindex(columns=list(PARTIES), fill_value=0.0).astype(float)
        for net, columns in nets(flows).items()
    }


def net_positions(results: RunTables, discount: float = 0.0) -> pd.DataFrame:
    """Return one row for each domain and party, and one for all parties: flows and net positions, million USD per run.

    They cover attempts that were stopped and partnerships that ended. A net position is the difference from doing
    nothing; `net_cash_ordinary` is what an ordinary contract for each partnership that ended would have left. Both are
    there once more for each of these partnerships and for each year of the run. `worst_tenth` is the mean net cash of a
    party in the tenth of partnerships that are worst for it, `worst_tenth_ordinary` that of ordinary contracts. With a
    `discount`, a yearly rate, all is brought back to the beginning of the run's first year.
    """
    ended, back = settled(results), discount_of(results.scenario, discount)
    parts = [positions_of(EVERY_DOMAIN, ended, results, back)]
    for domain in Domain:
        area = domain.name.lower()
        own = Settled(*(rows[rows["domain"] == area] for rows in ended))
        parts.append(positions_of(area, own, results, back))
    return pd.concat(parts, ignore_index=True)


def discount_of(scenario: Scenario, rate: float) -> Discount | None:
    """Return a discount to the beginning of a scenario's first year; none at no rate."""
    return Discount(rate, quarters.ordinal(scenario.first_quarter) // quarters.QUARTERS_A_YEAR) if rate else None


def quarters_in(rows: pd.DataFrame, name: str) -> pd.Series:
    """Return a column of quarters, counted as `sipabm.quarters` does."""
    return pd.Series(rows[name].array.asi8 + EPOCH, rows.index)


def positions_of(domain: str, ended: Settled, results: RunTables, discount: Discount | None = None) -> pd.DataFrame:
    """Return the rows of one domain."""
    runs, years = len(results.runs), results.scenario.quarters / quarters.QUARTERS_A_YEAR
    dates = Dates(*(quarters_in(ended.contracts, name) for name in Dates._fields))
    of_contracts = discounted_contracts(flows_of_contracts(ended.contracts), dates, discount)
    ordinary = discounted_ordinary(flows_of_ordinary(ended.contracts), dates, discount)
    spent = discounted_stopped(flows_of_stopped(ended.stopped), quarters_in(ended.stopped, "ended"), discount)
    stopped = flows_table(spent, ended.stopped)
    sums = (flows_table(of_contracts, ended.contracts).sum() + stopped.sum()) / runs
    table = with_everyone(sums.unstack("flow").loc[list(PARTIES), [*FLOWS, OTHER_VALUE]])
    table = table.assign(**of_sums(table))
    of_ordinary = flows_table(ordinary, ended.contracts).sum() / runs
    plain = with_everyone(of_ordinary.unstack("flow").loc[list(PARTIES)])
    table = table.assign(**{f"{name}{ORDINARY}": values for name, values in of_sums(plain).items()})
    partnerships = pd.Series(len(ended.contracts) / runs, table.index)
    for name in NETS:
        table[f"{name}_per_partnership"] = share(table[name], partnerships)
        table[f"{name}_a_year"] = table[name] / years
    for ending, flows in (("", of_contracts), (ORDINARY, ordinary)):
        cash = nets_tables(flows, ended.contracts)[NET_CASH]
        table[f"worst_tenth{ending}"] = worst_tenth(cash.assign(**{EVERYONE: cash.sum(axis=1)}))
    table.insert(0, "label", pd.Series({**PARTIES, EVERYONE: EVERYONE_LABEL}))
    table.insert(0, "domain", domain)
    return table.rename_axis(index="party", columns=None).reset_index()


def of_sums(table: pd.DataFrame) -> dict[str, pd.Series]:
    """Return net cash, and that with other value, of rows with a column for each flow."""
    cash = table[list(FLOWS)].sum(axis=1)
    return {NET_CASH: cash, NET_WITH_OTHER: cash + table[OTHER_VALUE]}


def with_everyone(table: pd.DataFrame) -> pd.DataFrame:
    """Return rows of parties and a last one of all of them together."""
    return pd.concat([table, table.sum().to_frame(EVERYONE).T])
