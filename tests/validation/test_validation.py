"""Validation: from runs to tables, what it says of itself, and verdicts that must not change unseen."""

import importlib.util
from pathlib import Path

import pandas as pd
import pytest

from sipabm import Scenario, ScenarioError, Validation, simulate, validate
from sipabm.validation import PATTERNS, validation_of
from sipabm.validation.patterns import patterns_of

SMALL = {"quarters": 24, "own_interest": 0.2}


@pytest.fixture(scope="module")
def verdicts():
    path = Path(__file__).with_name("stored_verdicts.py")
    spec = importlib.util.spec_from_file_location("stored_verdicts", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def classroom():
    return validate(Scenario.load("classroom").replace(SMALL), 3, seed=2)


def test_every_pattern_of_the_world_has_a_row_and_a_verdict(full):
    found = validation_of(full)
    assert found.table["pattern"].tolist() == [pattern.name for pattern in patterns_of(full.scenario)]
    assert not found.table[["observed", "mean", "low", "high", "verdict", "score", "source"]].isna().any(axis=None)
    assert found.summary["patterns"].sum() == len(found.table) < len(PATTERNS)


def test_counts_of_verdicts_add_up_to_the_patterns(classroom):
    verdicts = classroom.summary[["inside", "model_below", "model_above", "no_value"]].sum(axis="columns")
    assert verdicts.tolist() == classroom.summary["patterns"].tolist()


def test_real_runs_show_what_belongs_to_any_scenario(classroom):
    rows = classroom.table.set_index("pattern")
    assert {"conversion", "triads", "service_median", "payers_mean"} <= set(rows.index)
    assert rows.loc["parties_mean", "low"] >= 3


def test_the_same_runs_give_the_same_validation_again(classroom):
    again = validation_of(simulate(Scenario.load("classroom").replace(SMALL), 3, seed=2))
    pd.testing.assert_frame_equal(again.table, classroom.table)


def test_it_says_what_it_is_and_how_it_is_read(classroom):
    assert isinstance(classroom, Validation)
    assert repr(classroom) == f"Validation of 'classroom': {len(classroom.table)} patterns, 3 runs"
    assert "held out" in classroom._repr_html_() and "Gneiting" in classroom._repr_html_()


def test_beside_another_scenario_it_says_where_deals_were_observed(classroom, full):
    assert "whole world" in classroom.notes()[-1] and "whole world" not in " ".join(validation_of(full).notes())


def test_runs_without_rows_are_refused():
    with pytest.raises(ScenarioError, match="rows=True"):
        validation_of(simulate(Scenario.load("classroom").replace(SMALL), 1, rows=False))


@pytest.mark.slow
def test_a_wrong_world_moves_verdicts(full, invented):
    """A planted error: payers are counted double."""
    wrong = {name: getattr(full, name) for name in ("runs", "yearly", "attempts")}
    wrong["contracts"] = full.contracts.assign(payers=2 * full.contracts["payers"] + 3)
    moved = validation_of(type(full)(full.scenario, full.manifest, wrong.__getitem__)).table.set_index("pattern")
    before = validation_of(full).table.set_index("pattern")
    changed = set(before.index[before["verdict"] != moved["verdict"]])
    assert {"payers_mean", "payers_single"} <= changed
    assert not changed & {"capital_median", "fall", "providers_mean", "investors_mean"}


class TestStoredVerdicts:
    TABLE = pd.DataFrame(
        {
            "pattern": ["fall", "total", "triads"],
            "verdict": ["inside", "model below", "inside"],
            "observed": [0.527, 309, 0.2],
            "low": [0.4, 200, 0.1],
            "high": [0.6, 250, 0.3],
        }
    )

    def test_the_same_verdicts_change_nothing(self, verdicts):
        before = {"fall": "inside", "total": "model below", "triads": "inside"}
        assert verdicts.changes(before, self.TABLE) == []

    def test_a_change_says_from_what_to_what(self, verdicts):
        before = {"fall": "inside", "total": "inside", "gone": "inside"}
        assert verdicts.changes(before, self.TABLE) == [
            "gone: was 'inside', is gone",
            "total: was 'inside', is 'model below' (observed 309, runs 200 to 250)",
            "triads: is new: 'inside' (observed 0.2, runs 0.1 to 0.3)",
        ]

    @pytest.mark.slow
    @pytest.mark.parametrize("name", ["world", "denmark"])
    def test_verdicts_are_as_they_were_when_somebody_looked(self, verdicts, name):
        changed = verdicts.changes(verdicts.stored(name), verdicts.found(name))
        assert not changed, "\n".join([*changed, verdicts.LOOK.format(name=name)])
