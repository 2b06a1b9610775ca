"""Shared by the tests of worlds: two countries."""

import pytest

from sipabm import Scenario
from sipabm.scenario import Country


@pytest.fixture(scope="session")
def two_countries():
    return Scenario(
        countries=(
            Country(code="A", authorities=60, providers=50, investors=20),
            Country(code="B", authorities=40, providers=30, investors=15),
        )
    )
