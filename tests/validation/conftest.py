"""Shared by the tests of validation: tables of runs that are written by hand."""

import pandas as pd
import pytest

from sipabm import Scenario
from sipabm.tables.run_tables import RunTables

CONTRACT = {
    "run": 0,
    "country": "GB",
    "domain": "social",
    "authority": 1,
    "started": "2013Q1",
    "signed": "2015Q1",
    "ended": "2018Q4",
    "status": "delivered",
    "years": 4,
    "capital": 1.0,
    "capital_investors": 1.0,
    "to_investors": 1.1,
    "promised": 1.2,
    "payers": 1,
    "providers": 1,
    "investors": 1,
    "parties": 3,
    "fund": 0,
    "fund_share": 0.0,
    "replans": 0,
    "rigour": "monitoring",
    "cost_authority": 0.1,
    "cost_provider": 0.02,
    "cost_investors": 0.03,
    "cost_funds": 0.0,
}
ATTEMPT = {
    "run": 0,
    "country": "GB",
    "ended": "2015Q1",
    "outcome": "signed",
    "cost_authority": 0.1,
    "cost_provider": 0.0,
    "cost_investors": 0.0,
    "cost_funds": 0.0,
}
YEAR = {
    "run": 0,
    "year": 2015,
    "repaid": 1.0,
    "with_investors": 1.0,
    "payment": 1.0,
    "value_own_cashable": 1.0,
    "value_state": 0.0,
    "value_citizens": 3.0,
    "value_local_firms": 0.0,
}
QUARTERS, WORDS = ("started", "signed", "ended"), ("country", "domain", "status", "rigour", "outcome")


def table_of(usual, rows):
    """Return a table of rows, each as usual but for what it says itself."""
    table = pd.DataFrame([{**usual, **row} for row in rows], columns=list(usual))
    quarters = {name: pd.PeriodIndex(table[name], freq="Q").array for name in QUARTERS if name in table}
    return table.assign(**quarters, **{name: table[name].astype("category") for name in WORDS if name in table})


@pytest.fixture(scope="session")
def invented():
    """Return results of some runs of a scenario, from rows of contracts, attempts and years by hand."""

    def results(contracts=(), attempts=(), yearly=(), runs=2, scenario="world"):
        counts = pd.DataFrame({"run": range(runs), "signed": 1.0, "stopped": 1.0})
        tables = {"runs": counts, "contracts": table_of(CONTRACT, contracts), "attempts": table_of(ATTEMPT, attempts)}
        tables["yearly"] = table_of(YEAR, yearly)
        return RunTables(
            Scenario.load(scenario).replace(over="defaults"), {"replicates": runs, "seed": 1}, tables.__getitem__
        )

    return results


@pytest.fixture(scope="session")
def full(invented):
    """Two runs in which there is something to measure for every pattern."""
    contracts = [
        {
            "run": run,
            "country": country,
            "domain": domain,
            "authority": place,
            "signed": f"{2014 + place % 9}Q1",
            "capital": 1.0 + place,
            "parties": 3 + place % 5,
            "fund": place % 2,
        }
        for run in range(2)
        for place, (country, domain) in enumerate(
            (country, domain)
            for country in ("GB", "US", "FR", "PT", "JP", "NL", "AU", "DK", "CA")
            for domain in ("social", "employment", "health")
        )
    ]
    again = [{**row, "signed": "2023Q4", "capital": 2.0} for row in contracts]
    attempts = [
        {"run": run, "country": "US", "outcome": outcome} for run in range(2) for outcome in ("signed", "stopped")
    ]
    return invented([*contracts, *again], attempts, [{"run": run} for run in range(2)])
