"""Deals: what investors were promised and what they got in each run, in whole worlds and on deals two worlds share."""

from __future__ import annotations

import pandas as pd

from sipabm.report.returns import deals_with_investors, last_year_ended
from sipabm.studies.outcomes import SAME_DEAL
from sipabm.sweeps.measures import Measure
from sipabm.tables.run_tables import RunTables
from sipabm.words import CONTRACT_YEARS, ContractStatus, Programme

FIVE_YEARS = 5
PERCENT = 100.0
A_YEAR = "% of capital a year"
RETURNS = (
    Measure("promised", "return promised", A_YEAR, ("promised",), ("tied",)),
    Measure("realised", "return realised", A_YEAR, ("realised",), ("tied",)),
    Measure("shortfall", "shortfall (promised less realised)", A_YEAR, ("shortfall",), ("tied",)),
    Measure("shortfall_five_years", "shortfall over five years", "% of capital", ("shortfall",), ("tied_five_years",)),
    Measure("ended_early", "deals that ended early", "share", ("ended_early",), ("deals",)),
    Measure("deals", "deals with investors that can be looked back on", "deals per run", ("deals",)),
)
TERMS = (
    Measure("contracts", "contracts signed", "contracts per run", ("contracts",)),
    Measure("price", "price of contracts at target", "multiple of capital", ("price",), ("contracts",)),
    Measure("duration", "duration of contracts", "years", ("years",), ("contracts",)),
    Measure("upskilling", "contracts for upskilling", "share", ("upskilling",), ("contracts",)),
)


def deals_of(results: RunTables, domain: str) -> pd.DataFrame:
    """Return the contracts of an area, one row each: what makes it the same deal in another world, and what is summed.

    `RETURNS` sum over `deals`, those with investors of years whose contracts of every duration have ended: promised and
    realised beyond the capital in million USD (a hundredfold, for percent), capital times agreed years, whether it
    ended early. All that is nothing in the rows of other contracts, over which `TERMS` sum as well. `year` is that of
    signature.
    """
    contracts = results.contracts[results.contracts["domain"] == domain]
    trains = contracts["programme"] == Programme.UPSKILLING.name.lower()
    of_terms = contracts[[*SAME_DEAL, "price", "years"]].assign(
        year=contracts["signed"].dt.year.astype(int), contracts=1.0, upskilling=trains.astype(float)
    )
    returns = returns_of(results, contracts).reindex(contracts.index, fill_value=0.0)
    return of_terms.join(returns)


def returns_of(results: RunTables, contracts: pd.DataFrame) -> pd.DataFrame:
    """Return what `RETURNS` sum over, a row for each of some contracts that can be looked back on."""
    deals = deals_with_investors(results)
    # Later years have only short contracts that ended and long ones that ended early.
    last = last_year_ended(results.scenario, max(CONTRACT_YEARS))
    deals = deals[deals.index.isin(contracts.index) & (deals["year"] <= last)]
    status, tied = contracts.loc[deals.index, "status"], deals["invested"] * deals["years"]
    return pd.DataFrame(
        {
            "promised": PERCENT * deals["promised"],
            "realised": PERCENT * deals["realised"],
            "shortfall": PERCENT * (deals["promised"] - deals["realised"]),
            "tied": tied,
            # Returns are simple: over five years they are five times those of a year.
            "tied_five_years": tied / FIVE_YEARS,
            "ended_early": (status != ContractStatus.DELIVERED.name.lower()).astype(float),
            "deals": 1.0,
        }
    )
