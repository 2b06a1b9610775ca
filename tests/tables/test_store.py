"""The store: chunks are whole or not there, whatever happens; nothing finished is lost, nothing wrong is read."""

import errno
import json
import os
import time

import pandas as pd
import pyarrow
import pytest

from sipabm import ScenarioError
from sipabm.tables.claim import CLAIM
from sipabm.tables.journal import JOURNAL
from sipabm.tables.parts import read_part
from sipabm.tables.store import Form, read_store, writing_store

MADE = {"sipabm": "1", "seed": 1, "replicates": 4}
SAME = ("sipabm", "seed")


class PowerCutError(Exception):
    """Stands for whatever kills a process."""


def rows(*runs):
    """Return a table that holds some runs."""
    return pyarrow.table({"run": runs, "signed": [run / 2 for run in runs]})


def put(store, block, *runs):
    store.put(block, {"runs": len(runs)}, {"runs": rows(*runs), "attempts": rows(*runs, *runs)})


def holds(store, chunk):
    """Return what a chunk of these tests holds, which has two attempts for each run."""
    several = {
        table: len(read_part(store.folder, table, chunk.files[table], lambda table, found: found))
        for table in chunk.files
    }
    if several["attempts"] != 2 * several["runs"]:
        raise ValueError
    return {"runs": several["runs"]}


FORM = Form(tables=lambda made, block: {"runs", "attempts"}, holds=holds)


def writing(folder, seed=1, **options):
    return writing_store(folder, {**MADE, "seed": seed}, same=SAME, form=FORM, **options)


@pytest.fixture
def folder(tmp_path):
    """Return a finished folder of two chunks."""
    with writing(tmp_path / "out") as store:
        put(store, "00000", 0, 1)
        put(store, "00001", 2, 3)
        store.finish()
    return tmp_path / "out"


def line_of(action):
    with pytest.raises(ScenarioError) as caught:
        action()
    assert "\n" not in str(caught.value)
    return str(caught.value)


def files(folder):
    """Return every file below a folder with its content."""
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def parts_of(files):
    """Return those of some files that are parts of tables."""
    return {path: content for path, content in files.items() if path.suffix == ".parquet"}


def part(folder, table, block):
    """Return the only file of a block."""
    (path,) = (folder / table).glob(f"part-{block}-*.parquet")
    return path


def runs_of(folder, **options):
    return read_store(folder, **options).table("runs")["run"].to_pylist()


# what is written is read


def test_tables_are_read_as_they_were_written_in_the_order_of_blocks(tmp_path):
    with writing(tmp_path) as store:
        put(store, "00001", 2, 3)
        put(store, "00000", 0, 1)
        store.finish(seconds=1.5)
    stored = read_store(tmp_path)
    assert stored.blocks() == ["00000", "00001"]
    assert stored.table("runs").equals(rows(0, 1, 2, 3))
    assert stored.table("attempts", ["00001"]).equals(rows(2, 3, 2, 3))
    assert stored.chunks["00001"].holds == {"runs": 2}
    assert {**MADE, "seconds": 1.5, "finished": True, "chunks": 2}.items() <= stored.manifest.items()


def test_other_tools_read_the_folder_of_a_table(folder):
    assert pd.read_parquet(folder / "runs")["run"].tolist() == [0, 1, 2, 3]


def test_files_are_the_same_whatever_the_way_to_them(folder, tmp_path):
    with writing(tmp_path / "other") as store:
        put(store, "00001", 2)
        put(store, "00000", 0, 1)
    with writing(tmp_path / "other") as store:
        put(store, "00001", 2, 3)
        store.finish()
    assert files(tmp_path / "other") == files(folder)


def test_reading_writes_nothing(folder):
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    read_store(folder).table("runs")
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before


def test_a_folder_continued_keeps_its_manifest_and_chunks(folder):
    with writing_store(folder, {**MADE, "replicates": 9}, same=SAME) as store:
        assert (store.made["replicates"], store.made["finished"]) == (4, True)
        assert list(store.chunks) == ["00000", "00001"]
        assert store.get("00001")["runs"].equals(rows(2, 3))
        assert store.is_whole("00001") and not store.is_whole("00002")
        assert store.get("00002") is None


def test_notes_stand_in_the_manifest_at_once_and_none_takes_one_away(tmp_path):
    with writing(tmp_path) as store:
        store.note(points=3)
        assert json.loads((tmp_path / "manifest.json").read_text()) == store.made
        assert (store.made["points"], store.made["finished"]) == (3, False)
        store.note(points=None)
        assert "points" not in json.loads((tmp_path / "manifest.json").read_text())


# interruptions


def test_an_unfinished_folder_says_so_and_what_is_there_can_be_asked_for(tmp_path):
    with writing(tmp_path) as store:
        put(store, "00000", 0, 1)
    assert "interrupted; run the same command again" in line_of(lambda: read_store(tmp_path))
    assert runs_of(tmp_path, unfinished=True) == [0, 1]


def test_a_finished_folder_stays_readable_while_it_is_extended_and_after(folder):
    with writing(folder) as store:
        assert runs_of(folder) == [0, 1, 2, 3]
        put(store, "00002", 4)
        store.note(asked=9)
    assert runs_of(folder) == [0, 1, 2, 3, 4]
    assert read_store(folder).manifest["asked"] == 9


def steps(monkeypatch, die_at):
    """Count every step that changes the disk, and let the process die before one of them; returns the steps so far."""
    done = []

    def stepping(name):
        original = getattr(os, name)

        def step(*arguments, **options):
            if len(done) == die_at:
                raise PowerCutError
            done.append(name)
            return original(*arguments, **options)

        monkeypatch.setattr(os, name, step)

    for name in ("replace", "fsync", "write", "unlink"):
        stepping(name)
    return done


def grow(folder):
    with writing(folder) as store:
        put(store, "00000", 0, 1)
        put(store, "00001", 2)
        put(store, "00001", 2, 3)
        store.finish()


def test_a_writer_that_dies_at_any_step_loses_no_finished_chunk_and_the_same_calls_end_in_the_same_files(
    folder, tmp_path, monkeypatch
):
    with monkeypatch.context() as patch:
        done = steps(patch, die_at=-1)
        grow(tmp_path / "counted")
    assert len(done) > 20
    for die_at in range(len(done)):
        out = tmp_path / str(die_at)
        with monkeypatch.context() as patch:
            steps(patch, die_at)
            with pytest.raises(PowerCutError):
                grow(out)
        known = read_store(out, unfinished=True).blocks() if (out / "manifest.json").exists() else []
        with writing(out) as store:
            # And perhaps one whose line was still to be written.
            assert all(map(store.get, store.chunks)) and list(store.chunks)[: len(known)] == known
        grow(out)
        assert files(out) == files(folder)


def test_what_killed_writers_left_goes_and_files_of_others_stay(folder):
    strays = [
        "runs/part-00007-0123abcd.parquet",
        "runs/part-00003.parquet",
        "attempts/.part-00007-0123abcd.parquet.0123456789abcdef.aside",
        ".manifest.json.0123456789abcdef.aside",
    ]
    mine = ["runs/notes.txt", "runs/part-one.parquet", "mine/part-00007-0123abcd.parquet", ".mine.aside", "thesis.txt"]
    (folder / "mine").mkdir()
    for name in strays + mine:
        (folder / name).write_text("text")
    with writing(folder) as store:
        store.finish()
    assert not any((folder / name).exists() for name in strays)
    assert all((folder / name).exists() for name in mine)


def test_a_folder_whose_writer_was_killed_as_it_began_is_still_empty(tmp_path):
    (tmp_path / CLAIM).write_text("1 on here")
    (tmp_path / ".manifest.json.0123456789abcdef.aside").write_text("{")
    with writing(tmp_path) as store:
        store.finish()
    assert set(files(tmp_path)) == {type(tmp_path)("manifest.json"), type(tmp_path)(JOURNAL)}


def test_a_chunk_that_grows_while_it_is_being_read_is_found(folder):
    stored = read_store(folder)
    with writing(folder) as store:
        put(store, "00001", 2, 3, 4)
    assert stored.table("runs")["run"].to_pylist() == [0, 1, 2, 3, 4]


def test_a_full_disk_is_one_line_and_leaves_what_was_there(folder, monkeypatch):
    before = files(folder)

    def full(*_):
        raise OSError(28, "No space left on device")

    with writing(folder) as store, monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        assert "cannot be written (No space left on device)" in line_of(lambda: put(store, "00001", 7))
        assert "cannot be written (No space left on device)" in line_of(lambda: store.note(points=7))
    assert files(folder) == before
    with writing(folder) as store:
        put(store, "00002", 4)
        store.finish()
    assert runs_of(folder) == [0, 1, 2, 3, 4]


# damage


@pytest.mark.parametrize("damage", ["missing", "empty", "cut", "bit", "zeros", "link", "folder"])
@pytest.mark.parametrize("table", ["runs", "attempts"])
def test_a_damaged_file_is_named_and_its_chunk_alone_is_not_there(folder, tmp_path, damage, table):
    path = part(folder, table, "00001")
    whole = path.read_bytes()
    content = {
        "empty": b"",
        "cut": whole[:-9],
        "bit": bytes([whole[0] ^ 1]) + whole[1:],
        "zeros": whole[:40] + bytes(40) + whole[80:],
    }
    path.unlink()
    if damage in content:
        path.write_bytes(content[damage])
    elif damage == "link":
        (tmp_path / "elsewhere").write_bytes(whole)
        path.symlink_to(tmp_path / "elsewhere")
    elif damage == "folder":
        path.mkdir()
    line = line_of(lambda: read_store(folder).table(table))
    assert line == f"'{path}' is damaged; run the command that made it again to mend it"
    assert len(read_store(folder).table(table, ["00000"]))
    with writing(folder) as store:
        assert store.get("00001") is None and not store.is_whole("00001")
        assert store.get("00000") and store.is_whole("00000")
        if damage != "folder":
            put(store, "00001", 2, 3)
            store.finish()
            assert runs_of(folder) == [0, 1, 2, 3]


def test_a_damaged_line_is_named_and_written_anew(folder):
    path = folder / JOURNAL
    first, *rest = path.read_text().splitlines(keepends=True)
    path.write_text(first.replace('"runs"', '"../x"') + "".join(rest))
    assert (
        line_of(lambda: read_store(folder))
        == f"'{path}' is damaged in line 1; run the command that made it again to mend it"
    )
    with writing(folder) as store:
        assert list(store.chunks) == ["00000", "00001"]
    assert runs_of(folder) == [0, 1, 2, 3]


def damage(path, how):
    """Damage a journal of two lines: a byte of its first or last line, its last line end, a line, the whole of it."""
    content = bytearray(path.read_bytes())
    if how == "gone":
        path.unlink()
        return
    if how == "line":
        path.write_bytes(content[content.index(b"\n") + 1 :])
        return
    place = {"first": 5, "last": len(content) - 9, "between": content.index(b"\n"), "end": len(content) - 1}
    if how in place:
        content[place[how]] ^= 1
    path.write_bytes(b"" if how == "empty" else content)


DAMAGES = ["first", "last", "between", "end", "empty", "gone", "line"]


@pytest.mark.parametrize("finished", [True, False])
@pytest.mark.parametrize("how", DAMAGES)
def test_a_damaged_journal_costs_no_chunk_however_little_is_asked_for_next(tmp_path, how, finished):
    with writing(tmp_path) as store:
        put(store, "00000", 0, 1)
        put(store, "00001", 2, 3)
        if finished:
            store.finish()
    before = files(tmp_path)
    damage(tmp_path / JOURNAL, how)
    with writing(tmp_path) as store:
        assert [chunk.holds for chunk in store.chunks.values()] == [{"runs": 2}, {"runs": 2}]
    with writing(tmp_path) as store:
        store.finish()
    assert runs_of(tmp_path) == [0, 1, 2, 3]
    assert parts_of(before) == parts_of(files(tmp_path))


@pytest.mark.parametrize("how", DAMAGES)
def test_where_a_journal_and_a_file_are_damaged_nothing_whole_goes_unless_all_is_replaced(folder, how):
    part(folder, "attempts", "00000").write_bytes(b"")
    part(folder, "attempts", "00001").write_bytes(b"")
    damage(folder / JOURNAL, how)
    before = files(folder)
    line = line_of(lambda: writing(folder).__enter__())
    assert "chunks.jsonl' is damaged, and so are files that it named; replace all" in line
    assert files(folder) == before
    overwrite(folder)
    assert pd.read_parquet(folder / "runs")["run"].tolist() == [8]


def test_files_of_a_chunk_before_and_after_it_grew_are_not_taken_for_one(folder):
    with writing(folder) as store:
        put(store, "00001", 2, 3, 4)
    (folder / JOURNAL).unlink()
    path = part(folder, "attempts", "00001")
    path.unlink()
    with writing(folder / "other") as store:
        put(store, "00001", 2, 3)
    (folder / "other" / "attempts").rename(folder / "smaller")
    (smaller,) = (folder / "smaller").iterdir()
    smaller.rename(folder / "attempts" / smaller.name)
    before = files(folder)
    assert "replace all (--overwrite)" in line_of(lambda: writing(folder).__enter__())
    assert files(folder) == before


def test_a_finished_folder_that_lost_a_chunk_is_not_finished_again_without_it(folder):
    path = folder / JOURNAL
    path.write_text(path.read_text().splitlines(keepends=True)[0])
    for table in ("runs", "attempts"):
        part(folder, table, "00001").unlink()
    with writing(folder) as store:
        assert "not all that it held is asked for; run the command that asked for most" in line_of(store.finish)
        put(store, "00001", 2, 3)
        store.finish()
    assert runs_of(folder) == [0, 1, 2, 3]


@pytest.mark.parametrize("call", ["line", "table"])
def test_a_chunk_that_cannot_be_written_whole_leaves_none_of_its_files(folder, monkeypatch, call):
    before = files(folder)

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    with writing(folder) as store, monkeypatch.context() as patch:
        if call == "line":
            patch.setattr(os, "write", full)
        else:
            (folder / "attempts").rename(folder / "kept")
            (folder / "attempts").write_text("mine")
        line_of(lambda: put(store, "00001", 2, 3, 4))
    if call == "table":
        (folder / "attempts").unlink()
        (folder / "kept").rename(folder / "attempts")
    assert files(folder) == before
    assert pd.read_parquet(folder / "runs")["run"].tolist() == [0, 1, 2, 3]


def test_a_journal_that_cannot_be_written_on_is_told_before_anything_is_written(folder, monkeypatch):
    before, original = files(folder), os.open

    def refusing(path, flags, *rest, **options):
        if os.path.basename(path) == JOURNAL and flags & os.O_RDWR:
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return original(path, flags, *rest, **options)

    monkeypatch.setattr(os, "open", refusing)
    assert "cannot be written (Permission denied)" in line_of(lambda: writing(folder).__enter__())
    assert files(folder) == before


def test_a_file_without_a_line_that_cannot_be_read_for_now_stays(folder, monkeypatch):
    path = part(folder, "runs", "00001")
    (folder / JOURNAL).unlink()
    before = files(folder)
    with monkeypatch.context() as patch:
        unreadable(patch, path.name)
        assert "cannot be written (Permission denied)" in line_of(lambda: writing(folder).__enter__())
    assert files(folder) == before


def unreadable(monkeypatch, name, number=errno.EACCES):
    """Let the system refuse to open files of a name."""
    original = os.open

    def refusing(path, *rest, **options):
        if os.path.basename(path) == name:
            raise OSError(number, os.strerror(number), str(path))
        return original(path, *rest, **options)

    monkeypatch.setattr(os, "open", refusing)


@pytest.mark.parametrize("number", [errno.EACCES, errno.EIO])
@pytest.mark.parametrize("name", [JOURNAL, "manifest.json"])
def test_a_journal_or_manifest_that_cannot_be_read_for_now_is_not_taken_for_damaged(folder, monkeypatch, name, number):
    before = files(folder)
    with monkeypatch.context() as patch:
        unreadable(patch, name, number)
        for action in (lambda: read_store(folder), lambda: writing(folder).__enter__()):
            line = line_of(action)
            assert f"{name}' cannot be read ({os.strerror(number)}); see that it can" in line
    assert files(folder) == before


def test_a_part_that_cannot_be_read_for_now_is_not_called_damaged(folder, monkeypatch):
    path = part(folder, "runs", "00000")
    unreadable(monkeypatch, path.name)
    assert line_of(lambda: runs_of(folder)).startswith(f"'{path}' cannot be read (Permission denied)")


def test_a_folder_that_was_moved_is_not_called_damaged(folder):
    stored = read_store(folder)
    folder.rename(folder.with_name("elsewhere"))
    assert f"folder '{folder}' is not there (any more)" in line_of(lambda: stored.table("runs"))


@pytest.mark.parametrize("lines", [b"\n", b"{}\n"])
def test_a_journal_of_many_idle_lines_is_read_no_further(folder, lines):
    (folder / JOURNAL).write_bytes((folder / JOURNAL).read_bytes() + lines * 1_000_000)
    began = time.perf_counter()
    assert "is damaged in line 3" in line_of(lambda: read_store(folder))
    assert time.perf_counter() - began < 0.5


def test_a_chunk_that_is_replaced_again_and_again_is_read_no_further(folder):
    path = folder / JOURNAL
    path.write_bytes(path.read_bytes() + path.read_bytes().splitlines(keepends=True)[0] * 5_000)
    assert "is damaged in line 1005" in line_of(lambda: read_store(folder))


def test_a_manifest_of_a_million_values_is_refused_before_it_fills_the_memory(folder):
    (folder / "manifest.json").write_text("[" + "[[]]," * 1_500_000 + "[]]")
    began = time.perf_counter()
    assert "manifest.json is damaged" in line_of(lambda: read_store(folder))
    assert time.perf_counter() - began < 0.5


@pytest.mark.parametrize("what", ["gone", "shorter"])
def test_a_manifest_that_says_finished_is_not_believed_where_the_journal_lacks_a_chunk(folder, what):
    lines = (folder / JOURNAL).read_text().splitlines(keepends=True)
    (folder / JOURNAL).write_text("" if what == "gone" else lines[0])
    line = line_of(lambda: read_store(folder))
    assert (
        line == f"'{folder / JOURNAL}' lacks some of the finished runs; run the command that made it again to mend it"
    )


@pytest.mark.parametrize("text", ["not json", "[]", "[" * 9999, "9" * 9999, "\x00", '{"name": "a web page"}'])
def test_a_strange_manifest_is_one_line(folder, text):
    (folder / "manifest.json").write_text(text)
    assert str(folder) in line_of(lambda: read_store(folder))


# other runs


def test_other_runs_are_refused_and_left_alone_unless_they_are_to_be_overwritten(folder):
    before = files(folder)
    line = line_of(lambda: writing(folder, seed=2).__enter__())
    assert "holds runs with another seed (1 instead of 2)" in line and "--overwrite" in line
    assert files(folder) == before
    line = line_of(lambda: writing_store(folder, {**MADE, "sipabm": "2"}, same=SAME).__enter__())
    assert "another sipabm (1 instead of 2); the program was changed since, so choose another folder" in line
    with writing(folder, seed=2, overwrite=True) as store:
        assert store.chunks == {} and not store.made["finished"]
        put(store, "00000", 8)
        store.finish()
    assert runs_of(folder) == [8]
    assert pd.read_parquet(folder / "runs")["run"].tolist() == [8]


def overwrite(folder):
    with writing(folder, seed=2, overwrite=True) as store:
        put(store, "00000", 8)


def dies(action):
    """Return whether the process dies on the way."""
    try:
        action()
    except PowerCutError:
        return True
    return False


def test_overwriting_that_dies_at_any_step_never_shows_runs_under_the_manifest_of_others(folder, monkeypatch):
    before, dead, die_at = files(folder), True, 0
    while dead:
        for path, content in before.items():
            (folder / path).parent.mkdir(exist_ok=True)
            (folder / path).write_bytes(content)
        with monkeypatch.context() as patch:
            steps(patch, die_at)
            dead = dies(lambda: overwrite(folder))
        die_at += 1
        found = read_store(folder, unfinished=True)
        values = [run for block in found.blocks() for run in found.part("runs", block)["run"].to_pylist()]
        assert values in ([], [0, 1, 2, 3] if found.manifest["seed"] == 1 else [8])


def test_chunks_of_other_runs_are_not_read_where_a_file_system_has_no_locks(folder):
    before = (folder / JOURNAL).read_bytes()
    with writing(folder, seed=2, overwrite=True):
        with (folder / JOURNAL).open("ab") as file:  # by a writer with the seed before
            file.write(before)
        assert "is damaged in line 1" in line_of(lambda: read_store(folder, unfinished=True))


@pytest.mark.parametrize("name", ["points", "yearly"])
def test_a_table_whose_place_is_taken_is_told_before_anything_is_removed(folder, name):
    (folder / name).write_text("mine")
    before = files(folder)
    assert f"'{name}' is no folder" in line_of(lambda: writing(folder, seed=2, overwrite=True).__enter__())
    assert files(folder) == before


@pytest.mark.parametrize("name", ["scenario.toml", "key_figures.csv", "edge_list.csv", JOURNAL])
def test_overwriting_that_cannot_end_well_removes_nothing(folder, name):
    (folder / name).unlink(missing_ok=True)
    (folder / name).mkdir()
    before = files(folder)
    assert f"'{name}' is a folder" in line_of(lambda: writing(folder, seed=2, overwrite=True).__enter__())
    assert files(folder) == before


@pytest.mark.parametrize("call", ["write", "fsync"])
def test_overwriting_on_a_full_disk_removes_nothing(folder, monkeypatch, call):
    before = files(folder)

    def full(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        if call == "fsync":
            patch.setattr(os, "fsync", full)
        else:
            patch.setattr("pathlib.Path.write_text", full)
        line = line_of(lambda: writing(folder, seed=2, overwrite=True).__enter__())
    assert "No space left on device); make room there or choose another folder" in line
    assert files(folder) == before


@pytest.mark.parametrize(("told", "kind"), [({"study": "comparison"}, "comparison"), ({"kind": "sweep"}, "sweep")])
@pytest.mark.parametrize("overwrite", [False, True])
def test_another_kind_of_work_is_never_overwritten_as_its_files_would_stay(tmp_path, told, kind, overwrite):
    with writing_store(tmp_path, {**MADE, **told}, same=SAME) as store:
        put(store, "00000", 0)
        store.finish()
    before = files(tmp_path)
    line = line_of(lambda: writing(tmp_path, overwrite=overwrite).__enter__())
    assert f"holds something else ({kind}); choose another folder" in line
    assert files(tmp_path) == before


def test_a_folder_that_is_kept_in_another_way_says_so(folder):
    made = json.loads((folder / "manifest.json").read_text())
    del made["made_from"]
    (folder / "manifest.json").write_text(json.dumps({**made, "sipabm": "0.1.0"}))
    assert "is not kept as this version of sipabm keeps runs (but as 0.1.0)" in line_of(lambda: read_store(folder))


@pytest.mark.parametrize("name", ["a\0b", "a" * 300, "file/below", "\udcff/../\0"])
def test_a_name_that_can_be_no_folder_is_one_line(tmp_path, name):
    (tmp_path / "file").write_text("mine")
    assert "cannot be written" in line_of(lambda: writing(tmp_path / name).__enter__())


@pytest.mark.parametrize("overwrite", [False, True])
def test_folders_of_others_are_left_alone(tmp_path, overwrite):
    (tmp_path / "thesis.txt").write_text("years of work")
    assert "not from sipabm" in line_of(lambda: writing(tmp_path, overwrite=overwrite).__enter__())
    assert list(files(tmp_path).values()) == [b"years of work"]


def test_a_second_writer_is_refused_before_it_changes_anything(folder):
    with writing(folder):
        before = files(folder)
        assert "another call of this process" in line_of(lambda: writing(folder, seed=2, overwrite=True).__enter__())
        assert files(folder) == before


# links


def test_a_table_folder_that_is_a_link_is_neither_read_nor_written_nor_cleared(folder, tmp_path):
    (folder / "runs").rename(tmp_path / "mine")
    (folder / "runs").symlink_to(tmp_path / "mine")
    (tmp_path / "mine" / "part-00009-0123abcd.parquet").write_text("years of work")
    before = files(tmp_path / "mine")
    assert "is damaged" in line_of(lambda: read_store(folder).table("runs"))
    with writing(folder) as store:
        assert store.get("00000") is None
        assert "is a link" in line_of(lambda: put(store, "00000", 0, 1))
        store.finish()
    journal = (folder / JOURNAL).read_bytes()
    assert "is a link" in line_of(lambda: writing(folder, seed=2, overwrite=True).__enter__())
    assert files(tmp_path / "mine") == before and (folder / JOURNAL).read_bytes() == journal


@pytest.mark.parametrize("name", ["manifest.json", JOURNAL])
def test_files_that_are_links_are_not_followed(folder, tmp_path, name):
    (folder / name).rename(tmp_path / name)
    (folder / name).symlink_to(tmp_path / name)
    before = (tmp_path / name).read_bytes()
    what = f"'{folder / JOURNAL}' is no ordinary file; remove it" if name == JOURNAL else "damaged"
    for action in (lambda: read_store(folder), lambda: writing(folder).__enter__()):
        assert what in line_of(action)
    with writing(folder, overwrite=True) as store:
        put(store, "00000", 0, 1)
    assert (tmp_path / name).read_bytes() == before


@pytest.mark.parametrize(("block", "table"), [("../0", "runs"), ("00000", "../runs"), ("a", "runs"), ("00000", "")])
def test_a_misnamed_chunk_is_a_mistake_of_the_caller(tmp_path, block, table):
    with writing(tmp_path / "out") as store, pytest.raises(ValueError, match="is called like"):
        store.put(block, {}, {table: rows(0)})
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
