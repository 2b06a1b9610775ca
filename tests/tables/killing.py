"""A harness for whatever must survive being killed: a program is killed again and again until it ends by itself."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from signal import SIGKILL

BEGUN = "begun"  # what a program prints when it has imported what it needs
LONGEST = 300.0  # seconds that a program may take; a test fails rather than waits for ever


@contextmanager
def started(code: str, *arguments: object) -> Iterator[subprocess.Popen[str]]:
    """Yield a Python program that has printed `begun`; it is killed at the end, if it still runs."""
    command = [sys.executable, "-c", code, *map(str, arguments)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            line = process.stdout.readline() if process.stdout else ""
            assert line.strip() == BEGUN, process.communicate()
            yield process
        finally:
            process.kill()


def killed_until_finished(
    code: str,
    *arguments: object,
    kills: int,
    seed: int,
    within: float,
    signal: int = SIGKILL,
    after: Callable[[], None] = lambda: None,
) -> int:
    """Return how often a Python program was killed, at random moments, before it was let to end by itself.

    `code` prints `begun` first and takes its arguments from `sys.argv`; each kill comes up to `within` seconds later,
    and `after` is called to look at what is left. AssertionError if the program fails otherwise than by being killed.
    """
    moments = random.Random(seed)
    for killed in range(kills):
        with started(code, *arguments) as process:
            time.sleep(moments.uniform(0.0, within))
            process.send_signal(signal)
            _, said = process.communicate(timeout=LONGEST)
        if process.returncode == 0:
            return killed
        assert process.returncode == -signal, said
        after()
    with started(code, *arguments) as process:
        _, said = process.communicate(timeout=LONGEST)
        assert process.returncode == 0, said
    return kills


def files(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder with its content."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
