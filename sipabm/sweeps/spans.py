"""Spans: which calendar years the scenarios of a sweep cover together, and which of them count."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sipabm.arguments import whole_number
from sipabm.errors import ScenarioError
from sipabm.scenario import Scenario
from sipabm.tables.frames import years


class Span(NamedTuple):
    """The calendar years that are run, and the part of them that counts."""

    years: tuple[int, ...]
    window: slice

    @property
    def counted(self) -> tuple[int, ...]:
        """Return the years that count."""
        return self.years[self.window]


def span_of(scenarios: Iterable[Scenario], first: int | None, last: int | None) -> Span:
    """Return the years from the first of the run to the last that counts; ScenarioError if they make no sense."""
    calendar = common_years(scenarios)
    begin = calendar[0] if first is None else whole_number("first", first, calendar[0], calendar[-1])
    end = calendar[-1] if last is None else whole_number("last", last, calendar[0], calendar[-1])
    if end < begin:
        raise ScenarioError(f"last = {end} is before first = {begin}; give a last year that is not earlier")
    stop = end - calendar[0] + 1
    # No run goes on beyond the last year asked for.
    return Span(tuple(calendar[:stop]), slice(begin - calendar[0], stop))


def common_years(scenarios: Iterable[Scenario]) -> Sequence[int]:
    """Return the calendar years that all scenarios touch; ScenarioError unless they cover the same time."""
    times = {(one.first_quarter, one.quarters): one for one in scenarios}
    if not times:
        raise ScenarioError("no scenario is given; give one or more")
    # Other years would be a difference by themselves, and runs of other lengths do not fit one table.
    if len(times) > 1:
        (first, quarters), (other_first, other_quarters) = list(times)[:2]
        raise ScenarioError(
            f"the scenarios cover different times ({quarters} quarters from {first}, {other_quarters} from "
            f"{other_first}); give all the same first_quarter and quarters"
        )
    return years(next(iter(times.values())))
