"""Clocks: processor time, which a busy machine lengthens less than time on the wall, and how free the cores are."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from typing import NamedTuple

BURNING = (
    "import time\n"
    "until = time.perf_counter() + 1.0\n"
    "while time.perf_counter() < until: pass\n"
    "print(time.process_time())"
)


class Line(NamedTuple):
    """One measurement: what, how much with its unit, the goal, and what else a reader wants to know."""

    what: str
    measured: str
    goal: str = ""
    note: str = ""


class Spent(NamedTuple):
    """What a process took: seconds on the wall and of processors."""

    wall: float
    processor: float


def median_seconds(action: Callable[[], object], repetitions: int) -> float:
    """Return the median processor time of an action, of all threads together; one more goes first, to warm up."""
    action()
    times = []
    for _ in range(repetitions):
        began = time.process_time()
        action()
        times.append(time.process_time() - began)
    return statistics.median(times)


def wall_seconds(action: Callable[[], object]) -> float:
    """Return the time on the wall that an action takes."""
    began = time.perf_counter()
    action()
    return time.perf_counter() - began


def spent_by(arguments: list[str], environment: Mapping[str, str] | None = None) -> Spent:
    """Return what a run of Python with some arguments took; CalledProcessError if it fails."""
    before, began = os.times(), time.perf_counter()
    subprocess.run(
        [sys.executable, *arguments],
        env={**os.environ, **(environment or {})},
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    after = os.times()
    children = after.children_user - before.children_user + after.children_system - before.children_system
    return Spent(time.perf_counter() - began, children)


def median_spent(arguments: list[str], repetitions: int, environment: Mapping[str, str] | None = None) -> Spent:
    """Return the medians of what some runs of Python took."""
    all_spent = [spent_by(arguments, environment) for _ in range(repetitions)]
    return Spent(*(statistics.median(part) for part in zip(*all_spent, strict=True)))


def free_cores() -> Line:
    """Return how much of two processors two programs get that do nothing but count for a second."""
    burners = [subprocess.Popen([sys.executable, "-c", BURNING], stdout=subprocess.PIPE, text=True) for _ in range(2)]
    got = sum(min(1.0, float(burner.communicate()[0])) for burner in burners)
    note = "below 1.9 the machine is busy: believe ratios and processor time, not seconds on the wall"
    return Line("processors that are free, of two", f"{got:.2f}", "2", note)
