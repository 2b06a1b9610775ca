"""Do histories differ from those of another commit? `python tests/walk/same_as.py REV --scenarios 1000`.

Random scenarios are run by both models of that commit and by both of this tree; events must be the same, and numbers to
1e-12 of their size, those of the two engines to the last bit. For a change of form that must not change results.
"""

import argparse
import os
import pickle
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

from sipabm.runs import run_history as history
from sipabm.verification import random_scenario
from sipabm.verification.compared_histories import differing

ROOT = Path(__file__).parents[2]
MODELS = ("engine", "mesa")
CHUNK = 25
OTHERS = """
import pickle, sys
import sipabm
try:
    from sipabm.runs import run_history as history
except ImportError:  # before there were runs, the simulation told histories
    from sipabm.simulation import history
from sipabm.verification import random_scenario
first, last, path = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
told = {}
for number in range(first, last):
    scenario = random_scenario(number)
    runs = {model: tuple(history(scenario, number, model, True, number % 3)) for model in ("engine", "mesa")}
    told[number] = scenario.digest(), runs
with open(path, "wb") as file:
    pickle.dump((sipabm.__file__, told), file)
"""


def others(tree, first, last, folder):
    """Return digest and histories of some scenarios as the code of another tree runs them."""
    path = Path(folder) / "told.pickle"
    environment = {**os.environ, "PYTHONPATH": str(tree)}
    command = [sys.executable, "-c", OTHERS, str(first), str(last), str(path)]
    # From elsewhere: Python looks first where it is started, and would compare a tree with itself.
    subprocess.run(command, env=environment, cwd=folder, check=True)
    home, told = pickle.loads(path.read_bytes())
    assert Path(home).parents[1] == Path(tree).resolve(), f"the other tree is {tree}, but {home} was run"
    return told


def compared(number, digest, runs):
    """Return attempts, contracts and a line for each difference of one scenario."""
    scenario = random_scenario(number)
    if scenario.digest() != digest:
        return 0, 0, [f"{scenario.name}: the scenario itself is another"]
    own = {model: history(scenario, number, model, True, number % 3) for model in MODELS}
    lines = []
    for model in MODELS:
        replicate, *parts = runs[model]
        before = own[model]._replace(replicate=replicate, **dict(zip(own[model]._fields[1:], parts, strict=True)))
        lines += [f"{scenario.name}, {model} before and now: {line}" for line in differing(before, own[model])]
        if model == "engine":
            same = all(np.array_equal(one, other) for one, other in zip(before[1:], own[model][1:], strict=True))
            lines += [] if same else [f"{scenario.name}: the engines differ in some bit"]
    lines += [f"{scenario.name}, compiled and interpreted: {line}" for line in differing(own["engine"], own["mesa"])]
    return len(own["engine"].attempts), len(own["engine"].contracts), lines


def main():
    """Compare, print what differs, and return the exit code."""
    asked = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    asked.add_argument("revision")
    asked.add_argument("--scenarios", type=int, default=100)
    asked.add_argument("--first", type=int, default=0)
    given = asked.parse_args()
    attempts = contracts = different = 0
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder) / "tree"
        subprocess.run(["git", "-C", ROOT, "worktree", "add", "--quiet", "--detach", tree, given.revision], check=True)
        try:
            for first in range(given.first, given.first + given.scenarios, CHUNK):
                last = min(first + CHUNK, given.first + given.scenarios)
                for number, (digest, runs) in others(tree, first, last, folder).items():
                    more_attempts, more_contracts, lines = compared(number, digest, runs)
                    attempts, contracts = attempts + more_attempts, contracts + more_contracts
                    different += bool(lines)
                    print("\n".join(lines), end="\n" if lines else "", flush=True)
        finally:
            subprocess.run(["git", "-C", ROOT, "worktree", "remove", "--force", tree], check=True)
    print(f"{given.scenarios} scenarios, {attempts} attempts, {contracts} contracts: {different} scenarios differ")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
