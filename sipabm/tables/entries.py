"""Entries of a manifest: what each may hold. A manifest may be a stranger's, and is believed only as far as it fits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sipabm.arguments import LARGEST_SEED, MOST_RUNS

DEEPEST, LARGEST = 10, 2**63
LONGEST_TEXT = 200_000  # of the command that makes a study of many alternatives again


def is_whole(value: Any, low: int = 0, high: int = LARGEST) -> bool:
    """Return whether a value is a whole number within bounds."""
    return type(value) is int and low <= value <= high


def is_text(value: Any) -> bool:
    """Return whether a value is a text."""
    return isinstance(value, str)


def is_flag(value: Any) -> bool:
    """Return whether a value is true or false."""
    return isinstance(value, bool)


def is_count(value: Any) -> bool:
    """Return whether a value is a number of runs or points, one or more."""
    return is_whole(value, 1, MOST_RUNS)


def is_list_of(each: Callable[[Any], bool], length: int | None = None) -> Callable[[Any], bool]:
    """Return a function that tells whether a value is a list of some kind, and of some length if one is given."""
    return lambda value: isinstance(value, list) and length in (None, len(value)) and all(map(each, value))


def is_table_of(each: Callable[[Any], bool]) -> Callable[[Any], bool]:
    """Return a function that tells whether a value is a table with values of some kind."""
    return lambda value: isinstance(value, dict) and all(map(each, value.values()))


def is_shard(value: Any) -> bool:
    """Return whether a value is a part and of how many: [2, 3]."""
    return is_list_of(is_count, 2)(value) and value[0] <= value[1]


def are_names(value: Any) -> bool:
    """Return whether a value is a list of texts, each of which stands once."""
    return is_list_of(is_text)(value) and len(set(value)) == len(value)


def is_measure(value: Any) -> bool:
    """Return whether a value tells of a measure."""
    names, lists = ("name", "label", "unit", "more", "less"), ("columns", "per")
    return (
        isinstance(value, dict)
        and value.keys() == {*names, *lists}
        and all(is_text(value[name]) for name in names)
        and all(is_list_of(is_text)(value[name]) for name in lists)
        and bool(value["columns"])
    )


def or_nothing(each: Callable[[Any], bool]) -> Callable[[Any], bool]:
    """Return a function that tells whether a value is none at all or of some kind."""
    return lambda value: value is None or each(value)


ENTRIES: dict[str, Callable[[Any], bool]] = {
    **dict.fromkeys(("sipabm", "scenario", "model", "python", "platform", "started_at", "made_from"), is_text),
    **dict.fromkeys(("kind", "study", "question", "again"), is_text),
    **dict.fromkeys(("source_digest", "scenario_digest", "model_digest"), or_nothing(is_text)),
    **dict.fromkeys(("replicates", "points", "asked"), or_nothing(is_count)),
    **dict.fromkeys(("finished", "rows"), is_flag),
    "seed": lambda value: is_whole(value, 0, LARGEST_SEED),
    "chunks": is_whole,
    "seconds": lambda value: isinstance(value, int | float) and value >= 0,
    "packages": is_table_of(is_text),
    "folders": is_list_of(is_text),
    "years": is_list_of(is_whole),
    "window": is_list_of(is_whole, 2),
    "shape": is_list_of(is_count, 2),
    "shard": is_shard,
    "columns": are_names,
    "countries": are_names,
    "own_columns": is_table_of(is_text),
    "measures": is_list_of(is_measure),
    "arguments": is_table_of(lambda value: True),
}


def has_right_entries(made: Mapping[str, Any]) -> bool:
    """Return whether all that a manifest tells can be of ours."""
    return is_printable(made) and all(right(made[name]) for name, right in ENTRIES.items() if name in made)


def is_printable(value: Any, depth: int = 0) -> bool:
    """Return whether a value of JSON can be printed: none of ours has signs that terminals obey, or endless numbers."""
    if depth > DEEPEST:
        return False
    if isinstance(value, str):
        return value.isprintable() and len(value) <= LONGEST_TEXT
    if isinstance(value, Mapping):
        return all(is_printable(name) and is_printable(each, depth + 1) for name, each in value.items())
    if isinstance(value, list | tuple):
        return all(is_printable(each, depth + 1) for each in value)
    return not isinstance(value, int | float) or abs(value) <= LARGEST
