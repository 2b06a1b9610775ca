"""The journal: one line a chunk; a line cut off by a kill is no line, and none can name what is no file of ours."""

import json
import os

import pytest

from sipabm import ScenarioError
from sipabm.tables.journal import JOURNAL, Chunk, append, identity, part_name, read_journal, write_journal

HASH = "0123456789abcdef" * 4
OTHER = "f" * 64
OURS = identity({"seed": 1}, ["seed"])


def chunk(block, digest=HASH):
    return Chunk(block, {"first": 0}, {"runs": (part_name(block, digest), digest)})


def test_what_is_appended_is_read_in_the_order_of_blocks(tmp_path):
    for block in ("00002", "00000", "00001-00004"):
        append(tmp_path, chunk(block), OURS)
    found = read_journal(tmp_path, OURS)
    assert list(found.chunks.values()) == [chunk("00000"), chunk("00001-00004"), chunk("00002")]
    assert (found.damaged, found.cut) == (0, False)


def test_a_later_line_takes_the_place_of_an_earlier_one(tmp_path):
    append(tmp_path, chunk("00000"), OURS)
    append(tmp_path, chunk("00000", OTHER), OURS)
    assert read_journal(tmp_path, OURS).chunks == {"00000": chunk("00000", OTHER)}


def test_a_journal_cut_off_anywhere_holds_the_lines_that_were_whole(tmp_path):
    append(tmp_path, chunk("00000"), OURS)
    append(tmp_path, chunk("00001"), OURS)
    whole = (tmp_path / JOURNAL).read_bytes()
    for length in range(len(whole) + 1):
        (tmp_path / JOURNAL).write_bytes(whole[:length])
        found = read_journal(tmp_path, OURS)
        assert len(found.chunks) == whole[:length].count(b"\n")
        assert (found.damaged, found.cut) == (0, length not in (0, len(whole) // 2, len(whole)))


def test_chunks_of_other_runs_are_not_taken_for_ours(tmp_path):
    append(tmp_path, chunk("00000"), identity({"seed": 2}, ["seed"]))
    append(tmp_path, chunk("00001"), OURS)
    assert read_journal(tmp_path, OURS)._asdict() == {"chunks": {"00001": chunk("00001")}, "damaged": 1, "cut": False}


@pytest.mark.parametrize(
    ("block", "table", "name", "digest"),
    [
        ("00000", "../mywork", part_name("00000", HASH), HASH),
        ("00000", "runs", f"../../part-00000-{HASH[:8]}.parquet", HASH),
        ("00000", "runs", "part-00000-00000000.parquet", HASH),
        ("../0", "runs", part_name("../0", HASH), HASH),
        ("00000", "runs", part_name("00000", "a/b"), "a/b"),
        (7, "runs", part_name("7", HASH), HASH),
        ("00000", "runs", [], HASH),
        ("00000", "runs", part_name("00000", HASH), None),
    ],
)
def test_names_that_are_none_of_ours_are_a_damaged_line(tmp_path, block, table, name, digest):
    append(tmp_path, chunk("00000"), OURS)
    told = {"block": block, "holds": {}, "files": {table: [name, digest]}, "made_from": OURS}
    with (tmp_path / JOURNAL).open("a") as file:
        file.write(json.dumps(told) + "\n")
    assert read_journal(tmp_path, OURS)[:2] == ({"00000": chunk("00000")}, 2)


@pytest.mark.parametrize("line", ["", "[]", "null", "{}", "[" * 9999, "9" * 9999, "\udcff", '{"files": 7}', "{" * 3])
def test_any_text_is_a_damaged_line_and_no_more(tmp_path, line):
    (tmp_path / JOURNAL).write_bytes(line.encode("utf-8", "surrogateescape") + b"\n")
    assert read_journal(tmp_path, OURS) == ({}, 1, False)


def test_a_journal_is_written_anew_in_the_order_of_blocks_whatever_the_way_there(tmp_path):
    chunks = {block: chunk(block) for block in ("00001", "00000")}
    write_journal(tmp_path, chunks, OURS)
    anew = (tmp_path / JOURNAL).read_bytes()
    (tmp_path / JOURNAL).unlink()
    for block in sorted(chunks):
        append(tmp_path, chunks[block], OURS)
    assert anew == (tmp_path / JOURNAL).read_bytes()


def test_a_journal_that_is_a_link_is_neither_read_nor_written(tmp_path):
    (tmp_path / "elsewhere").write_text("years of work\n")
    (tmp_path / JOURNAL).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ScenarioError, match=r"chunks.jsonl' is no ordinary file; remove it"):
        read_journal(tmp_path, OURS)
    with pytest.raises(OSError):
        append(tmp_path, chunk("00000"), OURS)
    assert (tmp_path / "elsewhere").read_text() == "years of work\n"


def test_a_line_that_does_not_fit_on_the_disk_leaves_nothing(tmp_path, monkeypatch):
    append(tmp_path, chunk("00000"), OURS)
    before = (tmp_path / JOURNAL).read_bytes()
    write = os.write
    with monkeypatch.context() as patch:
        patch.setattr("os.write", lambda handle, line: write(handle, line[:10]))
        with pytest.raises(OSError, match="No space left"):
            append(tmp_path, chunk("00001"), OURS)
    assert (tmp_path / JOURNAL).read_bytes() == before
