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


def ended_deals(results: RunTables, domain: str) -> pd.DataFrame:
    """Return deals of an area with investors, of years whose contracts of every duration have ended.

    One row each: what makes it the same deal in another world, year of signature, what was promised and realised beyond
    the capital in million USD (a hundredfold, for percent), capital times agreed years, whether it ended early.
    """
    contracts = results.contracts[results.contracts["domain"] == domain]
    deals = deals_with_investors(results)
    # Later years have only short contracts that ended and long ones that ended early.
    last = last_year_ended(results.scenario, max(CONTRACT_YEARS))
    deals = deals[deals.index.isin(contracts.index) & (deals["year"] <= last)]
    contracts, tied = contracts.loc[deals.index], deals["invested"] * deals["years"]
    return contracts[SAME_DEAL].assign(
        year=deals["year"],
        promised=PERCENT * deals["promised"],
        realised=PERCENT * deals["realised"],
        shortfall=PERCENT * (deals["promised"] - deals["realised"]),
        tied=tied,
        # Returns are simple: over five years they are five times those of a year.
        tied_five_years=tied / FIVE_YEARS,
        ended_early=(contracts["status"] != ContractStatus.DELIVERED.name.lower()).astype(float),
        deals=1.0,
    )


def terms(results: RunTables, domain: str) -> pd.DataFrame:
    """Return the contracts of an area, one row each with its run and what `TERMS` sum over them."""
    contracts = results.contracts[results.contracts["domain"] == domain]
    trains = contracts["programme"] == Programme.UPSKILLING.name.lower()
    return contracts[["run", "price", "years"]].assign(contracts=1.0, upskilling=trains.astype(float))
