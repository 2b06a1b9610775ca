"""Killed at any moment, a folder of runs loses what was being made and nothing else."""

import json
from signal import SIGINT, SIGKILL, SIGTERM

import pytest
from killing import files, killed_until_finished, started

from sipabm import Scenario, ScenarioError, read_results, simulate, simulate_to_folder
from sipabm.tables.codebook import TABLES
from sipabm.tables.folders import MANIFEST
from sipabm.tables.store import read_store

RUNS = 40
# Interrupted by hand, Python would tell so; here it ends as any program does.
CODE = """
import signal, sys
from pathlib import Path
from sipabm import Scenario, simulate, simulate_to_folder

scenario = Scenario.load("classroom").replace(quarters=20)
simulate(scenario)
signal.signal(signal.SIGINT, signal.SIG_DFL)
print("begun", flush=True)
folder, replicates, seed = sys.argv[1], *map(int, sys.argv[2:])
simulate_to_folder(scenario, folder, replicates, seed, chunk=2)
"""


@pytest.fixture(scope="module")
def scenario():
    return Scenario.load("classroom").replace(quarters=20)


def without_times(folder):
    """Return the files of a folder, those of its manifest that tell times left out."""
    found = files(folder)
    made = json.loads(found.pop(MANIFEST))
    return found, {name: value for name, value in made.items() if name not in ("started_at", "seconds")}


def all_that_is_told_is_there(folder):
    """Fail unless every chunk of the journal can be read."""
    if (folder / MANIFEST).exists():
        stored = read_store(folder, unfinished=True)
        for block in stored.blocks():
            for table in TABLES:
                stored.part(table, block)


@pytest.mark.slow
@pytest.mark.parametrize(("signal", "seed"), [(SIGKILL, 1), (SIGKILL, 2), (SIGTERM, 3), (SIGINT, 4)])
def test_runs_killed_again_and_again_end_in_the_files_of_an_undisturbed_call(scenario, tmp_path, signal, seed):
    folder = tmp_path / "out"
    killed = killed_until_finished(
        *(CODE, folder, RUNS, 1),
        kills=5,
        seed=seed,
        within=0.4,
        signal=signal,
        after=lambda: all_that_is_told_is_there(folder),
    )
    assert killed >= 2
    simulate_to_folder(scenario, tmp_path / "undisturbed", RUNS, chunk=2)
    assert without_times(folder) == without_times(tmp_path / "undisturbed")


@pytest.mark.slow
def test_finished_runs_can_be_read_after_every_kill_of_their_extension(scenario, tmp_path):
    folder = tmp_path / "out"
    first = simulate_to_folder(scenario, folder, 5, chunk=2).runs

    def still_there():
        all_that_is_told_is_there(folder)
        assert read_results(folder).runs.equals(first)

    assert killed_until_finished(CODE, folder, RUNS, 1, kills=4, seed=5, within=0.4, after=still_there) >= 2
    assert read_results(folder).runs.equals(simulate(scenario, RUNS).runs)


def test_a_second_command_with_another_seed_is_told_that_the_first_one_writes(scenario, tmp_path):
    folder = tmp_path / "mix"
    with started(CODE, folder, 100_000, 1) as first:
        while not (folder / MANIFEST).exists():
            assert first.poll() is None
        for overwrite in (False, True):
            with pytest.raises(ScenarioError) as caught:
                simulate_to_folder(scenario, folder, 2, seed=2, overwrite=overwrite)
            assert str(caught.value).startswith(f"another process ({first.pid} on ")
            assert f"writes to folder '{folder}'; wait for it or choose another" in str(caught.value)
    # Its end, however it ends, leaves the folder to others.
    assert simulate_to_folder(scenario, folder, 2, seed=2, overwrite=True).runs["seed"].tolist() == [2, 2]
    assert read_results(folder).runs["seed"].tolist() == [2, 2]
