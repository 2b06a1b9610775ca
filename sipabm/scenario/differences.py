"""Differences between two scenarios: value by value, and in words as the label of an alternative."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from sipabm.parameters import GROUPS, Frozen, Group, Values
from sipabm.scenario.fields import ScenarioFields
from sipabm.scenario.policies import lever_text
from sipabm.scenario.settings import Country, Fund
from sipabm.scenario.text import literal

MOST_CHANGES_NAMED = 9
# No name and no description, which change no result, and no time, as alternatives of a study share it.
NAMED_FIELDS = ("ties", "edge_list", "countries", "funds")


class Difference(NamedTuple):
    """A value that differs: its name, and what it is here and there; None where there is none."""

    field: str
    this: Any
    other: Any


def differing_values(this: Any, other: Any, name: str = "") -> Iterator[Difference]:
    """Yield every single value that differs, by the name that `Scenario.replace` takes: 'quarters', 'worth.social'.

    A country or fund that only one of both has is one value, written as in a scenario file.
    """
    if this == other:
        return
    if isinstance(this, Frozen) and isinstance(other, Frozen):
        for difference in differing_fields(this, other):
            # Names of parameters are unique over all groups, so a user need not know the group.
            in_group = isinstance(getattr(this, difference.field), Group)
            yield from differing_values(*difference[1:], name if in_group else joined(name, difference.field))
    elif isinstance(this, Mapping) and isinstance(other, Mapping):
        for key in dict.fromkeys([*this, *other]):
            yield from differing_values(this.get(key), other.get(key), joined(name, key))
    elif isinstance(this, tuple) and any(isinstance(row, Frozen) for row in (*this, *other)):
        yield from differing_rows(this, other, name)
    else:
        yield Difference(name, *(literal(value) if isinstance(value, Frozen) else value for value in (this, other)))


def differing_fields(this: Frozen, other: Frozen) -> Iterator[Difference]:
    """Yield each field that differs between two tables of a kind, whatever lies in it as a whole."""
    # What is kept decides nothing where nothing is drawn.
    drawn = not isinstance(this, ScenarioFields) or this.over != "defaults" or this.over != getattr(other, "over", None)
    for name in type(this).model_fields:
        if name == "kept" and not drawn:
            continue
        if getattr(this, name) != getattr(other, name):
            yield Difference(name, getattr(this, name), getattr(other, name))


def differing_rows(this: tuple[Any, ...], other: tuple[Any, ...], name: str) -> Iterator[Difference]:
    """Yield what differs between countries or funds of the same label, or their order if nothing else does."""
    here, there = by_label(this), by_label(other)
    labels = dict.fromkeys([*here, *there])
    pairs = ((f"{name}.{label}", here.get(label), there.get(label)) for label in labels)
    found = [each for label, row, other_row in pairs for each in differing_values(row, other_row, label)]
    # Their order counts too: the place of a country is part of the address of its actors' luck.
    yield from found or [Difference(name, ", ".join(here), ", ".join(there))]


def by_label(rows: tuple[Any, ...]) -> dict[str, Country | Fund]:
    """Return countries by code or funds by name, numbered where a name stands more than once."""
    times: Counter[str] = Counter()
    named: dict[str, Country | Fund] = {}
    for row in rows:
        label = row.code if isinstance(row, Country) else row.name
        times[label] += 1
        named[label if times[label] == 1 else f"{label} ({times[label]})"] = row
    return named


def joined(table: str, name: str) -> str:
    """Return the name of a value in a table, dotted if the table has a name."""
    return f"{table}.{name}" if table else name


def difference_in_words(base: ScenarioFields, other: ScenarioFields) -> str:
    """Return a scenario's name if it has one of its own, otherwise how it differs, like 'early_meetings=1@2012Q1'."""
    if other.name != base.name:
        return other.name
    changes = [lever_text(each.field, each.other) for each in differing_fields(base.levers, other.levers)]
    for group in GROUPS:
        changes += map(parameter_text, differing_fields(getattr(base, group), getattr(other, group)))
    fields = (each.field for each in differing_fields(base, other))
    changes += [f"other {field.replace('_', ' ')}" for field in fields if field in NAMED_FIELDS]
    more = len(changes) - MOST_CHANGES_NAMED
    named = " + ".join(changes[:MOST_CHANGES_NAMED])
    return (f"{named} and {more} more" if more > 0 else named) or f"{other.name} again"


def parameter_text(difference: Difference) -> str:
    """Return a parameter with its other value; a table's numbers with slashes between them."""
    value = difference.other
    values = value.as_tuple() if isinstance(value, Values) else (value,)
    return f"{difference.field}={'/'.join(f'{one:g}' for one in values)}"
