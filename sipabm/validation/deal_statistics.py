"""Statistics of deals: what runs show of parties, sizes, durations, money and endings; one number for each run.

Conditions and numbers of a deal are written as pandas reads them, over the columns of `contracts` and those of `deals`.
"""

from __future__ import annotations

from collections.abc import Sequence
from weakref import WeakKeyDictionary

import numpy as np
import pandas as pd

from sipabm import quarters
from sipabm.observed import launches_by_year
from sipabm.statistics.bands import share
from sipabm.tables.run_tables import RunTables
from sipabm.words import CASH_POCKETS

MONTHS_A_QUARTER = 3
# The export is of December 2025; the repaid were counted in 2020 (Brookings).
ENDED_IN_THE_RECORD, COMPLETED_IN_THE_COUNT = 2025, 2020
COSTS = ("cost_authority", "cost_provider", "cost_investors", "cost_funds")
# Of the results that are looked at now: dozens of statistics ask for the same deals.
DEALS: WeakKeyDictionary[RunTables, dict[str, pd.DataFrame]] = WeakKeyDictionary()
FISCAL = tuple(f"value_{pocket.name.lower()}" for pocket in CASH_POCKETS)


def last_observed_year() -> int:
    """Return the last year of which launches were counted in full."""
    return int(launches_by_year()["year"].max())


def up_to(table: pd.DataFrame, column: str, year: int, results: RunTables) -> pd.DataFrame:
    """Return the rows whose quarter lies in a year or before; all rows if the runs only begin after it."""
    first = quarters.ordinal(results.scenario.first_quarter) // quarters.QUARTERS_A_YEAR
    return table if first > year else table[table[column].dt.year <= year]


def deals(results: RunTables, among: str = "") -> pd.DataFrame:
    """Return the contracts signed by the last year observed, those among which a condition holds.

    Added columns: months (from idea to signature), cost (development, million USD), experienced (whether the authority
    had signed in an earlier quarter). Nobody may change what is returned: the next statistic is given it too.
    """
    known = DEALS.setdefault(results, {})
    if "" not in known:
        known[""] = all_deals(results)
    if among not in known:
        known[among] = known[""].query(among)
    return known[among]


def all_deals(results: RunTables) -> pd.DataFrame:
    """Return the contracts signed by the last year observed, with the columns that `deals` adds."""
    contracts = up_to(results.contracts, "signed", last_observed_year(), results)
    signed, started = (contracts[name].array.asi8 for name in ("signed", "started"))
    # The first by number, not by quarter: periods have no minimum in a group.
    first = pd.Series(signed, contracts.index).groupby([contracts["run"], contracts["authority"]]).transform("min")
    return contracts.assign(
        months=MONTHS_A_QUARTER * (signed - started),
        cost=contracts[list(COSTS)].sum(axis="columns"),
        experienced=signed > first,
    )


def ended_deals(year: int, results: RunTables, among: str = "") -> pd.DataFrame:
    """Return the contracts that had ended by a year, those among which a condition holds."""
    ended = up_to(results.contracts.query("status != 'running'"), "ended", year, results)
    return ended.query(among) if among else ended


def by_run(values: pd.Series, table: pd.DataFrame) -> pd.core.groupby.SeriesGroupBy:
    """Return the values of a table's rows, grouped by run."""
    return values.groupby(table["run"])


def share_of_deals(condition: str, results: RunTables, *, among: str = "") -> pd.Series:
    """Return the share of deals for which a condition holds."""
    table = deals(results, among)
    return by_run(table.eval(condition).astype(float), table).mean()


def mean_of_deals(number: str, results: RunTables, *, among: str = "") -> pd.Series:
    """Return the mean of a number over deals."""
    table = deals(results, among)
    return by_run(table.eval(number).astype(float), table).mean()


def quantile_of_deals(number: str, quantile: float, results: RunTables, *, among: str = "") -> pd.Series:
    """Return a quantile of a number over deals."""
    table = deals(results, among)
    return by_run(table.eval(number).astype(float), table).quantile(quantile)


def median_of_deals(number: str, results: RunTables, *, among: str = "") -> pd.Series:
    """Return the median of a number over deals."""
    return quantile_of_deals(number, 0.5, results, among=among)


def spread_of_logarithms(number: str, results: RunTables) -> pd.Series:
    """Return the standard deviation of the natural logarithm of a number over deals; missing for one deal."""
    table = deals(results, f"{number} > 0")
    return by_run(np.log(table[number]), table).std()


def ratio_of_medians(number: str, above: str, below: str, results: RunTables) -> pd.Series:
    """Return the median of a number over some deals divided by that over others."""
    return median_of_deals(number, results, among=above) / median_of_deals(number, results, among=below)


def rank_correlation(one: str, other: str, results: RunTables) -> pd.Series:
    """Return Spearman's rank correlation of two numbers over deals; missing where one of them never varies."""
    table = deals(results)
    ranks = table.groupby("run")[[one, other]].rank().assign(run=table["run"])
    varied = ranks.groupby("run")[[one, other]].std().gt(0).all(axis="columns")
    found = {run: group[one].corr(group[other]) for run, group in ranks.groupby("run") if varied[run]}
    return pd.Series(found, dtype=float)


def number_of_deals(condition: str, results: RunTables) -> pd.Series:
    """Return how many deals meet a condition, 0 for a run without any."""
    counts = deals(results, condition).groupby("run").size()
    return counts.reindex(results.runs["run"], fill_value=0)


def share_of_largest_countries(number: int, results: RunTables) -> pd.Series:
    """Return the share of the countries with most deals in all deals; unnamed countries are none of them."""
    shares = country_shares(results)
    return shares.drop(columns="other", errors="ignore").apply(lambda row: row.nlargest(number).sum(), axis="columns")


def concentration_of_countries(codes: Sequence[str], results: RunTables) -> pd.Series:
    """Return the sum of the squared shares (Herfindahl) of some countries in all deals."""
    return (country_shares(results).reindex(columns=list(codes), fill_value=0.0) ** 2).sum(axis="columns")


def country_shares(results: RunTables) -> pd.DataFrame:
    """Return the share of each country in the deals of each run, a column for each country."""
    table = deals(results)
    counts = table.groupby(["run", table["country"].astype(str)]).size().unstack(fill_value=0)
    return counts.div(counts.sum(axis="columns"), axis="index")


def largest_payment(results: RunTables) -> pd.Series:
    """Return the median of the largest payment a contract allows (million USD)."""
    return median_of_deals("capital", results).mul(results.number("payment_cap"))


def conversion(results: RunTables) -> pd.Series:
    """Return the share of attempts ended by the last year observed that were signed."""
    attempts = up_to(results.attempts, "ended", last_observed_year(), results)
    return by_run(attempts["outcome"].eq("signed").astype(float), attempts).mean()


def cost_per_signature(country: str, results: RunTables) -> pd.Series:
    """Return the development cost of all attempts of a country per partnership signed (million USD)."""
    attempts = up_to(results.attempts, "ended", last_observed_year(), results)
    own = attempts[attempts["country"].astype(str) == country]
    sums = own.assign(cost=own[list(COSTS)].sum(axis="columns"), signed=own["outcome"].eq("signed"))
    totals = sums.groupby("run")[["cost", "signed"]].sum()
    return share(totals["cost"], totals["signed"])


def ended_early(results: RunTables) -> pd.Series:
    """Return the share of deals ended by the date of the export that ended before their term."""
    table = ended_deals(ENDED_IN_THE_RECORD, results)
    return by_run(table["status"].ne("delivered").astype(float), table).mean()


def repaid(results: RunTables) -> pd.Series:
    """Return the share of deals ended by the year of the count whose investors had their capital back."""
    return ratio_of_counts(["repaid"], ["with_investors"], COMPLETED_IN_THE_COUNT, results)


def total_return(results: RunTables) -> pd.Series:
    """Return the median total return of investors (share of capital) of deals delivered by the year of the count."""
    table = ended_deals(COMPLETED_IN_THE_COUNT, results, "status == 'delivered' and capital_investors > 0")
    return by_run(table["to_investors"] / table["capital_investors"] - 1, table).median()


def value_per_payment(results: RunTables) -> pd.Series:
    """Return public value per outcome payment (USD per USD) of deals ended by the last year observed."""
    return ratio_of_counts(value_columns(results), ["payment"], last_observed_year(), results)


def fiscal_share(results: RunTables) -> pd.Series:
    """Return the share of public value that saves any public budget cash, of deals ended by the last year observed."""
    # The record's own ratio, the one place where cash and other value are added.
    values = value_columns(results)
    return ratio_of_counts([name for name in values if name in FISCAL], values, last_observed_year(), results)


def value_columns(results: RunTables) -> list[str]:
    """Return the names of the yearly columns of public value, one for each pocket."""
    return [name for name in results.yearly.columns if name.startswith("value_")]


def ratio_of_counts(above: Sequence[str], below: Sequence[str], year: int, results: RunTables) -> pd.Series:
    """Return the sum of some yearly counts up to a year divided by that of others; missing where that is nothing."""
    first = quarters.ordinal(results.scenario.first_quarter) // quarters.QUARTERS_A_YEAR
    yearly = results.yearly if first > year else results.yearly[results.yearly["year"] <= year]
    sums = yearly.groupby("run")[list({*above, *below})].sum()
    return share(sums[list(above)].sum(axis="columns"), sums[list(below)].sum(axis="columns"))
