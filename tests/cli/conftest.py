"""Shared by the tests of the command line: a command that is run, and tables as they are printed."""

import pytest
from rich.console import Console

from sipabm.cli import attribute_command, main


@pytest.fixture
def printed():
    """Return the lines of a table as a console of 100 columns prints them, without spaces at their ends."""

    def lines(table):
        console = Console(width=100, highlight=False)
        with console.capture() as capture:
            console.print(table)
        return [line.rstrip() for line in capture.get().splitlines()]

    return lines


@pytest.fixture
def cli(capsys, monkeypatch):
    """Run a command, 100 columns wide, and return its exit code, output and error lines."""
    monkeypatch.setenv("COLUMNS", "100")

    def command(*arguments):
        code = main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return code, captured.out, captured.err.splitlines()

    return command


@pytest.fixture
def of_noise_too(monkeypatch):
    """Let `attribute` split what a few runs cannot tell from zero: to see what it prints, without the many."""
    monkeypatch.setattr(attribute_command, "check_something_to_explain", lambda *_: None)
