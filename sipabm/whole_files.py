"""Files that are written whole or not at all, and read only where they are ordinary files of bounded size."""

from __future__ import annotations

import errno
import io
import os
import re
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

# Not on every system; where they are missing, there are no such links or pipes to fall for.
NO_LINK = getattr(os, "O_NOFOLLOW", 0)
PLAIN = NO_LINK | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
# Of a table that a user gives; a row of it, as a file without line breaks would fill the memory.
MOST_BYTES_OF_A_TABLE, LONGEST_ROW = 64_000_000, 100_000
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
    try:
        os.close(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | PLAIN, 0o666))
        yield beside
        flush(beside)
        try:
            os.replace(beside, path)
        except IsADirectoryError as error:
            raise IsADirectoryError(error.errno, f"'{path.name}' is a folder", str(path)) from None
    except OSError as error:
        if error.filename == os.fspath(beside):  # of which nobody else knows
            error.filename = os.fspath(path)
        raise
    finally:
        with suppress(OSError):  # where it could not even be made
            beside.unlink()


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


def opened_plain(path: Path, flags: int = os.O_RDONLY, *, links: bool = False) -> int:
    """Return the descriptor of a plain file; OSError if it is none: a pipe, a device, a folder, not there.

    A link is none either, as it may lead out of its folder, unless `links` are followed.
    """
    handle = os.open(path, flags | (PLAIN & ~NO_LINK if links else PLAIN), 0o666)
    found = os.fstat(handle)
    # A file of several names may be somebody's elsewhere: it is read like any, but never written to.
    if stat.S_ISREG(found.st_mode) and (found.st_nlink <= 1 or not flags & os.O_RDWR):
        return handle
    os.close(handle)
    raise OSError(errno.EINVAL, "it is no ordinary file", str(path))


def is_plain_file(path: Path) -> bool:
    """Return whether a path is that of an ordinary file, and of no link."""
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except OSError:
        return False


def read_plain(path: Path, most: int | None = None, *, links: bool = False) -> bytes:
    """Return the content of a plain file; OSError if it is none, or has more than `most` bytes."""
    with os.fdopen(opened_plain(path, links=links), "rb") as stream:
        content = stream.read(-1 if most is None else most + 1)
    if most is not None and len(content) > most:
        raise too_large(path, most, "bytes")
    return content


def too_large(path: Path, most: int, what: str) -> OSError:
    """Return the error of a file that is not read as it would fill the memory."""
    return OSError(errno.EFBIG, f"it has more than {most} {what}", str(path))


def text_lines(content: bytes, path: Path) -> Iterator[str]:
    """Yield the lines of a file's content, a text in UTF-8; OSError if one is too long."""
    # Some editors and table programs put a mark before the text, which is none of it.
    with io.TextIOWrapper(io.BytesIO(content), encoding="utf-8-sig", newline="") as stream:
        while line := stream.readline(LONGEST_ROW + 1):
            if len(line) > LONGEST_ROW:
                raise too_large(path, LONGEST_ROW, "characters in a row")
            yield line
