"""Returns: what investors were promised and what they got, by year of signature and horizon."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import pandas as pd
from numpy.typing import NDArray

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
    groups = [(year, EVERY_HORIZON, runs) for (year,), runs in sums_by_run(longest, ["year"])]
    groups += [(year, f"{years} years", runs) for (year, years), runs in sums_by_run(deals, ["year", "years"])]
    rows = [{"year": year, "horizon": horizon, **returns_of(runs)} for year, horizon, runs in groups]
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


def sums_by_run(deals: pd.DataFrame, keys: list[str]) -> Iterator[tuple[tuple[int, ...], pd.DataFrame]]:
    """Yield each group of deals: its keys, and for each of its runs the deals and sums of their money."""
    money = deals[[*keys, "run"]].assign(
        deals=1, promised=deals["promised"], realised=deals["realised"], tied=deals["invested"] * deals["years"]
    )
    # All at once, as a sum of each group by itself takes longer than all else in a report.
    sums = money.groupby([*keys, "run"]).sum()
    yield from sums.groupby(keys)


def returns_of(runs: pd.DataFrame) -> dict[str, float]:
    """Return the returns of some deals, weighted by capital and duration, from their sums of each run."""
    # Sums first, not a mean of the deals' own returns: in that the smallest deal would weigh as much as the largest.
    deals, promised, realised, tied = (runs[name].to_numpy() for name in ("deals", "promised", "realised", "tied"))
    half = TWO_SIDED_95 * error_of_ratio(promised - realised, tied)
    gain, got = promised.sum() / tied.sum(), realised.sum() / tied.sum()
    values = (int(deals.sum()), gain, got, gain - got, gain - got - half, gain - got + half)
    return dict(zip(MEASURES, values, strict=True))


def error_of_ratio(parts: NDArray[np.float64], wholes: NDArray[np.float64]) -> float:
    """Return the standard error of a ratio of sums over runs (linearised); missing if there is one run."""
    if len(parts) < 2:
        return np.nan
    # Runs are independent, deals within a run are not: so the error is that of sums over runs.
    left = parts - parts.sum() / wholes.sum() * wholes
    return math.sqrt((left**2).sum() * len(left) / (len(left) - 1)) / wholes.sum()
