"""The hash of the source names every file that decides results, and changes with each."""

from pathlib import Path

import pytest

import sipabm
from sipabm.source import PARTS, source_digest, source_files

PACKAGE = Path(sipabm.__file__).parent
DIGEST = source_digest()


def test_every_part_is_there():
    assert [part for part in PARTS if not (PACKAGE / part).exists()] == []


def test_the_files_are_those_of_the_parts_each_once_in_a_fixed_order():
    files = [path.relative_to(PACKAGE).as_posix() for path in source_files(PACKAGE)]
    assert len(set(files)) == len(files)
    assert files == [path.relative_to(PACKAGE).as_posix() for path in source_files(PACKAGE)]
    assert {"words.py", "rules/negotiation.py", "engine/one_run.py", "traits.py"} <= set(files)
    assert not {"simulation.py", "parameters/negotiation.py", "scenario/scenario.py"} & set(files)


def copy_of_package(folder):
    """Return a folder with the source files alone."""
    for path in source_files(PACKAGE):
        copy = folder / path.relative_to(PACKAGE)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
    return folder


@pytest.fixture
def digest(tmp_path, monkeypatch):
    """Return the digest of a copy of the package as it is at the moment."""
    package = copy_of_package(tmp_path)
    monkeypatch.setattr("sipabm.source.__file__", str(package / "source.py"))
    return source_digest.__wrapped__


def test_a_copy_has_the_same_digest_wherever_it_lies(digest):
    assert digest() == DIGEST
    assert len(DIGEST) == 16


def test_a_change_of_a_file_and_a_new_name_change_the_digest(digest, tmp_path):
    before = digest()
    rule = tmp_path / "rules" / "negotiation.py"
    rule.write_text(rule.read_text() + "# more\n")
    changed = digest()
    rule.rename(rule.with_name("talks.py"))
    assert len({before, changed, digest()}) == 3
