"""Bending: how far actors come to use each lever by themselves, by year and welfare area, at the start of attempts."""

from __future__ import annotations

import pandas as pd

from sipabm.levers import BENDING_LEVERS
from sipabm.report.funnel import EVERY_DOMAIN
from sipabm.statistics.bands import share
from sipabm.tables.run_tables import RunTables
from sipabm.words import Domain

LEVER_NAMES = [lever.name.lower() for lever in BENDING_LEVERS]
COLUMNS = ["started", *(f"{kind}_{lever}" for lever in LEVER_NAMES for kind in ("propensity", "bends"))]


def bending(results: RunTables) -> pd.DataFrame:
    """Return one row for each year, area and lever: attempts started a run, and of these two shares.

    `propensity` is the share that would use the lever by themselves, expected, and `use` the share that would as things
    stood at the start, policies included. Both are of attempts when they start: among partnerships signed levers are
    more frequent by selection alone.
    """
    yearly = results.yearly.assign(domain=results.yearly["domain"].astype(str))
    # What nobody starts in an area and year is none, and not missing.
    areas = [domain.name.lower() for domain in Domain]
    full = pd.MultiIndex.from_product([sorted(yearly["year"].unique()), areas], names=["year", "domain"])
    by_area = yearly.groupby(["year", "domain"])[COLUMNS].sum().reindex(full, fill_value=0.0) / len(results.runs)
    every = by_area.groupby("year").sum()
    parts = [rows_of(EVERY_DOMAIN, every)]
    parts += [rows_of(area, by_area.xs(area, level="domain")) for area in areas]
    table = pd.concat(parts, ignore_index=True)
    return table.sort_values("year", kind="stable", ignore_index=True)


def rows_of(domain: str, sums: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of one domain from its sums a year."""
    started = sums["started"]
    parts = [
        pd.DataFrame(
            {
                "year": sums.index,
                "domain": domain,
                "lever": lever,
                "label": label_of(lever),
                "started_a_run": started.to_numpy(),
                "propensity": share(sums[f"propensity_{lever}"], started).to_numpy(),
                "use": share(sums[f"bends_{lever}"], started).to_numpy(),
            }
        )
        for lever in LEVER_NAMES
    ]
    return pd.concat(parts)


def label_of(lever: str) -> str:
    """Return what a reader calls a lever."""
    return lever.replace("_", " ")
