"""The hash of the source names every file that decides results, and changes with each."""

import subprocess
import sys
from pathlib import Path

import pytest

import sipabm
from sipabm.source import COMPILED, PARTS, source_digest, source_files

PACKAGE = Path(sipabm.__file__).parent
DIGEST = source_digest()


def test_every_part_is_there():
    assert [part for part in PARTS if not (PACKAGE / part).exists()] == []


def test_the_files_are_those_of_the_parts_each_once_in_a_fixed_order():
    files = [path.relative_to(PACKAGE).as_posix() for path in source_files(PACKAGE)]
    assert {path for path in files if files.count(path) > 1} <= set(COMPILED)  # one stands in a folder that follows
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


def test_what_only_writes_tables_does_not_compile_the_engine_anew(digest, tmp_path):
    results, engine = digest(), digest(COMPILED)
    store = tmp_path / "tables" / "store.py"
    store.write_text(store.read_text() + "# more\n")
    assert digest() != results and digest(COMPILED) == engine


def test_what_the_engine_imports_beside_what_is_compiled_is_known_to_hold_no_rule():
    code = "import sys; import sipabm.engine.one_run; print(*(n for n in sys.modules if n.startswith('sipabm.')))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    compiled = {path.relative_to(PACKAGE).with_suffix("").as_posix() for path in source_files(PACKAGE, COMPILED)}
    homes = {path.split("/")[0] for path in compiled} - {"tables", "world"}
    others = {name.split(".")[1] for name in loaded} - homes
    assert others == {
        "arguments",
        "errors",
        "language",
        "parameters",
        "scenario",
        "source",
        "surroundings",
        "tables",
        "toml_data",
        "whole_files",
        "world",
    }
