"""Made-up inputs of every kind succeed, or end in one clear line within a second and 300 MB."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from fuzzing import KINDS, MEGABYTES, Case, fault_of

from sipabm.errors import ScenarioError

HERE = Path(__file__).parent
SLOW, LONG = pytest.mark.slow, pytest.mark.long


@pytest.mark.parametrize("inputs", [pytest.param(300, marks=SLOW), pytest.param(10_000, marks=LONG)])
@pytest.mark.parametrize("kind", KINDS)
def test_made_up_inputs_succeed_or_end_in_one_clear_line(kind, inputs):
    # A process of its own, whose memory is measured, and which nothing else can have led astray.
    command = [sys.executable, str(HERE / "fuzzing.py"), kind, "--inputs", str(inputs)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    *found, counts = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")] or [{}]
    assert found == [] and done.returncode == 0, done.stderr[-2000:]
    # Inputs that are all refused for the same reason, or never, try nothing.
    assert min(counts["succeeded"], counts["refused"]) > inputs / 20


def planted(text, megabytes=0, seconds=0.0):
    """Return an input that is refused in some way."""

    def attempt():
        waste = b"x" * (megabytes << 20)
        for _ in range(int(seconds * 1e6)):
            sum(range(100))
        error = ScenarioError(len(waste))
        error.args = (text,)
        raise error

    return Case(attempt)


def only_two(loaded):
    assert loaded == 2


def counts():
    return {"succeeded": 0, "refused": 0}


def test_a_clear_line_is_no_finding():
    assert fault_of(planted("give_up = 2 is not allowed"), counts()) == ""


@pytest.mark.parametrize("text", ["", "a" * 5000, "two\nlines of text", "\x1b[2J is not allowed"])
def test_a_line_that_is_not_clear_is_found(text):
    assert fault_of(planted(text), counts())


@pytest.mark.slow
def test_what_takes_long_or_much_memory_is_found():
    assert "refused after" in fault_of(planted("give_up = 2 is not allowed", seconds=5.0), counts())
    assert " MB more" in fault_of(planted("give_up = 2 is not allowed", megabytes=int(4 * MEGABYTES)), counts())


def test_other_errors_and_failed_checks_are_found():
    with pytest.raises(ZeroDivisionError):
        fault_of(Case(lambda: 1 / 0), counts())
    with pytest.raises(AssertionError):
        fault_of(Case(lambda: 1, only_two), counts())
