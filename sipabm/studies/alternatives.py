"""Alternatives to a scenario, each under a label, found from how they differ if nobody names them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, count

from sipabm.arguments import ScenarioOrName, checked_label, checked_scenario
from sipabm.errors import ScenarioError
from sipabm.scenario import Scenario
from sipabm.scenario.differences import difference_in_words

Others = ScenarioOrName | Sequence[ScenarioOrName] | Mapping[str, ScenarioOrName]


def labelled(base: Scenario, others: Others) -> dict[str, Scenario]:
    """Return alternatives by label; ScenarioError if there are none."""
    if isinstance(others, Mapping):
        named = {checked_label("the label", str(label)): checked_scenario(other) for label, other in others.items()}
    else:
        # A scenario can be iterated over too, field by field, and a name letter by letter.
        if isinstance(others, Scenario | str) or not isinstance(others, Iterable):
            others = [others]
        named = named_by_difference(base, [checked_scenario(other) for other in others])
    if not named:
        raise ScenarioError("no scenario to compare with is given; give one or more")
    return named


def named_by_difference(base: Scenario, others: Sequence[Scenario]) -> dict[str, Scenario]:
    """Return scenarios by how they differ from a base, numbered where that is the same."""
    named: dict[str, Scenario] = {}
    for other in others:
        label = difference_in_words(base, other)
        # Two alternatives of one label would become one, and nobody would notice.
        labels = chain([label], (f"{label} ({number})" for number in count(2)))
        named[next(each for each in labels if each not in named)] = other
    return named
