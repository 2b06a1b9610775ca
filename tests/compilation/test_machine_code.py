"""Machine code: made once, kept for all clones of a source, and never taken from a place where others could write."""

import os
import shutil
import signal
import threading
import time
import warnings
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
    assert machine_code.read_kept(kept.name) == b"object code"


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
    assert (machine_code.read_kept(kept.name) is None) == (kept.stat().st_uid != 0)


@pytest.mark.skipif(os.name != "posix", reason="users have no numbers here")
def test_whose_file_it_is_decides(monkeypatch):
    about = SimpleNamespace(st_uid=7, st_mode=0o100600)
    monkeypatch.setattr(machine_code.os, "getuid", lambda: 7)
    assert machine_code.is_ours_alone(about)
    monkeypatch.setattr(machine_code.os, "getuid", lambda: 8)
    assert not machine_code.is_ours_alone(about)
    assert machine_code.is_ours_alone(SimpleNamespace(st_uid=0, st_mode=0o100644))
    assert not machine_code.is_ours_alone(SimpleNamespace(st_uid=8, st_mode=0o100660))


@pytest.fixture
def places(tmp_path):
    """Return folders of machine code that are none of ours alone, by what is wrong with them."""
    for name in ("open", "sticky", "of_a_group", "another"):
        (tmp_path / name).mkdir()
    (tmp_path / "open").chmod(0o777)
    (tmp_path / "sticky").chmod(0o1777)
    (tmp_path / "of_a_group").chmod(0o770)
    (tmp_path / "another").chmod(0o700)
    (tmp_path / "file").touch()
    (tmp_path / "link").symlink_to("another")
    (tmp_path / "loop").symlink_to("loop")
    os.mkfifo(tmp_path / "pipe")
    return tmp_path


WRONG_PLACES = ("open", "sticky", "of_a_group", "file", "file/below", "link", "loop", "pipe", "long" * 1000)


@pytest.mark.parametrize("place", WRONG_PLACES)
def test_in_a_place_that_is_not_ours_alone_nothing_is_kept_or_read_which_is_said(
    monkeypatch, places, made, caplog, place
):
    monkeypatch.setenv("SIPABM_CACHE_DIR", str(places / place))
    before = sorted(places.rglob("*"))
    assert machine_code.object_code() == machine_code.object_code() == b"object code"
    assert made == ["made", "made"] and sorted(places.rglob("*")) == before
    first, second = caplog.messages
    assert first == second and "the engine cannot be kept in '" in first and "SIPABM_CACHE_DIR" in first


@pytest.mark.parametrize("place", ["open", "link"])
def test_code_that_lies_in_such_a_place_is_not_run(monkeypatch, places, made, place):
    monkeypatch.setenv("SIPABM_CACHE_DIR", str(places / "another"))
    machine_code.object_code()
    (kept,) = (places / "another").iterdir()
    shutil.copy(kept, places / "open")
    assert machine_code.read_kept(kept.name) == b"object code"
    monkeypatch.setenv("SIPABM_CACHE_DIR", str(places / place))
    assert machine_code.read_kept(kept.name) is None


def test_a_folder_of_another_user_is_not_ours(monkeypatch, cache, made):
    machine_code.object_code()
    (kept,) = cache.iterdir()
    about = os.stat_result((0o40700, 1, 1, 1, os.getuid() + 1, 0, 0, 0, 0, 0))
    monkeypatch.setattr(machine_code.os, "fstat", lambda handle: about)
    assert machine_code.read_kept(kept.name) is None


@pytest.mark.parametrize("plant", ["link", "pipe", "folder"])
def test_what_is_no_ordinary_file_is_not_run(cache, made, plant, tmp_path):
    machine_code.object_code()
    (kept,) = cache.iterdir()
    kept.rename(tmp_path / "sent_to_us")
    if plant == "link":
        kept.symlink_to(tmp_path / "sent_to_us")
    else:
        os.mkfifo(kept) if plant == "pipe" else kept.mkdir()
    assert machine_code.read_kept(kept.name) is None
    assert machine_code.object_code() == b"object code"


def test_a_folder_that_is_exchanged_while_it_is_looked_at_gives_no_code(cache, made, monkeypatch):
    machine_code.object_code()
    (kept,) = cache.iterdir()
    planted = cache.parent / "planted"
    planted.mkdir()
    shutil.copy(kept, planted)
    kept.unlink()
    look = machine_code.is_ours_alone

    def exchange(about):
        monkeypatch.setattr(machine_code, "is_ours_alone", look)
        cache.rename(cache.parent / "before")
        planted.rename(cache)
        return look(about)

    monkeypatch.setattr(machine_code, "is_ours_alone", exchange)
    assert machine_code.read_kept(kept.name) is None  # it is in the folder of that name, but not in the one looked at


def test_a_full_disk_is_said_and_leaves_nothing(cache, made, monkeypatch, caplog):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("sipabm.whole_files.os.fsync", full)
    assert machine_code.object_code() == b"object code"
    assert "No space left on device" in caplog.text and not list(cache.iterdir())


def test_a_name_of_odd_bytes_is_told_printable(monkeypatch, tmp_path, made, caplog):
    (tmp_path / "file").touch()
    monkeypatch.setenv("SIPABM_CACHE_DIR", str(tmp_path / "file" / "\udcff\x1b[31m\n"))
    machine_code.object_code()
    (line,) = caplog.messages
    assert line.isprintable() and "\\udcff" in line


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


def test_use_makes_a_kept_file_young_again(cache, made):
    machine_code.object_code()
    (kept,) = cache.iterdir()
    two_months_ago = time.time() - 60 * 24 * 3600
    os.utime(kept, (two_months_ago, two_months_ago))
    machine_code.object_code()
    assert time.time() - kept.stat().st_mtime < 3600
    assert made == ["made"]


def test_a_message_says_that_the_engine_is_compiled_and_nobodys_settings_of_the_compiler_count(monkeypatch, caplog):
    from sipabm.compilation import numba_compiler

    def bitcode_of(entries):
        return repr({name: value for name, value in os.environ.items() if name.startswith("NUMBA_")})

    monkeypatch.setattr(numba_compiler, "bitcode_of", bitcode_of)
    monkeypatch.setattr(machine_code, "shipped_bitcode", lambda key: None)
    monkeypatch.setenv("NUMBA_DISABLE_JIT", "1")
    assert machine_code.shipped_module() is None
    assert machine_code.compiled_bitcode() == "{}"
    assert machine_code.compiled_bitcode({"NUMBA_CPU_NAME": "generic"}) == "{'NUMBA_CPU_NAME': 'generic'}"
    assert caplog.messages == [machine_code.COMPILING] * 2


def test_shipped_code_that_this_machine_cannot_read_is_passed_over(monkeypatch):
    monkeypatch.setattr(machine_code, "shipped_bitcode", lambda key: b"of a later LLVM")
    assert machine_code.shipped_module() is None
    monkeypatch.undo()
    assert machine_code.shipped_module() is not None
    monkeypatch.setattr(machine_code.platform, "machine", lambda: "riscv64")
    assert machine_code.shipped_module() is None


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no forks here")
def test_a_process_that_is_forked_while_a_thread_loads_the_engine_can_load_it_as_well(monkeypatch):
    loading = threading.Event()

    def slow():
        loading.set()
        time.sleep(0.3)
        return "code"

    monkeypatch.setattr(machine_code, "loaded", slow)
    thread = threading.Thread(target=machine_code.library)
    thread.start()
    loading.wait()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of forks beside threads, which is what is tried
        pid = os.fork()
    if pid == 0:
        found = ""
        try:
            signal.alarm(20)  # which ends it if it waits for ever
            found = machine_code.library()
        finally:
            os._exit(0 if found == "code" else 1)
    thread.join()
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
