"""The reference of all parameters: a row for each, in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sipabm.parameters import GROUPS, Values, declaration
from sipabm.parameters.ranges import Range, ranges_of


def value_text(value: Any) -> str:
    """Return a neutral value or default for readers."""
    if isinstance(value, Values):
        numbers = value.as_tuple()
        if len(set(numbers)) == 1:  # as most neutral values, which a row of five would hide
            return f"{numbers[0]:g} each"
        return ", ".join(f"{name} {getattr(value, name):g}" for name in type(value).model_fields)
    return f"{value:g}" if isinstance(value, (int, float)) else str(value)


def shown_ranges(ranges: Sequence[Range]) -> str:
    """Return the plausible ranges of a parameter's numbers for readers: '2 to 15', 'fixed' where they are closed."""
    if not any(each.is_open for each in ranges):
        return "fixed"
    spans = [f"{each.low:g} to {each.high:g}" if each.is_open else f"{each.low:g}" for each in ranges]
    if len(set(spans)) == 1:
        return f"{spans[0]} each" if len(spans) > 1 else spans[0]
    return ", ".join(f"{each.case} {span}" for each, span in zip(ranges, spans, strict=True))


def parameter_rows() -> list[dict[str, str]]:
    """Return one row for every parameter: group, name, meaning, unit, default, its limits with reasons, source."""
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
                    "default": value_text(field.default),
                    "plausible": shown_ranges(tuple(ranges_of(name))),
                    "because": details["because"],
                    "bounds": f"{low:g} to {high:g}",
                    "neutral": value_text(details["neutral"]),
                    "source": details["source"],
                }
            )
    return rows
