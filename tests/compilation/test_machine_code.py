"""Machine code: made once, kept for all clones of a source, and never taken from a place where others could write."""

import os
import shutil
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

import sipabm
from sipabm.compilation import machine_code, shipped

FIRST_RESULT = """
import sys
import sipabm
print(float(sipabm.simulate("lone_authority").yearly.considered.sum()))
print(sorted(name for name in ("numba", "networkx", "mesa", "matplotlib") if name in sys.modules))
"""


@pytest.mark.slow
def test_a_first_start_with_an_empty_cache_compiles_nothing_and_keeps_one_small_file(cache, start):
    first, second = start(FIRST_RESULT), start(FIRST_RESULT)
    assert first.stdout == second.stdout
    assert first.stdout.splitlines()[1] == "[]"
    assert first.stderr == second.stderr == ""
    (kept,) = cache.iterdir()
    assert kept.stat().st_size < 2_000_000


def test_what_is_shipped_is_made_from_this_source():
    # After a change of the source: make engine
    assert shipped.shipped_bitcode(machine_code.key())


def test_clones_of_the_same_source_have_the_same_key_wherever_they_are(start, tmp_path):
    shutil.copytree(Path(sipabm.__file__).parent, tmp_path / "sipabm")
    code = "import sipabm; from sipabm.compilation import machine_code; print(sipabm.__file__, machine_code.key())"
    place, key = start(code, PYTHONPATH=str(tmp_path)).stdout.split()
    assert Path(place).parent == tmp_path / "sipabm"
    assert key == machine_code.key()


def test_another_parameter_gives_another_key_as_records_are_longer(monkeypatch):
    before = machine_code.key()
    entry = next(iter(machine_code.DECLARED.values()))
    monkeypatch.setattr(entry, "flat", (*entry.flat, int))
    assert machine_code.key() != before


def test_what_is_kept_is_not_made_again(cache, made):
    assert machine_code.object_code() == machine_code.object_code() == b"object code"
    assert made == ["made"]


@pytest.mark.parametrize("damage", [b"", b"short", bytes(32) + b"other code"], ids=["empty", "cut", "changed"])
def test_a_damaged_file_is_made_anew(cache, made, damage):
    machine_code.object_code()
    (kept,) = cache.iterdir()
    kept.write_bytes(damage)
    assert machine_code.object_code() == b"object code"
    assert made == ["made", "made"]
    assert machine_code.read_kept(kept) == b"object code"


def test_a_file_that_another_user_wrote_or_can_change_is_not_run(cache, made, monkeypatch):
    machine_code.object_code()
    (kept,) = cache.iterdir()
    assert kept.stat().st_mode & 0o777 == 0o600
    kept.chmod(0o666)
    machine_code.object_code()
    assert made == ["made", "made"]
    assert kept.stat().st_mode & 0o777 == 0o600
    somebody_else = kept.stat().st_uid + 1
    monkeypatch.setattr(machine_code.os, "getuid", lambda: somebody_else)
    # The administrator may put a file there for everybody.
    assert (machine_code.read_kept(kept) is None) == (kept.stat().st_uid != 0)


@pytest.mark.skipif(os.name != "posix", reason="users have no numbers here")
def test_whose_file_it_is_decides(monkeypatch):
    about = SimpleNamespace(st_uid=7, st_mode=0o100600)
    monkeypatch.setattr(machine_code.os, "getuid", lambda: 7)
    assert machine_code.is_ours_alone(about)
    monkeypatch.setattr(machine_code.os, "getuid", lambda: 8)
    assert not machine_code.is_ours_alone(about)
    assert machine_code.is_ours_alone(SimpleNamespace(st_uid=0, st_mode=0o100644))
    assert not machine_code.is_ours_alone(SimpleNamespace(st_uid=8, st_mode=0o100660))


def test_where_nothing_can_be_written_it_is_made_each_time_which_is_said(monkeypatch, tmp_path, made, capsys):
    file = tmp_path / "file"
    file.touch()
    monkeypatch.setenv("SIPABM_CACHE_DIR", str(file))
    assert machine_code.object_code() == machine_code.object_code() == b"object code"
    assert made == ["made", "made"]
    assert list(tmp_path.iterdir()) == [file]
    first, second = capsys.readouterr().err.splitlines()
    assert first == second and f"cannot be kept in '{file}'" in first and "SIPABM_CACHE_DIR" in first


def test_what_nobody_has_used_for_a_month_goes_when_something_new_is_kept(cache, made):
    cache.mkdir(mode=0o700)
    old, recent = (cache / f"0123456789abcde{last}-01234567.o" for last in "01")
    earlier_scheme, thesis, notes = cache / "0123456789abcdef-numba-0.68.1", cache / "my-thesis", cache / "a-note.o"
    for folder in (earlier_scheme, thesis):
        folder.mkdir()
    for path in (old, recent, notes, earlier_scheme / "index.nbi", thesis / "chapter.txt"):
        path.touch()
    two_months_ago = time.time() - 60 * 24 * 3600
    for path in (old, notes, earlier_scheme, thesis):
        os.utime(path, (two_months_ago, two_months_ago))
    machine_code.object_code()
    assert not old.exists() and not earlier_scheme.exists()
    assert recent.exists()
    # Of somebody else, who chose the folder for other things as well.
    assert notes.exists() and (thesis / "chapter.txt").exists()


def test_a_user_without_a_home_keeps_it_in_the_folder_for_temporary_files(monkeypatch, tmp_path):
    def nowhere():
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.delenv("SIPABM_CACHE_DIR", raising=False)
    monkeypatch.setattr(machine_code.Path, "home", nowhere)
    monkeypatch.setattr(machine_code.tempfile, "gettempdir", lambda: str(tmp_path))
    assert machine_code.cache_folder() == tmp_path / "sipabm"


def test_use_makes_a_kept_file_young_again(cache, made):
    machine_code.object_code()
    (kept,) = cache.iterdir()
    two_months_ago = time.time() - 60 * 24 * 3600
    os.utime(kept, (two_months_ago, two_months_ago))
    machine_code.object_code()
    assert time.time() - kept.stat().st_mtime < 3600
    assert made == ["made"]


def test_a_message_says_that_the_engine_is_compiled(monkeypatch, capsys):
    from sipabm.compilation import numba_compiler

    monkeypatch.setattr(numba_compiler, "bitcode_of", lambda entries: b"bitcode")
    monkeypatch.setattr(machine_code, "shipped_bitcode", lambda key: None)
    assert machine_code.shipped_module() is None
    assert machine_code.compiled_bitcode() == b"bitcode"
    assert capsys.readouterr().err == f"{machine_code.COMPILING}\n"


def test_shipped_code_that_this_machine_cannot_read_is_passed_over(monkeypatch):
    monkeypatch.setattr(machine_code, "shipped_bitcode", lambda key: b"of a later LLVM")
    assert machine_code.shipped_module() is None
    monkeypatch.undo()
    assert machine_code.shipped_module() is not None
    monkeypatch.setattr(machine_code.platform, "machine", lambda: "riscv64")
    assert machine_code.shipped_module() is None
