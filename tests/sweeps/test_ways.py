"""Whoever makes the runs of a sweep, and however often it is interrupted, the folder holds the same files."""

import json
import multiprocessing
import os
import signal
from concurrent.futures import Executor, ProcessPoolExecutor, wait
from functools import partial

import pytest

import sipabm
from sipabm import Scenario, ScenarioError, merge, sweep
from sipabm.sweeps import blocks, running

POINTS, RUNS, BLOCK = 6, 8, 4  # so many points at once, so many runs of each in a block


@pytest.fixture(scope="module")
def small():
    return Scenario.load("classroom").replace(quarters=12, own_interest=0.3)


@pytest.fixture(scope="module")
def design():
    shares = {"early_meetings": [None, 0.5, 1.0], "early_meetings.from": ["2011Q1"]}
    return sipabm.crossed(sipabm.grid(shares), sipabm.grid({"silo_strength": [0.2, 0.8]}))


@pytest.fixture(autouse=True)
def in_many_pieces(monkeypatch, small):
    """Two blocks of four runs, each of four tasks of one run of all points."""
    cost = running.cost_of(small)
    monkeypatch.setattr(blocks, "ACTOR_QUARTERS_A_BLOCK", BLOCK * POINTS * cost)
    monkeypatch.setattr(running, "ACTOR_QUARTERS_A_TASK", POINTS * cost)


@pytest.fixture
def made(small, design):
    """Return a function that makes the sweep."""
    measures = ["signed", "successful", "signed_by_year", "fall"]
    return partial(sweep, small, design, RUNS, 3, measures=measures, progress=False)


def files(folder):
    """Return every file of a folder by name; of the manifest all but when it was made."""
    found = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    manifest = json.loads(found.pop("manifest.json"))
    assert manifest.pop("started_at")
    return found | {"manifest.json": manifest}


def workers():
    """Return an executor of two processes that begin anew, as they do on every system."""
    return ProcessPoolExecutor(2, multiprocessing.get_context("spawn"))


class Killing(Executor):
    """An executor that calls something when the pieces of the first block are done, before the last but one is sent."""

    def __init__(self, inner, kill):
        self.inner, self.kill, self.sent = inner, kill, []

    def submit(self, action, /, *arguments, **named):
        if len(self.sent) == RUNS - 2:
            wait(self.sent[:BLOCK])
            self.kill()
        self.sent.append(self.inner.submit(action, *arguments, **named))
        return self.sent[-1]


def in_threads(made, folder):
    made(folder=folder, threads=2)


def in_processes(made, folder):
    with workers() as executor:
        made(folder=folder, executor=executor)


def in_shards(made, folder):
    shards = [folder.with_name(f"shard_{part}") for part in (1, 2, 3)]
    for part, shard in enumerate(shards, 1):
        made(folder=shard, shard=(part, 3), threads=1)
    merge(shards, folder)


def resumed(made, folder):
    """Interrupt the sweep within its second block, and go on."""
    calls, whole = [], running.done

    def interrupted(kept, task):
        calls.append(task)
        if len(calls) == 6:
            raise KeyboardInterrupt
        return whole(kept, task)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(running, "done", interrupted)
        with pytest.raises(KeyboardInterrupt):
            made(folder=folder, threads=1)
    assert len(list((folder / "runs").iterdir())) == 1
    made(folder=folder, threads=1)


def expanded(made, folder):
    """Begin with fewer runs, and ask for more."""
    small, design, _, seed = made.args
    sweep(small, design, 3, seed, **made.keywords, folder=folder, threads=1)
    made(folder=folder, threads=1)


@pytest.mark.parametrize("way", [in_threads, in_processes, in_shards, resumed, expanded])
def test_all_ways_leave_the_same_files(made, tmp_path, way):
    made(folder=tmp_path / "usual", threads=1)
    way(made, tmp_path / "other")
    assert files(tmp_path / "other") == files(tmp_path / "usual")
    assert len(list((tmp_path / "usual" / "runs").iterdir())) == RUNS // BLOCK


def test_a_lost_worker_process_is_one_line_and_what_was_finished_is_kept(made, tmp_path):
    made(folder=tmp_path / "usual", threads=1)
    with workers() as pool:

        def kill():
            for pid in list(pool._processes):
                os.kill(pid, signal.SIGKILL)

        with pytest.raises(ScenarioError, match=r"^a worker process was lost; what was finished is kept, run the same"):
            made(folder=tmp_path / "other", executor=Killing(pool, kill))
    assert len(list((tmp_path / "other" / "runs").iterdir())) == 1
    made(folder=tmp_path / "other", threads=1)
    assert files(tmp_path / "other") == files(tmp_path / "usual")


@pytest.mark.slow
def test_a_dask_cluster_leaves_the_same_files_though_a_worker_is_killed_on_the_way(made, tmp_path):
    from distributed import Client, LocalCluster

    made(folder=tmp_path / "usual", threads=1)
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster, Client(cluster) as client:
        victims = [nanny.pid for nanny in cluster.workers.values()]
        executor = Killing(client.get_executor(), lambda: os.kill(victims[0], signal.SIGKILL))
        made(folder=tmp_path / "other", executor=executor)
        assert len(executor.sent) == RUNS
    assert files(tmp_path / "other") == files(tmp_path / "usual")
