"""New partnerships a year and the outcomes funds behind them, as recorded by INDIGO."""

from functools import cache
from importlib.resources import files

import pandas as pd

from sipabm.given_tables import table_of_csv

CITATION = (
    "Government Outcomes Lab (2025). INDIGO Impact Bond Dataset, export of December 2025 (320 projects). "
    "Blavatnik School of Government, University of Oxford."
)


def launches_by_year() -> pd.DataFrame:
    """Return new partnerships a year 2010-2023: columns year, social, employment, health, other, all (counts; INDIGO).

    The year is that of the outcomes contract, else of the contract between all parties, else of the start of service.
    """
    return read_table("launches_by_year_and_domain.csv")


def launches_by_country_group() -> pd.DataFrame:
    """Return new partnerships a year 2010-2023: columns year, GB, US, rest, all (counts; INDIGO, years as above)."""
    return read_table("launches_by_year_and_country_group.csv")


def launches_in_denmark() -> pd.DataFrame:
    """Return new partnerships a year 2010-2023 delivered in Denmark: columns year, indigo (counts; INDIGO).

    A second count, `target("partnerships", "denmark")`, has no years: it is of October 2023 and holds programmes of a
    private fund and of municipalities that INDIGO does not.
    """
    return read_table("launches_in_denmark.csv")


def outcomes_funds() -> pd.DataFrame:
    """Return one row per outcomes fund: country, call for interest, purse (million USD), deal years and count (INDIGO).

    A deal paid from two funds counts in both; a fund without a recorded deal has no deal years.
    """
    # Whole numbers that may be missing: pandas would read such years as 2014.0.
    return read_table("outcomes_funds.csv").astype({"first_deal_year": "Int64", "last_deal_year": "Int64"})


def read_table(name: str) -> pd.DataFrame:
    """Return the CSV file of that name shipped in this folder as a table."""
    return stored_table(name).copy()  # as whoever asks may change it


@cache
def stored_table(name: str) -> pd.DataFrame:
    """Return the CSV file of that name as it was read first."""
    return table_of_csv((files("sipabm.observed") / name).read_bytes(), as_text=False).to_pandas()
