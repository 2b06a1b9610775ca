"""Counts and quantiles of the projects in the user's own INDIGO download."""

import numpy as np
import pandas as pd

Row = tuple[str, str, float, int]
SHARES = {"p10": 0.1, "p25": 0.25, "median": 0.5, "p75": 0.75, "p90": 0.9}


def quantiles(projects: pd.DataFrame) -> pd.DataFrame:
    """Return name, statistic, value, sample of each number whose basis in `targets` is "rows".

    `projects` is a table from `load_indigo`; units are those of `targets`.
    """
    rows = [
        *_spread("capital_million_usd", projects["capital_million_usd"]),
        *_logarithms("capital_million_usd", projects["capital_million_usd"]),
        *_spread("capital_per_user_usd", 1e6 * projects["capital_million_usd"] / projects["targeted_users"]),
        *_spread("targeted_users", projects["targeted_users"]),
        *_spread("max_payment_million_usd", projects["max_payment_million_usd"]),
        *_spread("max_payment_per_capital", projects["max_payment_million_usd"] / projects["capital_million_usd"]),
        *_spread("service_months", projects["months_service"]),
        *_medians_by_domain("service_months", projects, "months_service"),
        *_medians_by_domain("capital_million_usd", projects, "capital_million_usd"),
        *_spread("contract_to_start_months", projects["months_to_start"]),
        *_lag_shares(projects["months_to_start"]),
        *_early_ending(projects["months_service_actual"] - projects["months_service_anticipated"]),
        *_counts("deals_by_domain", projects["domain"]),
        *_counts("deals_by_country", projects["countries"].dropna().str.split(", ").explode()),
    ]
    return pd.DataFrame(rows, columns=["name", "statistic", "value", "sample"])


def _spread(name: str, values: pd.Series) -> list[Row]:
    known = values.dropna()
    quantile_rows = [(name, statistic, float(known.quantile(share)), len(known)) for statistic, share in SHARES.items()]
    return [*quantile_rows, (name, "mean", float(known.mean()), len(known))]


def _logarithms(name: str, values: pd.Series) -> list[Row]:
    logarithms = np.log(values.dropna())
    return [
        (name, "log_mean", float(logarithms.mean()), len(logarithms)),
        (name, "log_standard_deviation", float(logarithms.std()), len(logarithms)),
        (name, "total", float(values.sum()), len(logarithms)),
    ]


def _medians_by_domain(name: str, projects: pd.DataFrame, column: str) -> list[Row]:
    known = projects.dropna(subset=column).groupby("domain")[column]
    return [(name, f"median_{domain}", float(values.median()), len(values)) for domain, values in known]


def _lag_shares(months: pd.Series) -> list[Row]:
    known, name = months.dropna(), "contract_to_start_months"
    return [
        (name, "share_zero", float((known == 0).mean()), len(known)),
        (name, "share_negative", float((known < 0).mean()), len(known)),
        (name, "share_over_6", float((known > 6).mean()), len(known)),
    ]


def _early_ending(months_over_plan: pd.Series) -> list[Row]:
    known, name = months_over_plan.dropna(), "ended_early_dated_to_month"
    return [
        (name, "share_over_3_months", float((known < -3).mean()), len(known)),
        (name, "share_over_6_months", float((known < -6).mean()), len(known)),
    ]


def _counts(name: str, values: pd.Series) -> list[Row]:
    counts = values.value_counts()
    return [(name, str(value), float(count), int(counts.sum())) for value, count in counts.items()]
