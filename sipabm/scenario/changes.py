"""Changes of a scenario by name: where a value belongs in its nested data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sipabm.errors import ScenarioError, nearest
from sipabm.parameters import GROUP_OF
from sipabm.scenario.fields import ScenarioFields


def assign(data: dict[str, Any], key: str, value: Any) -> None:
    """Put a value into a scenario's nested data by dotted or bare name; ScenarioError if there is no such name."""
    path = key.split(".")
    # Names of parameters are unique, so their group may be left out: 'own_interest', 'worth.social'.
    if path[0] in GROUP_OF:
        path.insert(0, GROUP_OF[path[0]])
    target = data
    for step in path[:-1]:
        target = descend(target, step, key)
    descend(target, path[-1], key)  # for its error alone: a new name is never added
    current = target[path[-1]]
    # A table may be given in part, as in a file: the cases that are not named stay.
    if isinstance(current, dict) and isinstance(value, Mapping):
        value = {**current, **value}
    target[path[-1]] = value


def descend(data: Any, step: str, key: str) -> Any:
    """Return what a name holds in nested data; ScenarioError naming the nearest name if there is none."""
    if not isinstance(data, dict) or step not in data:
        known = [*GROUP_OF, *ScenarioFields.model_fields, *(data if isinstance(data, dict) else ())]
        raise ScenarioError(f"no parameter '{key}'{nearest(key, known)} (see `sipabm parameters`)")
    return data[step]
