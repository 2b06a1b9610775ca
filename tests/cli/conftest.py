import pytest
from rich.console import Console


@pytest.fixture
def printed():
    """Return the lines of a table as a console of 100 columns prints them, without spaces at their ends."""

    def lines(table):
        console = Console(width=100, highlight=False)
        with console.capture() as capture:
            console.print(table)
        return [line.rstrip() for line in capture.get().splitlines()]

    return lines
