"""Folders of results: written chunk by chunk, never half, continued after an interruption, never mixed with others'."""

import errno
import json
import os
import weakref
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pandas as pd
import pytest

from sipabm import Scenario, ScenarioError, simulate, simulation
from sipabm.mesa_model import PartnershipModel
from sipabm.simulation import read_results, simulate_to_folder
from sipabm.tables import folders, parts, run_store, store
from sipabm.tables.codebook import TABLES
from sipabm.tables.folders import MANIFEST


class PowerCutError(Exception):
    """Stands for whatever kills a process."""


@pytest.fixture(scope="module")
def small():
    return Scenario.load("classroom").replace(quarters=30, own_interest=0.3)


@pytest.fixture(scope="module")
def expected(small):
    """Return the first so many runs, by their number, as they are in memory."""
    return {replicates: simulate(small, replicates=replicates) for replicates in range(1, 10)}


def files(folder):
    """Return every file below a folder with its content."""
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def same_tables(one, other):
    for table in TABLES:
        pd.testing.assert_frame_equal(getattr(one, table), getattr(other, table))


def part(folder, table, first):
    """Return the file of the chunk that begins with some run."""
    (path,) = (folder / table).glob(f"part-{first:08d}-*.parquet")
    return path


def same_files(one, other):
    """Assert that two folders hold the same files, byte for byte, but for the times in the manifest."""
    found = [files(folder) for folder in (one, other)]
    made = [json.loads(each.pop(Path(MANIFEST))) for each in found]
    assert found[0] == found[1]
    for each in made:
        del each["started_at"], each["seconds"]
    assert made[0] == made[1]


def line_of(action):
    with pytest.raises(ScenarioError) as caught:
        action()
    assert "\n" not in str(caught.value)
    return str(caught.value)


def cut_power(monkeypatch, after):
    """Let the process die after some files of tables were written."""
    original, written = store.write_part, []

    def dying(*arguments):
        if len(written) == after:
            raise PowerCutError
        written.append(arguments)
        return original(*arguments)

    monkeypatch.setattr(store, "write_part", dying)


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
def test_a_killed_run_is_continued_by_the_same_command(small, expected, tmp_path, monkeypatch, after):
    folder = tmp_path / "out"
    with monkeypatch.context() as patch:
        cut_power(patch, after)
        with pytest.raises(PowerCutError):
            simulate_to_folder(small, folder, replicates=5, chunk=2)
    assert "interrupted" in line_of(lambda: read_results(folder))
    kept = {path: path.stat().st_mtime_ns for path in folder.rglob("runs/*.parquet")}
    again = simulate_to_folder(small, folder, replicates=5, chunk=2)
    same_tables(again, expected[5])
    whole = [path for path in kept if path.stat().st_mtime_ns == kept[path]]
    assert len(whole) == after // len(TABLES)
    simulate_to_folder(small, tmp_path / "undisturbed", replicates=5, chunk=2)
    same_files(folder, tmp_path / "undisturbed")


def test_more_runs_of_the_same_are_added_and_all_files_are_those_of_a_call_for_all(small, expected, tmp_path):
    simulate_to_folder(small, tmp_path / "at_once", replicates=7, chunk=3)
    for replicates in (2, 3, 5, 7):
        stored = simulate_to_folder(small, tmp_path / "out", replicates=replicates, chunk=3)
        same_tables(stored, expected[replicates])
    same_files(tmp_path / "out", tmp_path / "at_once")
    simulate(small, replicates=7).save(tmp_path / "saved")
    simulate_to_folder(small, tmp_path / "usual", replicates=7)
    same_files(tmp_path / "saved", tmp_path / "usual")


def runs_made(monkeypatch):
    """Return a list that receives the number of every run that is made from now on."""
    original, made = simulation.run_histories, []

    def noting(scenario, replicates, *rest):
        made.extend(replicates)
        return original(scenario, replicates, *rest)

    monkeypatch.setattr(simulation, "run_histories", noting)
    return made


def test_only_the_runs_that_are_missing_are_made(small, tmp_path, monkeypatch):
    made = runs_made(monkeypatch)
    for replicates, expected in ((4, [0, 1, 2, 3]), (7, [4, 5, 6]), (7, []), (2, [])):
        del made[:]
        simulate_to_folder(small, tmp_path, replicates=replicates, chunk=3)
        assert made == expected


@pytest.mark.parametrize("chunk", [1, 2, 5, 100])
def test_chunks_of_another_size_are_kept_and_the_rest_is_added(small, expected, tmp_path, monkeypatch, chunk):
    made = runs_made(monkeypatch)
    simulate_to_folder(small, tmp_path, replicates=4, chunk=3)
    stored = simulate_to_folder(small, tmp_path, replicates=9, chunk=chunk)
    assert made == list(range(9))
    same_tables(stored, expected[9])
    same_tables(read_results(tmp_path), stored)


def test_fewer_runs_than_a_folder_holds_are_read_from_it_and_none_is_dropped(small, expected, tmp_path, monkeypatch):
    simulate_to_folder(small, tmp_path, replicates=5, chunk=2)
    before = files(tmp_path)
    made = runs_made(monkeypatch)
    for replicates in (1, 2, 3):
        stored = simulate_to_folder(small, tmp_path, replicates=replicates, chunk=2)
        assert stored.manifest["replicates"] == replicates
        same_tables(stored, expected[replicates])
    assert made == []
    assert files(tmp_path) == before
    assert read_results(tmp_path).manifest["replicates"] == 5


def read_only(monkeypatch, folder):
    """Let nobody write to a folder, root neither."""
    original = os.open

    def refusing(path, flags, *rest, **options):
        if flags & (os.O_WRONLY | os.O_RDWR) and folder in Path(path).parents:
            raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(path))
        return original(path, flags, *rest, **options)

    monkeypatch.setattr(os, "open", refusing)


def test_runs_that_are_there_are_read_where_nobody_may_write(small, expected, tmp_path, monkeypatch):
    simulate_to_folder(small, tmp_path, replicates=5, chunk=2)
    before = files(tmp_path)
    read_only(monkeypatch, tmp_path)
    for replicates in (5, 3):
        same_tables(simulate_to_folder(small, tmp_path, replicates=replicates), expected[replicates])
    line = line_of(lambda: simulate_to_folder(small, tmp_path, replicates=6))
    assert line.endswith("cannot be written (Read-only file system); choose another folder (--out)")
    assert files(tmp_path) == before


@pytest.mark.parametrize("how", ["gone", "bit"])
def test_a_damaged_journal_costs_no_run_however_few_are_asked_for_next(small, expected, tmp_path, how):
    simulate_to_folder(small, tmp_path, replicates=5, chunk=2)
    path = tmp_path / "chunks.jsonl"
    content = path.read_text()
    path.unlink()
    if how == "bit":
        path.write_text("x" + content[1:])
    before = {name: text for name, text in files(tmp_path).items() if name.suffix == ".parquet"}
    same_tables(simulate_to_folder(small, tmp_path, replicates=1, chunk=2), expected[1])
    same_tables(read_results(tmp_path), expected[5])
    assert before == {name: text for name, text in files(tmp_path).items() if name.suffix == ".parquet"}


def extend_and_die(small, folder, monkeypatch, replicates, after):
    with monkeypatch.context() as patch:
        cut_power(patch, after)
        with pytest.raises(PowerCutError):
            simulate_to_folder(small, folder, replicates=replicates, chunk=2)


@pytest.mark.parametrize("after", [4, pytest.param(7, marks=pytest.mark.slow)])
def test_finished_runs_survive_an_interrupted_extension_and_a_smaller_wish(
    small, expected, tmp_path, monkeypatch, after
):
    simulate_to_folder(small, tmp_path / "out", replicates=5, chunk=2)
    extend_and_die(small, tmp_path / "out", monkeypatch, 9, after)
    assert json.loads((tmp_path / "out" / MANIFEST).read_text())["asked"] == 9
    same_tables(read_results(tmp_path / "out"), expected[5])
    same_tables(simulate_to_folder(small, tmp_path / "out", replicates=3, chunk=2), expected[3])
    same_tables(read_results(tmp_path / "out"), expected[5])
    same_tables(simulate_to_folder(small, tmp_path / "out", replicates=9, chunk=2), expected[9])
    simulate_to_folder(small, tmp_path / "at_once", replicates=9, chunk=2)
    same_files(tmp_path / "out", tmp_path / "at_once")


def test_some_runs_of_an_unfinished_folder_can_be_asked_for_and_the_others_stay(small, expected, tmp_path, monkeypatch):
    extend_and_die(small, tmp_path, monkeypatch, 9, 3 * len(TABLES))
    made = runs_made(monkeypatch)
    same_tables(simulate_to_folder(small, tmp_path, replicates=3, chunk=2), expected[3])
    same_tables(read_results(tmp_path), expected[3])
    assert json.loads((tmp_path / MANIFEST).read_text())["asked"] == 9
    simulate_to_folder(small, tmp_path, replicates=9, chunk=2)
    assert made == [6, 7, 8]


def test_a_report_stays_until_there_are_more_runs(small, tmp_path, monkeypatch):
    simulate_to_folder(small, tmp_path, replicates=3, chunk=2)
    mine = [tmp_path / "funnel.csv", tmp_path / "figure.svg"]
    for path in mine:
        path.write_text("of three runs")
    simulate_to_folder(small, tmp_path, replicates=2, chunk=2)
    extend_and_die(small, tmp_path, monkeypatch, 5, 2)
    assert all(path.exists() for path in mine)
    simulate_to_folder(small, tmp_path, replicates=5, chunk=2)
    assert not any(path.exists() for path in mine)


@pytest.mark.parametrize("way", ["overwrite", "save"])
def test_a_report_of_other_runs_goes_with_them_from_python_too(small, tmp_path, way):
    simulate_to_folder(small, tmp_path, replicates=3)
    (tmp_path / "funnel.csv").write_text("of three runs")
    if way == "overwrite":
        simulate_to_folder(small, tmp_path, seed=2, overwrite=True)
    else:
        simulate(small, 4).save(tmp_path)
    assert not (tmp_path / "funnel.csv").exists()


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("damage", ["missing", "empty", "cut", "bit", "zeros"])
def test_damage_is_named_and_mended_by_the_same_command(small, expected, tmp_path, monkeypatch, table, damage):
    simulate_to_folder(small, tmp_path, replicates=5, chunk=2)
    before = files(tmp_path)
    path = part(tmp_path, table, 2)
    whole = path.read_bytes()
    middle = len(whole) // 2
    changed = {
        "empty": b"",
        "cut": whole[:100],
        "bit": whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :],
        "zeros": whole[:9] + bytes(middle) + whole[9 + middle :],
    }
    path.unlink()
    if damage != "missing":
        path.write_bytes(changed[damage])
    line = line_of(lambda: getattr(read_results(tmp_path), table))
    assert line == f"'{path}' is damaged; run the command that made it again to mend it"
    made = runs_made(monkeypatch)
    same_tables(simulate_to_folder(small, tmp_path, replicates=5, chunk=2), expected[5])
    assert made == [2, 3]
    assert files(tmp_path).keys() == before.keys()
    assert all(files(tmp_path)[name] == before[name] for name in before if name.name != MANIFEST)


def test_a_damaged_chunk_is_made_again_as_long_as_it_was_even_if_fewer_runs_are_asked_for(small, expected, tmp_path):
    simulate_to_folder(small, tmp_path, replicates=5, chunk=2)
    part(tmp_path, "yearly", 2).write_bytes(b"")
    same_tables(simulate_to_folder(small, tmp_path, replicates=3, chunk=2), expected[3])
    same_tables(read_results(tmp_path), expected[5])


def test_a_bit_that_changes_in_any_byte_is_seen(small, tmp_path):
    simulate_to_folder(small, tmp_path, replicates=1)
    path = part(tmp_path, "contracts", 0)
    whole = path.read_bytes()
    for place in range(0, len(whole), max(len(whole) // 60, 1)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 4]) + whole[place + 1 :])
        assert "is damaged" in line_of(lambda: read_results(tmp_path).contracts)


@pytest.mark.parametrize("value", ["3", 0, -1, 2.5, None, True, 10**30])
def test_a_manifest_that_tells_no_number_of_runs_is_one_line(small, tmp_path, value):
    made = simulate_to_folder(small, tmp_path).manifest
    (tmp_path / MANIFEST).write_text(json.dumps({**made, "replicates": value}))
    assert "interrupted" in (line := line_of(lambda: read_results(tmp_path))) or "damaged" in line


@pytest.mark.parametrize("holds", [{}, {"first": 0, "runs": -1}, {"first": "0", "runs": 1}, {"first": 1, "runs": 1}])
def test_a_chunk_that_tells_no_runs_is_named_and_made_again(small, expected, tmp_path, holds):
    simulate_to_folder(small, tmp_path)
    path = tmp_path / "chunks.jsonl"
    path.write_text(json.dumps({**json.loads(path.read_text()), "holds": holds}) + "\n")
    assert "chunks.jsonl' is damaged in line 1" in line_of(lambda: read_results(tmp_path))
    same_tables(simulate_to_folder(small, tmp_path), expected[1])


def test_memory_holds_no_table_until_it_is_asked_for(small, tmp_path, monkeypatch):
    stored = simulate_to_folder(small, tmp_path, replicates=3, chunk=1)
    read = []
    original = store.read_part
    monkeypatch.setattr(store, "read_part", lambda *file: read.append(file[1]) or original(*file))
    assert read == []
    assert len(stored.yearly) and read == ["yearly"] * 3


def test_memory_does_not_grow_with_the_number_of_runs(small, tmp_path, monkeypatch):
    original, made, most = simulation.made_table, [], 0

    def noting(*arguments):
        nonlocal most
        frame = original(*arguments)
        made.append(weakref.ref(frame))
        most = max(most, sum(one() is not None for one in made))
        return frame

    monkeypatch.setattr(simulation, "made_table", noting)
    simulate_to_folder(small, tmp_path, replicates=12, chunk=1)
    assert len(made) == 12 * len(TABLES) and most <= 2 * len(TABLES)


def test_results_opened_before_an_extension_still_read_their_own_runs(small, expected, tmp_path):
    opened = [simulate_to_folder(small, tmp_path, replicates=3, chunk=2), read_results(tmp_path)]
    simulate_to_folder(small, tmp_path, replicates=9, chunk=2)
    for results in opened:
        same_tables(results, expected[3])


def test_results_opened_before_the_folder_was_overwritten_say_so_rather_than_read_other_runs(small, tmp_path):
    opened = read_results(simulate(small, 3).save(tmp_path))
    simulate_to_folder(small, tmp_path, replicates=3, seed=2, overwrite=True)
    assert "is damaged" in line_of(lambda: opened.runs)


def test_two_writers_with_other_seeds_never_share_a_folder(small, tmp_path):
    with run_store.writing_runs(tmp_path, simulate(small).manifest, overwrite=False):
        before = files(tmp_path)
        for overwrite in (False, True):
            line = line_of(lambda one=overwrite: simulate_to_folder(small, tmp_path, seed=2, overwrite=one))
            assert line.startswith("another call of this process writes to folder")
        assert files(tmp_path) == before


def test_runs_without_rows_are_other_runs(small, tmp_path):
    simulate(small, 2, rows=False).save(tmp_path)
    assert len(read_results(tmp_path).attempts) == 0
    assert "another rows" in line_of(lambda: simulate_to_folder(small, tmp_path, 3))


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


@pytest.mark.parametrize("text", [None, "{}", "[]"])
@pytest.mark.parametrize("without", [None, "chunks.jsonl", "scenario.toml"])
def test_runs_without_a_manifest_are_known_as_ours_and_replaced_only_when_that_is_wanted(
    small, tmp_path, text, without
):
    simulate_to_folder(small, tmp_path)
    (tmp_path / MANIFEST).unlink()
    if text is not None:
        (tmp_path / MANIFEST).write_text(text)
    if without:
        (tmp_path / without).unlink()
    before = files(tmp_path)
    for action in (lambda: simulate_to_folder(small, tmp_path), lambda: read_results(tmp_path)):
        line = line_of(action)
        assert f"{MANIFEST} is {'missing' if text is None else 'damaged'}" in line and "--overwrite" in line
    assert files(tmp_path) == before
    same_tables(simulate_to_folder(small, tmp_path, seed=2, overwrite=True), simulate(small, seed=2))


class WithoutSeed(PartnershipModel):
    def __init__(self, scenario):
        super().__init__(scenario, 1, 0)


class Failing(PartnershipModel):
    def step(self):
        raise RuntimeError("of one's own")


def shut_down():
    executor = ThreadPoolExecutor(1)
    executor.shutdown()
    return executor


@pytest.mark.parametrize(
    "wrong",
    [{"executor": 3}, {"executor": shut_down()}, {"model": WithoutSeed}, {"model": Failing}],
    ids=["no executor", "one that is shut down", "a model without seed", "a model that fails"],
)
def test_a_model_or_an_executor_that_does_not_work_overwrites_nothing(small, tmp_path, wrong):
    simulate_to_folder(small, tmp_path)
    before = files(tmp_path)
    with pytest.raises((ScenarioError, RuntimeError)):
        simulate_to_folder(small, tmp_path, seed=2, overwrite=True, **wrong)
    assert files(tmp_path) == before


def test_runs_that_a_folder_lost_for_good_are_told_before_any_is_made(small, expected, tmp_path, monkeypatch):
    simulate_to_folder(small, tmp_path, replicates=5, chunk=2)
    (tmp_path / "chunks.jsonl").unlink()
    for table in TABLES:
        part(tmp_path, table, 2).unlink()
    made = runs_made(monkeypatch)
    assert "run the command that asked for most" in line_of(lambda: simulate_to_folder(small, tmp_path, 3, chunk=2))
    assert not made and len(pd.read_parquet(tmp_path / "runs")) == 3
    same_tables(simulate_to_folder(small, tmp_path, replicates=5, chunk=2), expected[5])


def test_overwriting_keeps_files_that_are_not_of_the_tables(small, expected, tmp_path):
    simulate_to_folder(small, tmp_path / "out", replicates=2, chunk=1)
    mine = [tmp_path / "out" / "runs" / "notes.txt", tmp_path / "out" / "thesis.txt"]
    for path in mine:
        path.write_text("years of work")
    same_tables(simulate_to_folder(small, tmp_path / "out", overwrite=True), expected[1])
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

    monkeypatch.setattr(folders, "write_aside", full)
    line = line_of(lambda: simulate_to_folder(small, tmp_path / "out"))
    assert "cannot be written (No space left on device)" in line


def test_a_disk_that_fills_up_later_is_named_and_what_fitted_is_kept(small, expected, tmp_path, monkeypatch):
    def full(path, content):
        if len(list(tmp_path.rglob("*.parquet"))) == 6:
            raise OSError(28, "No space left on device")
        return original(path, content)

    original = parts.write_aside
    with monkeypatch.context() as patch:
        patch.setattr(parts, "write_aside", full)
        assert "No space left" in line_of(lambda: simulate_to_folder(small, tmp_path, replicates=3, chunk=1))
    made = runs_made(monkeypatch)
    same_tables(simulate_to_folder(small, tmp_path, replicates=3, chunk=1), expected[3])
    assert made == [1, 2]


def test_a_folder_without_results_is_named(tmp_path):
    assert "manifest.json is missing" in line_of(lambda: read_results(tmp_path))
    assert line_of(lambda: read_results(tmp_path / "none")).startswith(f"there is no folder '{tmp_path / 'none'}'")


def test_what_lies_in_a_folder_of_results_leads_to_the_folder(small, tmp_path):
    simulate_to_folder(small, tmp_path)
    assert f"give its folder, '{tmp_path}'" in line_of(lambda: read_results(tmp_path / MANIFEST))
    assert f"did you mean '{tmp_path}'?" in line_of(lambda: read_results(tmp_path / "runs"))


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


# folders of strangers


@pytest.mark.parametrize("line", ['based_on = "../secret.toml"', 'edge_list = "../secret.csv"\nties = "edge_list"'])
def test_a_scenario_in_a_folder_reads_nothing_outside_it(small, tmp_path, line):
    (tmp_path / "secret.toml").write_text("name = 'secret'")
    (tmp_path / "secret.csv").write_text("first,second\n")
    simulate_to_folder(small, tmp_path / "out")
    path = tmp_path / "out" / "scenario.toml"
    path.write_text(line + "\n" + path.read_text().replace('ties = "small_world"', ""))
    assert "reads files outside its folder" in line_of(lambda: read_results(tmp_path / "out"))


def test_a_link_in_place_of_a_file_is_neither_read_nor_written_through(small, tmp_path):
    out = tmp_path / "out"
    (tmp_path / "ties.csv").write_text("first,second\nauthority:A:1,provider:A:61\n")
    scenario = small.replace(ties="edge_list", edge_list=str(tmp_path / "ties.csv"))
    simulate_to_folder(scenario, out)
    for name in ("scenario.toml", "edge_list.csv", "manifest.json", "chunks.jsonl", "writer.claim", "figure.svg"):
        mine = tmp_path / f"my_{name}"
        mine.write_text((out / name).read_text() if (out / name).exists() else "years of work")
        before = mine.read_bytes()
        (out / name).unlink(missing_ok=True)
        (out / name).symlink_to(mine)
        if name not in ("writer.claim", "figure.svg"):
            line_of(lambda: read_results(out))
        try:
            simulate_to_folder(scenario, out, 2, overwrite=True)
        except ScenarioError:
            (out / name).unlink()
        assert mine.read_bytes() == before
        simulate_to_folder(scenario, out, 2)
        assert len(read_results(out).runs) == 2 and not (out / name).is_symlink()


def test_text_of_a_strangers_manifest_reaches_a_terminal_short_and_printable(small, tmp_path):
    made = simulate_to_folder(small, tmp_path).manifest
    (tmp_path / MANIFEST).write_text(json.dumps({**made, "seed": "\x1b[2J" + "9" * 999}))
    line = line_of(lambda: simulate_to_folder(small, tmp_path))
    assert line.isprintable() and len(line) < 600
    (tmp_path / MANIFEST).write_text(json.dumps({**made, "study": "\x1b[2J" + "9" * 999}))
    assert (line := line_of(lambda: read_results(tmp_path))).isprintable() and len(line) < 600
