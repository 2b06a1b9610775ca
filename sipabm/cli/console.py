"""Output of the command line: the console."""

from __future__ import annotations

import logging
import sys
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from sipabm.errors import LONGEST_LINE, ScenarioError, one_line, printable, without_middle
from sipabm.surroundings import NOTES, note, width

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

SILENT = (DeprecationWarning, PendingDeprecationWarning, ImportWarning, ResourceWarning)  # for who develops


class InterruptionError(Exception):
    """Raised when the user stopped a command; its text says what is left."""


@contextmanager
def going_on(folder: Path | None, overwrite: bool = False) -> Iterator[None]:
    """Tell who interrupts a command what is left in its folder, and how to go on."""
    try:
        yield
    except KeyboardInterrupt:
        raise InterruptionError(what_is_left(folder, overwrite)) from None


def what_is_left(folder: Path | None, overwrite: bool) -> str:
    """Return what an interruption leaves and how to go on."""
    if folder is None:
        return "interrupted"
    if not folder.exists():
        return "interrupted; nothing was written"
    # With --overwrite the same command would begin anew, and drop the chunks that are told to be kept.
    same = "the same command without --overwrite" if overwrite else "the same command"
    if not holds_chunks(folder):
        return f"interrupted before a first chunk was complete; {same} begins again"
    return f"interrupted; complete chunks are kept in {folder}, {same} continues"


def holds_chunks(folder: Path) -> bool:
    """Return whether complete chunks of runs are in a folder, or in that of a study's runs within it."""
    from sipabm.sweeps.storing import POINTS_BLOCK, SWEEP
    from sipabm.tables.folders import RUNS
    from sipabm.tables.store import read_store

    for place in (folder, folder / RUNS):
        with suppress(ScenarioError, OSError):
            stored = read_store(place, unfinished=True)
            before_runs = {POINTS_BLOCK} if stored.manifest.get("kind") == SWEEP else set()
            if stored.chunks.keys() - before_runs:
                return True
    return False


def console() -> Console:
    """Return a console on standard output, 100 columns wide where it is no terminal."""
    from rich.console import Console  # only here, as rich is slow to import

    return Console(width=width(), highlight=False, soft_wrap=False)


def say(line: str) -> None:
    """Print a line on standard error; where nothing can be written, nothing is."""
    with suppress(OSError):
        print(printable(line), file=sys.stderr, flush=True)


class Notes(logging.Handler):
    """What prints a note as a line on standard error."""

    def emit(self, record: logging.LogRecord) -> None:
        """Print a note."""
        say(f"note: {without_middle(one_line(record.getMessage()), LONGEST_LINE)}")


@contextmanager
def noting() -> Iterator[None]:
    """Print each note and warning meanwhile as a line, unless the command is told to be quiet; of others errors alone.

    What other packages log is for those who develop them, and no warning ends a command, as `PYTHONWARNINGS` may wish.
    """
    handler = Notes(logging.WARNING)
    NOTES.setLevel(logging.WARNING)
    NOTES.addHandler(handler)
    NOTES.propagate = False
    others, logging.lastResort = logging.lastResort, Notes(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("default")
            for kind in SILENT:
                warnings.simplefilter("ignore", kind)
            warnings.showwarning = lambda message, *_, **__: note(str(message))
            yield
    finally:
        NOTES.removeHandler(handler)
        NOTES.propagate = True
        NOTES.setLevel(logging.NOTSET)
        logging.lastResort = others


def hush(wanted: bool) -> bool:
    """Print no notes from now on, if that is wanted."""
    if wanted:
        NOTES.setLevel(logging.ERROR)
    return wanted


def print_parts(parts: Iterable[RenderableType]) -> None:
    """Print tables and texts, an empty line after each."""
    screen = console()
    for part in parts:
        screen.print(part)
        screen.print()
