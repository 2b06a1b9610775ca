"""Alternatives on the command line: levers from quarters on, parameters, missing mechanisms, other scenarios."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from math import inf, prod
from typing import TYPE_CHECKING, Any

from sipabm.cli.inputs import off_by_name, scenario_from, typed_value, unrepeated
from sipabm.errors import ScenarioError
from sipabm.language.typed import check_separate

if TYPE_CHECKING:
    from sipabm.scenario import Scenario

MOST_VALUES, MOST_ALTERNATIVES = 10_000, 10_000
LEVER_EXAMPLE = "early_meetings=0.5 or early_meetings=0.5,1"
Choice = tuple[str, str]  # name and value, as text
Row = tuple[Sequence[Choice], Sequence[Choice], Sequence[str]]  # levers, parameters, mechanisms that are off


def alternatives(
    base: Scenario,
    levers: Sequence[str],
    first_quarters: Sequence[str],
    last_quarter: str | None,
    variations: Sequence[str],
    together: bool,
    without: Sequence[str] = (),
    area: str | None = None,
) -> dict[str, Scenario]:
    """Return by label each lever at each intensity from each quarter on, each parameter at each value, each mechanism.

    Levers act in an `area` alone if one is given, unless they name areas themselves. With `together` an alternative has
    all of the levers and parameters, in each combination of their values, and lacks all of the mechanisms.
    """
    from sipabm.scenario import first_of_year
    from sipabm.scenario.policies import in_area

    policies = [lever_choices(in_area(text, area)) for text in levers]
    check_dates(levers, first_quarters, last_quarter)
    changes = [choices("--vary", text, "give_up=0.2 or give_up=0.2,0.4") for text in variations]
    missing = [[name] for name, _ in unrepeated("--without", [(name, None) for name in without])]
    counts = [*map(len, policies), *map(len, changes), *map(len, missing)]
    number = (prod if together else sum)(counts) * max(1, len(first_quarters))
    if number > MOST_ALTERNATIVES:
        raise ScenarioError(f"there are more than {MOST_ALTERNATIVES} alternatives; give fewer values or quarters")
    rows = joined(policies, changes, missing) if together else one_by_one(policies, changes, missing)
    starts, end = map(first_of_year, first_quarters), first_of_year(last_quarter)
    dates = [f"@{first}" + (f":{end}" if end else "") for first in starts]
    found: dict[str, Scenario] = {}
    labels: dict[str, str] = {}  # by digest, as one world can be written in two ways
    for pulled, changed, off in rows:
        # Parameters have no date: alone they make one alternative, whatever the quarters asked for.
        for date in dates if pulled else [""]:
            started = [f"{lever}={intensity}{date}" for lever, intensity in pulled]
            parts = [*started, *(f"{name}={value}" for name, value in changed), *(f"without {name}" for name in off)]
            label = " + ".join(parts)
            other = alternative(base, started, changed, off)
            if earlier := labels.get(other.digest()):
                also = "" if earlier == label else f", also as '{earlier}'"
                raise ScenarioError(f"the alternative '{label}' is given twice{also}; give it once")
            found[label], labels[other.digest()] = other, label
    return found


def one_by_one(policies: list[list[Choice]], changes: list[list[Choice]], missing: list[list[str]]) -> Iterator[Row]:
    """Yield each policy, each change and each missing mechanism alone."""
    yield from (([choice], [], []) for several in policies for choice in several)
    yield from (([], [choice], []) for several in changes for choice in several)
    yield from (([], [], one) for one in missing)


def joined(policies: list[list[Choice]], changes: list[list[Choice]], missing: list[list[str]]) -> Iterator[Row]:
    """Yield every combination that has one choice of each policy and of each change, and lacks all mechanisms."""
    off = [name for one in missing for name in one]
    for row in product(*policies, *changes) if policies or changes or off else ():
        yield row[: len(policies)], row[len(policies) :], off


def alternative(base: Scenario, policies: Sequence[str], changes: Sequence[Choice], off: Sequence[str]) -> Scenario:
    """Return a scenario with policies started, parameters changed and mechanisms switched off."""
    pairs = unrepeated("--together", list(changes))
    named: dict[str, Any] = {name: typed_value(f"--vary '{name}={value}'", value) for name, value in pairs}
    named |= off_by_name(named, off)
    return (base.replace(named) if named else base).with_policy(*policies)


def choices(option: str, text: str, example: str) -> list[Choice]:
    """Return name and value of each choice in a text like 'early_meetings=0.5,1'; ScenarioError if it is not so."""
    name, _, values = text.partition("=")
    # A list, a table or a text in TOML has commas of its own.
    several = [values] if values.lstrip().startswith(("[", "{", '"', "'")) else values.split(",")
    if len(several) > MOST_VALUES:
        raise ScenarioError(f"{option} '{name}' has more than {MOST_VALUES} values; give fewer, or a table")
    if not name.strip() or not all(value.strip() for value in several):
        raise ScenarioError(f"{option} '{text}' is not like {example}")
    check_separate(f"{option} '{text}'", [value.strip() for value in several], *bounds_of(name.strip()))
    return [(name.strip(), value.strip()) for value in several]


def lever_choices(text: str) -> list[Choice]:
    """Return a lever and each share in a text like 'early_meetings=0.5,1'; ScenarioError if it is not so."""
    from sipabm.scenario.policies import lever_and_areas, share_typed

    if "@" in text:
        raise ScenarioError(f"--lever '{text}' has a date; give it as --from 2012Q1")
    found = choices("--lever", text, LEVER_EXAMPLE)
    for name, share in found:
        lever_and_areas(f"--lever '{text}'", name)
        share_typed(f"--lever '{text}'", share)
    return found


def bounds_of(name: str) -> tuple[float, float]:
    """Return what the values of a lever or a parameter can be: from, and to."""
    from sipabm.parameters import GROUP_OF, GROUPS, declaration
    from sipabm.scenario import Levers

    first, *_ = [part for part in name.split(".") if part not in GROUPS] or [name]
    if first in Levers.model_fields:
        return 0.0, 1.0
    low, high = declaration(GROUPS[GROUP_OF[first]], first)["bounds"] if first in GROUP_OF else (-inf, inf)
    return low, high


def check_dates(levers: Iterable[str], first_quarters: Sequence[str], last_quarter: str | None) -> None:
    """Raise ScenarioError unless levers and dates are given together, and each where it belongs."""
    if levers and not first_quarters:
        raise ScenarioError("--lever needs the quarter in which it starts; give it as --from 2012Q1")
    for text in first_quarters:
        if ":" in text:  # as of a policy, whose end it would become
            raise ScenarioError(f"--from '{text}' is not one quarter; give the first one, and the end by --until")
    if not levers and (first_quarters or last_quarter):
        raise ScenarioError("--from and --until are dates of levers; give one as --lever early_meetings=0.5")


def others_from(
    base: Scenario, names: Iterable[str], changes: Iterable[str] | None, policies: Iterable[str] | None
) -> dict[str, Scenario]:
    """Return other scenarios by label, with the changes that the base has too."""
    from sipabm.studies.alternatives import named_by_difference

    unrepeated("--with", [(name, None) for name in names])
    return named_by_difference(base, [scenario_from(name, changes, policies) for name in names])
