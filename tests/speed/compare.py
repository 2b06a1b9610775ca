"""Is this tree slower than another commit? `python tests/speed/compare.py REV`, or `make bench-compare REV=...`.

Both trees do the same jobs in turn, other, own, own, other, and so on, each in a new process on one thread; what is
compared is processor time, pair by pair. A job that both trees cannot do is left out.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
# Between no loss and one of 10 %: of either, the median of the pairs lies on its side of it.
SHOWN = 1.05
PAIRS = 8
# Through doors that other versions have as well; so many runs that each job takes a second or so.
JOBS = {
    "runs with tables": "sipabm.simulate('world', 12, threads=1, progress=False).yearly",
    "runs, counts only": "sipabm.simulate('world', 24, rows=False, threads=1, progress=False)",
    "a policy of 2024 compared": (
        "sipabm.compare('world', {'meetings': sipabm.Scenario.load('world').replace({'levers.early_meetings.intensity':"
        " 1.0, 'levers.early_meetings.first': '2024Q1'})}, 24, threads=1, progress=False)"
    ),
    "four levers with sets of numbers": (
        "sipabm.robust('denmark', ['early_meetings', 'flexible_contracts', 'pooled_budgets', 'outcomes_fund'],"
        " '2026Q1', 4, 4, threads=1, progress=False)"
    ),
    "start": "sipabm.simulate('classroom', progress=False)",
}
WORKER = """
import time
began = time.process_time()
import sipabm
if {warm}:
    sipabm.simulate("world", 1, progress=False)
    began = time.process_time()
{job}
print(sipabm.__file__, time.process_time() - began)
"""


def seconds(tree, name):
    """Return the processor time of a job in a tree, without starting and loading unless that is the job."""
    code = WORKER.format(job=JOBS[name], warm=name != "start")
    environment = {**os.environ, "PYTHONPATH": str(tree)}
    # From elsewhere: Python looks first where it is started, and would compare a tree with itself.
    place = {"env": environment, "cwd": tempfile.gettempdir()}
    done = subprocess.run([sys.executable, "-c", code], **place, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr.strip().splitlines()[-1])
    home, spent = done.stdout.split()[-2:]
    assert Path(home).parents[1] == Path(tree).resolve(), f"{tree} was to be timed, and {home} was"
    return float(spent)


def ratios(own, other, name, pairs):
    """Return own / other seconds of each pair; every second pair begins with the own tree."""
    found = []
    for pair in range(pairs):
        trees = (own, other) if pair % 2 else (other, own)
        spent = {tree: seconds(tree, name) for tree in trees}
        found.append(spent[own] / spent[other])
    return found


def verdict(found):
    """Return whether a job has become slower, and the line that says so."""
    middle = statistics.median(found)
    lost = middle > SHOWN and sum(ratio > 1.0 for ratio in found) > 0.75 * len(found)
    word = "SLOWER" if lost else "faster" if middle < 1.0 / SHOWN else "as fast"
    return lost, f"{middle:6.3f}  {min(found):.3f} to {max(found):.3f}  {word}"


def main():
    """Compare, print a line for each job, and return the exit code: 1 if any has become slower."""
    asked = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    asked.add_argument("revision")
    asked.add_argument("--pairs", type=int, default=PAIRS)
    given = asked.parse_args()
    any_lost = False
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder) / "tree"
        subprocess.run(["git", "-C", ROOT, "worktree", "add", "--quiet", "--detach", tree, given.revision], check=True)
        try:
            print(f"processor time of this tree / of {given.revision}: median, range over {given.pairs} pairs")
            for name in JOBS:
                try:
                    seconds(ROOT, name), seconds(tree, name)  # once, to compile what must be compiled
                    lost, line = verdict(ratios(ROOT, tree, name, given.pairs))
                except RuntimeError as error:
                    lost, line = False, f"left out: {error}"
                any_lost = any_lost or lost
                print(f"{name:<28} {line}", flush=True)
        finally:
            subprocess.run(["git", "-C", ROOT, "worktree", "remove", "--force", tree], check=True)
    return 1 if any_lost else 0


if __name__ == "__main__":
    sys.exit(main())
