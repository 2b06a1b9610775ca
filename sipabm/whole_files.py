"""Files that are written whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import get_ident


def write_aside(path: Path, content: str | bytes) -> None:
    """Write a file so that it is either whole or not there; text as UTF-8."""
    with aside(path) as beside:
        beside.write_bytes(content.encode() if isinstance(content, str) else content)


@contextmanager
def aside(path: Path) -> Iterator[Path]:
    """Yield a path to write to, which takes the place of a file if nothing fails, and is removed if something does."""
    # In the same folder, as only within one file system a file takes another's place in one step. By process and
    # thread, as several may write the same file at once.
    beside = path.with_name(f".{path.name}.{os.getpid()}-{get_ident()}.aside")
    try:
        yield beside
        os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)
