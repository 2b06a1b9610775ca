"""The fuzzer: made-up inputs of a kind, each of which must succeed or end in one clear line, soon and in little memory.

    python tests/fuzz/fuzzing.py scenario_texts --inputs 10000 --seed 7

A kind is a module of this folder with a function `case(luck, folder) -> Case`. An input is made from kind, seed and
number alone, so that a finding can be made again: `--first NUMBER --inputs 1`.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import json
import os
import random
import resource
import shutil
import signal
import sys
import tempfile
import time
import traceback
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from sipabm.errors import LONGEST_LINE, ScenarioError

KINDS = ("command_lines", "designs", "edge_lists", "folders", "indigo_files", "scenario_structures", "scenario_texts")
SECONDS, MEGABYTES = 1.0, 300.0
HANGS_AFTER = 120  # seconds on the wall of a busy machine, also of inputs that succeed
SHORTEST_LINE = 10
MOST_MEMORY = (
    6 << 30
)  # bytes that this process can ask for, much more than it may: what fills the machine is found, too


class Case(NamedTuple):
    """An input: what feeds it to the product, and what checks the thing that was loaded, if it was."""

    attempt: Callable[[], Any]
    check: Callable[[Any], None] = lambda loaded: None


class Finding(NamedTuple):
    """What was wrong with an input, and how to make it again."""

    kind: str
    seed: int
    number: int
    fault: str


def findings(kind: str, seed: int, first: int, inputs: int, counts: dict[str, int]) -> Iterator[Finding]:
    """Yield what is wrong with each of some inputs of a kind; counts those that succeeded and those refused."""
    make = importlib.import_module(kind).case
    for number in range(first, first + inputs):
        home = Path(tempfile.mkdtemp(prefix="fuzz-"))
        try:
            with watched(), warnings.catch_warnings():
                warnings.simplefilter("ignore")
                fault = fault_of(make(random.Random(f"{kind} {seed} {number}"), home), counts)
        except Exception:
            fault = traceback.format_exc(limit=-3)
        finally:
            shutil.rmtree(home, ignore_errors=True)
        if fault:
            yield Finding(kind, seed, number, fault)


def fault_of(case: Case, counts: dict[str, int]) -> str:
    """Return what is wrong with an input, nothing if it succeeds or is refused as it should be."""
    memory, began = peak(), time.process_time()
    try:
        loaded = case.attempt()
    except ScenarioError as error:
        counts["refused"] += 1
        seconds, megabytes = time.process_time() - began, peak() - memory
        if megabytes > MEGABYTES:  # first, as so much takes long as well
            return f"refused with {megabytes:.0f} MB more: {error}"
        if seconds > SECONDS:
            return f"refused after {seconds:.1f} s: {error}"
        return fault_of_line(str(error))
    counts["succeeded"] += 1
    case.check(loaded)
    return ""


def fault_of_line(line: str) -> str:
    """Return what is wrong with the line of an error, nothing if it can be printed as it is."""
    if not SHORTEST_LINE <= len(line) <= LONGEST_LINE:
        return f"a line of {len(line)} characters: {line[:200]!r}"
    return "" if line.isprintable() else f"a line that cannot be printed: {line!r}"


def peak() -> float:
    """Return the most memory that this process has used so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


@contextlib.contextmanager
def watched() -> Iterator[None]:
    """Interrupt what hangs."""

    def interrupt(*_: Any) -> None:
        raise TimeoutError(f"hangs for {HANGS_AFTER} s")

    signal.signal(signal.SIGALRM, interrupt)
    signal.alarm(HANGS_AFTER)
    try:
        yield
    finally:
        signal.alarm(0)


def main() -> int:
    """Print findings and counts, a line of JSON each; return 1 if there are findings."""
    asked = argparse.ArgumentParser(description="Feed made-up inputs to sipabm.")
    asked.add_argument("kinds", nargs="*", metavar="KIND", help=f"of {', '.join(KINDS)}; none: all")
    asked.add_argument("--inputs", type=int, default=1000, help="of each kind")
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--first", type=int, default=0, help="number of the first input")
    wanted = asked.parse_args()
    if unknown := set(wanted.kinds) - set(KINDS):
        asked.error(f"no kind {', '.join(sorted(unknown))}")
    found = 0
    for kind in wanted.kinds or KINDS:
        counts = {"succeeded": 0, "refused": 0}
        for finding in findings(kind, wanted.seed, wanted.first, wanted.inputs, counts):
            print(json.dumps(finding._asdict()), flush=True)
            found += 1
        print(json.dumps({"kind": kind, "inputs": wanted.inputs, **counts}), flush=True)
    return int(found > 0)


if __name__ == "__main__":
    # Under its own name, as the kinds import it; and nobody's settings count.
    sys.modules["fuzzing"] = sys.modules["__main__"]
    os.environ.pop("COLUMNS", None)
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    raise SystemExit(main())
