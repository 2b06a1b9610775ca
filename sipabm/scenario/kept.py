"""Kept: which numbers of a scenario stay as they are when runs draw those that nobody knows exactly."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from sipabm.errors import nearest, shown
from sipabm.parameters import GROUPS, Frozen
from sipabm.parameters.ranges import Range, cube

LEVERS = "levers"
DEEPEST = 2  # tables in each other within a group: data that are deeper are refused elsewhere


def numbers_set(data: Mapping[str, Any]) -> list[str]:
    """Return the names of the numbers that a scenario's nested data set, as `Scenario.replace` takes them."""
    names = [name for group in GROUPS for name in set_in(data.get(group, {}))]
    names += [f"{LEVERS}.{name}" for name in set_in(data.get(LEVERS, {}))]
    return [name for name in names if name in known_names()]


def numbers_named(key: str, value: Any) -> list[str]:
    """Return the names of the numbers that a change sets, as `numbers_set` does."""
    group, _, rest = key.partition(".")
    name = rest if group in GROUPS and rest else key
    if name in GROUPS:
        return numbers_set({name: value})
    names = [f"{name}.{below}" for below in set_in(value)] if isinstance(value, Frozen | Mapping) else [name]
    return [each for each in names if each in known_names()]


def set_in(part: Any, depth: int = DEEPEST) -> Iterator[str]:
    """Yield the names of what nested data set: 'pool', 'worth.social'."""
    for name, value in fields_of(part).items() if depth else ():
        deeper = list(set_in(value, depth - 1))
        yield from (f"{name}.{below}" for below in deeper)
        if not deeper:
            yield name


def fields_of(part: Any) -> Mapping[str, Any]:
    """Return what is set in a part of a scenario, given as data or as made; nothing of a single value."""
    if isinstance(part, Frozen):
        return {name: getattr(part, name) for name in type(part).model_fields if name in part.model_fields_set}
    return part if isinstance(part, Mapping) else {}


@cache
def known_names() -> frozenset[str]:
    """Return the names of all numbers that have a plausible range, and of the tables that these are cases of."""
    parts = (side.field.split(".") for side in cube())
    names = {".".join(each[:length]) for each in parts for length in range(1, len(each) + 1)}
    return frozenset(names - {LEVERS})


def check_kept(names: Iterable[str]) -> None:
    """Raise ValueError if a name stands for no number that has a plausible range."""
    for name in names:
        if name not in known_names():
            raise ValueError(
                f"kept names {shown(name)}, which is no number with a plausible range{nearest(name, known_names())} "
                "(see `sipabm parameters`)"
            )


def is_kept(side: Range, names: Collection[str]) -> bool:
    """Return whether a number is one of those that are kept, by its name or by that of its table."""
    return side.field in names or side.name in names
