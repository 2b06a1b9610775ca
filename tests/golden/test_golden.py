"""Results that must not change without a reason; `python tests/golden/regenerate.py` writes them anew."""

import importlib.util
import json
from pathlib import Path

import pytest

from sipabm import Scenario
from sipabm.runs import run_history as history_of
from sipabm.tables.history import YEARLY_COLUMNS

NAMES = ("classroom", "two_countries")
FOLDER = Path(__file__).parent
# All parameters there were, and what the code then made of them; the cap on prices of funds off, as it is another now.
BEFORE_TECHNOLOGY = FOLDER / "before_technology"
NEW_COLUMNS = {"programme", "house", "novelty", "fund_repaid", "promised"}
COUNTED_SINCE = {"promised", "payment_fund"}
WITHOUT_TECHNOLOGY = {
    "doubling_time": 0.0,
    "upskilling_offered": 0.0,
    "novelty_risk": 0.0,
    "novelty_cost": 0.0,
    "novelty_robustness": 0.0,
    "immune_response": 0.0,
}


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


@pytest.mark.parametrize("name", NAMES)
def test_without_technology_results_are_as_they_were_before_it_came(regenerate, name):
    scenario = Scenario.load(BEFORE_TECHNOLOGY / f"{name}.toml").replace(WITHOUT_TECHNOLOGY)
    before = json.loads((BEFORE_TECHNOLOGY / f"{name}.json").read_text("utf-8"))
    history = history_of(scenario, regenerate.scenarios()[name][1], "engine", True, 0)
    totals = history.yearly.sum(axis=1)
    for place, column in enumerate(YEARLY_COLUMNS):
        expected = before["yearly"].get(column.name, [0.0] * len(totals))
        if column.name not in COUNTED_SINCE:
            assert totals[:, place] == pytest.approx(expected, rel=1e-8), column.name
    for table in ("attempts", "contracts"):
        rows = getattr(history, table)
        known = rows[[column for column in rows.dtype.names if column not in NEW_COLUMNS]]
        assert {"rows": len(rows), "digest": regenerate.digest(known)} == before[table]


def test_every_golden_scenario_has_its_file_and_contracts(regenerate):
    for folder in (FOLDER, BEFORE_TECHNOLOGY):
        assert {path.stem for path in folder.glob("*.json")} == set(regenerate.scenarios()) == set(NAMES)
    for path in FOLDER.rglob("*.json"):
        before = json.loads(path.read_text("utf-8"))
        assert before["attempts"]["rows"] > 15
        assert before["contracts"]["rows"] > 0
