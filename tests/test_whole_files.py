"""A file is whole or not there, whatever goes wrong on the way."""

import pytest

from sipabm.whole_files import aside, write_aside


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


def test_what_is_written_aside_takes_the_place_at_the_end_and_not_before(tmp_path):
    with aside(tmp_path / "file") as beside:
        beside.write_text("all of it")
        assert not (tmp_path / "file").exists()
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("file", "all of it")]
