"""Folders of results: written chunk by chunk, never half, continued after an interruption, never mixed with others'."""

import json
import os

import pandas as pd
import pyarrow.parquet
import pytest

from sipabm import Scenario, ScenarioError, simulate
from sipabm.simulation import read_results, simulate_to_folder
from sipabm.tables import folders as store
from sipabm.tables.codebook import TABLES, TEXTS


class PowerCutError(Exception):
    """Stands for whatever kills a process."""


@pytest.fixture(scope="module")
def small():
    return Scenario.load("classroom").replace(quarters=30, own_interest=0.3)


def files(folder):
    """Return every file below a folder with its content."""
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def same_tables(one, other):
    for table in TABLES:
        pd.testing.assert_frame_equal(plain_sets(getattr(one, table)), plain_sets(getattr(other, table)))


def plain_sets(frame):
    """Return a frame whose countries and sets of barriers are plain text, whichever there are."""
    return frame.astype({name: str for name in TEXTS if name in frame})


def line_of(action):
    with pytest.raises(ScenarioError) as caught:
        action()
    assert "\n" not in str(caught.value)
    return str(caught.value)


def cut_power(monkeypatch, after):
    """Let the process die after some files of tables were written."""
    original, written = pyarrow.parquet.write_table, []

    def dying(table, path, **settings):
        if len(written) == after:
            path.write_bytes(b"half a file")
            raise PowerCutError
        written.append(path)
        return original(table, path, **settings)

    monkeypatch.setattr(pyarrow.parquet, "write_table", dying)


def test_a_folder_holds_the_tables_of_simulate(small, tmp_path):
    stored = simulate_to_folder(small, tmp_path / "out", replicates=5, seed=2, chunk=2)
    same_tables(stored, simulate(small, replicates=5, seed=2))
    same_tables(stored, read_results(tmp_path / "out"))


def test_a_folder_holds_scenario_and_manifest(small, tmp_path):
    stored = simulate_to_folder(small, tmp_path / "out", replicates=2, seed=2)
    assert stored.scenario == small == Scenario.load(tmp_path / "out" / "scenario.toml")
    made = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert made == stored.manifest
    assert made["finished"] is True
    assert made["seed"] == 2
    assert made["replicates"] == 2
    assert made["scenario_digest"] == small.digest()
    assert {"sipabm", "python", "platform", "packages", "started_at", "seconds", "model"} <= set(made)
    assert {"numpy", "numba", "pandas"} <= set(made["packages"])


def test_chunks_do_not_matter(small, tmp_path):
    one = simulate_to_folder(small, tmp_path / "one", replicates=4, chunk=1)
    other = simulate_to_folder(small, tmp_path / "other", replicates=4, chunk=3)
    same_tables(one, other)


@pytest.mark.parametrize("after", [0, 1, 3, 4, 6, 9])
def test_a_killed_run_is_continued_by_the_same_command(small, tmp_path, monkeypatch, after):
    folder = tmp_path / "out"
    with monkeypatch.context() as patch:
        cut_power(patch, after)
        with pytest.raises(PowerCutError):
            simulate_to_folder(small, folder, replicates=5, chunk=2)
    assert not list(folder.rglob("*.aside"))
    assert "interrupted" in line_of(lambda: read_results(folder))
    kept = {path: path.stat().st_mtime_ns for path in folder.rglob("runs/*.parquet")}
    again = simulate_to_folder(small, folder, replicates=5, chunk=2)
    same_tables(again, simulate(small, replicates=5))
    assert len(kept) == after // len(TABLES)
    assert all(path.stat().st_mtime_ns == written for path, written in kept.items())


def test_more_runs_of_the_same_are_added(small, tmp_path):
    for replicates in (2, 3, 5):
        stored = simulate_to_folder(small, tmp_path / "out", replicates=replicates, chunk=2)
        same_tables(stored, simulate(small, replicates=replicates))


def test_finished_runs_are_dropped_only_when_that_is_wanted(small, tmp_path):
    simulate_to_folder(small, tmp_path / "out", replicates=3)
    before = files(tmp_path)
    line = line_of(lambda: simulate_to_folder(small, tmp_path / "out", replicates=2))
    assert "holds 3 finished runs, more than the 2 asked for" in line and "--overwrite" in line
    assert files(tmp_path) == before
    stored = simulate_to_folder(small, tmp_path / "out", replicates=2, overwrite=True)
    same_tables(stored, simulate(small, replicates=2))


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("damage", ["missing", "empty", "cut"])
def test_a_chunk_that_lacks_a_whole_part_is_made_again(small, tmp_path, table, damage):
    simulate_to_folder(small, tmp_path / "out", replicates=2, chunk=1)
    part = tmp_path / "out" / table / "part-00001.parquet"
    if damage == "missing":
        part.unlink()
    else:
        part.write_bytes(part.read_bytes()[:100] if damage == "cut" else b"")
        assert "is damaged" in line_of(lambda: getattr(read_results(tmp_path / "out"), table))
    stored = simulate_to_folder(small, tmp_path / "out", replicates=2, chunk=1)
    same_tables(stored, simulate(small, replicates=2))


def test_repeating_a_finished_command_changes_no_manifest(small, tmp_path):
    first = simulate_to_folder(small, tmp_path / "out", replicates=2)
    path = tmp_path / "out" / "manifest.json"
    path.write_text(json.dumps({**first.manifest, "started_at": "2020-01-01T00:00:00+00:00", "seconds": 7.0}))
    again = simulate_to_folder(small, tmp_path / "out", replicates=2)
    assert (again.manifest["started_at"], again.manifest["seconds"]) == ("2020-01-01T00:00:00+00:00", 7.0)


def test_seconds_of_interrupted_stretches_add_up(small, tmp_path, monkeypatch):
    folder = tmp_path / "out"
    with monkeypatch.context() as patch:
        cut_power(patch, len(TABLES))
        with pytest.raises(PowerCutError):
            simulate_to_folder(small, folder, replicates=2, chunk=1)
    made = json.loads((folder / "manifest.json").read_text())
    assert made["seconds"] > 0 and not made["finished"]
    (folder / "manifest.json").write_text(json.dumps({**made, "seconds": 1000.0}))
    stored = simulate_to_folder(small, folder, replicates=2, chunk=1)
    assert 1000.0 < stored.manifest["seconds"] < 1100.0
    assert stored.manifest["started_at"] == made["started_at"]


def test_a_killed_longer_run_does_not_spoil_the_shorter_one(small, tmp_path, monkeypatch):
    simulate_to_folder(small, tmp_path / "out", replicates=1, chunk=4)
    with monkeypatch.context() as patch:
        cut_power(patch, 3)
        with pytest.raises(PowerCutError):
            simulate_to_folder(small, tmp_path / "out", replicates=4, chunk=4)
    same_tables(simulate_to_folder(small, tmp_path / "out", replicates=1, chunk=4), simulate(small, replicates=1))


@pytest.mark.parametrize(("changes", "seed", "what"), [({"own_interest": 0.1}, 1, "scenario digest"), ({}, 2, "seed")])
def test_a_folder_of_other_runs_is_left_alone(small, tmp_path, changes, seed, what):
    folder = tmp_path / "out"
    simulate_to_folder(small, folder, seed=1)
    before = files(folder)
    line = line_of(lambda: simulate_to_folder(small.replace(changes), folder, seed=seed))
    assert str(folder) in line
    assert what in line
    assert "--overwrite" in line
    assert files(folder) == before


def test_other_runs_are_replaced_when_that_is_wanted(small, tmp_path):
    simulate_to_folder(small, tmp_path / "out", replicates=3, seed=1, chunk=1)
    stored = simulate_to_folder(small, tmp_path / "out", seed=2, overwrite=True)
    same_tables(stored, simulate(small, seed=2))


@pytest.mark.parametrize("overwrite", [False, True])
def test_a_folder_of_something_else_is_left_alone(small, tmp_path, overwrite):
    (tmp_path / "thesis.txt").write_text("years of work")
    line = line_of(lambda: simulate_to_folder(small, tmp_path, overwrite=overwrite))
    assert "not empty and not from sipabm" in line
    assert list(files(tmp_path).values()) == [b"years of work"]


@pytest.mark.parametrize("text", ['{"name": "a web page"}', "[]", "not json"])
def test_a_folder_with_the_manifest_of_something_else_is_left_alone(small, tmp_path, text):
    (tmp_path / "manifest.json").write_text(text)
    (tmp_path / "runs").mkdir()
    (tmp_path / "runs" / "part-00000.parquet").write_text("years of work")
    before = files(tmp_path)
    for overwrite in (False, True):
        line = line_of(lambda overwrite=overwrite: simulate_to_folder(small, tmp_path, overwrite=overwrite))
        assert "not from sipabm" in line
    assert files(tmp_path) == before


@pytest.mark.parametrize("text", ["[]", "{", ""])
def test_results_with_a_damaged_manifest_are_replaced_only_when_that_is_wanted(small, tmp_path, text):
    simulate_to_folder(small, tmp_path)
    (tmp_path / "manifest.json").write_text(text)
    assert "manifest.json is damaged" in line_of(lambda: simulate_to_folder(small, tmp_path))
    same_tables(simulate_to_folder(small, tmp_path, seed=2, overwrite=True), simulate(small, seed=2))


def test_overwriting_keeps_files_that_are_not_of_the_tables(small, tmp_path):
    simulate_to_folder(small, tmp_path / "out", replicates=2, chunk=1)
    mine = [tmp_path / "out" / "runs" / "notes.txt", tmp_path / "out" / "thesis.txt"]
    for path in mine:
        path.write_text("years of work")
    same_tables(simulate_to_folder(small, tmp_path / "out", overwrite=True), simulate(small))
    assert [path.read_text() for path in mine] == ["years of work"] * 2


def test_an_empty_folder_is_used(small, tmp_path):
    assert len(simulate_to_folder(small, tmp_path).runs) == 1


def test_folders_are_made_with_their_parents(small, tmp_path):
    assert len(simulate_to_folder(small, tmp_path / "a" / "b").runs) == 1


def test_a_file_is_no_folder(small, tmp_path):
    path = tmp_path / "out"
    path.write_text("mine")
    assert str(path) in line_of(lambda: simulate_to_folder(small, path))
    assert path.read_text() == "mine"
    assert str(path) in line_of(lambda: simulate_to_folder(small, path / "below"))


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_folder_that_cannot_be_written_is_named(small, tmp_path):
    tmp_path.chmod(0o500)
    try:
        assert "cannot be written" in line_of(lambda: simulate_to_folder(small, tmp_path / "out"))
    finally:
        tmp_path.chmod(0o700)


def test_a_failure_to_write_is_named(small, tmp_path, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(store, "write_aside", full)
    line = line_of(lambda: simulate_to_folder(small, tmp_path / "out"))
    assert "cannot be written (No space left on device)" in line


def test_a_disk_that_fills_up_later_is_named(small, tmp_path, monkeypatch):
    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pyarrow.parquet, "write_table", full)
    assert "No space left" in line_of(lambda: simulate_to_folder(small, tmp_path / "out"))


def test_a_folder_without_results_is_named(tmp_path):
    assert "manifest.json is missing" in line_of(lambda: read_results(tmp_path))
    assert "manifest.json is missing" in line_of(lambda: read_results(tmp_path / "none"))


@pytest.mark.parametrize("text", ["not json", "[]", '{"name": "a web page"}'])
def test_a_strange_manifest_is_named(tmp_path, text):
    (tmp_path / "manifest.json").write_text(text)
    assert str(tmp_path) in line_of(lambda: read_results(tmp_path))


def test_a_stored_scenario_finds_its_edge_list(small, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ties.csv").write_text("first,second\nauthority:A:1,provider:A:61\n")
    simulate_to_folder(small.replace(ties="edge_list", edge_list="ties.csv"), "out")
    assert len(simulate(read_results("out").scenario).runs) == 1


@pytest.mark.parametrize("overwrite", [False, True])
def test_a_folders_own_scenario_can_be_run_into_it_again(small, tmp_path, overwrite):
    (tmp_path / "ties.csv").write_text("first,second\nauthority:A:1,provider:A:61\n")
    first = simulate_to_folder(small.replace(ties="edge_list", edge_list=str(tmp_path / "ties.csv")), tmp_path / "out")
    same_tables(simulate_to_folder(first.scenario, tmp_path / "out", overwrite=overwrite), first)


def test_columns_have_the_same_types_however_the_runs_were_cut_into_chunks(small, tmp_path):
    in_memory = simulate(small, replicates=4).attempts.dtypes.to_dict()
    for chunk in (1, 4):
        stored = simulate_to_folder(small, tmp_path / str(chunk), replicates=4, chunk=chunk)
        assert stored.attempts.dtypes.to_dict() == in_memory


def test_columns_keep_their_types(small, tmp_path):
    stored = simulate_to_folder(small, tmp_path / "out", replicates=3, chunk=1)
    assert stored.attempts["early_meeting"].dtype == bool
    assert stored.attempts["run"].dtype == "int64"
    assert isinstance(stored.yearly["domain"].dtype, pd.CategoricalDtype)
    assert isinstance(stored.attempts["barrier"].dtype, pd.CategoricalDtype)
    assert stored.attempts["started"].dtype == "period[Q-DEC]"
