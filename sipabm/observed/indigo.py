"""Loader for the user's own download of the INDIGO Impact Bond Dataset, whose rows this project does not ship."""

from __future__ import annotations

import re
import warnings
from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

import pandas as pd

from sipabm.observed.downloaded_tables import (
    DownloadedTable,
    File,
    Unused,
    columns_called,
    holds,
    of_known_projects,
    read_download,
)
from sipabm.observed.indigo_organisations import organisations

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

# Far above anything on record (a hundred and fifty million, a million users, ten years), and below what slips make.
MOST_USD, MOST_USERS, MOST_MONTHS = 1e10, 1e9, 600.0
REASONS_TOLD = 4
COUNTRY_CODE = re.compile("[A-Z]{2}")


class IndigoDownload(NamedTuple):
    """What an INDIGO download holds: its projects, their organisations, and what of it is not used.

    `projects` has one row per project, `organisations` one per project, organisation and role, `unused` one per cell or
    row that is not used: file, line, column, value, reason.
    """

    projects: pd.DataFrame
    organisations: pd.DataFrame
    unused: pd.DataFrame


def load_indigo(
    projects_csv: File,
    locations_csv: File | None = None,
    organisations_csv: File | Mapping[str, File] | None = None,
    *,
    columns: Mapping[str, str] | None = None,
) -> IndigoDownload:
    """Return projects, organisations and unused cells of an INDIGO download, in the columns and units of this package.

    Projects: dates (contracted, started, ended_anticipated, ended_actual) stay text at the precision recorded: YYYY,
    YYYY-MM or YYYY-MM-DD. Durations in months come from the recorded duration, else from dates known to the month.
    Capital is the exact sum, else the middle between least and most, in million USD. `country` is the first one named
    in `locations_csv`, without which countries are missing.

    Organisations: `organisations_csv` is a table with a column of roles, or several tables by the role that each is of
    (`{"investor": "investments.csv"}`). Their columns are found by the words project, organisation and role in their
    names, or named: `columns={"project": "Project ID", "organisation": "Organisation name", "role": "Role"}`.

    ScenarioError names file, line, column and value of what is no date or number. What can be read and not be true, as
    an end before its start, is left out, stands in `unused`, and is warned of.
    """
    unused: list[Unused] = []
    table = read_download(projects_csv, columns_called(PROJECT_COLUMNS), unused)
    refuse_duplicates(table)
    projects = pd.concat([descriptions(table), dates(table), sums(table)], axis="columns")
    projects = projects.join(durations(projects, table)).join(
        countries(locations_csv, table.rows[PROJECT], unused), on="project"
    )
    parties = organisations(organisations_csv, columns, table.rows[PROJECT], unused)
    if unused:
        warnings.warn(told(unused), stacklevel=2)
    return IndigoDownload(projects.reset_index(drop=True), parties, pd.DataFrame(unused, columns=list(Unused._fields)))


def told(unused: list[Unused]) -> str:
    """Return a line that counts what of a download is not used, by reason, the most frequent first."""
    counts = Counter((each.file, each.reason) for each in unused)
    parts = [f"{file}: {reason} ({count})" for (file, reason), count in counts.most_common(REASONS_TOLD)]
    more = f"; and {len(counts) - REASONS_TOLD} other reasons" if len(counts) > REASONS_TOLD else ""
    return f"the table 'unused' names what of the download is not used: {'; '.join(parts)}{more}"


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


def refuse_duplicates(table: DownloadedTable) -> None:
    """Raise ScenarioError if a row has no project, or a project more than one row."""
    projects = table.rows[PROJECT]
    table.refuse(projects.isna(), PROJECT, "every row needs its project")
    for line in projects.index[projects.duplicated()][:1]:
        first = projects.index[projects == projects[line]][0]
        reason = f"which appears more than once, first in line {first}; leave one row of each project"
        table.refuse(projects.index == line, PROJECT, reason)


def descriptions(table: DownloadedTable) -> pd.DataFrame:
    """Return project, stage, sector and domain; a sector that is no welfare area of the model is 'other'.

    Sectors are known whatever their case; one that INDIGO does not have is noted.
    """
    sector = table.rows[SECTOR]
    unknown = holds(sector, lambda text: text.casefold() not in KNOWN_SECTORS)
    table.leave_out(unknown, SECTOR, "a sector that is not known, which counts as 'other'")
    return pd.DataFrame(
        {
            "project": table.rows[PROJECT],
            "stage": table.rows[STAGE],
            "sector": sector,
            "domain": sector.str.casefold().map(DOMAIN_BY_CASE).fillna("other"),
        }
    )


def dates(table: DownloadedTable) -> pd.DataFrame:
    """Return the dates of each project as text, and the year in which it was launched; no end is before its start."""
    contracts, started = (
        [table.dates(column) for column in (OUTCOMES_CONTRACT, ALL_CONTRACTS)],
        table.dates(SERVICE_START),
    )
    # The order of `launches_by_year`: the outcomes contract is the signature that the model counts.
    launched = contracts[0].fillna(contracts[1]).fillna(started)
    table.leave_out(launched.isna(), "", "no date of a contract or a start, and so no year")
    ends = {"ended_anticipated": SERVICE_END_ANTICIPATED, "ended_actual": SERVICE_END_ACTUAL}
    return pd.DataFrame(
        {
            "year": pd.to_numeric(launched.str[:4]).astype("Int64"),
            "contracted": contracts[0],
            "started": started,
            **{name: end_of_service(table, column, started) for name, column in ends.items()},
        }
    )


def end_of_service(table: DownloadedTable, column: str, started: pd.Series) -> pd.Series:
    """Return a column of ends as text, without those before the start at the precision that both have."""
    ended = table.dates(column)
    pairs = zip(ended.fillna(""), started.fillna(""), strict=True)
    # What both say; nothing is not before anything.
    before = pd.Series([end[: len(start)] < start[: len(end)] for end, start in pairs], ended.index, dtype=bool)
    table.leave_out(before, column, "before the start of service")
    return ended.mask(before)


def sums(table: DownloadedTable) -> pd.DataFrame:
    """Return capital and largest payment (million USD) and targeted users of each project."""
    usd = (CAPITAL_LEAST, CAPITAL_EXACT, CAPITAL_MOST, LARGEST_PAYMENT)
    least, exact, most, payment = (table.numbers(column, MOST_USD, "USD") for column in usd)
    crossed = exact.isna() & (least > most)
    table.leave_out(crossed, CAPITAL_LEAST, "more than the most")
    return pd.DataFrame(
        {
            "capital_million_usd": exact.fillna(((least + most) / 2).mask(crossed)) / 1e6,
            "max_payment_million_usd": payment / 1e6,
            "targeted_users": table.numbers(TARGETED_USERS, MOST_USERS, "users"),
        }
    )


def durations(projects: pd.DataFrame, table: DownloadedTable) -> pd.DataFrame:
    """Return months from contract to start, and of service as planned, as it was, and the best known of both."""
    recorded = (DURATION_ANTICIPATED, DURATION_ACTUAL)
    recorded_anticipated, recorded_actual = (table.numbers(column, MOST_MONTHS, "months") for column in recorded)
    started = projects["started"]
    by_dates_anticipated = months_between(started, projects["ended_anticipated"])
    by_dates_actual = months_between(started, projects["ended_actual"])
    # The plan first: projects that still run have no actual end, and leaving them out would favour short ones.
    known = recorded_anticipated.fillna(recorded_actual)
    return pd.DataFrame(
        {
            "months_to_start": months_between(projects["contracted"], started),
            "months_service": known.fillna(by_dates_anticipated).fillna(by_dates_actual),
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


def countries(path: File | None, projects: pd.Series, unused: list[Unused]) -> pd.DataFrame:
    """Return the first and all countries of each project (index) by their codes, none without a file."""
    if path is None:
        return pd.DataFrame({"country": [], "countries": []}, dtype="string")
    table = read_download(path, columns_called(LOCATION_COLUMNS), unused)
    codes = table.rows[LOCATION_COUNTRY].str.upper()
    no_code = ~holds(codes, COUNTRY_CODE.fullmatch)
    table.leave_out(no_code, LOCATION_COUNTRY, "no country code of two letters")
    known = of_known_projects(table, LOCATION_PROJECT, projects)
    locations = pd.DataFrame({"project": table.rows[LOCATION_PROJECT], "country": codes})[known & ~no_code]
    by_project = locations.drop_duplicates().groupby("project")["country"]
    return pd.DataFrame({"country": by_project.first(), "countries": by_project.agg(", ".join)}, dtype="string")
