"""Phrases of a page: each by its key in all languages, from its own book and from that of memos."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from sipabm.errors import not_allowed
from sipabm.memo import said
from sipabm.toml_data import parsed_toml

BOOK = "words.toml"
# What memos have words for as well: names, and what each lever is.
SHARED = ("about", "area", "currency", "lever", "mechanism", "party", "scenario", "unit")


@cache
def phrases() -> dict[str, dict[said.Language, str]]:
    """Return all phrases of a page: each by its dotted key, in all languages."""
    shared = {key: phrase for key, phrase in said.phrases().items() if key.split(".")[0] in SHARED}
    return shared | own_phrases()


def own_phrases() -> dict[str, dict[said.Language, str]]:
    """Return the phrases of the book of the page."""
    return dict(said.flat(parsed_toml((files("sipabm.browser.page") / BOOK).read_text("utf-8"))))


def checked_language(language: str) -> said.Language:
    """Return a language; ScenarioError if pages are not written in it."""
    for known in said.LANGUAGES:
        if language == known:
            return known
    raise not_allowed("the language", language, " or ".join(map(repr, said.LANGUAGES)))


def unit_of_money(currency: str, price_year: int | None) -> dict[said.Language, str]:
    """Return what amounts are in, in all languages: 'million DKK in prices of 2024'."""
    book = phrases()
    names = book.get(f"currency.{currency}", dict.fromkeys(said.LANGUAGES, currency))
    unit = book["unit.million_prices" if price_year else "unit.million"]
    return {each: unit[each].format(currency=names[each], year=price_year) for each in said.LANGUAGES}
