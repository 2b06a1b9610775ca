"""Loader for the user's own download of the INDIGO Impact Bond Dataset, whose rows this project does not ship."""

from __future__ import annotations

import warnings
from os import PathLike
from pathlib import Path

import numpy as np
import pandas as pd

from sipabm.errors import shown

# The model has three welfare areas: other services for people count as social, what is no service as 'other'.
DOMAIN_OF_SECTOR = {
    "Employment and training": "employment",
    "Health": "health",
    "Child and family welfare": "social",
    "Homelessness": "social",
    "Criminal justice": "social",
    "Education": "social",
    "Poverty reduction": "social",
}
# What INDIGO has beside them, and is no service for people that the model has.
OTHER_SECTORS = ("Agriculture and environment",)
DOMAIN_BY_CASE = {sector.casefold(): domain for sector, domain in DOMAIN_OF_SECTOR.items()}
KNOWN_SECTORS = {*DOMAIN_BY_CASE, *(sector.casefold() for sector in OTHER_SECTORS)}
DOMAINS = ("social", "employment", "health", "other")

PROJECT = "ID"
STAGE = "Stage of Development - (Value)"
OUTCOMES_CONTRACT = "Dates - Date outcomes contract signed - (Value)"
ALL_CONTRACTS = "Dates - Date contracts between all parties signed - (Value)"
SERVICE_START = "Dates - Start date of service provision - (Value)"
SERVICE_END_ANTICIPATED = "Dates - Anticipated end date of service provision - (Value)"
SERVICE_END_ACTUAL = "Dates - Actual end date of service provision - (Value)"
DURATION_ANTICIPATED = "Dates - Anticipated duration of service provision - (Value)"
DURATION_ACTUAL = "Dates - Actual duration of service provision - (Value)"
CAPITAL_LEAST = "Overall project finance - Total investment commitment - Amount USD - Min - (Value)"
CAPITAL_EXACT = "Overall project finance - Total investment commitment - Amount USD - Exact - (Value)"
CAPITAL_MOST = "Overall project finance - Total investment commitment - Amount USD - Max - (Value)"
LARGEST_PAYMENT = "Overall project finance - Maximum potential outcome payment - Amount USD - (Value)"
SECTOR = "Purpose and classifications - Policy sector - (Value)"
TARGETED_USERS = (
    "Service and beneficiaries - Targeted number of unique service users or beneficiaries (total) - (Value)"
)
LOCATION_PROJECT = "Project ID"
LOCATION_COUNTRY = "Location - Country - (Value)"

PROJECT_COLUMNS = (
    PROJECT,
    STAGE,
    OUTCOMES_CONTRACT,
    ALL_CONTRACTS,
    SERVICE_START,
    SERVICE_END_ANTICIPATED,
    SERVICE_END_ACTUAL,
    DURATION_ANTICIPATED,
    DURATION_ACTUAL,
    CAPITAL_LEAST,
    CAPITAL_EXACT,
    CAPITAL_MOST,
    LARGEST_PAYMENT,
    SECTOR,
    TARGETED_USERS,
)
LOCATION_COLUMNS = (LOCATION_PROJECT, LOCATION_COUNTRY)

# The INDIGO data dictionary allows these three precisions.
DATE = r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?"


def load_indigo(projects_csv: str | PathLike[str], locations_csv: str | PathLike[str] | None = None) -> pd.DataFrame:
    """Return one row per project of an INDIGO download, in the columns and units of this package.

    Dates (contracted, started, ended_anticipated, ended_actual) stay text at the precision recorded: YYYY, YYYY-MM or
    YYYY-MM-DD. Durations in months come from the recorded duration, else from dates known to the month. Capital is
    the exact sum, else the middle between least and most, in million USD. Without `locations_csv` the countries are
    missing; `country` is the first one named.
    """
    projects = read_rows(projects_csv, PROJECT_COLUMNS)
    refuse_duplicates(projects[PROJECT], projects_csv)
    tidy = pd.concat([descriptions(projects), dates(projects, projects_csv), sums(projects, projects_csv)], axis=1)
    tidy = tidy.join(durations(tidy, projects, projects_csv))
    return tidy.join(countries(locations_csv), on="project")


def launches(projects: pd.DataFrame, first_year: int = 2010, last_year: int = 2023) -> pd.DataFrame:
    """Return new partnerships a year by domain (counts) in the columns of `launches_by_year`.

    Projects without any date are left out; so are, by default, the years from 2024 on, which the export of
    December 2025 under-reports.
    """
    dated = projects.dropna(subset="year")
    counts = pd.crosstab(dated["year"].astype(int), dated["domain"])
    years = pd.RangeIndex(first_year, last_year + 1, name="year")
    table = counts.reindex(index=years, columns=list(DOMAINS), fill_value=0).rename_axis(columns=None)
    return table.assign(all=table.sum(axis="columns")).reset_index()


def read_rows(path: str | PathLike[str], columns: tuple[str, ...]) -> pd.DataFrame:
    """Return some columns of a CSV file as trimmed text, empty cells missing; ValueError if it does not have them."""
    if not Path(path).is_file():
        raise ValueError(f"{path}: no such file")
    try:
        # Text as it stands, so that the precision of a date survives and NA stays Namibia.
        table = pd.read_csv(path, dtype="string", keep_default_na=False, encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise ValueError(f"{path}: not UTF-8 text; save the table as CSV in UTF-8") from None
    except (pd.errors.EmptyDataError, pd.errors.ParserError) as error:
        raise ValueError(f"{path}: not a CSV table ({' '.join(str(error).split())})") from None
    if missing := [column for column in columns if column not in table.columns]:
        raise ValueError(f"{path}: missing column {', '.join(map(repr, missing))}")
    text = table[list(columns)].apply(lambda column: column.str.strip())
    # Spreadsheets leave rows without anything at the end.
    filled = text.where(text != "").dropna(how="all")
    if filled.empty:
        raise ValueError(f"{path}: no rows")
    return filled


def refuse_duplicates(identities: pd.Series, path: str | PathLike[str]) -> None:
    """Raise ValueError if a project has more than one row, or a row has no project."""
    if identities.isna().any():
        raise ValueError(f"{path}: row {int(identities.isna().argmax()) + 1} has no {shown(PROJECT)}")
    repeated = identities[identities.duplicated()]
    if len(repeated):
        raise ValueError(f"{path}: project {shown(repeated.iloc[0])} appears more than once")


def descriptions(projects: pd.DataFrame) -> pd.DataFrame:
    """Return project, stage, sector and domain; a sector that is no welfare area of the model is 'other'.

    Sectors are known whatever their case; one that INDIGO does not have is warned of.
    """
    sector = projects[SECTOR]
    unknown = sorted(set(sector.dropna()[~sector.dropna().str.casefold().isin(KNOWN_SECTORS)]))
    if unknown:
        warnings.warn(f"sectors that are not known count as 'other': {', '.join(unknown)}", stacklevel=3)
    return pd.DataFrame(
        {
            "project": projects[PROJECT],
            "stage": projects[STAGE],
            "sector": sector,
            "domain": sector.str.casefold().map(DOMAIN_BY_CASE).fillna("other"),
        }
    )


def dates(projects: pd.DataFrame, path: str | PathLike[str]) -> pd.DataFrame:
    """Return the dates of each project as text, and the year in which it was launched."""
    outcomes_contract, all_contracts, started, anticipated, actual = (
        dates_of(projects, column, path)
        for column in (OUTCOMES_CONTRACT, ALL_CONTRACTS, SERVICE_START, SERVICE_END_ANTICIPATED, SERVICE_END_ACTUAL)
    )
    # The order of `launches_by_year`: the outcomes contract is the signature that the model counts.
    launched = outcomes_contract.fillna(all_contracts).fillna(started)
    return pd.DataFrame(
        {
            "year": pd.to_numeric(launched.str[:4]).astype("Int64"),
            "contracted": outcomes_contract,
            "started": started,
            "ended_anticipated": anticipated,
            "ended_actual": actual,
        }
    )


def dates_of(projects: pd.DataFrame, column: str, path: str | PathLike[str]) -> pd.Series:
    """Return a column of dates as text; ValueError naming the first that is none."""
    texts = projects[column]
    wrong = texts.notna() & ~texts.str.fullmatch(DATE).fillna(False)
    if wrong.any():
        raise ValueError(f"{path}: {shown(column)} has {shown(texts[wrong].iloc[0])}, not YYYY, YYYY-MM or YYYY-MM-DD")
    return texts


def numbers_of(projects: pd.DataFrame, column: str, path: str | PathLike[str]) -> pd.Series:
    """Return a column of numbers; ValueError naming the first that is none, is endless or below zero."""
    # Coerced and compared, as pandas' own error names neither file nor column.
    numbers = pd.to_numeric(projects[column], errors="coerce").astype(float)
    wrong = projects[column].notna() & ~(numbers.ge(0) & np.isfinite(numbers))
    if wrong.any():
        value = shown(projects[column][wrong].iloc[0])
        raise ValueError(f"{path}: {shown(column)} has {value}, not a number from 0 on")
    return numbers


def sums(projects: pd.DataFrame, path: str | PathLike[str]) -> pd.DataFrame:
    """Return capital and largest payment (million USD) and targeted users of each project."""
    least, exact, most, payment, users = (
        numbers_of(projects, column, path)
        for column in (CAPITAL_LEAST, CAPITAL_EXACT, CAPITAL_MOST, LARGEST_PAYMENT, TARGETED_USERS)
    )
    return pd.DataFrame(
        {
            "capital_million_usd": exact.fillna((least + most) / 2) / 1e6,
            "max_payment_million_usd": payment / 1e6,
            "targeted_users": users,
        }
    )


def durations(tidy: pd.DataFrame, projects: pd.DataFrame, path: str | PathLike[str]) -> pd.DataFrame:
    """Return months from contract to start, and of service as planned, as it was, and the best known of both."""
    started, recorded_anticipated, recorded_actual = (
        tidy["started"],
        numbers_of(projects, DURATION_ANTICIPATED, path),
        numbers_of(projects, DURATION_ACTUAL, path),
    )
    by_dates_anticipated = months_between(started, tidy["ended_anticipated"])
    by_dates_actual = months_between(started, tidy["ended_actual"])
    # The plan first: projects that still run have no actual end, and leaving them out would favour short ones.
    recorded = recorded_anticipated.fillna(recorded_actual)
    return pd.DataFrame(
        {
            "months_to_start": months_between(tidy["contracted"], started),
            "months_service": recorded.fillna(by_dates_anticipated).fillna(by_dates_actual),
            "months_service_anticipated": recorded_anticipated.fillna(by_dates_anticipated),
            "months_service_actual": recorded_actual.fillna(by_dates_actual),
        }
    )


def months_between(earlier: pd.Series, later: pd.Series) -> pd.Series:
    """Return whole months from one date to another, missing unless both are known to the month."""
    return month_number(later) - month_number(earlier)


def month_number(texts: pd.Series) -> pd.Series:
    """Return months since year 0 of dates, missing for a date that is known to the year alone."""
    return 12 * texts.str[:4].astype(float) + texts.str[5:7].where(texts.str.len() > 4).astype(float)


def countries(path: str | PathLike[str] | None) -> pd.DataFrame:
    """Return the first and all countries of each project (index), none without a file."""
    if path is None:
        return pd.DataFrame({"country": [], "countries": []}, dtype=object)
    locations = read_rows(path, LOCATION_COLUMNS).dropna().drop_duplicates()
    by_project = locations.groupby(LOCATION_PROJECT)[LOCATION_COUNTRY]
    return pd.DataFrame({"country": by_project.first(), "countries": by_project.agg(", ".join)})
