"""Returns: what investors were promised and what they got, by year of signature and horizon."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from sipabm import quarters
from sipabm.scenario import Scenario
from sipabm.tables.run_tables import RunTables
from sipabm.words import CONTRACT_YEARS

TWO_SIDED_95 = 1.96
EVERY_HORIZON = "all"
MEASURES = ("deals", "promised", "realised", "shortfall", "shortfall_low", "shortfall_high")


def returns(results: RunTables) -> pd.DataFrame:
    """Return one row for each year of signature and horizon (agreed duration in years), and one over all horizons.

    They cover deals with investors whose year and horizon have ended in all runs, so that those that ended early do
    not stand for the rest. `promised` and `realised` are what investors expected at signature and what they received,
    per unit of capital and year of the agreed duration; `shortfall` is the difference, with a 95 % interval over runs.
    """
    deals = deals_with_investors(results)
    # Over all horizons only years in which the longest have ended too, or later years would hold short contracts alone.
    longest = deals[deals["year"] <= last_year_ended(results.scenario, max(CONTRACT_YEARS))]
    groups = [(year, EVERY_HORIZON, group) for year, group in longest.groupby("year")]
    groups += [(year, f"{years} years", group) for (year, years), group in deals.groupby(["year", "years"])]
    rows = [{"year": year, "horizon": horizon, **returns_of(group)} for year, horizon, group in groups]
    return pd.DataFrame(rows, columns=["year", "horizon", *MEASURES])


def deals_with_investors(results: RunTables) -> pd.DataFrame:
    """Return run, year of signature, horizon and money of each deal whose year and horizon have ended."""
    contracts = results.contracts
    frame = pd.DataFrame(
        {
            "run": contracts["run"],
            "year": contracts["signed"].dt.year.astype(int),
            "years": contracts["years"],
            "invested": contracts["capital_investors"],
            "promised": contracts["promised"] - contracts["capital_investors"],
            "realised": contracts["to_investors"] - contracts["capital_investors"],
        }
    )
    ended = {years: last_year_ended(results.scenario, years) for years in CONTRACT_YEARS}
    return frame[(frame["invested"] > 0) & (frame["year"] <= frame["years"].map(ended))]


def last_year_ended(scenario: Scenario, years: int) -> int:
    """Return the last year of signature whose contracts of a duration have all ended when the run does."""
    last = quarters.ordinal(scenario.first_quarter) + scenario.quarters - 1
    # Service begins in the quarter after signature and lasts the whole duration.
    latest_signature = last - quarters.QUARTERS_A_YEAR * years
    return (latest_signature + 1) // quarters.QUARTERS_A_YEAR - 1


def returns_of(deals: pd.DataFrame) -> dict[str, float]:
    """Return the returns of some deals, weighted by capital and duration."""
    tied = deals["invested"] * deals["years"]
    # Sums first, not a mean of the deals' own returns: in that the smallest deal would weigh as much as the largest.
    sums = deals.assign(tied=tied)[["run", "promised", "realised", "tied"]].groupby("run").sum()
    promised, realised = (sums[name].sum() / sums["tied"].sum() for name in ("promised", "realised"))
    half = TWO_SIDED_95 * error_of_ratio(sums["promised"] - sums["realised"], sums["tied"])
    shortfall = promised - realised
    values = (len(deals), promised, realised, shortfall, shortfall - half, shortfall + half)
    return dict(zip(MEASURES, values, strict=True))


def error_of_ratio(parts: pd.Series, wholes: pd.Series) -> float:
    """Return the standard error of a ratio of sums over runs (linearised); missing if there is one run."""
    if len(parts) < 2:
        return np.nan
    # Runs are independent, deals within a run are not: so the error is that of sums over runs.
    left = parts - parts.sum() / wholes.sum() * wholes
    return math.sqrt((left**2).sum() * len(left) / (len(left) - 1)) / wholes.sum()
