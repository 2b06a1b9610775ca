"""Shared by tests of scenarios: the one line with which something is refused, and a scenario's text read back."""

import pytest

from sipabm import Scenario
from sipabm.scenario.files import from_toml
from sipabm.scenario.scenario import validated
from sipabm.scenario.text import scenario_text

COUNTRIES = 'countries = [{ code = "A", authorities = 3, providers = 2, investors = 1 }]\n'


@pytest.fixture(scope="session")
def with_fund():
    """Return the classroom with one outcomes fund, of which some values are given."""
    values = {"name": "F", "country": "A", "opens": "2012Q1", "closes": "2014Q4", "purse": 1.0, "share": 0.3}
    return lambda **changes: Scenario.load("classroom").replace(funds=[{**values, **changes}])


@pytest.fixture
def refused(tmp_path, line_of):
    """Return the one line with which a TOML file is refused."""

    def refuse(text):
        path = tmp_path / "mine.toml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return line_of(lambda: Scenario.load(path))

    return refuse


@pytest.fixture
def refused_part(refused):
    """Return the one line with which a TOML file is refused that has countries and this part."""
    return lambda part: refused(COUNTRIES + part)


@pytest.fixture(scope="session")
def read_back():
    """Return the scenario that a scenario's text describes."""
    return lambda scenario: from_toml(validated, scenario_text(scenario), "text")
