"""Labels: what alternatives to a scenario are called, found from how they differ if nobody names them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import count

from sipabm.arguments import checked_scenario
from sipabm.errors import ScenarioError
from sipabm.scenario import Scenario

MOST_CHANGES_NAMED = 9
Others = Scenario | Sequence[Scenario] | Mapping[str, Scenario]


def labelled(base: Scenario, others: Others) -> dict[str, Scenario]:
    """Return alternatives by label; ScenarioError if there are none."""
    checked_scenario(base)
    if isinstance(others, Mapping):
        named = {str(label): checked_scenario(other) for label, other in others.items()}
    else:
        several = [others] if isinstance(others, Scenario | str) else list(others)
        named = named_by_difference(base, [checked_scenario(other) for other in several])
    if not named:
        raise ScenarioError("no scenario to compare with is given; give one or more")
    return named


def named_by_difference(base: Scenario, others: Sequence[Scenario]) -> dict[str, Scenario]:
    """Return scenarios by how they differ from a base, numbered where that is the same."""
    named: dict[str, Scenario] = {}
    for other in others:
        label = difference_in_words(base, other)
        numbered = (f"{label} ({number})" for number in count(2))
        named[label if label not in named else next(each for each in numbered if each not in named)] = other
    return named


def difference_in_words(base: Scenario, other: Scenario) -> str:
    """Return a scenario's name if it has one of its own, otherwise how it differs, like 'early_meetings=1@2012Q1'."""
    if other.name != base.name:
        return other.name
    changes = [*changed_levers(base, other), *changed_parameters(base, other), *changed_fields(base, other)]
    more = len(changes) - MOST_CHANGES_NAMED
    named = " + ".join(changes[:MOST_CHANGES_NAMED])
    return (f"{named} and {more} more" if more > 0 else named) or f"{other.name} again"


def changed_levers(base: Scenario, other: Scenario) -> Iterator[str]:
    """Yield each lever that differs, a policy as `with_policy` takes it."""
    for lever in type(base.levers).model_fields:
        setting = getattr(other.levers, lever)
        if setting != getattr(base.levers, lever):
            last = f":{setting.last}" if setting.last else ""
            policy = f"{lever}={setting.intensity:g}@{setting.first}{last}"
            yield policy if setting.first else f"{lever} as practice of {setting.practice:g}"


def changed_parameters(base: Scenario, other: Scenario) -> Iterator[str]:
    """Yield each parameter that differs, with its value; a table's numbers with strokes between them."""
    before = base.flat()
    for name, value in other.flat().items():
        if value != before[name]:
            yield f"{name}={'/'.join(f'{one:g}' for one in (value if isinstance(value, tuple) else (value,)))}"


def changed_fields(base: Scenario, other: Scenario) -> Iterator[str]:
    """Yield what else differs."""
    for name in ("ties", "edge_list", "countries", "funds"):
        if getattr(other, name) != getattr(base, name):
            yield f"other {name.replace('_', ' ')}"
