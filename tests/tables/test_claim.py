"""The claim: a second writer is told who the first is, and a killed writer keeps nobody out."""

import os
import signal
import subprocess
import sys
import tempfile
from multiprocessing import get_context
from threading import Thread

import pytest

from sipabm import ScenarioError
from sipabm.tables import claim
from sipabm.tables.claim import CLAIM, claimed

HOLDING = """
from pathlib import Path
from sipabm.tables.claim import claimed

with claimed(Path(".")):
    print("claimed", flush=True)
    input()
"""


@pytest.fixture
def holder(tmp_path):
    """Return another process, which has claimed a folder."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDING], cwd=tmp_path, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout.readline() == "claimed\n"
    yield process
    process.kill()
    process.communicate()


def refusal(folder):
    with pytest.raises(ScenarioError) as caught, claimed(folder):
        raise AssertionError
    return str(caught.value)


def test_a_second_process_is_told_who_writes(holder, tmp_path):
    line = refusal(tmp_path)
    assert line.startswith(f"another process ({holder.pid} on ")
    assert line.endswith(f") writes to folder '{tmp_path}'; wait for it or choose another folder (--out)")


def test_a_killed_writer_keeps_nobody_out(holder, tmp_path):
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    assert (tmp_path / CLAIM).exists()
    with claimed(tmp_path):
        assert (tmp_path / CLAIM).read_text().startswith(f"{os.getpid()} on ")
    assert not (tmp_path / CLAIM).exists()


def test_a_writer_that_ends_leaves_nothing(holder, tmp_path):
    holder.communicate("\n")
    assert list(tmp_path.iterdir()) == []
    with claimed(tmp_path):
        pass


def test_two_calls_of_one_process_do_not_write_to_one_folder_by_whatever_name(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "b").symlink_to(tmp_path / "a")
    found = []
    with claimed(tmp_path / "a"):
        thread = Thread(target=lambda: found.append(refusal(tmp_path / "b")))
        thread.start()
        thread.join()
        with claimed(tmp_path):
            pass
    assert found[0].startswith("another call of this process writes to folder")


def test_a_claim_ends_with_an_error(tmp_path):
    with pytest.raises(RuntimeError), claimed(tmp_path):
        raise RuntimeError
    with claimed(tmp_path):
        pass


def try_to_claim(folder, answers):
    answers.put(refusal(folder))


def test_a_forked_worker_has_no_share_in_the_claim_and_takes_nothing_from_it(tmp_path):
    fork = get_context("fork")
    answers = fork.Queue()
    with claimed(tmp_path):
        for _ in range(2):  # the first one's end must not open the folder to the second
            worker = fork.Process(target=try_to_claim, args=(tmp_path, answers))
            worker.start()
            assert answers.get(timeout=60).startswith(f"another process ({os.getpid()} on ")
            worker.join()


@pytest.mark.parametrize("text", ["", "\x1b[2J", "1 on a\nb", "é" * 200, "7" * 99])
def test_a_strange_claim_is_not_shown(holder, tmp_path, text):
    (tmp_path / CLAIM).write_text(text)
    assert refusal(tmp_path).startswith("another process writes to folder ")


def test_a_planted_link_is_not_followed(tmp_path):
    (tmp_path / "mine").write_text("years of work")
    for plant in (os.symlink, os.link):
        plant(tmp_path / "mine", tmp_path / CLAIM)
        with pytest.raises(OSError), claimed(tmp_path):
            raise AssertionError
        (tmp_path / CLAIM).unlink()
    assert (tmp_path / "mine").read_text() == "years of work"
    with claimed(tmp_path):
        pass


def test_where_there_are_no_locks_work_goes_on(tmp_path, monkeypatch):
    def none(*_):
        raise OSError(claim.errno.ENOLCK, "No locks available")

    monkeypatch.setattr("fcntl.lockf", none)
    with claimed(tmp_path):
        assert "another call" in refusal(tmp_path)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only the administrator can be somebody else")
def test_a_claim_that_another_user_left_is_told_as_such(tmp_path):
    (tmp_path / CLAIM).touch(mode=0o600)
    os.chown(tmp_path / CLAIM, 54322, -1)
    for folder in (tmp_path, *tmp_path.parents):
        if folder.stat().st_uid == 0 and folder.is_relative_to(tempfile.gettempdir()):
            folder.chmod(folder.stat().st_mode | 0o011)
    pid = os.fork()
    if pid == 0:  # a process of its own, as nobody becomes the administrator again; it ends here, whatever happens
        line = ""
        try:
            os.setuid(54321)
            with claimed(tmp_path):
                pass
        except BaseException as error:
            line = str(error)
        finally:
            os._exit(0 if "another user (number 54322)" in line and "remove '" in line else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
