"""Said: what a memo says before it is said in a language: phrases by their key, numbers, and names of the user."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from string import Formatter
from typing import Literal, NamedTuple

from sipabm.errors import ScenarioError
from sipabm.language.numbers import with_decimal_comma
from sipabm.toml_data import parsed_toml

Language = Literal["en", "da"]
LANGUAGES: tuple[Language, ...] = ("en", "da")
PHRASES = "phrases.toml"
NO_BREAK = "\N{NO-BREAK SPACE}"  # a line does not end between a number and its sign


class Number(NamedTuple):
    """A number as `sipabm.language` writes it in English: '+1,234.5'."""

    text: str


class Said(NamedTuple):
    """A phrase of the book, and what stands in its places: phrases, numbers, or texts of the user's own."""

    key: str
    places: Mapping[str, Part] = {}


class Listed(NamedTuple):
    """A list in a sentence: 'a, b and c'."""

    parts: Sequence[Part]


Part = Said | Number | Listed | str


def say(key: str, **places: Part) -> Said:
    """Return a phrase with what stands in its places."""
    return Said(key, places)


@cache
def phrases() -> dict[str, dict[Language, str]]:
    """Return the book of phrases: each by its key in all languages."""
    return dict(flat(parsed_toml((files("sipabm.memo") / PHRASES).read_text("utf-8"))))


def flat(data: Mapping[str, object], before: str = "") -> Sequence[tuple[str, dict[Language, str]]]:
    """Return the phrases of nested tables by dotted key."""
    found: list[tuple[str, dict[Language, str]]] = []
    for name, value in data.items():
        assert isinstance(value, dict)
        if set(value) & set(LANGUAGES):
            found.append((f"{before}{name}", value))
        else:
            found += flat(value, f"{before}{name}.")
    return found


def placeholders(text: str) -> set[str]:
    """Return the names of the places of a phrase."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def in_language(part: Part, language: Language) -> str:
    """Return what is said in a language; ScenarioError if the book lacks the phrase."""
    if isinstance(part, str):
        return part
    if isinstance(part, Number):
        text = part.text.replace(" %", f"{NO_BREAK}%")
        return with_decimal_comma(text) if language == "da" else text
    if isinstance(part, Listed):
        return listed_in([in_language(each, language) for each in part.parts], language)
    if part.key not in phrases():
        raise ScenarioError(f"no phrase '{part.key}' in the book of phrases")
    text = phrases()[part.key][language]
    return text.format_map({name: in_language(each, language) for name, each in part.places.items()})


def listed_in(items: Sequence[str], language: Language) -> str:
    """Return items as a list in a sentence of a language."""
    *before, last = items or [""]
    if not before:
        return last
    first = before[0]
    for each in before[1:]:
        first = phrases()["list.comma"][language].format(first=first, last=each)
    return phrases()["list.and"][language].format(first=first, last=last)


def sentence(part: Part, language: Language) -> str:
    """Return what is said as it stands at the beginning of a line: its first letter large, unless it is a user's."""
    text = in_language(part, language)
    return text if isinstance(part, str) else text[:1].upper() + text[1:]
