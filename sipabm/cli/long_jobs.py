"""Long jobs: before many runs a command tells time and disk, and asks whoever sits at a terminal."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from sipabm.cli.console import InterruptionError
from sipabm.language.lists import counted
from sipabm.language.sizes import HOUR, duration, size
from sipabm.surroundings import note

if TYPE_CHECKING:
    from sipabm.runs import Model
    from sipabm.scenario import Scenario
    from sipabm.sweeps.estimate import Estimate

MANY_RUNS = 20_000  # fewer take minutes, and an estimate some seconds
LONG, LARGE = HOUR / 2, 10e9  # seconds, bytes: from here on a slip of the finger costs something

Yes = Annotated[
    bool,
    typer.Option(
        "--yes",
        help="Do not ask before a job that takes long or much disk. Only at a terminal is asked; else it goes on.",
    ),
]


def is_many(runs: int) -> bool:
    """Return whether so many runs are worth an estimate."""
    return runs >= MANY_RUNS


def agree_on_runs(
    scenario: Scenario,
    worlds: int,
    replicates: int,
    threads: int | None,
    yes: bool,
    rows: bool,
    model: Model = "engine",
    kept: bool = True,
) -> None:
    """Tell what many runs of worlds like one will take, if that is much, and ask whether to go on.

    `kept` is whether a folder receives them.
    """
    if not is_many(worlds * replicates):
        return
    import pandas as pd

    from sipabm.sweeps.estimate import estimated
    from sipabm.sweeps.sweep import checked

    as_it_is = pd.DataFrame({"quarters": [scenario.quarters]})
    measures = ("signed", "successful")
    asked = checked(scenario, as_it_is, replicates, 1, measures, (), None, None, model, rows)
    found = estimated(asked, threads=threads)
    many = {name: getattr(found, name) * worlds for name in ("runs", "bytes", "seconds")}
    agree(found._replace(**many), yes, kept)


def agree(found: Estimate, yes: bool, kept: bool = True) -> None:
    """Tell what an estimate says, if it is much, and ask whether to go on; InterruptionError if not."""
    if found.seconds < LONG and (found.bytes < LARGE or not kept):
        return
    took = f"the first {counted(found.measured_runs, 'run')} took {duration(found.measured_seconds)}"
    runs = f"{counted(found.runs, 'run')} take about {duration(found.seconds)}"
    if kept:
        note(f"{runs}, and {size(found.bytes)} in a folder ({took}); a folder goes on after an interruption")
    else:
        note(f"{runs} ({took}); nothing is kept without --out, so an interruption loses all")
    # A script has nobody to ask, and was written to be run: it goes on.
    if not yes and can_be_asked() and not typer.confirm("Go on?", err=True):
        raise InterruptionError("not started")


def can_be_asked() -> bool:
    """Return whether somebody sits at a terminal who reads questions and answers them."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()
