"""Shared by tests of sweeps: the one line of an error, a small scenario, all files of a folder, small blocks."""

import json

import pandas as pd
import pytest

from sipabm import Country, Scenario
from sipabm.sweeps import blocks

TIMES = ("started_at", "seconds")


@pytest.fixture(scope="session")
def small():
    """Eight years of two small countries, made in an instant."""
    countries = (
        Country(code="A", authorities=8, providers=6, investors=3),
        Country(code="B", authorities=4, providers=3, investors=2),
    )
    return Scenario(name="small", quarters=32, countries=countries).replace(own_interest=0.3, done=0.1)


@pytest.fixture(scope="session")
def design():
    """Three points: a lever and a number."""
    return pd.DataFrame({"early_meetings": [0.0, 0.5, 1.0], "give_up": [0.1, 0.2, 0.3]})


@pytest.fixture
def small_blocks(monkeypatch, small):
    """Make blocks of five runs of three points, and tasks of two."""
    from sipabm.sweeps import running

    monkeypatch.setattr(blocks, "ACTOR_QUARTERS_A_BLOCK", 15 * running.cost_of(small))
    monkeypatch.setattr(running, "ACTOR_QUARTERS_A_TASK", 6 * running.cost_of(small))


def files_of(folder):
    """Return the content of every file of a folder by its path; of the manifest without times."""
    found = {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
    made = json.loads(found["manifest.json"])
    found["manifest.json"] = {name: value for name, value in made.items() if name not in TIMES}
    return found


@pytest.fixture(scope="session")
def all_files():
    return files_of
