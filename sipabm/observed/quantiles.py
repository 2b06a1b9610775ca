"""Counts and quantiles of the projects in the user's own INDIGO download."""

import numpy as np
import pandas as pd

Row = tuple[str, str, float, int]
SHARES = {"p10": 0.1, "p25": 0.25, "median": 0.5, "p75": 0.75, "p90": 0.9}


def quantiles(projects: pd.DataFrame) -> pd.DataFrame:
    """Return name, statistic, value, sample of each number whose basis in `targets` is "rows".

    `projects` is the table of projects from `load_indigo`; units are those of `targets`.
    """
    # A sum of nothing has no logarithm, and nothing can be divided by it.
    capital, users = (
        column.where(column > 0) for column in (projects["capital_million_usd"], projects["targeted_users"])
    )
    rows = [
        *spread("capital_million_usd", projects["capital_million_usd"]),
        *logarithms("capital_million_usd", capital),
        *spread("capital_per_user_usd", 1e6 * capital / users),
        *spread("targeted_users", projects["targeted_users"]),
        *spread("max_payment_million_usd", projects["max_payment_million_usd"]),
        *spread("max_payment_per_capital", projects["max_payment_million_usd"] / capital),
        *spread("service_months", projects["months_service"]),
        *medians_by_domain("service_months", projects, "months_service"),
        *medians_by_domain("capital_million_usd", projects, "capital_million_usd"),
        *spread("contract_to_start_months", projects["months_to_start"]),
        *lag_shares(projects["months_to_start"]),
        *early_ending(projects["months_service_actual"] - projects["months_service_anticipated"]),
        *counted_values("deals_by_domain", projects["domain"]),
        *counted_values("deals_by_country", projects["countries"].dropna().str.split(", ").explode()),
    ]
    return pd.DataFrame(rows, columns=["name", "statistic", "value", "sample"])


def spread(name: str, values: pd.Series) -> list[Row]:
    """Return rows for quantiles and mean of the values that are known."""
    known = values.dropna()
    quantile_rows = [(name, statistic, float(known.quantile(share)), len(known)) for statistic, share in SHARES.items()]
    return [*quantile_rows, (name, "mean", float(known.mean()), len(known))]


def logarithms(name: str, values: pd.Series) -> list[Row]:
    """Return rows for the two numbers of a log-normal distribution, and the total."""
    # The model draws capital from a log-normal distribution, whose median is the exponential of this mean.
    logs = np.log(values.dropna())
    return [
        (name, "log_mean", float(logs.mean()), len(logs)),
        (name, "log_standard_deviation", float(logs.std()), len(logs)),
        (name, "total", float(values.sum()), len(logs)),
    ]


def medians_by_domain(name: str, projects: pd.DataFrame, column: str) -> list[Row]:
    """Return a row for the median in each welfare area."""
    known = projects.dropna(subset=column).groupby("domain")[column]
    return [(name, f"median_{domain}", float(values.median()), len(values)) for domain, values in known]


def lag_shares(months: pd.Series) -> list[Row]:
    """Return rows for the shares of projects whose service began with the contract, before it, or late after it."""
    known, name = months.dropna(), "contract_to_start_months"
    return [
        (name, "share_zero", float((known == 0).mean()), len(known)),
        (name, "share_negative", float((known < 0).mean()), len(known)),
        (name, "share_over_6", float((known > 6).mean()), len(known)),
    ]


def early_ending(months_over_plan: pd.Series) -> list[Row]:
    """Return rows for the shares of projects that ended three and six months before their plan."""
    # Two thresholds, as dates are known to the month at best and a month or two may be a matter of recording.
    known, name = months_over_plan.dropna(), "ended_early_dated_to_month"
    return [
        (name, "share_over_3_months", float((known < -3).mean()), len(known)),
        (name, "share_over_6_months", float((known < -6).mean()), len(known)),
    ]


def counted_values(name: str, values: pd.Series) -> list[Row]:
    """Return a row for each value: how often it occurs, of how many."""
    counts = values.value_counts()
    return [(name, str(value), float(count), int(counts.sum())) for value, count in counts.items()]
