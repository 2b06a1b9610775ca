import json

import pytest

from sipabm.cli import main


def test_it_writes_one_file_with_both_views(tmp_path, capsys):
    file = tmp_path / "new" / "page.html"
    assert main(["page", "lone_authority", "--out", str(file)]) == 0
    assert file.read_text("utf-8").startswith("<!doctype html>")
    assert f"{file} (" in capsys.readouterr().out
    assert [each.name for each in file.parent.iterdir()] == ["page.html"]


def test_what_it_wrote_is_told_as_json(tmp_path, capsys):
    file = tmp_path / "page.html"
    assert main(["page", "lone_authority", "--lesson", "--language", "da", "--out", str(file), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["command"] == "page" and told["bytes"] == file.stat().st_size
    assert '<html lang="da">' in file.read_text("utf-8")


@pytest.mark.parametrize(
    ("out", "told"),
    [
        ("page.txt", "is no HTML file; give a name that ends with .html"),
        ("folder.html", "is a folder; give the name of a file in it, like page.html"),
        ("there.html", "is there already; give another name, or --overwrite to replace it"),
    ],
)
def test_what_it_cannot_write_is_refused_in_one_line(tmp_path, capsys, out, told):
    (tmp_path / "folder.html").mkdir()
    (tmp_path / "there.html").write_text("mine")
    assert main(["page", "lone_authority", "--out", str(tmp_path / out)]) == 2
    said = capsys.readouterr().err
    assert told in said and said.count("\n") == 1
    assert (tmp_path / "there.html").read_text() == "mine"


def test_a_page_takes_the_place_of_a_file_if_asked(tmp_path):
    file = tmp_path / "page.html"
    file.write_text("old")
    assert main(["page", "lone_authority", "--out", str(file), "--overwrite", "--quiet"]) == 0
    assert file.read_text("utf-8").startswith("<!doctype html>")
