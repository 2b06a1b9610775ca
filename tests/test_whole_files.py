"""A file is whole or not there, whatever goes wrong on the way."""

import os
import re
from pathlib import Path

import pytest

from sipabm.whole_files import LONGEST_ROW, aside, is_left_aside, opened_plain, read_plain, text_lines, write_aside


@pytest.mark.parametrize(("content", "stored"), [("Århus\n", "Århus\n".encode()), (b"\x00\xff", b"\x00\xff")])
def test_text_is_written_as_utf_8_and_bytes_as_they_are(tmp_path, content, stored):
    write_aside(tmp_path / "file", content)
    assert (tmp_path / "file").read_bytes() == stored


def test_a_failure_leaves_the_earlier_file_and_nothing_beside_it(tmp_path):
    write_aside(tmp_path / "file", "earlier")
    with pytest.raises(RuntimeError), aside(tmp_path / "file") as beside:
        beside.write_text("half of")
        raise RuntimeError
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("file", "earlier")]


def test_an_error_names_the_file_and_not_what_is_written_beside_it(tmp_path):
    with pytest.raises(FileNotFoundError) as caught:
        write_aside(tmp_path / "none" / "file", "text")
    assert caught.value.filename == str(tmp_path / "none" / "file")


def test_what_is_written_aside_takes_the_place_at_the_end_and_not_before(tmp_path):
    with aside(tmp_path / "file") as beside:
        beside.write_text("all of it")
        assert not (tmp_path / "file").exists()
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("file", "all of it")]


def test_a_link_that_was_planted_is_replaced_and_what_it_leads_to_stays(tmp_path):
    (tmp_path / "mine").write_text("years of work")
    (tmp_path / "file").symlink_to(tmp_path / "mine")
    (tmp_path / ".file.aside").symlink_to(tmp_path / "mine")
    write_aside(tmp_path / "file", "new")
    assert (tmp_path / "file").read_text() == "new" and not (tmp_path / "file").is_symlink()
    assert (tmp_path / "mine").read_text() == "years of work"


def test_a_name_that_somebody_guessed_is_not_written_through(tmp_path, monkeypatch):
    (tmp_path / "mine").write_text("years of work")
    monkeypatch.setattr("secrets.token_hex", lambda _: "guessed")
    (tmp_path / ".file.guessed.aside").symlink_to(tmp_path / "mine")
    with pytest.raises(FileExistsError):
        write_aside(tmp_path / "file", "new")
    assert (tmp_path / "mine").read_text() == "years of work"


def test_only_plain_files_are_read(tmp_path):
    (tmp_path / "plain").write_text("text")
    (tmp_path / "link").symlink_to(tmp_path / "plain")
    os.mkfifo(tmp_path / "pipe")
    assert read_plain(tmp_path / "plain") == b"text"
    for name in ("link", "pipe", ".", "none"):
        with pytest.raises(OSError):
            read_plain(tmp_path / name)


def test_a_file_of_two_names_is_read_but_not_written(tmp_path):
    (tmp_path / "mine").write_text("text")
    os.link(tmp_path / "mine", tmp_path / "file")
    assert read_plain(tmp_path / "file") == b"text"
    with pytest.raises(OSError, match="no ordinary file"):
        opened_plain(tmp_path / "file", os.O_RDWR)


def test_what_a_killed_process_leaves_is_known_by_its_name(tmp_path):
    with aside(tmp_path / "file") as beside:
        assert is_left_aside(beside.name, re.compile("file"))
        assert not is_left_aside(beside.name, re.compile("fil|ile"))
    assert not is_left_aside(".file.mine.aside", re.compile("file"))


def test_what_is_larger_than_asked_for_is_not_read(tmp_path):
    (tmp_path / "file").write_bytes(b"1234")
    assert read_plain(tmp_path / "file", 4) == b"1234"
    with pytest.raises(OSError, match="it has more than 3 bytes"):
        read_plain(tmp_path / "file", 3)


def test_lines_lose_a_mark_before_them_and_are_never_without_an_end():
    assert list(text_lines(b"\xef\xbb\xbfone\r\n\xc3\x85rhus", Path("file"))) == ["one\r\n", "Århus"]
    with pytest.raises(OSError, match=f"it has more than {LONGEST_ROW} characters in a row"):
        list(text_lines(b"x" * (LONGEST_ROW + 1), Path("file")))


def test_what_has_no_end_is_not_read_through_a_link(tmp_path):
    (tmp_path / "zero").symlink_to("/dev/zero")
    with pytest.raises(OSError, match="it is no ordinary file"):
        read_plain(tmp_path / "zero", links=True)
