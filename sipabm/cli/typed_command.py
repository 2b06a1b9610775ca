"""The command as it was typed, so that whoever reads what it wrote can give it again."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar

ARGUMENTS: ContextVar[tuple[str, ...]] = ContextVar("arguments", default=())
# What says where and how an answer is written, and not what is asked: with a value, and without.
WITH_VALUE = ("--out", "--report", "--language", "--tables", "--threads")
ALONE = ("--overwrite", "--quiet", "--json", "--yes", "--slides")


@contextmanager
def typed(arguments: Sequence[str]) -> Iterator[None]:
    """Keep meanwhile what was typed."""
    token = ARGUMENTS.set(tuple(arguments))
    try:
        yield
    finally:
        ARGUMENTS.reset(token)


def times_typed(option: str) -> int:
    """Return how often an option was typed, of which a command has the last one."""
    return sum(argument.partition("=")[0] == option for argument in ARGUMENTS.get())


def typed_command() -> str:
    """Return what was typed, for a shell, without what only says where the answer goes; empty if nothing was."""
    kept: list[str] = []
    given = iter(ARGUMENTS.get())
    for argument in given:
        name, equals, _ = argument.partition("=")
        if name in WITH_VALUE:
            if not equals:
                next(given, None)
        elif argument not in ALONE:
            kept.append(argument)
    return shlex.join(["sipabm", *kept]) if kept else ""
