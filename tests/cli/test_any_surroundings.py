"""Commands do their work, or end in one line, whatever surrounds them: variables, streams, folders, users, limits."""

import os
import shlex
import signal
import subprocess
import sys
import time

import pytest

SMALL = ("run", "classroom", "--set", "quarters=8", "--replicates", "1")
SLOW = pytest.mark.slow
NOBODY = 54321  # has no entry among the users


@pytest.fixture
def started(tmp_path):
    """Run a command in a folder of its own, with some variables, and return its exit code and streams as lines."""

    def run(*arguments, shell="{}", without=(), python=(), **variables):
        kept = {name: value for name, value in os.environ.items() if name not in without}
        command = shlex.join([sys.executable, *python, "-m", "sipabm", *arguments])
        done = subprocess.run(
            ["bash", "-c", shell.format(command)], cwd=tmp_path, env={**kept, **variables}, capture_output=True
        )
        return done.returncode, done.stdout.decode().splitlines(), done.stderr.decode().splitlines()

    return run


def test_a_text_that_fits_only_in_part_is_an_error_without_buffers_too(started, tmp_path):
    code, _, err = started("show", "world", shell="ulimit -f 20; {} > text", PYTHONUNBUFFERED="1")
    assert (tmp_path / "text").stat().st_size == 20 * 1024
    assert (code, err) == (2, ["sipabm: File too large"])


VARIABLES = (
    ("COLUMNS", "0"),
    ("COLUMNS", "-5"),
    ("COLUMNS", "abc"),
    ("COLUMNS", "9" * 20),
    ("TERM", "dumb"),
    ("TERMINAL_WIDTH", "abc"),
    ("TQDM_MININTERVAL", "abc"),
    ("PYTHONWARNINGS", "error"),
    ("PYTHONIOENCODING", "ascii"),
    ("PYTHONOPTIMIZE", "2"),
    ("_SIPABM_COMPLETE", "nonsense"),
)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        each if place in (0, 3, 7) else pytest.param(*each, marks=pytest.mark.slow)
        for place, each in enumerate(VARIABLES)
    ],
)
def test_a_table_is_printed_whatever_a_variable_says(started, name, value):
    code, out, err = started("parameters", "worth", **{name: value})
    assert (code, err) == (0, []) and out[0] == "worth" and len(out) > 5


@SLOW
@pytest.mark.parametrize(
    ("name", "value"),
    [
        *VARIABLES,
        ("MPLBACKEND", "module://matplotlib_inline.backend_inline"),
        ("MPLBACKEND", "nonsense"),
        ("MATPLOTLIBRC", "/dev/zero"),
        ("NETWORKX_AUTOMATIC_BACKENDS", "nonsense"),
        ("NUMBA_NUM_THREADS", "abc"),
        ("OMP_NUM_THREADS", "abc"),
        ("TMPDIR", "/nonexistent"),
        ("LC_ALL", "C"),
    ],
)
def test_runs_and_figures_are_made_whatever_a_variable_says(started, tmp_path, name, value):
    code, out, err = started(*SMALL, "--report", "--out", "out", **{name: value})
    assert (code, err) == (0, []) and len(out) > 50
    assert (tmp_path / "out" / "figure.svg").is_file()


@SLOW
@pytest.mark.parametrize("plant", ["text", "bytes", "pipe", "code"])
def test_settings_of_matplotlib_in_the_current_folder_are_not_read(started, tmp_path, plant):
    path = tmp_path / "matplotlibrc"
    if plant == "pipe":
        os.mkfifo(path)
    else:
        path.write_bytes({"text": b"font.size: abc", "bytes": b"\xff\x00", "code": b"backend: module://planted"}[plant])
    (tmp_path / "planted.py").write_text("open('was_run', 'w')")
    code, _, err = started(*SMALL, "--report", "--out", "out")
    assert (code, err) == (0, []) and (tmp_path / "out" / "figure.png").is_file()
    assert not (tmp_path / "was_run").exists()


@SLOW
@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only the administrator can be somebody else")
@pytest.mark.parametrize("home", [None, "/nonexistent", "relative/home", "/etc/passwd"])
def test_a_user_without_a_home_and_an_entry_runs_and_draws(started, tmp_path, home):
    tmp_path.chmod(0o777)
    for folder in (tmp_path.parent, tmp_path.parent.parent):
        folder.chmod(folder.stat().st_mode | 0o011)
    somebody = f"setpriv --reuid {NOBODY} --regid {NOBODY} --clear-groups {{}}"
    said = {} if home is None else {"HOME": home}
    without = ("SIPABM_CACHE_DIR", "HOME")
    code, out, err = started(*SMALL, "--report", "--out", "out", shell=somebody, without=without, **said)
    assert code == 0 and len(out) > 50
    assert all(line.startswith("note: the engine cannot be kept in ") for line in err) and len(err) <= 1
    assert not (tmp_path / "relative").exists()


STREAMS = ("0<&-", "1>&-", "2>&-", "0<&- 1>&-", "1>&- 2>&-", "0<&- 2>&-", "0<&- 1>&- 2>&-")


@pytest.mark.parametrize("streams", [STREAMS[-1], *(pytest.param(each, marks=SLOW) for each in STREAMS[:-1])])
def test_a_command_works_where_streams_are_closed(started, streams):
    code, out, err = started("parameters", "worth", shell=f"{{}} {streams}")
    assert (code, err) == (0, []) and bool(out) == ("1>" not in streams)


@SLOW
@pytest.mark.parametrize("streams", STREAMS)
def test_no_table_takes_the_place_of_a_closed_stream(started, tmp_path, streams):
    assert started(*SMALL, "--out", "out", shell=f"{{}} {streams}")[0] == 0
    assert started("report", "out")[0] == 0


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no device that is always full")
@pytest.mark.parametrize(
    ("streams", "arguments", "expected"),
    [
        (">/dev/full", ("scenarios",), (2, ["sipabm: No space left on device"])),
        ("2>/dev/full", ("run", "nosuch"), (2, [])),
        ("| true; exit ${{PIPESTATUS[0]}}", ("run", "--help"), (1, [])),
        ("2>&1 | true; exit ${{PIPESTATUS[0]}}", ("run", "nosuch"), (2, [])),
    ],
)
def test_a_stream_that_takes_nothing_ends_in_one_line_at_most(started, streams, arguments, expected):
    code, _, err = started(*arguments, shell=f"{{}} {streams}")
    assert (code, err) == expected


@pytest.mark.slow
def test_a_folder_that_is_gone_is_told_and_what_needs_none_works(started, tmp_path):
    gone = "mkdir gone; cd gone; rmdir ../gone; {}"
    assert started("scenarios", shell=gone)[0] == 0
    code, _, err = started(*SMALL, "--out", "out", shell=gone)
    assert code == 2 and len(err) == 1 and "'out'" in err[0]


@SLOW
@pytest.mark.parametrize("limit", ["taskset -c 0 {}", "ulimit -n 32; {}"])
def test_few_processors_and_few_open_files_are_enough(started, limit):
    assert started(*SMALL, "--out", "out", shell=limit)[0] == 0


@pytest.mark.parametrize("argument", [b"\x1b[31m\xfe", b"--out=\x80"])
def test_an_argument_that_is_no_text_is_refused_in_one_printable_line(tmp_path, argument):
    command = [sys.executable, "-m", "sipabm", "run", "classroom", argument]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True)
    (line,) = done.stderr.decode().splitlines()
    assert done.returncode == 2 and line.isprintable() and "argument 3 is no text in UTF-8" in line
    assert not list(tmp_path.iterdir())


@SLOW
@pytest.mark.parametrize("delay", [0.1, 0.2, 0.3, 0.5, 0.8, 1.2])
def test_an_interruption_at_any_moment_is_one_line(tmp_path, delay):
    command = [sys.executable, "-m", "sipabm", "run", "classroom", "--replicates", "20000", "--out", "out"]
    process = subprocess.Popen(
        command, cwd=tmp_path, stderr=subprocess.PIPE, preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL)
    )
    wait_until_it_imports(process)
    time.sleep(delay)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    (line,) = err.decode().splitlines()
    assert process.returncode == 130 and line.startswith("sipabm: interrupted")


def wait_until_it_imports(process):
    """Wait until Python itself has begun, which hears interruptions in its own way."""
    maps = f"/proc/{process.pid}/maps"
    for _ in range(500):
        with open(maps) as file:
            if "_heapq" in file.read():
                return
        time.sleep(0.01)
