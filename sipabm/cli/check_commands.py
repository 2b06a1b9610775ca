"""The commands `verify` and `bench`: does compiled code do what is written, and how fast is the engine?"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from sipabm.cli.console import console
from sipabm.cli.output import Json, Output, Quiet

if TYPE_CHECKING:
    from sipabm.verification.verification import Report

MOST_NAMES = 10


def verify(
    scenarios: Annotated[int, typer.Option(metavar="N", min=1, help="Number of random scenarios.")] = 30,
    first: Annotated[int, typer.Option(metavar="N", min=0, help="Number of the first one.")] = 0,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Run the walk compiled and, through Mesa agents, interpreted: every event the same, every number to 1e-12."""
    from sipabm.progress import progress_bar
    from sipabm.verification import verify as compare

    how = Output(quiet, as_json)
    with progress_bar(scenarios, "scenarios compared", how.progress) as bar:
        found = compare(scenarios, first, lambda done: bar.bar.update())
    facts = ("scenarios", "attempts", "contracts", "never_exercised", "differences")
    how.answer("verify", [], {}, lines_of(found), **{fact: getattr(found, fact) for fact in facts})
    if found.differences:  # a code of its own, for scripts: 2 is wrong input
        raise typer.Exit(1)


def lines_of(found: Report) -> Iterator[str]:
    """Yield what a verification compared, and what differed."""
    yield f"Compared {found.scenarios} random scenarios: {found.attempts} attempts, {found.contracts} contracts."
    if found.never_exercised:
        yield textwrap.fill(f"They did not exercise: {shortened(found.never_exercised)}.", console().width)
    yield from found.differences or [
        "Compiled and interpreted, the walk leaves the same histories: every event and number."
    ]


def shortened(names: list[str]) -> str:
    """Return the first names of a list, and how many more there are."""
    more = len(names) - MOST_NAMES
    return ", ".join(names[:MOST_NAMES]) + (f" and {more} more; more scenarios exercise more" if more > 0 else "")


def bench(
    quick: Annotated[bool, typer.Option("--quick", help="Leave out what takes minutes.")] = False,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Measure the speed of the engine and of whole jobs, each beside its goal."""
    from sipabm.speed import measure

    how, rows = Output(quiet, as_json), []
    if not (quiet or as_json):
        print(f"{'what':<62} {'measured':>12} {'goal':>10}  note")
    for line in measure(quick):
        rows.append(line._asdict())
        if not (quiet or as_json):  # as they come, for whoever waits
            print(f"{line.what:<62} {line.measured:>12} {line.goal:>10}  {line.note}", flush=True)
    how.answer("bench", [], {"measurements": rows})
