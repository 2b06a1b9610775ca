"""Surroundings: what is heeded of processors, environment variables, home and streams, whatever they say."""

from __future__ import annotations

import importlib
import io
import logging
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import chdir, contextmanager, suppress
from pathlib import Path

from sipabm.errors import LONGEST_LINE, one_line, without_middle

NOTES = logging.getLogger("sipabm")
CACHE = "SIPABM_CACHE_DIR"
# A file or a pipe has no width of its own; the usual one fits every table and a page.
NARROWEST, USUAL, WIDEST = 20, 100, 1000
# Variables that other packages read, by how their names begin: a value that they do not know ends them, or hides
# tables, and a notebook hands on its way of drawing to the commands that are started in it.
OF_OTHERS = (
    *("COLUMNS", "LINES", "MATPLOTLIBRC", "MPLBACKEND", "TERMINAL_WIDTH"),
    *("NETWORKX_", "NUMBA_", "TQDM_", "TYPER_", "_TYPER_", "_SIPABM_"),
)
MATPLOTLIB_SETTINGS = "matplotlibrc"
STANDARD_STREAMS = 3


def processors() -> int:
    """Return how many processors this process may use: as after `taskset`, often fewer than the machine has."""
    # Not on every system.
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def cache_folder() -> Path:
    """Return the folder for machine code: ~/.cache/sipabm, or what the variable SIPABM_CACHE_DIR names."""
    chosen = os.environ.get(CACHE)
    try:
        return Path(chosen).expanduser() if chosen else home() / ".cache" / "sipabm"
    except RuntimeError:  # a user without a home, as in some containers
        # By user, as the folder for temporary files is everybody's, and whose machine code it is decides.
        return Path(tempfile.gettempdir()) / f"sipabm-{os.getuid() if hasattr(os, 'getuid') else 'user'}"


def home() -> Path:
    """Return the user's home; RuntimeError if there is none."""
    with variables(without=no_home()):
        return Path.home()


def no_home() -> tuple[str, ...]:
    """Return the variable of the home if it is no whole path, as that lies in whatever folder a command starts in."""
    return () if os.path.isabs(os.environ.get("HOME", os.path.abspath(os.sep))) else ("HOME",)


def somebody_looks() -> bool:
    """Return whether output goes to a terminal or a notebook."""
    return (sys.stderr is not None and sys.stderr.isatty()) or "ipykernel" in sys.modules


def width() -> int:
    """Return how many columns tables may have: those of the reader's screen, within reason."""
    return min(max(shutil.get_terminal_size((USUAL, 0)).columns, NARROWEST), WIDEST)


def note(text: str) -> None:
    """Tell something beside an answer: a line on standard error, or where the user's program sends what is logged."""
    NOTES.warning("%s", without_middle(one_line(text), LONGEST_LINE))


@contextmanager
def variables(without: tuple[str, ...] = (), given: Mapping[str, str] | None = None) -> Iterator[None]:
    """Change environment variables meanwhile: without those whose names begin in some ways, with others."""
    before = dict(os.environ)
    for name in before:
        if name.startswith(without):
            del os.environ[name]
    os.environ.update(given or {})
    try:
        yield
    finally:
        for name in {*before, *os.environ}:
            if name.startswith(without) or name in (given or {}):
                os.environ.pop(name, None)
                os.environ.update({name: before[name]} if name in before else {})


@contextmanager
def settled() -> Iterator[None]:
    """Let a command meanwhile find streams that take everything, a width, and nobody's settings of other packages."""
    open_streams()
    given = {"COLUMNS": str(width()), "MPLBACKEND": "agg", "MATPLOTLIBRC": os.devnull}
    with variables((*OF_OTHERS, *no_home()), given):
        if os.path.lexists(MATPLOTLIB_SETTINGS):
            # It would be read whatever it is, a pipe too, and before any other. The folder may be anybody's.
            with chdir(Path(__file__).parent):
                importlib.import_module("matplotlib")
        yield


def open_streams() -> None:
    """Open the standard streams that are closed, as after `>&-`, and let them print what they do not know as '?'."""
    # Else files that are opened later take their numbers, and what a library writes to a stream stands in a table.
    while (handle := os.open(os.devnull, os.O_RDWR)) < STANDARD_STREAMS:
        pass
    os.close(handle)
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w"))  # noqa: SIM115 — for as long as the command runs
    if isinstance(getattr(sys.stdout, "buffer", None), io.RawIOBase):
        # As with PYTHONUNBUFFERED: on a disk that becomes full the rest of a text would be lost, and nobody told.
        sys.stdout = open(sys.stdout.fileno(), "w", 1, sys.stdout.encoding, closefd=False)  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def close_streams() -> None:
    """Let streams that take nothing more, as of a reader who is gone, forget the rest; Python would complain of it."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            with suppress(OSError, ValueError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
