"""The calendar of a run, alike for both models: levers and outcomes funds by step, and the years a run touches."""

from __future__ import annotations

from typing import NamedTuple

from sipabm import quarters
from sipabm.rules.common import LARGEST_FUND_SHARE
from sipabm.scenario import Country, Fund, Levers, LeverSetting, Scenario
from sipabm.scenario.settings import set_of_areas
from sipabm.words import NOBODY

FOREVER = 1 << 40
ALL_COUNTRIES = NOBODY


class LeverTerms(NamedTuple):
    """A lever: the share that uses it anyway, and a policy's share between two steps in a set of welfare areas.

    The set is a sum of `1 << domain`.
    """

    practice: float
    intensity: float
    first: int
    last: int
    domains: int


class FundTerms(NamedTuple):
    """An outcomes fund: number of its country (-1 for all), set of welfare areas, steps, shares and purse.

    The set is a sum of `1 << domain`; `repayment` is the share of what it paid that it gets back.
    """

    country: int
    domains: int
    opens: int
    closes: int
    share: float
    repayment: float
    invests: bool
    development_share: float
    purse: float


def lever_terms(scenario: Scenario) -> tuple[LeverTerms, ...]:
    """Return the terms of every lever, in the order of `sipabm.levers.Lever`."""
    return tuple(terms_of_lever(scenario, getattr(scenario.levers, lever)) for lever in Levers.model_fields)


def terms_of_lever(scenario: Scenario, lever: LeverSetting) -> LeverTerms:
    """Return the terms of a lever of the scenario; one without a first quarter never comes into force."""
    first, last = step_or_never(scenario, lever.first), step_or_never(scenario, lever.last)
    return LeverTerms(lever.practice, lever.intensity, first, last, set_of_areas(lever.domains))


def step_or_never(scenario: Scenario, quarter: str | None) -> int:
    """Return the step of a quarter, or one that no run reaches."""
    return FOREVER if quarter is None else scenario.step_of(quarter)


def fund_terms(scenario: Scenario) -> tuple[FundTerms, ...]:
    """Return the terms of every outcomes fund, the one of the lever last."""
    funds = [terms_of_fund(scenario, fund) for fund in scenario.funds]
    lever = scenario.levers.outcomes_fund
    if lever.first is not None and lever.intensity > 0:
        opens, closes = scenario.step_of(lever.first), step_or_never(scenario, lever.last)
        share, purse = min(lever.intensity, LARGEST_FUND_SHARE), scenario.environment.lever_fund_purse
        # Last: a policy must not change the numbers of the funds that are there anyway.
        areas = set_of_areas(lever.domains)
        funds.append(FundTerms(ALL_COUNTRIES, areas, opens, closes, share, 0.0, False, 0.0, purse))
    return tuple(funds)


def terms_of_fund(scenario: Scenario, fund: Fund) -> FundTerms:
    """Return the terms of a fund of the scenario."""
    codes = [country.code for country in scenario.countries]
    country = ALL_COUNTRIES if fund.country == "all" else codes.index(fund.country)
    opens, closes = scenario.step_of(fund.opens), scenario.step_of(fund.closes)
    return FundTerms(
        country,
        set_of_areas(fund.domains),
        opens,
        closes,
        fund.share,
        fund.repayment,
        fund.invests,
        fund.development_share,
        fund.purse,
    )


def since_of(scenario: Scenario, country: Country) -> int:
    """Return the first step in which a country's authorities look at partnerships, possibly before the run."""
    return 0 if country.since is None else scenario.step_of(country.since)


def first_quarter_of(scenario: Scenario) -> int:
    """Return the quarter of the year (0 to 3) of the first step."""
    return quarters.ordinal(scenario.first_quarter) % quarters.QUARTERS_A_YEAR


def years_of(scenario: Scenario) -> int:
    """Return the number of calendar years a run touches."""
    last = first_quarter_of(scenario) + scenario.quarters - 1
    return last // quarters.QUARTERS_A_YEAR + 1
