"""Output of the command line: the console."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

WIDTH_OF_FILES = 100


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
    return f"interrupted; complete chunks are kept in {folder}, {same} continues"


def console() -> Console:
    """Return a console on standard output, 100 columns wide where it is no terminal."""
    from rich.console import Console  # only here, as rich is slow to import

    # Where nobody says how wide the reader's screen is, rich assumes 80 columns, and tables with intervals need more.
    # A file or a pipe has no width of its own; this one fits every table and a page.
    width = None if sys.stdout.isatty() or "COLUMNS" in os.environ else WIDTH_OF_FILES
    return Console(width=width, highlight=False, soft_wrap=False)


def one_line(text: str) -> str:
    """Return a text without line breaks, what cannot be printed written out."""
    return printable(" ".join(text.split()))


def printable(text: str) -> str:
    """Return a text with what cannot be printed written out, as a terminal would obey it; lines are kept."""
    return "".join(sign if sign.isprintable() or sign == "\n" else ascii(sign)[1:-1] for sign in text)


def print_parts(parts: Iterable[RenderableType]) -> None:
    """Print tables and texts, an empty line after each."""
    screen = console()
    for part in parts:
        screen.print(part)
        screen.print()
