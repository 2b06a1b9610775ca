"""Pockets: who gains from partnerships that ended, and who pays for them."""

from __future__ import annotations

import pandas as pd

from sipabm.report.funnel import EVERY_DOMAIN
from sipabm.statistics.bands import share
from sipabm.tables.run_tables import RunTables
from sipabm.words import CASH_POCKETS, Domain, Pocket

FUND = "outcomes_funds"
# Funds gain nothing that is counted here. Without their row the payments would not add up.
POCKETS = [*(pocket.name.lower() for pocket in Pocket), FUND]
FUNDS = "funds"  # the kind of those who pay and gain nothing that is counted
CASH = {pocket.name.lower() for pocket in CASH_POCKETS}
PAYMENTS = ("payment_authority", "payment_departments", "payment_authorities", "payment_state", "payment_fund")
LABELS = {
    "own_cashable": "the authority",
    "other_departments": "its other departments",
    "state": "the state",
    FUND: "outcomes funds",
}


def pockets(results: RunTables) -> pd.DataFrame:
    """Return one row for each pocket and domain: value gained and outcome payments, million USD per run, and shares.

    They cover partnerships that ended. `kind` says whether a pocket gains cash or other value; shares of gain are
    within a kind, as the two are never added. The authority pays break fees and what it gives back to funds as well;
    funds pay what they do not get back.
    """
    gains = [f"value_{pocket.name.lower()}" for pocket in Pocket]
    columns = [*PAYMENTS, "fund_repaid", "break_fee"]
    areas = [domain.name.lower() for domain in Domain]
    by_area = results.contracts.groupby("domain", observed=False)[[*gains, *columns]].sum()
    sums = by_area.reindex(areas, fill_value=0.0) / len(results.runs)
    parts = [pockets_of(EVERY_DOMAIN, sums.sum()), *(pockets_of(area, sums.loc[area]) for area in areas)]
    return pd.concat(parts, ignore_index=True)


def pockets_of(domain: str, sums: pd.Series) -> pd.DataFrame:
    """Return the rows of one domain."""
    gained = pd.Series({pocket.name.lower(): sums[f"value_{pocket.name.lower()}"] for pocket in Pocket})
    # What an authority gives back to a fund is its own money in the end, and no longer the fund's.
    own = sums["payment_authority"] + sums["break_fee"] + sums["fund_repaid"]
    paid = pd.Series(
        {
            "own_cashable": own,
            "other_departments": sums["payment_departments"],
            "other_authorities": sums["payment_authorities"],
            "state": sums["payment_state"],
            FUND: sums["payment_fund"] - sums["fund_repaid"],
        }
    )
    table = pd.DataFrame({"gained": gained, "paid": paid}).reindex(POCKETS).fillna(0.0)
    kinds = pd.Series(["cash" if pocket in CASH else "other" for pocket in POCKETS], POCKETS)
    kinds[FUND] = FUNDS
    table["share_of_gain"] = share(table["gained"], table.groupby(kinds)["gained"].transform("sum"))
    table["share_of_payment"] = share(table["paid"], table["paid"].sum())
    table.insert(0, "kind", kinds)
    table.insert(0, "label", [label_of(pocket) for pocket in POCKETS])
    table.insert(0, "domain", domain)
    return table.rename_axis(index="pocket").reset_index()


def label_of(pocket: str) -> str:
    """Return what a pocket is called for a reader: 'the authority', 'citizens'."""
    return LABELS.get(pocket, pocket.replace("_", " "))
