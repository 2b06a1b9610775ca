"""Killed, interrupted and out of disk at random moments, extended and narrowed in between, a sweep loses nothing."""

import random
import time
from signal import SIGINT, SIGKILL

import pandas as pd
import pytest
from killing import LONGEST, started

from sipabm import read_sweep, sweep
from sipabm.tables.folders import MANIFEST
from sipabm.tables.store import read_store

RUNS, WITHIN = 24, 0.5
FULL = "full disk"
# A file that may not grow beyond some bytes is what a full disk is to a program: a write that fails on its way.
CODE = """
import resource, sys
import pandas as pd
from sipabm import Scenario, ScenarioError, sweep
from sipabm.sweeps import blocks, running

scenario = Scenario.load(sys.argv[1])
folder, points, runs, most = sys.argv[2], *map(int, sys.argv[3:])
blocks.ACTOR_QUARTERS_A_BLOCK = 15 * running.cost_of(scenario)
running.ACTOR_QUARTERS_A_TASK = 3 * running.cost_of(scenario)
design = pd.DataFrame({"early_meetings": [0.0, 0.5, 1.0], "give_up": [0.1, 0.2, 0.3]})
sweep(scenario, design, 1, progress=False)
print("begun", flush=True)
if most:
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
try:
    sweep(scenario, design[:points], runs, folder=folder, progress=False, threads=2)
except KeyboardInterrupt:
    sys.exit(130)
except ScenarioError as error:
    print(error, file=sys.stderr)
    sys.exit(2)
"""
# Ctrl-C in the moment in which Python begins or ends is not turned into an exception.
ENDS = {SIGKILL: (-SIGKILL, 0), SIGINT: (130, -SIGINT, 0), FULL: (2, 0)}


def ended(luck, path, folder, how):
    """Start a sweep of some points and runs, end it in some way, and return the code with which it ended."""
    # Mostly all of it, so that there is something to end.
    points, runs = luck.choice([(3, RUNS)] * 3 + [(luck.randint(1, 3), luck.randint(1, RUNS))])
    most = luck.randint(600, 6000) if how == FULL else 0
    with started(CODE, path, folder, points, runs, most) as process:
        if how != FULL:
            time.sleep(luck.uniform(0.0, WITHIN))
            process.send_signal(how)
        _, said = process.communicate(timeout=LONGEST)
    assert process.returncode in ENDS[how], said
    assert how != FULL or len(said.splitlines()) <= 1
    return process.returncode


def all_that_is_told_is_there(folder):
    """Fail unless every chunk that the journal names can be read, and no run stands in two of them."""
    if not (folder / MANIFEST).exists():
        return 0
    stored = read_store(folder, unfinished=True)
    blocks = [block for block in stored.blocks() if "-" in block]
    runs = [stored.part("runs", block).to_pandas()[["point", "run"]] for block in blocks]
    assert not runs or not pd.concat(runs).duplicated().any()
    return sum(map(len, runs))


def check_killed(small, design, tmp_path, kills, seed):
    small.save(tmp_path / "small.toml")
    folder, luck, kept, codes = tmp_path / "out", random.Random(seed), 0, []
    for _ in range(kills):
        codes.append(ended(luck, tmp_path / "small.toml", folder, luck.choice([SIGKILL, SIGKILL, SIGINT, FULL])))
        held = all_that_is_told_is_there(folder)
        assert held >= kept
        kept = held
    found = sweep(small, design, RUNS, folder=folder)
    undisturbed = sweep(small, design, RUNS, folder=tmp_path / "undisturbed")
    pd.testing.assert_frame_equal(found, undisturbed, check_exact=True)
    pd.testing.assert_frame_equal(read_sweep(folder), undisturbed, check_exact=True)
    each = [read_sweep(where, each_run=True) for where in (folder, tmp_path / "undisturbed")]
    pd.testing.assert_frame_equal(*each, check_exact=True)
    assert sum(code != 0 for code in codes) >= kills // 3


@pytest.mark.slow
@pytest.mark.usefixtures("small_blocks")
def test_a_sweep_killed_ten_times_ends_in_the_tables_of_an_undisturbed_one(small, design, tmp_path):
    check_killed(small, design, tmp_path, 10, seed=1)


@pytest.mark.long
@pytest.mark.usefixtures("small_blocks")
@pytest.mark.parametrize("seed", range(2, 12))
def test_sweeps_killed_a_hundred_times_end_in_the_tables_of_undisturbed_ones(small, design, tmp_path, seed):
    check_killed(small, design, tmp_path, 10, seed)
