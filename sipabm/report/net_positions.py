"""Net positions: what each party has in the end from attempts that ended, and would have from ordinary contracts."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from sipabm import quarters
from sipabm.report.funnel import EVERY_DOMAIN
from sipabm.report.pockets import FUND, label_of
from sipabm.statistics.bands import share
from sipabm.statistics.tails import worst_tenth
from sipabm.tables.run_tables import RunTables
from sipabm.words import Domain

AUTHORITY, DEPARTMENTS, AUTHORITIES, STATE = "authority", "other_departments", "other_authorities", "state"
GUARANTORS, PROVIDERS, INVESTORS = "guarantors", "providers", "investors"
CITIZENS, FIRMS = "citizens", "local_firms"
PARTIES = {
    AUTHORITY: "the authority",
    DEPARTMENTS: label_of(DEPARTMENTS),
    AUTHORITIES: label_of(AUTHORITIES),
    STATE: label_of(STATE),
    FUND: label_of(FUND),
    GUARANTORS: "guarantors outside",
    PROVIDERS: "providers",
    INVESTORS: "investors",
    CITIZENS: label_of(CITIZENS),
    FIRMS: label_of(FIRMS),
}
EVERYONE, EVERYONE_LABEL = "all", "all together"
# What a party has in cash is the sum of these. Over all parties the transfers are nothing: one pays what another gets.
CASH_SAVED, TRANSFERS, SERVICE, DEVELOPMENT, AFTER = FLOWS = (
    "cash_saved",
    "transfers",
    "service",
    "development",
    "after_signature",
)
OTHER_VALUE = "other_value"
NET_CASH, NET_WITH_OTHER = NETS = ("net_cash", "net_with_other_value")
ORDINARY = "_ordinary"  # at the end of what an ordinary contract would have left
COSTS = {AUTHORITY: "cost_authority", FUND: "cost_funds", PROVIDERS: "cost_provider", INVESTORS: "cost_investors"}
SAVINGS = {
    AUTHORITY: "value_own_cashable",
    DEPARTMENTS: "value_other_departments",
    AUTHORITIES: "value_other_authorities",
    STATE: "value_state",
}
OTHER_VALUES = {CITIZENS: "value_citizens", FIRMS: "value_local_firms"}


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


def flows_of_contracts(contracts: pd.DataFrame) -> pd.DataFrame:
    """Return what each party gets (and, negative, gives) in each contract that ended, million USD.

    A row for each contract, a column for each flow and party: cash saved by the effect, other value of it, transfers
    between parties, capital spent on service, and costs of development and after signature.
    """
    by_investors = contracts["capital_investors"] / contracts["capital"]
    unspent, fee = contracts["returned"], contracts["break_fee"]
    paid = {
        AUTHORITY: contracts["payment_authority"] + fee + contracts["fund_repaid"],
        DEPARTMENTS: contracts["payment_departments"],
        AUTHORITIES: contracts["payment_authorities"],
        STATE: contracts["payment_state"],
        FUND: contracts["payment_fund"] - contracts["fund_repaid"],
        GUARANTORS: contracts["guarantee_paid"],
    }
    received = {
        # What investors receive holds their unspent capital, which is no transfer: they had put it in.
        PROVIDERS: contracts["to_provider"] + fee * (1.0 - by_investors),
        INVESTORS: contracts["to_investors"] - unspent * by_investors,
    }
    spent = {PROVIDERS: contracts["spent"] * (1.0 - by_investors), INVESTORS: contracts["spent"] * by_investors}
    flows = {
        **{(CASH_SAVED, party): contracts[column] for party, column in SAVINGS.items()},
        **{(OTHER_VALUE, party): contracts[column] for party, column in OTHER_VALUES.items()},
        **{(TRANSFERS, party): -amount for party, amount in paid.items()},
        **{(TRANSFERS, party): amount for party, amount in received.items()},
        **{(SERVICE, party): -amount for party, amount in spent.items()},
        **development(contracts),
        (AFTER, AUTHORITY): -contracts["cost_after"],
        (AFTER, PROVIDERS): -contracts["burden"],
    }
    return every_flow(flows, contracts.index)


def flows_of_stopped(attempts: pd.DataFrame) -> pd.DataFrame:
    """Return what each party gave to attempts that were stopped: their development, million USD."""
    return every_flow(development(attempts), attempts.index)


def flows_of_ordinary(contracts: pd.DataFrame) -> pd.DataFrame:
    """Return what an ordinary contract for the same programme would have brought each party, in the same form.

    The authority alone pays: what the service costs, as it is delivered, and setting the contract up (all parties' cost
    of that, as a bidder's is in its price). Its effect is shared out as that of the partnership is.
    """
    # What is divided by no effect is no effect: the ordinary contract has the same luck and no more adaptation.
    part = share(contracts["conventional_effect"], contracts["effect"]).fillna(0.0)
    flows = {
        **{(CASH_SAVED, party): contracts[column] * part for party, column in SAVINGS.items()},
        **{(OTHER_VALUE, party): contracts[column] * part for party, column in OTHER_VALUES.items()},
        (TRANSFERS, AUTHORITY): -contracts["spent"],
        (TRANSFERS, PROVIDERS): contracts["spent"],
        (SERVICE, PROVIDERS): -contracts["spent"],
        (DEVELOPMENT, AUTHORITY): -contracts["conventional_cost"],
    }
    return every_flow(flows, contracts.index)


def development(rows: pd.DataFrame) -> dict[tuple[str, str], pd.Series]:
    """Return what each party gave to the development of attempts or contracts."""
    return {(DEVELOPMENT, party): -rows[column] for party, column in COSTS.items()}


def every_flow(flows: dict[tuple[str, str], pd.Series], rows: pd.Index) -> pd.DataFrame:
    """Return flows as a table in which every flow and party has a column, of nothing where there is none."""
    columns = pd.MultiIndex.from_product([[*FLOWS, OTHER_VALUE], PARTIES], names=["flow", "party"])
    return pd.DataFrame(flows, index=rows).reindex(columns=columns, fill_value=0.0).astype(float)


def nets(flows: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return what each party has in cash, and in cash and other value together, from its flows: a column each."""
    cash = sum((flows[flow] for flow in FLOWS[1:]), flows[CASH_SAVED])
    return {NET_CASH: cash, NET_WITH_OTHER: cash + flows[OTHER_VALUE]}


def net_positions(results: RunTables) -> pd.DataFrame:
    """Return one row for each domain and party, and one for all parties: flows and net positions, million USD per run.

    They cover attempts that were stopped and partnerships that ended. A net position is the difference from doing
    nothing; `net_cash_ordinary` is what an ordinary contract for each partnership that ended would have left. Both are
    there once more for each of these partnerships and for each year of the run. `worst_tenth` is the mean net cash of a
    party in the tenth of partnerships that are worst for it, `worst_tenth_ordinary` that of ordinary contracts.
    """
    ended = settled(results)
    parts = [positions_of(EVERY_DOMAIN, ended, results)]
    for domain in Domain:
        area = domain.name.lower()
        own = Settled(*(rows[rows["domain"] == area] for rows in ended))
        parts.append(positions_of(area, own, results))
    return pd.concat(parts, ignore_index=True)


def positions_of(domain: str, ended: Settled, results: RunTables) -> pd.DataFrame:
    """Return the rows of one domain."""
    runs, years = len(results.runs), results.scenario.quarters / quarters.QUARTERS_A_YEAR
    of_contracts, ordinary = flows_of_contracts(ended.contracts), flows_of_ordinary(ended.contracts)
    sums = (of_contracts.sum() + flows_of_stopped(ended.stopped).sum()) / runs
    table = with_everyone(sums.unstack("flow").loc[list(PARTIES), [*FLOWS, OTHER_VALUE]])
    table = table.assign(**of_sums(table))
    plain = with_everyone((ordinary.sum() / runs).unstack("flow").loc[list(PARTIES)])
    table = table.assign(**{f"{name}{ORDINARY}": values for name, values in of_sums(plain).items()})
    partnerships = pd.Series(len(ended.contracts) / runs, table.index)
    for name in NETS:
        table[f"{name}_per_partnership"] = share(table[name], partnerships)
        table[f"{name}_a_year"] = table[name] / years
    for ending, flows in (("", of_contracts), (ORDINARY, ordinary)):
        cash = nets(flows)[NET_CASH]
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
