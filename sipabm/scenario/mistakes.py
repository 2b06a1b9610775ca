"""Mistakes in words: what pydantic finds wrong with a scenario, as one line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, get_args

from pydantic import ValidationError

from sipabm.errors import nearest, not_allowed
from sipabm.parameters import GROUP_OF, GROUPS, Frozen
from sipabm.scenario.fields import ScenarioFields


def first_mistake(error: ValidationError) -> str:
    """Return the first mistake of a validation as one line, and how many more there are.

    Unknown keys come before all else: a misspelt key makes another one missing.
    """
    mistakes = error.errors(include_url=False)
    first = min(mistakes, key=lambda mistake: mistake["type"] != "extra_forbidden")
    place = ".".join(str(part) for part in first["loc"])
    line = describe(first["type"], place, first)
    return line if len(mistakes) == 1 else f"{line} (and {len(mistakes) - 1} more)"


# What pydantic says in terms of Python is said in those of a file.
IN_WORDS = {
    "float_type": "a number, written like 0.2",
    "int_type": "a whole number, written like 40",
    "model_type": "a table",
    "string_too_short": "a text that is not empty",
    "string_too_long": "a text of at most {max_length} characters",
    "too_long": "a list of at most {max_length}",
    "string_type": "a text",
    "too_short": "a list that is not empty",
    "tuple_type": "a list",
}


def describe(kind: str, place: str, mistake: Mapping[str, Any]) -> str:
    """Return one mistake in words: the field, the value, what is allowed."""
    if kind == "extra_forbidden":
        *tables, name = mistake["loc"]
        # Right name, wrong table: the commonest slip in a file, which the nearest name would not mend.
        if name in GROUP_OF:
            return f"unknown key '{place}'; write it under [{GROUP_OF[name]}]"
        return f"unknown key '{place}'{nearest(str(name), known_names(tables))}"
    if kind == "missing":
        return f"'{place}' is missing; give it a value"
    # Raised by checks of this package, whose text is whole and needs no more than the place.
    if kind == "value_error":
        text = str(mistake["ctx"]["error"])
        group = place.split(".")[0]
        return f"{group}.{text}" if group in GROUPS and "." in place else f"{place}: {text}" if place else text
    allowed = IN_WORDS.get(kind) or mistake["msg"].removeprefix("Input should be ")
    allowed = allowed.format(**mistake.get("ctx", {}))
    return str(not_allowed(place, mistake["input"], allowed))


def known_names(tables: Iterable[int | str]) -> list[str]:
    """Return the names that are allowed in a table, which is named by those it stands in and itself."""
    model: type[Frozen] = ScenarioFields
    for name in tables:
        if isinstance(name, str):  # not the number of a row
            model = table_type(model.model_fields[name].annotation)
    return [*ScenarioFields.model_fields, *GROUP_OF] if model is ScenarioFields else list(model.model_fields)


def table_type(annotation: Any) -> type[Frozen]:
    """Return the type of a table, or of each in a row of them."""
    kind: type[Frozen] = get_args(annotation)[0] if get_args(annotation) else annotation
    return kind
