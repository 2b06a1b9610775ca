"""Shared by tests of the report: a few runs in which much happens, and one in which nothing does."""

import pytest

from sipabm import Scenario, simulate


@pytest.fixture(scope="session")
def busy_results(lively):
    """Four runs in which everything happens."""
    return simulate(lively, replicates=4, seed=3)


@pytest.fixture(scope="session")
def nothing_happens():
    """One run in which no authority ever looks at partnerships."""
    quiet = {name: 0.0 for name in ("own_interest", "word_of_mouth", "world_news", "fund_pull")}
    return simulate(Scenario.load("classroom").replace(quiet))
