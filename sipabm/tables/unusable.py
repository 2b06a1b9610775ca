"""What is said of a file that cannot be used: its folder is not there, it cannot be read for now, or it is damaged."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from sipabm.errors import ScenarioError

MEND = "run the command that made it again to mend it"  # for the command line and for Python alike
# The file may be good: it is not allowed to be read, or the system or the disk fails.
FOR_NOW = (errno.EACCES, errno.EPERM, errno.EIO, errno.EMFILE, errno.ENFILE, errno.ENOMEM, getattr(errno, "ESTALE", 0))


class UnreadableError(ScenarioError):
    """Raised for a file that cannot be read for now, which says nothing of what it holds."""


class LostError(ScenarioError):
    """Raised where a folder lost what the call at hand does not make again: it cannot go on, but be replaced."""


def unusable(folder: Path, path: Path, error: BaseException, damaged: ScenarioError) -> ScenarioError:
    """Return the error of a file within a folder of ours that could not be read: `damaged`, if it is."""
    if isinstance(error, OSError) and error.errno in FOR_NOW:
        return UnreadableError(f"'{path}' cannot be read ({error.strerror}); see that it can, and try again")
    if not os.path.isdir(folder):
        return ScenarioError(f"folder '{folder}' is not there (any more); read it from where it is now")
    return damaged
