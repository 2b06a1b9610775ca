"""Files that are written whole or not at all, and read only where they are plain files."""

from __future__ import annotations

import os
import re
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# Not on every system; where they are missing, there are no such links or pipes to fall for.
PLAIN = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
ASIDE = re.compile(r"\.(?P<name>.+)\.[0-9a-f]{16}\.aside")


def write_aside(path: Path, content: str | bytes) -> None:
    """Write a file so that it is either whole or not there, even after a power cut; text as UTF-8."""
    with aside(path) as beside:
        beside.write_bytes(content.encode() if isinstance(content, str) else content)


@contextmanager
def aside(path: Path) -> Iterator[Path]:
    """Yield a path to write to, which takes the place of a file if nothing fails, and is removed if something does."""
    # In the same folder, as only within one file system a file takes another's place in one step. By chance, as several
    # may write the same file at once, and made here: nobody can have planted a link of that name.
    beside = path.with_name(f".{path.name}.{secrets.token_hex(8)}.aside")
    os.close(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | PLAIN, 0o666))
    try:
        yield beside
        flush(beside)
        os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)


def flush(path: Path) -> None:
    """Wait until the content of a file lies on the disk: a name must not take effect before what it names."""
    handle = os.open(path, os.O_RDWR | PLAIN)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def is_left_aside(name: str, of: re.Pattern[str]) -> bool:
    """Return whether a name is what `aside` leaves behind when a process is killed, of a file of some naming."""
    found = ASIDE.fullmatch(name)
    return found is not None and of.fullmatch(found["name"]) is not None


def opened_plain(path: Path, flags: int = os.O_RDONLY) -> int:
    """Return the descriptor of a plain file; OSError if it is none: a link, a pipe, a device, a folder, not there."""
    handle = os.open(path, flags | PLAIN, 0o666)
    found = os.fstat(handle)
    # A file of several names may be somebody's elsewhere: it is read like any, but never written to.
    if stat.S_ISREG(found.st_mode) and (found.st_nlink <= 1 or not flags & os.O_RDWR):
        return handle
    os.close(handle)
    raise OSError(f"{path.name} is no plain file")


def read_plain(path: Path) -> bytes:
    """Return the content of a plain file; OSError if it is none, as a link to what lies outside its folder."""
    with os.fdopen(opened_plain(path), "rb") as stream:
        return stream.read()
