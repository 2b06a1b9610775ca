"""Changes of a scenario by name: where a value belongs in its nested data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sipabm.errors import ScenarioError, nearest
from sipabm.parameters import GROUP_OF, Frozen
from sipabm.scenario.fields import ScenarioFields
from sipabm.scenario.settings import Levers

DEEPEST = 4  # tables in each other
CURRENCIES, PRICES = "currencies", "prices"


def assign_all(data: dict[str, Any], changes: Iterable[tuple[str, Any]]) -> None:
    """Put values into a scenario's nested data by name; ScenarioError for an unknown name, or a value given twice."""
    given: dict[tuple[str, ...], str] = {}
    for key, value in changes:
        assign(data, str(key), value)
        path = path_of(str(key))
        for place in places(path, value):
            # A case may follow its table, 'worth.social' after 'worth': it is meant to differ.
            if place in given and len(path) <= len(path_of(given[place])):
                raise ScenarioError(f"'{given[place]}' and '{key}' are the same value, given twice; give it once")
            given[place] = str(key)


def assign(data: dict[str, Any], key: str, value: Any) -> None:
    """Put a value into a scenario's nested data by dotted or bare name; ScenarioError if there is no such name."""
    check_no_lever(key, value if isinstance(value, int | float) and not isinstance(value, bool) else 0.5)
    table, name = place_of(data, key)
    # It may be given in part, as in a file: the cases that are not named stay.
    overlay(table, {name: value})


def check_no_lever(key: str, share: float = 0.5) -> None:
    """Raise ScenarioError if a name is that of a lever, in all areas or in some, which is started and not set."""
    if key.partition(".")[0] in Levers.model_fields:
        raise ScenarioError(
            f"'{key}' is a lever and no parameter; start it by a policy, {key}={share:g}@2024Q1 (--policy; in "
            f"`compare` and `robust` --lever {key}={share:g} --from 2024Q1)"
        )


def place_of(data: dict[str, Any], key: str) -> tuple[dict[str, Any], str]:
    """Return the table in which a value lies and its name there; ScenarioError if there is no such name."""
    *tables, name = path_of(key)
    table = data
    for step in tables:
        table = descend(table, step, key)
    if not is_open(tables, table):
        descend(table, name, key)  # a new name is never added
    return table, name


def is_open(tables: Sequence[str], table: Any) -> bool:
    """Return whether a table takes names of one's own: that of currencies, and that of the prices of one, by year."""
    of_prices = len(tables) == 3 and (tables[0], tables[-1]) == (CURRENCIES, PRICES)
    return isinstance(table, dict) and (list(tables) == [CURRENCIES] or of_prices)


def overlay(target: dict[str, Any], data: Mapping[str, Any]) -> None:
    """Put nested data over other nested data, table by table."""
    for key, given in data.items():
        value = given.model_dump() if isinstance(given, Frozen) else given
        if isinstance(value, Mapping) and isinstance(target.get(key), dict):
            overlay(target[key], value)
        else:
            target[key] = value


def path_of(key: str) -> tuple[str, ...]:
    """Return the tables in which a value lies, and its own name, by its dotted or bare name."""
    path = key.split(".")
    # Names of parameters are unique, so their group may be left out: 'own_interest', 'worth.social'.
    return (GROUP_OF[path[0]], *path) if path[0] in GROUP_OF else tuple(path)


def places(path: tuple[str, ...], value: Any) -> Iterator[tuple[str, ...]]:
    """Yield where each single value of a change belongs."""
    table = value.model_dump() if isinstance(value, Frozen) else value
    if not isinstance(table, Mapping) or len(path) > DEEPEST:
        yield path
        return
    for name, each in table.items():
        yield from places((*path, str(name)), each)


def descend(data: Any, step: str, key: str) -> Any:
    """Return what a name holds in nested data; ScenarioError naming the nearest name if there is none."""
    if isinstance(data, list | tuple):
        raise ScenarioError(f"'{key}' lies in a list, which is only changed as a whole; give all of it, or a file")
    if key == "based_on":
        raise ScenarioError("'based_on' belongs in a file; name the scenario to start from in place of this one")
    if not isinstance(data, dict) or step not in data:
        known = [*GROUP_OF, *ScenarioFields.model_fields, *(data if isinstance(data, dict) else ())]
        raise ScenarioError(f"no parameter '{key}'{nearest(key, known)} (see `sipabm parameters`)")
    return data[step]
