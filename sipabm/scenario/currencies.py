"""Currencies: what readers may be shown money in; none of it decides a result.

Rates are units of the currency for a US dollar, mean of a calendar year. Price indices are of consumers, means of
calendar years; of each only ratios count. They end where the sources end that were read: later years are given by who
has them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field

from sipabm.errors import ScenarioError, nearest, not_allowed, of_type, shown
from sipabm.language.money import MODEL_MONEY, OWN_CURRENCY, Money
from sipabm.parameters import Frozen
from sipabm.scenario.settings import LONGEST_DESCRIPTION, checked_text

CODE = re.compile(r"[A-Z]{3}")
YEAR = re.compile(r"[12]\d{3}", re.ASCII)
FIRST_YEAR, LAST_YEAR = 1900, 2999
LARGEST_FALL = 0.1  # of prices within a year: beyond it an index has changed its scale, and not prices
# Of INDIGO's 226 projects with an investment and a start of service, the middle one starts in 2018. INDIGO converts to
# USD by the World Bank's rate of the year in which service starts, and corrects for no inflation.
PRICES_OF = 2018
FEDERAL_RESERVE = "Federal Reserve, G.5A"
GIVEN = "as given by the user"
WORLD_BANK = "World Bank, FP.CPI.TOTL.ZG (annual rates), chained; 2015 = 100"


class Table(dict[str, Any]):
    """A table with names of one's own, which can be hashed as all else in a scenario."""

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(tuple(sorted((name, hash(value)) for name, value in self.items())))


def checked_prices(prices: Mapping[str, float]) -> Table:
    """Return an index of prices by year, in order; ValueError unless years are years and the scale stays the same."""
    for year in prices:
        if not YEAR.fullmatch(year):
            raise ValueError(f"prices name {shown(year)}, which is no year like 2024")
    ordered = Table(sorted(prices.items()))
    for (year, before), (later, after) in pairwise(ordered.items()):
        years = int(later) - int(year)
        if after < before * (1 - LARGEST_FALL) ** years:
            raise ValueError(
                f"prices fall from {before:g} in {year} to {after:g} in {later}, as if the index had a new scale; give "
                "all years on one scale"
            )
    return ordered


def with_texts(prices: Any) -> Any:
    """Return a table with its years as texts, as a file has them."""
    if not isinstance(prices, Mapping):
        return prices
    return {str(year) if type(year) is int else year: value for year, value in prices.items()}


Index = Annotated[float, Field(gt=0, le=1e12)]
Prices = Annotated[dict[str, Index], BeforeValidator(with_texts), AfterValidator(checked_prices)]
Source = Annotated[str, Field(max_length=LONGEST_DESCRIPTION), AfterValidator(checked_text)]


class Currency(Frozen):
    """A currency: how much of it a US dollar is worth, on average over a year, and how its prices rise."""

    rate: float = Field(gt=0, le=1e9, description="units for one USD")
    year: int = Field(ge=FIRST_YEAR, le=LAST_YEAR, description="calendar year whose mean the rate is")
    source: Source = Field(default="", description="where the rate comes from")
    prices: Prices = Field(default_factory=Table, description="index of consumer prices, mean of each calendar year")
    prices_source: Source = Field(default="", description="where the index comes from")

    @property
    def years(self) -> str:
        """Return in words for which years there is a price index."""
        known = list(self.prices)
        return f"there is one for {known[0]} to {known[-1]}" if known else "there is none"


def yearly(first: int, *indices: float) -> dict[str, float]:
    """Return an index of prices by year, from the first year on."""
    return {str(year): index for year, index in enumerate(indices, first)}


# As data, which are checked where they become part of a scenario.
DEFAULTS: dict[str, dict[str, Any]] = {
    "USD": {
        "rate": 1.0,
        "year": 2018,
        "source": "by definition",
        "prices": yearly(
            *(2010, 92.00, 94.90, 96.87, 98.29, 99.88, 100.00, 101.26, 103.42, 105.94, 107.86, 109.20),
            *(114.33, 123.47, 128.56, 132.35),
        ),
        "prices_source": WORLD_BANK,
    },
    "DKK": {
        "rate": 6.3131,
        "year": 2018,
        "source": FEDERAL_RESERVE,
        "prices": yearly(2015, 100.00, 100.25, 101.40, 102.23, 103.00, 103.43, 105.35, 113.46, 117.21, 118.82, 121.08),
        "prices_source": (
            "Statistics Denmark, PRIS113, means of the months, 2015 = 100; 2025: 1.9 % above 2024, rounded, as "
            "dpa-AFX told on 12 January 2026"
        ),
    },
    "EUR": {
        "rate": 0.84624,
        "year": 2018,
        "source": f"{FEDERAL_RESERVE}: 1.1817 USD for one EUR",
        "prices": yearly(2018, 100.00, 101.20, 101.50, 104.14, 112.89, 118.99, 121.84),
        "prices_source": (
            "Eurostat, HICP of the euro area: annual rates, rounded to a tenth of a percent, as FocusEconomics quotes "
            "them, chained; 2018 = 100"
        ),
    },
    "GBP": {
        "rate": 0.74833,
        "year": 2018,
        "source": f"{FEDERAL_RESERVE}: 1.3363 USD for one GBP",
        "prices": yearly(
            *(2010, 90.12, 93.60, 96.01, 98.21, 99.63, 100.00, 101.01, 103.59, 105.97, 107.81, 108.88),
            *(111.62, 120.46, 128.64, 132.85),
        ),
        "prices_source": WORLD_BANK,
    },
}


def with_defaults(given: Any) -> Any:
    """Return currencies that are given, over those that come with sipabm; anything but a table as it is."""
    if not isinstance(given, Mapping):
        return given
    found: dict[str, Any] = dict(DEFAULTS)
    for code, value in given.items():
        values = value.model_dump() if isinstance(value, Currency) else value
        found[code] = over_default(DEFAULTS[code], values) if code in DEFAULTS and is_table(values) else values
    return found


def is_table(values: Any) -> bool:
    """Return whether values are a table, and so are the prices in it, if there are any."""
    return isinstance(values, Mapping) and isinstance(values.get("prices", {}), Mapping)


def over_default(default: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is given of a currency over its default; what is changed loses the source of the default."""
    # Years may be added one by one: the others stay, on whose scale these are.
    found = {**default, **values, "prices": {**default["prices"], **with_texts(values.get("prices", {}))}}
    if found["source"] == default["source"] and any(found[name] != default[name] for name in ("rate", "year")):
        found["source"] = GIVEN
    changed = [year for year, index in found["prices"].items() if index != default["prices"].get(year)]
    if changed and found["prices_source"] == default["prices_source"]:
        found["prices_source"] = f"{default['prices_source']}; {', '.join(changed)}: {GIVEN}"
    return found


def checked_currencies(currencies: dict[str, Currency]) -> Table:
    """Return currencies by code; ValueError unless codes are codes, and a dollar is worth a dollar."""
    for code in currencies:
        if not CODE.fullmatch(code):
            raise ValueError(f"{shown(code)} is not allowed; it should be a code of three capital letters, like DKK")
    if currencies[OWN_CURRENCY].rate != 1:
        raise ValueError(f"{OWN_CURRENCY}.rate = {currencies[OWN_CURRENCY].rate:g} is not allowed; it should be 1")
    return Table(currencies)


Currencies = Annotated[dict[str, Currency], BeforeValidator(with_defaults), AfterValidator(checked_currencies)]


def money_of(
    currencies: Mapping[str, Currency], prices_of: int, currency: str | None = None, price_year: int | None = None
) -> Money:
    """Return money for readers: a currency, by default the dollar, in the prices of a year, by default the model's own.

    `prices_of` is the year in whose prices the model's own money, million USD, is. Dollars are brought to the prices of
    the year of the rate, exchanged, and brought to the prices of the year asked for by the index of the currency; if
    neither a currency nor a year is asked for, they stay. ScenarioError for a currency without a rate and for a year
    without an index.
    """
    if currency is None and price_year is None:
        return MODEL_MONEY
    code = checked_code(currencies, OWN_CURRENCY if currency is None else currency)
    if code == OWN_CURRENCY and price_year is None:
        return MODEL_MONEY
    if price_year is not None and not is_year(price_year):
        raise not_allowed("price_year", price_year, "a year like 2024")
    chosen, year = currencies[code], prices_of if price_year is None else price_year
    rated = prices_of if code == OWN_CURRENCY else chosen.year
    factor = rise(currencies, OWN_CURRENCY, prices_of, rated) * chosen.rate * rise(currencies, code, rated, year)
    return Money(code, year, factor, note_of(code, chosen, prices_of, year, factor))


def is_year(value: object) -> bool:
    """Return whether a value is a year in whose prices money may be."""
    return isinstance(value, int) and not isinstance(value, bool) and FIRST_YEAR <= value <= LAST_YEAR


def checked_code(currencies: Mapping[str, Currency], currency: object) -> str:
    """Return the code of one of some currencies, 'dkk' as 'DKK'; ScenarioError if it is none of them."""
    of_type("the currency", currency, str, "a code like 'DKK'")
    code = str(currency).strip().upper()
    if code not in currencies:
        known = ", ".join(currencies)
        raise ScenarioError(
            f"no currency {shown(currency)}{nearest(code, currencies)} (currencies: {known}); give its rate, "
            "like --set 'currencies.NOK={ rate = 8.1318, year = 2018 }'"
        )
    return code


def rise(currencies: Mapping[str, Currency], code: str, first: int, last: int) -> float:
    """Return how many times as high prices are in one year as in another; ScenarioError without an index of both."""
    if first == last:
        return 1.0
    currency = currencies[code]
    for year in (first, last):
        if str(year) not in currency.prices:
            known = list(currency.prices.items())
            scale = f", on the scale on which {known[-1][0]} is {known[-1][1]:g}" if known else ""
            raise ScenarioError(
                f"no price index of {code} for {year}: {currency.years}; give it as --set "
                f"currencies.{code}.prices.{year}=INDEX{scale}, or another --price-year"
            )
    return float(currency.prices[str(last)] / currency.prices[str(first)])


def note_of(code: str, currency: Currency, own: int, year: int, factor: float) -> str:
    """Return in one sentence where a factor comes from."""
    rate = f"{currency.rate:g} {code} for one USD on average in {currency.year} ({or_unnamed(currency.source)})"
    prices = f"consumer prices ({or_unnamed(currency.prices_source)})"
    how = " and ".join([rate] * (code != OWN_CURRENCY) + [prices] * (year != own)) or "as they are"
    return (
        f"Money: million USD in prices of {own} (assumed), times {factor:.5g} for million {code} in prices of {year}: "
        f"{how}. --set currencies.{code}.rate=... takes another rate."
    )


def or_unnamed(source: str) -> str:
    """Return a source, or that the user is it."""
    return source or GIVEN
