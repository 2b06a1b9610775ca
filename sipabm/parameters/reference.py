"""The reference of all parameters: a row for each, in words."""

from __future__ import annotations

from typing import Any

from sipabm.parameters import GROUPS, Values, declaration


def shown(value: Any) -> str:
    """Return a neutral value or default for readers."""
    if isinstance(value, Values):
        numbers = value.as_tuple()
        if len(set(numbers)) == 1:  # as most neutral values, which a row of five would hide
            return f"{numbers[0]:g} each"
        return ", ".join(f"{name} {getattr(value, name):g}" for name in type(value).model_fields)
    return f"{value:g}" if isinstance(value, (int, float)) else str(value)


def parameter_rows() -> list[dict[str, str]]:
    """Return one row for every parameter: group, name, meaning, unit, bounds, default, neutral value, source."""
    rows = []
    for group, members in GROUPS.items():
        for name, field in members.model_fields.items():
            details = declaration(members, name)
            low, high = details["bounds"]
            rows.append(
                {
                    "group": group,
                    "name": name,
                    "meaning": field.description or "",
                    "unit": details["unit"],
                    "bounds": f"{low:g} to {high:g}",
                    "default": shown(field.default),
                    "neutral": shown(details["neutral"]),
                    "source": details["source"],
                }
            )
    return rows
