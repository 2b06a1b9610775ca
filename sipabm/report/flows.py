"""Flows: what each party gets and gives in attempts and contracts that ended, and would under ordinary contracts.

Rows are a table, or columns by name as arrays: whoever sums over many runs makes no tables. A flow that is nobody's is
left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, Protocol

import numpy as np

from sipabm import quarters
from sipabm.language.units import PERCENT
from sipabm.report.pockets import FUND, label_of
from sipabm.statistics import Numbers

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
# Outcomes funds are among them: what they pay is public money, as that of governments, or stands in for it.
PUBLIC, PUBLIC_LABEL = "public", "all public budgets"
PUBLIC_BUDGETS = (AUTHORITY, DEPARTMENTS, AUTHORITIES, STATE, FUND)
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
COSTS = {AUTHORITY: "cost_authority", FUND: "cost_funds", PROVIDERS: "cost_provider", INVESTORS: "cost_investors"}
SAVINGS = {
    AUTHORITY: "value_own_cashable",
    DEPARTMENTS: "value_other_departments",
    AUTHORITIES: "value_other_authorities",
    STATE: "value_state",
}
OTHER_VALUES = {CITIZENS: "value_citizens", FIRMS: "value_local_firms"}
MIDDLE_OF_A_QUARTER = 0.5
# What each party has of each flow, by flow and party: a column of numbers, a row for each attempt or contract.
Flows = dict[tuple[str, str], Any]


class Discount(NamedTuple):
    """A rate of discount, real and yearly, and the calendar year to whose beginning amounts are brought back."""

    rate: float
    first: int

    def factors(self, quarter: Any) -> Any:
        """Return what amounts of some quarters, counted as `sipabm.quarters` does, are multiplied by."""
        years = (quarter + MIDDLE_OF_A_QUARTER) / quarters.QUARTERS_A_YEAR - self.first
        return (1.0 + self.rate) ** -years


def discount_note(rate: float, back_to: str) -> str:
    """Return in words how amounts are discounted, and of when each flow is taken to be."""
    return (
        f"Discounted: net positions are brought back to {back_to} at {PERCENT * rate:g} % a year, a real rate. "
        "Development counts in the quarter of signature, or in which an attempt is stopped; service and what is spent "
        "after signature on average in the middle of service; payments, cash saved and other value in the quarter in "
        "which the contract ends, as the model settles it once. Counts and sums by calendar year are not discounted."
    )


class Dates(NamedTuple):
    """The quarters in which contracts are signed and end, counted as `sipabm.quarters` does."""

    signed: Any
    ended: Any

    @property
    def served(self) -> Any:
        """Return the middle of service, which begins in the quarter after signature."""
        return (self.signed + 1 + self.ended) / 2


class Columns(Protocol):
    """Columns of attempts or contracts by name: those of a table, or arrays."""

    def __getitem__(self, name: str, /) -> Any:
        """Return a column."""


def flows_of_contracts(contracts: Columns) -> Flows:
    """Return what each party gets (and, negative, gives) in each contract that ended, million USD, by flow and party.

    Flows are cash saved by the effect, other value of it, transfers between parties, capital spent on service, and
    costs of development and after signature.
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
    return {
        **{(CASH_SAVED, party): contracts[column] for party, column in SAVINGS.items()},
        **{(OTHER_VALUE, party): contracts[column] for party, column in OTHER_VALUES.items()},
        **{(TRANSFERS, party): -amount for party, amount in paid.items()},
        **{(TRANSFERS, party): amount for party, amount in received.items()},
        **{(SERVICE, party): -amount for party, amount in spent.items()},
        **flows_of_stopped(contracts),
        (AFTER, AUTHORITY): -contracts["cost_after"],
        (AFTER, PROVIDERS): -contracts["burden"],
    }


def flows_of_stopped(attempts: Columns) -> Flows:
    """Return what each party gave to attempts that were stopped: their development, million USD."""
    return {(DEVELOPMENT, party): -attempts[column] for party, column in COSTS.items()}


def flows_of_ordinary(contracts: Columns) -> Flows:
    """Return what an ordinary contract for the same programme would have brought each party, in the same form.

    The authority alone pays: what the service costs, as it is delivered, and setting the contract up (all parties' cost
    of that, as a bidder's is in its price). Its effect is shared out as that of the partnership is.
    """
    part = part_of_effect(contracts)
    return {
        **{(CASH_SAVED, party): contracts[column] * part for party, column in SAVINGS.items()},
        **{(OTHER_VALUE, party): contracts[column] * part for party, column in OTHER_VALUES.items()},
        (TRANSFERS, AUTHORITY): -contracts["spent"],
        (TRANSFERS, PROVIDERS): contracts["spent"],
        (SERVICE, PROVIDERS): -contracts["spent"],
        (DEVELOPMENT, AUTHORITY): -contracts["conventional_cost"],
    }


def discounted_contracts(flows: Flows, dates: Dates, discount: Discount | None) -> Flows:
    """Return flows of contracts brought back from when they are paid; unchanged without a discount.

    Development is paid at signature, service and what is spent after signature on average in the middle of service, and
    all else where the model has it, which settles a contract once: in the quarter in which it ends.
    """
    when = {DEVELOPMENT: dates.signed, SERVICE: dates.served, AFTER: dates.served}
    return brought_back(flows, when, dates.ended, discount)


def discounted_ordinary(flows: Flows, dates: Dates, discount: Discount | None) -> Flows:
    """Return flows of ordinary contracts brought back: the same, but service is paid for as it is delivered."""
    when = {DEVELOPMENT: dates.signed, SERVICE: dates.served, TRANSFERS: dates.served}
    return brought_back(flows, when, dates.ended, discount)


def discounted_stopped(flows: Flows, ended: Any, discount: Discount | None) -> Flows:
    """Return flows of attempts that were stopped, brought back from the quarter in which they were."""
    return brought_back(flows, {}, ended, discount)


def brought_back(flows: Flows, when: Mapping[str, Any], otherwise: Any, discount: Discount | None) -> Flows:
    """Return flows brought back from the quarters of each, those that are not named from others."""
    if discount is None:
        return flows
    factors = {name: discount.factors(quarter) for name, quarter in when.items()}
    rest = discount.factors(otherwise)
    return {(name, party): amounts * factors.get(name, rest) for (name, party), amounts in flows.items()}


def part_of_effect(contracts: Columns) -> Numbers:
    """Return the effect of an ordinary contract for each programme over that of the partnership.

    What is divided by no effect is no effect: the ordinary contract has the same luck and no more adaptation.
    """
    ordinary, effect = (np.asarray(contracts[name], dtype=float) for name in ("conventional_effect", "effect"))
    return np.divide(ordinary, effect, out=np.zeros_like(effect), where=effect != 0)


def nets(flows: Flows) -> dict[str, dict[str, Any]]:
    """Return what each party has in cash, and in cash and other value together, from its flows: a column each.

    A party without any flow is left out.
    """
    cash = {party: added(flows, party, FLOWS) for party in PARTIES}
    both = {party: added(flows, party, (*FLOWS, OTHER_VALUE)) for party in PARTIES}
    return {
        net: {party: each for party, each in of.items() if each is not None}
        for net, of in ((NET_CASH, cash), (NET_WITH_OTHER, both))
    }


def added(flows: Flows, party: str, names: Sequence[str]) -> Any:
    """Return the sum of some flows of a party, None if it has none of them."""
    columns = [flows[name, party] for name in names if (name, party) in flows]
    return sum(columns[1:], columns[0]) if columns else None
