"""Errors a user can mend: one printable line that says what is wrong, where, what is allowed and what to do."""

from __future__ import annotations

import difflib
import reprlib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from itertools import islice
from pathlib import Path
from types import UnionType
from typing import Any

LONGEST_LINE = 1000
MOST_PARTS = 200
LONGEST_NAME, MOST_NAMES = 200, 5000  # beyond these nobody has misspelt a name
SHORT = reprlib.Repr()
SHORT.maxstring = SHORT.maxother = SHORT.maxlong = 200  # the path of a file is shown whole
SHORT.maxlevel = 3


class ScenarioError(ValueError):
    """Raised for any input that cannot be simulated; its text is one printable line of bounded length."""

    # A ValueError, as pydantic gathers what its validators raise only if it is one.

    def __init__(self, text: object) -> None:
        # Here, so that no caller has to think of it: what an input says may stand anywhere in the text.
        super().__init__(without_middle(one_line(str(text)), LONGEST_LINE))


def not_allowed(name: str, value: Any, allowed: str) -> ScenarioError:
    """Return the error of a value that something cannot have."""
    return ScenarioError(f"{name} = {shown(value)} is not allowed; it should be {allowed}")


def of_type(name: str, value: Any, kind: type | UnionType, allowed: str) -> None:
    """Raise ScenarioError unless a value is of a type."""
    if not isinstance(value, kind):
        raise ScenarioError(f"{name} is of type {type(value).__name__}; give {allowed}")


def listed(name: str, value: Any, allowed: str) -> Any:
    """Return a list, or what is like one, unchanged; ScenarioError for anything else, as what may never end."""
    with suppress(TypeError):
        len(value)  # which a numpy array of one number has not, though it says so
        if not isinstance(value, str | bytes | Mapping):
            return value
    raise not_allowed(name, value, f"a list of {allowed}")


def checked_path(name: str, value: Any) -> Path:
    """Return a path; ScenarioError if it is none, or has more parts than folders are made for."""
    of_type(name, value, str | Path, "a path as text")
    path = Path(value)
    if len(path.parts) > MOST_PARTS:
        raise not_allowed(name, value, f"a path of at most {MOST_PARTS} parts")
    return path


def one_line(text: str) -> str:
    """Return a text without line breaks, what cannot be printed written out."""
    return printable(" ".join(text.split()))


def printable(text: str) -> str:
    """Return a text with what cannot be printed written out, as a terminal would obey it; lines are kept."""
    return "".join(sign if sign.isprintable() or sign == "\n" else ascii(sign)[1:-1] for sign in text)


def without_middle(text: str, length: int) -> str:
    """Return a text of at most some length: what is too much goes from the middle, as an end says what to do."""
    end = length // 3
    return text if len(text) <= length else f"{text[: length - end - 3]}...{text[-end:]}"


def shown(value: Any) -> str:
    """Return a value of an input as Python writes it, short and printable, whatever it is."""
    try:
        return printable(SHORT.repr(value))
    except (ValueError, RecursionError):  # whole numbers of thousands of digits, among others
        return f"a value of type {type(value).__name__} that is too long to show"


def nearest(name: str, known: Iterable[str]) -> str:
    """Return a hint naming the known word nearest to `name`, or nothing."""
    if len(name) > LONGEST_NAME:
        return ""
    # Looser than the 0.6 of difflib: names are long, and a wrong guess is easier to bear than none.
    words = {word.lower(): word for word in islice(known, MOST_NAMES)}
    close = difflib.get_close_matches(name.lower(), words, n=1, cutoff=0.5)
    return f"; did you mean '{words[close[0]]}'?" if close else ""
