"""Public value: cash saved by partnerships that ended, and apart from it what saves none; gross, of effects, net."""

from __future__ import annotations

import pandas as pd

from sipabm.report.funnel import EVERY_DOMAIN
from sipabm.report.pockets import CASH
from sipabm.tables.run_tables import RunTables
from sipabm.words import Domain, Pocket

CASH_SAVED, OTHER_VALUE = "cash", "other"
LABELS = {CASH_SAVED: "cash saved", OTHER_VALUE: "other public value"}
VALUES = [f"value_{pocket.name.lower()}" for pocket in Pocket]
SAVING = [f"value_{pocket}" for pocket in sorted(CASH)]
COLUMNS = ["gross_cash", "gross_other", "net_cash", "net_other"]


def public_value(results: RunTables) -> pd.DataFrame:
    """Return one row for each kind of value and domain, million USD per run: gross, of effects, and net.

    `gross` is what it would be if results were all effect, `of_effects` what programmes caused, `net` that less what
    ordinary services would have brought for the same money. Cash and other value are never added.
    """
    areas = [domain.name.lower() for domain in Domain]
    totals = results.yearly.groupby("domain", observed=False)[[*VALUES, *COLUMNS]].sum()
    sums = totals.reindex(areas, fill_value=0.0) / len(results.runs)
    parts = {EVERY_DOMAIN: sums.sum(), **{area: sums.loc[area] for area in areas}}
    return pd.DataFrame([row for domain, part in parts.items() for row in rows_of(domain, part)])


def rows_of(domain: str, sums: pd.Series) -> list[dict[str, object]]:
    """Return the row of each kind of value in a domain."""
    cash = sums[SAVING].sum()
    of_effects = {CASH_SAVED: cash, OTHER_VALUE: sums[VALUES].sum() - cash}
    return [
        {
            "domain": domain,
            "kind": kind,
            "label": label,
            "gross": sums[f"gross_{kind}"],
            "of_effects": of_effects[kind],
            "net": sums[f"net_{kind}"],
        }
        for kind, label in LABELS.items()
    ]
