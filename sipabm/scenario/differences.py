"""Differences between two scenarios, in words and as rows."""

from __future__ import annotations

from collections.abc import Iterator

from sipabm.scenario.fields import ScenarioFields

MOST_CHANGES_NAMED = 9


def difference_in_words(base: ScenarioFields, other: ScenarioFields) -> str:
    """Return a scenario's name if it has one of its own, otherwise how it differs, like 'early_meetings=1@2012Q1'."""
    if other.name != base.name:
        return other.name
    changes = [*changed_levers(base, other), *changed_parameters(base, other), *changed_fields(base, other)]
    more = len(changes) - MOST_CHANGES_NAMED
    named = " + ".join(changes[:MOST_CHANGES_NAMED])
    return (f"{named} and {more} more" if more > 0 else named) or f"{other.name} again"


def changed_levers(base: ScenarioFields, other: ScenarioFields) -> Iterator[str]:
    """Yield each lever that differs, a policy as `with_policy` takes it."""
    for lever in type(base.levers).model_fields:
        setting = getattr(other.levers, lever)
        if setting != getattr(base.levers, lever):
            last = f":{setting.last}" if setting.last else ""
            policy = f"{lever}={setting.intensity:g}@{setting.first}{last}"
            yield policy if setting.first else f"{lever} as practice of {setting.practice:g}"


def changed_parameters(base: ScenarioFields, other: ScenarioFields) -> Iterator[str]:
    """Yield each parameter that differs, with its value; a table's numbers with strokes between them."""
    before = base.flat()
    for name, value in other.flat().items():
        if value != before[name]:
            yield f"{name}={'/'.join(f'{one:g}' for one in (value if isinstance(value, tuple) else (value,)))}"


def changed_fields(base: ScenarioFields, other: ScenarioFields) -> Iterator[str]:
    """Yield what else differs."""
    for name in ("ties", "edge_list", "countries", "funds"):
        if getattr(other, name) != getattr(base, name):
            yield f"other {name.replace('_', ' ')}"
