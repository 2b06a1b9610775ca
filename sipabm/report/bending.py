"""Bending: how far actors come to use each lever by themselves, by year and welfare area, at the start of attempts."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sipabm.levers import BENDING_LEVERS
from sipabm.report.funnel import EVERY_DOMAIN
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
    areas = [domain.name.lower() for domain in Domain]
    totals = results.yearly.groupby(["year", "domain"], observed=False)[COLUMNS].sum()
    # What nobody starts in an area and year is none, and not missing.
    full = pd.MultiIndex.from_product([totals.index.levels[0], areas], names=["year", "domain"])
    by_area = totals.reindex(full, fill_value=0.0) / len(results.runs)
    every = by_area.groupby("year").sum()
    parts = [rows_of(EVERY_DOMAIN, every)]
    parts += [rows_of(area, by_area.xs(area, level="domain")) for area in areas]
    table = pd.concat(parts, ignore_index=True)
    return table.sort_values("year", kind="stable", ignore_index=True)


def rows_of(domain: str, sums: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of one domain from its sums a year."""
    levers, years = len(LEVER_NAMES), len(sums)
    return pd.DataFrame(
        {
            "year": np.tile(sums.index, levers),
            "domain": domain,
            "lever": np.repeat(LEVER_NAMES, years),
            "label": np.repeat([label_of(lever) for lever in LEVER_NAMES], years),
            "started_a_run": np.tile(sums["started"], levers),
            "propensity": shares(sums, "propensity"),
            "use": shares(sums, "bends"),
        }
    )


def shares(sums: pd.DataFrame, kind: str) -> NDArray[np.float64]:
    """Return a count of each lever, year by year, as a share of the attempts started; missing if none started."""
    counts = sums[[f"{kind}_{lever}" for lever in LEVER_NAMES]]
    return counts.div(sums["started"].replace(0, np.nan), axis=0).to_numpy().T.ravel()


def label_of(lever: str) -> str:
    """Return what a reader calls a lever."""
    return lever.replace("_", " ")
