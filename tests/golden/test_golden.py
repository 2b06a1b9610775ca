"""Results that must not change without a reason; `python tests/golden/regenerate.py` writes them anew."""

import importlib.util
import json
from pathlib import Path

import pytest

NAMES = ("classroom", "two_countries")
FOLDER = Path(__file__).parent


@pytest.fixture(scope="module")
def regenerate():
    spec = importlib.util.spec_from_file_location("regenerate_golden", FOLDER / "regenerate.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", NAMES)
def test_results_are_as_they_were(regenerate, name):
    scenario, seed = regenerate.scenarios()[name]
    now, before = regenerate.golden(scenario, seed), json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    assert set(now["yearly"]) == set(before["yearly"])
    for column, totals in before["yearly"].items():
        assert now["yearly"][column] == pytest.approx(totals, rel=1e-8), column
    assert now["attempts"] == before["attempts"]
    assert now["contracts"] == before["contracts"]


def test_every_golden_scenario_has_its_file_and_contracts(regenerate):
    assert {path.stem for path in FOLDER.glob("*.json")} == set(regenerate.scenarios()) == set(NAMES)
    for path in FOLDER.glob("*.json"):
        before = json.loads(path.read_text("utf-8"))
        assert before["attempts"]["rows"] > 15
        assert before["contracts"]["rows"] > 0
