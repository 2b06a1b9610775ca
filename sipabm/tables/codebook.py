"""The codebook: every column of every table as a table itself."""

from __future__ import annotations

import pandas as pd

from sipabm.tables.columns import column_rows


def columns(table: str | None = None) -> pd.DataFrame:
    """Return what every column of the tables of results holds and means, of one table or of all.

    ScenarioError if there is no table of that name.
    """
    return pd.DataFrame(column_rows(table))
