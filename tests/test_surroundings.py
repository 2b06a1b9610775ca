"""Surroundings: whatever processors, variables, home and streams are, what is heeded of them is sensible."""

import io
import os
import sys
from pathlib import Path

import pytest

from sipabm import surroundings
from sipabm.surroundings import cache_folder, close_streams, processors, settled, somebody_looks, variables, width


class TestProcessors:
    def test_they_are_those_that_the_process_may_use(self, monkeypatch):
        monkeypatch.setattr(os, "sched_getaffinity", lambda _: {3}, raising=False)
        monkeypatch.setattr(os, "cpu_count", lambda: 8)
        assert processors() == 1

    @pytest.mark.parametrize(("counted", "expected"), [(8, 8), (None, 1)])
    def test_where_no_system_tells_they_are_those_of_the_machine(self, monkeypatch, counted, expected):
        monkeypatch.delattr(os, "sched_getaffinity", raising=False)
        monkeypatch.setattr(os, "cpu_count", lambda: counted)
        assert processors() == expected


class TestCacheFolder:
    @pytest.fixture(autouse=True)
    def unset(self, monkeypatch, tmp_path):
        monkeypatch.delenv("SIPABM_CACHE_DIR", raising=False)
        monkeypatch.setenv("HOME", str(tmp_path / "home"))

    def test_it_is_in_the_home_unless_a_variable_names_another(self, monkeypatch, tmp_path):
        assert cache_folder() == tmp_path / "home" / ".cache" / "sipabm"
        monkeypatch.setenv("SIPABM_CACHE_DIR", str(tmp_path / "other"))
        assert cache_folder() == tmp_path / "other"
        monkeypatch.setenv("SIPABM_CACHE_DIR", "~/other")
        assert cache_folder() == tmp_path / "home" / "other"
        monkeypatch.setenv("SIPABM_CACHE_DIR", "")
        assert cache_folder() == tmp_path / "home" / ".cache" / "sipabm"

    @pytest.mark.parametrize("said", ["", ".", "some/folder"])
    def test_a_home_that_is_no_whole_path_is_none(self, monkeypatch, said):
        import pwd

        monkeypatch.setenv("HOME", said)
        assert cache_folder() == Path(pwd.getpwuid(os.getuid()).pw_dir) / ".cache" / "sipabm"
        assert os.environ["HOME"] == said

    @pytest.mark.parametrize("chosen", [None, "~nobody-of-this-name/cache"])
    def test_without_a_home_it_is_the_users_own_in_the_folder_for_temporary_files(self, monkeypatch, tmp_path, chosen):
        def nowhere(*_):
            raise RuntimeError("Could not determine home directory.")

        if chosen:
            monkeypatch.setenv("SIPABM_CACHE_DIR", chosen)
        monkeypatch.setattr(surroundings.Path, "home", nowhere)
        monkeypatch.setattr(surroundings.tempfile, "gettempdir", lambda: str(tmp_path))
        assert cache_folder() == tmp_path / f"sipabm-{os.getuid()}"


class TestWidth:
    @pytest.mark.parametrize(
        ("columns", "expected"),
        [
            ("120", 120),
            ("1", 20),
            ("0", 100),
            ("-5", 100),
            ("abc", 100),
            ("", 100),
            ("100000", 1000),
            ("9" * 5000, 100),
        ],
    )
    def test_it_is_what_is_said_within_reason(self, monkeypatch, columns, expected):
        monkeypatch.setenv("COLUMNS", columns)
        assert width() == expected

    def test_where_nothing_is_said_and_nobody_looks_every_table_fits(self, monkeypatch):
        monkeypatch.delenv("COLUMNS", raising=False)
        monkeypatch.setattr(sys, "__stdout__", io.StringIO())
        assert width() == 100


class TestVariables:
    def test_they_are_changed_meanwhile_and_then_as_before(self, monkeypatch):
        for name in ("ONE_A", "ONE_B", "OTHER"):
            monkeypatch.setenv(name, "before")
        before = dict(os.environ)
        with variables(without=("ONE_",), given={"ONE_B": "now", "NEW": "now", "OTHER": "now"}):
            told = [os.environ.get(name) for name in ("ONE_A", "ONE_B", "NEW", "OTHER")]
            os.environ["ONE_C"] = "made meanwhile"
        assert told == [None, "now", "now", "now"]
        assert dict(os.environ) == before

    def test_a_failure_leaves_them_as_before(self):
        before = dict(os.environ)
        with pytest.raises(RuntimeError), variables(given={"NEW": "now"}):
            raise RuntimeError
        assert dict(os.environ) == before


def test_what_other_packages_are_told_does_not_count_meanwhile(monkeypatch):
    monkeypatch.setenv("TQDM_MININTERVAL", "abc")
    monkeypatch.setenv("MPLBACKEND", "module://matplotlib_inline.backend_inline")
    monkeypatch.setenv("COLUMNS", "-5")
    with settled():
        assert "TQDM_MININTERVAL" not in os.environ
        assert (os.environ["MPLBACKEND"], os.environ["COLUMNS"]) == ("agg", "100")


def test_nobody_looks_at_a_stream_that_is_not_there(monkeypatch):
    monkeypatch.delitem(sys.modules, "ipykernel", raising=False)
    monkeypatch.setattr(sys, "stderr", None)
    assert not somebody_looks()


def test_closed_streams_take_everything_and_no_file_takes_their_place(monkeypatch):
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    with settled():
        print("to nobody")
        print("to nobody", file=sys.stderr)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no device that is always full")
def test_a_stream_that_takes_nothing_more_forgets_the_rest(monkeypatch):
    with open("/dev/full", "w") as full:
        monkeypatch.setattr(sys, "stdout", full)
        print("too much")
        close_streams()
        full.flush()  # as Python does when it ends
