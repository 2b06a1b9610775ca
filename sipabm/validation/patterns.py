"""The patterns: each row an observed fact, its kind, where it belongs, its value observed, and its measure in runs.

A new pattern is one row here, and one function where none measures it yet. Kinds say what agreement is worth: an
*input* was put in, a *fitted* one chose sizes, only what was *held out* tests the model.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from functools import partial
from typing import NamedTuple

import pandas as pd

from sipabm.observed import launches_by_year
from sipabm.observed.by_scenario import in_whole_years, stands_for_denmark, stands_for_the_world
from sipabm.scenario import Scenario
from sipabm.tables.run_tables import RunTables
from sipabm.validation import curve_statistics as curve
from sipabm.validation import deal_statistics as deal
from sipabm.validation import observations as seen
from sipabm.validation.observations import Observation


class Kind(Enum):
    """What agreement with a pattern is worth.

    It follows the sources of parameters: one whose size comes from the pattern makes it an input or fitted.
    """

    HELD_OUT = "held out"
    FITTED = "fitted"
    INPUT = "input"


class Pattern(NamedTuple):
    """A pattern: name, label, kind, unit, whether it belongs to a scenario, its value observed, its measure in runs."""

    name: str
    label: str
    kind: Kind
    unit: str
    belongs: Callable[[Scenario], bool]
    observed: Callable[[], Observation]
    measure: Callable[[RunTables], pd.Series]


def world(scenario: Scenario) -> bool:
    """Return whether a scenario has the world's countries and simulates every year observed."""
    return stands_for_the_world(scenario) and simulates_years(scenario, curve.observed_curve(curve.ALL).iloc[0])


def denmark(scenario: Scenario) -> bool:
    """Return whether a scenario has Denmark alone and simulates the years before and after the world's peak."""
    return stands_for_denmark(scenario) and simulates_danish_years(scenario)


def with_denmark(scenario: Scenario) -> bool:
    """Return whether a scenario is the world or Denmark, and simulates the years before and after the peak."""
    return (stands_for_the_world(scenario) or stands_for_denmark(scenario)) and simulates_danish_years(scenario)


def anywhere(scenario: Scenario) -> bool:
    """Return that what holds of single deals belongs to every scenario."""
    return True


def simulates_danish_years(scenario: Scenario) -> bool:
    """Return whether a scenario simulates every year that the change of Denmark is made of."""
    return simulates_years(scenario, curve.observed_curve("DK").iloc[0].loc[curve.BEFORE[0] :])


def simulates_years(scenario: Scenario, counts: pd.Series) -> bool:
    """Return whether a scenario simulates all years of some counts in full."""
    return len(in_whole_years(counts, scenario)) == len(counts)


HELD_OUT, FITTED, INPUT = Kind.HELD_OUT, Kind.FITTED, Kind.INPUT
SHARE, DEALS, YEAR, MONTHS, MILLIONS = "share", "partnerships", "year", "months", "million USD"
YEARS = tuple(int(year) for year in launches_by_year()["year"])
PERIODS = ((2010, 2014), (2015, 2018), (2019, 2023))  # rise, peak and fall of the world's counts
COUNTRIES = ("GB", "US", "FR", "PT", "JP", "NL", "AU", "DK", "CA")
AREAS = ("social", "employment", "health")
SERVICE = "12 * years"
SOCIAL_SECTORS = ("share_homelessness", "share_education", "share_child_and_family", "share_justice")
TEN_OR_MORE = (*(f"exactly_{parties}" for parties in range(10, 15)), "at_least_15")
# The record's counts by role are of deals that name a payer, a provider and an investor.
NAMED = "investors > 0"


def of_curve(
    name: str,
    label: str,
    kind: Kind,
    unit: str,
    belongs: Callable[[Scenario], bool],
    group: str,
    statistic: curve.CurveStatistic,
    seen_as: Callable[[str, curve.CurveStatistic], Observation] = seen.counted,
) -> Pattern:
    """Return a pattern that one statistic measures in the history observed and in the runs alike."""
    observed, measure = partial(seen_as, group, statistic), partial(curve.measured_curve, group, statistic)
    return Pattern(name, label, kind, unit, belongs, observed, measure)


def of_year(group: str, where: str, kind: Kind, belongs: Callable[[Scenario], bool], year: int) -> Pattern:
    """Return the pattern of a group's partnerships in one year."""
    count = partial(curve.in_years, year, year)
    observed = partial(seen.counted, years=1)
    name, label = f"launches_{group}_{year}", f"partnerships{where} in {year}"
    return of_curve(name, label, kind, DEALS, belongs, group, count, observed)


def of_period(group: str, where: str, first: int, last: int) -> Pattern:
    """Return the pattern of a group's partnerships in some years together."""
    name, label = f"launches_{group}_{first}_{last}", f"partnerships {where}, {first}–{last}"
    count, observed = partial(curve.in_years, first, last), partial(seen.counted, years=last - first + 1)
    # The late years of the United States are an aim of the search from which the defaults come.
    kind = FITTED if (group, first) == ("US", PERIODS[-1][0]) else HELD_OUT
    return of_curve(name, label, kind, DEALS, world, group, count, observed)


def of_first_deal(country: str) -> Pattern:
    """Return the pattern of the year of a country's first deal."""
    # Both scenarios with Denmark let it begin in 2018, so when it has its first one was put in.
    belongs, kind = (with_denmark, INPUT) if country == "DK" else (world, HELD_OUT)
    measure = partial(curve.measured_curve, country, curve.first_year)
    label = f"first partnership in {country}"
    return Pattern(f"first_{country}", label, kind, YEAR, belongs, partial(seen.first_deal, country), measure)


def of_country(country: str) -> Pattern:
    """Return the pattern of a country's share of all partnerships."""
    observed = partial(seen.share_of, "deals_by_country", [country])
    measure = partial(deal.share_of_deals, f"country == '{country}'")
    return Pattern(f"share_{country}", f"share of partnerships in {country}", INPUT, SHARE, world, observed, measure)


def of_area(area: str) -> Pattern:
    """Return the pattern of a welfare area's share of the partnerships in the three areas of the model."""
    observed = partial(seen.share_of, "deals_by_domain", [area], AREAS)
    measure = partial(deal.share_of_deals, f"domain == '{area}'")
    return Pattern(f"share_{area}", f"share of partnerships in {area}", INPUT, SHARE, world, observed, measure)


def in_area(area: str) -> str:
    """Return the condition that a deal is in a welfare area."""
    return f"domain == '{area}'"


def of_median(name: str, label: str, unit: str, target: str, number: str, area: str) -> Pattern:
    """Return the pattern of the median of a number over the deals of a welfare area."""
    observed = partial(seen.observed, target, f"median_{area}")
    measure = partial(deal.median_of_deals, number, among=in_area(area))
    return Pattern(f"{name}_{area}", f"median {label}, {area}", HELD_OUT, unit, anywhere, observed, measure)


def of_several_payers(area: str, sectors: tuple[str, ...]) -> Pattern:
    """Return the pattern of how many deals of a welfare area have several payers."""
    measure = partial(deal.share_of_deals, "payers > 1", among=in_area(area))
    label, observed = f"deals with several payers, {area}", partial(seen.pooled_share, "several_payers", sectors)
    return Pattern(f"several_payers_{area}", label, FITTED, SHARE, anywhere, observed, measure)


def of_deals(
    name: str,
    label: str,
    kind: Kind,
    unit: str,
    observed: Callable[[], Observation],
    measure: Callable[[RunTables], pd.Series],
) -> Pattern:
    """Return a pattern of single deals, which belongs to every scenario."""
    return Pattern(name, label, kind, unit, anywhere, observed, measure)


def target(name: str, statistic: str, scale: float | None = None) -> Callable[[], Observation]:
    """Return what reads a target with its standard error."""
    return partial(seen.observed, name, statistic, scale)


ADOPTION = (
    of_curve("total", "partnerships 2010–2023", FITTED, DEALS, world, "all", curve.total),
    of_curve(
        "peak_year", "year with most partnerships", FITTED, YEAR, world, "all", curve.peak_year, seen.counted_year
    ),
    of_curve("peak_height", "partnerships in that year", FITTED, DEALS, world, "all", curve.peak_height),
    *(of_year("all", "", FITTED, world, year) for year in YEARS),
    of_curve("fall", "share of the peak lost by 2021–2023", FITTED, SHARE, world, "all", curve.fall),
    of_curve("change_all", "change a year, 2018–20 to 2021–23", FITTED, DEALS, world, "all", curve.change),
    of_curve("change_DK", "change a year, 2018–20 to 2021–23, DK", HELD_OUT, DEALS, with_denmark, "DK", curve.change),
    of_curve(
        "peak_year_outside_GB",
        "year with most outside GB",
        HELD_OUT,
        YEAR,
        world,
        curve.OUTSIDE_GB,
        curve.peak_year,
        seen.counted_year,
    ),
    of_curve(
        "peak_height_outside_GB",
        "partnerships in that year outside GB",
        HELD_OUT,
        DEALS,
        world,
        curve.OUTSIDE_GB,
        curve.peak_height,
    ),
    of_curve("jump_GB", "largest change in a year, GB", HELD_OUT, DEALS, world, "GB", curve.largest_jump),
    *(of_period("GB", "in GB", *period) for period in PERIODS),
    *(of_period("US", "in US", *period) for period in PERIODS),
    *(of_period("rest", "elsewhere", *period) for period in PERIODS),
    *map(of_first_deal, COUNTRIES),
    of_curve("total_DK", "partnerships by 2023 (INDIGO)", HELD_OUT, DEALS, denmark, "DK", curve.total),
    Pattern(
        "total_DK_column",
        "partnerships by 2023 (other count)",
        HELD_OUT,
        DEALS,
        denmark,
        target("partnerships", "denmark"),
        partial(curve.measured_curve, "DK", curve.total),
    ),
    *(of_year("DK", " in DK", HELD_OUT, denmark, year) for year in range(curve.BEFORE[0], curve.LATE[1] + 1)),
)
PLACES = (
    *map(of_country, COUNTRIES),
    Pattern(
        "largest_three",
        "share of the three largest countries",
        INPUT,
        SHARE,
        world,
        partial(seen.share_of, "deals_by_country", COUNTRIES[:3]),
        partial(deal.share_of_largest_countries, 3),
    ),
    Pattern(
        "concentration",
        "country concentration (Herfindahl)",
        INPUT,
        "index",
        world,
        partial(seen.concentration, "deals_by_country", COUNTRIES),
        partial(deal.concentration_of_countries, COUNTRIES),
    ),
    *map(of_area, AREAS),
)
FUNDS = (
    Pattern(
        "fund_backed_GB",
        "deals backed by an outcomes fund, GB",
        HELD_OUT,
        SHARE,
        world,
        target("fund_backed", "share_great_britain"),
        partial(deal.share_of_deals, "fund > 0", among="country == 'GB'"),
    ),
    Pattern(
        "fund_backed_elsewhere",
        "deals backed by a fund, elsewhere",
        HELD_OUT,
        SHARE,
        world,
        target("fund_backed", "share_elsewhere"),
        partial(deal.share_of_deals, "fund > 0", among="country != 'GB'"),
    ),
    Pattern(
        "fund_deals_US",
        "deals backed by an outcomes fund, US",
        HELD_OUT,
        DEALS,
        world,
        partial(seen.fund_deals, "US"),
        partial(deal.number_of_deals, "country == 'US' and fund > 0"),
    ),
    Pattern(
        "fund_deals_PT",
        "deals backed by an outcomes fund, PT",
        HELD_OUT,
        DEALS,
        world,
        partial(seen.fund_deals, "PT"),
        partial(deal.number_of_deals, "country == 'PT' and fund > 0"),
    ),
    Pattern(
        "fund_capital",
        "capital with a fund, of that without",
        HELD_OUT,
        "ratio",
        world,
        partial(seen.ratio_of, "capital_by_fund", "median_backed", "median_unbacked"),
        partial(deal.ratio_of_medians, "capital", "fund > 0", "fund == 0"),
    ),
    Pattern(
        "fund_share",
        "share of payments of British funds",
        INPUT,
        SHARE,
        world,
        partial(seen.span, "fund_share", "mean_life_chances_fund", "mean_central_fund"),
        partial(deal.mean_of_deals, "fund_share", among="country == 'GB' and fund > 0"),
    ),
    Pattern(
        "replanned",
        "deals of British funds re-planned",
        HELD_OUT,
        SHARE,
        world,
        partial(seen.span, "replanned", "share_lower", "share_upper"),
        partial(deal.share_of_deals, "replans > 0", among="country == 'GB' and fund > 0"),
    ),
)
PARTIES = (
    of_deals(
        "parties_mean",
        "parties of a deal, mean",
        HELD_OUT,
        "parties",
        target("parties", "mean"),
        partial(deal.mean_of_deals, "parties", among=NAMED),
    ),
    of_deals(
        "parties_p25",
        "parties of a deal, lower quartile",
        HELD_OUT,
        "parties",
        target("parties", "p25"),
        partial(deal.quantile_of_deals, "parties", 0.25, among=NAMED),
    ),
    of_deals(
        "parties_median",
        "parties of a deal, median",
        HELD_OUT,
        "parties",
        target("parties", "median"),
        partial(deal.median_of_deals, "parties", among=NAMED),
    ),
    of_deals(
        "parties_p75",
        "parties of a deal, upper quartile",
        HELD_OUT,
        "parties",
        target("parties", "p75"),
        partial(deal.quantile_of_deals, "parties", 0.75, among=NAMED),
    ),
    of_deals(
        "parties_ten_or_more",
        "deals of ten parties or more",
        HELD_OUT,
        SHARE,
        partial(seen.share_of, "parties_histogram", TEN_OR_MORE),
        partial(deal.share_of_deals, "parties >= 10"),
    ),
    of_deals(
        "triads",
        "deals of one payer, provider, investor",
        HELD_OUT,
        SHARE,
        target("parties", "share_triads"),
        partial(deal.share_of_deals, "payers == 1 and providers == 1 and investors == 1", among=NAMED),
    ),
    of_deals(
        "payers_mean",
        "payers of a deal, mean",
        HELD_OUT,
        "payers",
        target("payers_per_deal", "mean"),
        partial(deal.mean_of_deals, "payers"),
    ),
    of_deals(
        "payers_single",
        "deals with a single payer",
        FITTED,
        SHARE,
        target("payers_per_deal", "share_single"),
        partial(deal.share_of_deals, "payers == 1"),
    ),
    of_several_payers("social", SOCIAL_SECTORS),
    of_several_payers("employment", ("share_employment",)),
    of_several_payers("health", ("share_health",)),
    of_deals(
        "providers_mean",
        "providers of a deal, mean",
        HELD_OUT,
        "providers",
        target("providers_per_deal", "mean"),
        partial(deal.mean_of_deals, "providers"),
    ),
    of_deals(
        "providers_single",
        "deals with a single provider",
        INPUT,
        SHARE,
        target("providers_per_deal", "share_single"),
        partial(deal.share_of_deals, "providers == 1"),
    ),
    of_deals(
        "investors_mean",
        "investors of a deal, mean",
        HELD_OUT,
        "investors",
        target("investors_per_deal", "mean"),
        partial(deal.mean_of_deals, "investors", among=NAMED),
    ),
    of_deals(
        "investors_median",
        "investors of a deal, median",
        HELD_OUT,
        "investors",
        target("investors_per_deal", "median"),
        partial(deal.median_of_deals, "investors", among=NAMED),
    ),
    of_deals(
        "investors_single",
        "deals with a single investor",
        INPUT,
        SHARE,
        target("investors_per_deal", "share_single"),
        partial(deal.share_of_deals, "investors == 1", among=NAMED),
    ),
)
SIZES = (
    of_deals(
        "capital_median",
        "median capital",
        INPUT,
        MILLIONS,
        target("capital_million_usd", "median"),
        partial(deal.median_of_deals, "capital"),
    ),
    of_deals(
        "capital_spread",
        "capital, deviation of its logarithm",
        INPUT,
        "log points",
        target("capital_million_usd", "log_standard_deviation"),
        partial(deal.spread_of_logarithms, "capital"),
    ),
    *(of_median("capital", "capital", MILLIONS, "capital_million_usd", "capital", area) for area in AREAS),
    of_deals(
        "capital_parties",
        "capital and parties, rank correlation",
        HELD_OUT,
        "rank correlation",
        target("capital_and_parties", "rank_correlation", 1.0),
        partial(deal.rank_correlation, "capital", "parties"),
    ),
    of_deals(
        "capital_experience",
        "capital of repeat, per first deals",
        HELD_OUT,
        "ratio",
        partial(seen.ratio_of, "capital_by_experience", "median_experienced", "median_new"),
        partial(deal.ratio_of_medians, "capital", "experienced", "not experienced"),
    ),
    of_deals(
        "largest_payment",
        "median largest payment",
        INPUT,
        MILLIONS,
        target("max_payment_million_usd", "median"),
        deal.largest_payment,
    ),
    of_deals(
        "development_cost",
        "median development cost per capital",
        INPUT,
        SHARE,
        partial(seen.span, "development_cost", "lower", "upper"),
        partial(deal.median_of_deals, "cost / capital"),
    ),
    Pattern(
        "cost_per_signature",
        "attempts' cost per US deal",
        HELD_OUT,
        MILLIONS,
        world,
        target("development_cost", "per_launched_deal"),
        partial(deal.cost_per_signature, "US"),
    ),
    of_deals(
        "monitoring",
        "deals verified after the fact alone",
        INPUT,
        SHARE,
        target("validation", "share_ex_post"),
        partial(deal.share_of_deals, "rigour == 'monitoring'"),
    ),
)
TIMES = (
    of_deals(
        "conversion",
        "attempts ended that were signed",
        FITTED,
        SHARE,
        partial(seen.span, "conversion", "lower", "upper"),
        deal.conversion,
    ),
    of_deals(
        "development_p25",
        "months to signature, lower quartile",
        FITTED,
        MONTHS,
        target("development_months", "p25"),
        partial(deal.quantile_of_deals, "months", 0.25),
    ),
    of_deals(
        "development_median",
        "months to signature, median",
        FITTED,
        MONTHS,
        target("development_months", "median"),
        partial(deal.median_of_deals, "months"),
    ),
    of_deals(
        "development_p75",
        "months to signature, upper quartile",
        FITTED,
        MONTHS,
        target("development_months", "p75"),
        partial(deal.quantile_of_deals, "months", 0.75),
    ),
    of_deals(
        "service_p10",
        "months of service, lowest tenth",
        FITTED,
        MONTHS,
        target("service_months", "p10"),
        partial(deal.quantile_of_deals, SERVICE, 0.1),
    ),
    of_deals(
        "service_median",
        "months of service, median",
        FITTED,
        MONTHS,
        target("service_months", "median"),
        partial(deal.median_of_deals, SERVICE),
    ),
    of_deals(
        "service_mean",
        "months of service, mean",
        FITTED,
        MONTHS,
        target("service_months", "mean"),
        partial(deal.mean_of_deals, SERVICE),
    ),
    of_deals(
        "service_p90",
        "months of service, highest tenth",
        FITTED,
        MONTHS,
        target("service_months", "p90"),
        partial(deal.quantile_of_deals, SERVICE, 0.9),
    ),
    *(of_median("service", "months of service", MONTHS, "service_months", SERVICE, area) for area in AREAS),
)
RESULTS = (
    of_deals(
        "ended_early",
        "deals ended that ended early",
        FITTED,
        SHARE,
        partial(seen.span, "ended_early", "share_over_6_months", "share_over_3_months"),
        deal.ended_early,
    ),
    of_deals(
        "repaid",
        "ended deals with investors repaid",
        HELD_OUT,
        SHARE,
        target("investors_repaid", "share_repaid"),
        deal.repaid,
    ),
    of_deals(
        "total_return",
        "median total return, delivered deals",
        INPUT,
        SHARE,
        partial(seen.span, "total_return", "lower", "upper"),
        deal.total_return,
    ),
    of_deals(
        "expected_return",
        "median return a year expected",
        HELD_OUT,
        SHARE,
        partial(seen.span, "expected_return", "lower", "upper"),
        partial(deal.median_of_deals, "(promised / capital_investors - 1) / years", among="capital_investors > 0"),
    ),
    of_deals(
        "value_per_payment",
        "public value per outcome payment",
        INPUT,
        "ratio",
        partial(seen.span, "value_per_payment", "lower", "upper"),
        deal.value_per_payment,
    ),
    of_deals(
        "fiscal_share",
        "share of value that saves budgets cash",
        INPUT,
        SHARE,
        target("fiscal_value", "share_of_value"),
        deal.fiscal_share,
    ),
)
PATTERNS: tuple[Pattern, ...] = (*ADOPTION, *PLACES, *FUNDS, *PARTIES, *SIZES, *TIMES, *RESULTS)


def patterns_of(scenario: Scenario) -> list[Pattern]:
    """Return the patterns that belong to a scenario."""
    return [pattern for pattern in PATTERNS if pattern.belongs(scenario)]
