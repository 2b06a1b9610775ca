"""The claim: one writer a folder. The system itself takes a claim back when its process ends, however it ends."""

from __future__ import annotations

import errno
import os
import re
import socket
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from threading import Lock

from sipabm.errors import ScenarioError
from sipabm.whole_files import opened_plain

CLAIM = "writer.claim"
WRITER = re.compile(r"(\d{1,10}) on ([\w.-]{1,255})", re.ASCII)
TAKEN = (errno.EACCES, errno.EAGAIN)  # other errors are those of file systems without locks
# Of this process, which the system would let claim a folder twice. By number of process: a fork has claimed nothing.
CLAIMED: set[tuple[int, int, int]] = set()
LOCK = Lock()


@contextmanager
def claimed(folder: Path) -> Iterator[None]:
    """Keep other writers out of a folder; ScenarioError if there is one, in another process or in this one."""
    there = folder.stat()
    key = (os.getpid(), there.st_dev, there.st_ino)
    with LOCK:
        if key in CLAIMED:
            raise taken(folder, "another call of this process")
        CLAIMED.add(key)
    try:
        with locked(folder):
            yield
    finally:
        CLAIMED.discard(key)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the lock of a folder's claim, which tells who holds it."""
    path = folder / CLAIM
    handle = lock_of(folder, path)
    try:
        with suppress(OSError):  # on a full disk the claim holds, but does not tell whose it is
            os.ftruncate(handle, 0)
            os.write(handle, f"{os.getpid()} on {socket.gethostname()}".encode())
        yield
    finally:
        # First the file and then the lock, or the next writer's file would be removed.
        with suppress(OSError):
            path.unlink()
        os.close(handle)


def lock_of(folder: Path, path: Path) -> int:
    """Return the descriptor of a claim that is ours; ScenarioError if another process has it."""
    while True:
        try:
            handle = opened_plain(path, os.O_RDWR | os.O_CREAT)
        except PermissionError:
            if path.exists():  # else it is the folder that cannot be written
                raise of_another_user(folder, path) from None
            raise
        with ExitStack() as failing:
            failing.callback(os.close, handle)
            if not lock(handle):
                raise taken(folder, writer_of(handle))
            # The writer before may have removed the file between our opening and locking it.
            if is_file_of(handle, path):
                failing.pop_all()
                return handle


def lock(handle: int) -> bool:
    """Return whether a file could be locked for this process: not if another has; where no locks are, it could."""
    if sys.platform == "win32":
        return True
    import fcntl

    try:
        # A lock of this kind is not inherited by forked workers, which may outlive a killed writer.
        fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno not in TAKEN
    return True


def is_file_of(handle: int, path: Path) -> bool:
    """Return whether a descriptor is of the file that now has this name."""
    try:
        return os.path.samestat(os.fstat(handle), path.lstat())
    except FileNotFoundError:
        return False


def writer_of(handle: int) -> str:
    """Return who holds a claim, in words."""
    found = WRITER.fullmatch(os.pread(handle, 300, 0).decode("ascii", "replace"))
    return f"another process ({found[0]})" if found else "another process"


def of_another_user(folder: Path, path: Path) -> ScenarioError:
    """Return the error of a claim that somebody else holds, or left when his process was killed."""
    return ScenarioError(
        f"another user (number {path.stat().st_uid}) writes to folder '{folder}', or was stopped in it; "
        f"choose another folder (--out), or remove '{path}' if nobody writes there"
    )


def taken(folder: Path, who: str) -> ScenarioError:
    """Return the error of a second writer."""
    return ScenarioError(f"{who} writes to folder '{folder}'; wait for it or choose another folder (--out)")
