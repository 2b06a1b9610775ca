"""Plausible ranges: what each number that nobody knows exactly may be, from where to where, and why.

Those that are open (not a definition, not observed exactly) are the sides of a cube, in a fixed order: groups as in
`GROUPS`, parameters as declared, cases as in their enumeration; then the practice of the levers as in `Lever`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from sipabm.levers import LEVERS, Lever
from sipabm.parameters import GROUP_OF, GROUPS, Value, Values, declaration, numbers


class Range(NamedTuple):
    """A number's plausible range: its name and case ('' for a single number), both ends in its unit, and why."""

    name: str
    case: str
    low: float
    high: float
    because: str

    @property
    def field(self) -> str:
        """Return the name by which `Scenario.replace` takes the number: 'horizon', 'worth.social'."""
        return f"{self.name}.{self.case}" if self.case else self.name

    @property
    def is_open(self) -> bool:
        """Return whether the number may vary at all."""
        return self.low < self.high

    def at(self, position: float) -> float:
        """Return the number at a position from 0 (low) to 1 (high), evenly in between."""
        # In this form both ends are met exactly, and kept, as the last bit of a sum may lie beyond a bound.
        return min(self.high, max(self.low, self.low * (1.0 - float(position)) + self.high * float(position)))


@cache
def ranges() -> tuple[Range, ...]:
    """Return the range of every number of every parameter and of every lever's practice, in the fixed order."""
    practices = (practice_of(lever.name.lower()) for lever in Lever)
    return (*(each for name in GROUP_OF for each in ranges_of(name)), *practices)


@cache
def cube() -> tuple[Range, ...]:
    """Return the ranges that are open, in the fixed order: the sides of the cube of what is plausible."""
    return tuple(each for each in ranges() if each.is_open)


def ranges_of(name: str) -> Iterator[Range]:
    """Yield the range of each number of a parameter."""
    members = GROUPS[GROUP_OF[name]]
    details = declaration(members, name)
    low, high = details["plausible"]
    for case, _ in numbers(members.model_fields[name].default):
        yield Range(name, case, end_for(low, case), end_for(high, case), details["because"])


def end_for(end: Value, case: str) -> float:
    """Return the end of a range for one case: of its table, or the one number that stands for all cases."""
    return float(getattr(end, case) if isinstance(end, Values) else end)


def practice_of(lever: str) -> Range:
    """Return the range of the share of projects that use a lever without any policy."""
    described = LEVERS[Lever[lever.upper()]]
    return Range(f"levers.{lever}", "practice", *described.practice, described.practice_because)
