"""Errors planted in the walk are found, by tests that hold no stored results."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from planted import ERRORS
from planting import NOTHING

ROOT = Path(__file__).parents[2]
# What finds most comes first: pytest stops at the first failure.
FINDERS = ("tests/audit", "tests/model", "tests/known_results", "tests/invariants")
QUICK = tuple(ERRORS)[::8]  # eight of them, from all over the walk
TESTS_FAILED = 1


def run_tests(error, *arguments):
    """Return how the tests end that look for an error, with it planted."""
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "-m", "not slow", *arguments]
    environment = {**os.environ, "SIPABM_PLANTED": error}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def is_found(error):
    """Assert that some test fails because of a planted error: fails, and not only cannot be run."""
    ended = run_tests(error, *FINDERS)
    assert ended.returncode == TESTS_FAILED, f"{error} was not found:\n{ended.stdout[-2000:]}\n{ended.stderr[-2000:]}"
    assert "ValueError: sipabm.model" not in ended.stdout, f"{error} no longer fits the walk"


def test_at_least_forty_errors_are_planted_in_every_module_of_the_walk():
    modules = {path.stem for path in (ROOT / "sipabm" / "model").glob("*.py")}
    without = {"__init__", "records", "replaceable", "draws", "nodes", "timetable", "stakeholders"}
    assert len(ERRORS) >= 40
    assert {error.module for error in ERRORS.values()} == modules - without


def test_every_error_still_fits_the_walk():
    for name, error in ERRORS.items():
        source = (ROOT / "sipabm" / "model" / f"{error.module}.py").read_text("utf-8")
        assert source.count(error.text) == 1, name
        compile(source.replace(error.text, error.instead), name, "exec")


@pytest.mark.slow
@pytest.mark.parametrize("error", QUICK)
def test_some_planted_errors_are_found(error):
    is_found(error)


@pytest.mark.slow
def test_without_an_error_audit_and_tests_of_phases_pass_interpreted():
    ended = run_tests(NOTHING, *FINDERS[:2])
    assert ended.returncode == 0, ended.stdout[-3000:]


@pytest.mark.long
def test_without_an_error_all_the_tests_that_look_for_one_pass_interpreted():
    ended = run_tests(NOTHING, *FINDERS)
    assert ended.returncode == 0, ended.stdout[-3000:]


@pytest.mark.long
@pytest.mark.parametrize("error", [name for name in ERRORS if name not in QUICK])
def test_every_planted_error_is_found(error):
    is_found(error)
