"""Observations: an observed number with its uncertainty, the scale of its score, and its source.

All numbers come from the tables of `sipabm.observed`; nothing is typed in here.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import nan, sqrt
from typing import NamedTuple

import pandas as pd
from scipy.stats import norm

from sipabm.observed import CITATION, outcomes_funds, target, targets
from sipabm.observed.quantiles import SHARES
from sipabm.validation.curve_statistics import CurveStatistic, observed_curve, spread_of_years

ONE_HISTORY = "one history, counted in full"
SPAN = "span of sources"
NOT_GIVEN = "not given"
# Of a normal distribution: quartiles lie so many standard deviations apart.
QUARTILES_APART = float(norm.ppf(0.75) - norm.ppf(0.25))


class Observation(NamedTuple):
    """An observed number: its ends (value and one standard error, or a span), what they are, scale and source.

    The scale is what a score is divided by, in the unit of the value.
    """

    value: float
    low: float
    high: float
    uncertainty: str
    scale: float
    source: str


def exact(value: float, uncertainty: str, source: str, scale: float | None = None) -> Observation:
    """Return an observation without an error of its own; its scale is its size, unless another one is given."""
    return Observation(value, value, value, uncertainty, abs(value) if scale is None else scale, source)


def with_error(value: float, error: float, sample: int | None, source: str, scale: float | None = None) -> Observation:
    """Return an observation with one standard error to either side; exact if the error is not known."""
    if sample is None or not error > 0:
        return exact(value, NOT_GIVEN, source, scale)
    said = f"standard error, n = {sample}"
    return Observation(value, value - error, value + error, said, abs(value) if scale is None else scale, source)


def counted(group: str, statistic: CurveStatistic, years: int = 0) -> Observation:
    """Return a statistic of the one history of launches that was observed, of all or of a group of countries.

    The count of so many years is scaled by that of as many mean years: by its own size, years without launches would
    weigh without bounds.
    """
    curve = observed_curve(group)
    value = float(statistic(curve).iloc[0])
    return exact(value, ONE_HISTORY, CITATION, years * float(curve.to_numpy().mean()) if years else None)


def counted_year(group: str, statistic: CurveStatistic) -> Observation:
    """Return a year that is a statistic of the history observed, scaled by how far launches spread over years."""
    curve = observed_curve(group)
    return exact(float(statistic(curve).iloc[0]), ONE_HISTORY, CITATION, spread_of_years(observed_curve("all")))


def first_deal(country: str) -> Observation:
    """Return the year of a country's first deal, scaled by how far launches spread over years."""
    row = target_row("first_deal", country)
    return exact(row["value"], ONE_HISTORY, row["source"], spread_of_years(observed_curve("all")))


def fund_deals(country: str) -> Observation:
    """Return the deals recorded of a country's outcomes funds, scaled by those of the mean fund."""
    funds = outcomes_funds()
    deals = float(funds.loc[funds["country"] == country, "deals_recorded"].sum())
    return exact(deals, ONE_HISTORY, CITATION, float(funds["deals_recorded"].mean()))


def observed(name: str, statistic: str, scale: float | None = None) -> Observation:
    """Return a target with the standard error that its sample allows."""
    row = target_row(name, statistic)
    sample = None if pd.isna(row["sample"]) else int(row["sample"])
    return with_error(row["value"], standard_error(row, sample), sample, row["source"], scale)


def span(name: str, lower: str, upper: str) -> Observation:
    """Return two targets as the ends of a span; the value is its middle."""
    low, high = sorted((target(name, lower), target(name, upper)))
    middle = (low + high) / 2
    return Observation(middle, low, high, SPAN, middle, target_row(name, lower)["source"])


def share_of(name: str, parts: Sequence[str], wholes: Sequence[str] = ()) -> Observation:
    """Return the share of some counts of a target in others, or in its sample, with its standard error."""
    row = target_row(name, parts[0])
    whole = sum(target(name, each) for each in wholes) if wholes else float(row["sample"])
    share = sum(target(name, part) for part in parts) / whole
    return with_error(share, error_of_share(share, int(whole)), int(whole), row["source"])


def pooled_share(name: str, statistics: Sequence[str]) -> Observation:
    """Return the share over several samples of a target together, with its standard error."""
    rows = [target_row(name, statistic) for statistic in statistics]
    sample = sum(int(row["sample"]) for row in rows)
    share = sum(row["value"] * int(row["sample"]) for row in rows) / sample
    return with_error(share, error_of_share(share, sample), sample, rows[0]["source"])


def ratio_of(name: str, above: str, below: str) -> Observation:
    """Return the ratio of two targets."""
    return exact(target(name, above) / target(name, below), NOT_GIVEN, target_row(name, above)["source"])


def concentration(name: str, parts: Sequence[str]) -> Observation:
    """Return the sum of squared shares (Herfindahl) of some counts of a target in its sample."""
    row = target_row(name, parts[0])
    squares = sum((target(name, part) / float(row["sample"])) ** 2 for part in parts)
    return exact(squares, ONE_HISTORY, row["source"])


def target_row(name: str, statistic: str) -> pd.Series:
    """Return the row of a target; ValueError if there is none."""
    target(name, statistic)  # its error names what there is
    table = targets()
    return table[(table["name"] == name) & (table["statistic"] == statistic)].iloc[0]


def standard_error(row: pd.Series, sample: int | None) -> float:
    """Return the standard error of a target from its sample, missing where nothing tells it.

    Of quantiles and means it takes the spread from the quartiles of the same target, as of a normal distribution.
    """
    statistic = str(row["statistic"])
    if sample is None:
        return nan
    if statistic.startswith("share"):
        return error_of_share(row["value"], sample)
    if statistic == "log_standard_deviation":
        return float(row["value"]) / sqrt(2 * sample)
    return factor_of(statistic) * spread_of(str(row["name"])) / sqrt(sample)


def error_of_share(share: float, sample: int) -> float:
    """Return the standard error of a share of a sample."""
    return sqrt(share * (1 - share) / sample)


def factor_of(statistic: str) -> float:
    """Return the standard error of a mean or quantile of a normal sample of one with spread one; else missing."""
    if statistic == "mean":
        return 1.0
    quantile = SHARES.get(statistic.partition("_")[0])
    if quantile is None:
        return nan
    return sqrt(quantile * (1 - quantile)) / float(norm.pdf(norm.ppf(quantile)))


def spread_of(name: str) -> float:
    """Return the standard deviation of a target from its quartiles, as of a normal distribution; missing without."""
    values = targets().query("name == @name").set_index("statistic")["value"]
    if not {"p25", "p75"} <= set(values.index):
        return nan
    return float(values["p75"] - values["p25"]) / QUARTILES_APART
