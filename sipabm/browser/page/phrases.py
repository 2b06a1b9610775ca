"""Phrases of a page: each by its key in all languages, from the book `words.toml`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

from sipabm.errors import not_allowed
from sipabm.toml_data import parsed_toml

LANGUAGES = ("en", "da")
BOOK = "words.toml"


@cache
def phrases() -> dict[str, dict[str, str]]:
    """Return the book of phrases: each by its dotted key, in all languages."""
    return dict(flat(parsed_toml((files("sipabm.browser.page") / BOOK).read_text("utf-8"))))


def flat(data: Mapping[str, object], before: str = "") -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the phrases of nested tables by dotted key."""
    for name, value in data.items():
        assert isinstance(value, dict)
        if set(value) == set(LANGUAGES):
            yield f"{before}{name}", value
        else:
            yield from flat(value, f"{before}{name}.")


def checked_language(language: str) -> str:
    """Return a language; ScenarioError if pages are not written in it."""
    if language not in LANGUAGES:
        raise not_allowed("the language", language, " or ".join(map(repr, LANGUAGES)))
    return language
