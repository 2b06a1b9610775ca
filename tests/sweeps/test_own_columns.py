"""Columns made of rows, by hand."""

import pandas as pd
import pytest

from sipabm import Measure, ScenarioError, grid, sweep
from sipabm.sweeps import running
from sipabm.sweeps.block_rows import runs_schema
from sipabm.sweeps.measuring import TAKEN, measure_runs
from sipabm.sweeps.run_columns import OwnColumns
from sipabm.sweeps.running import Point


def test_columns_of_ones_own_go_by_the_number_of_the_run():
    def of(results):
        return pd.DataFrame({"deals": [4.0, 5.0], "more": 1.0}, index=[7, 6])

    own = OwnColumns(("deals",), of)
    assert own.values(None, range(6, 8)).tolist() == [[5.0], [4.0]]
    for others in (range(2), range(6, 9), range(6, 7)):
        with pytest.raises(ScenarioError, match="one row for each run, by the number of the run"):
            own.values(None, others)


def test_what_is_made_of_rows_goes_point_by_point_some_runs_of_all_and_then_the_next(small, monkeypatch):
    monkeypatch.setattr(running, "ACTOR_QUARTERS_A_TASK", 2 * running.cost_of(small))
    pieces = list(running.tasks([Point(small), Point(small, 7)], range(2), range(3), from_tables=True))
    assert [(piece.places, piece.runs) for piece in pieces] == [
        ((0,), range(0, 2)),
        ((1,), range(0, 2)),
        ((0,), range(2, 3)),
        ((1,), range(2, 3)),
    ]


@pytest.mark.parametrize("name", ["point", "run", "error", "signed", "exit_weak_case"])
def test_a_column_cannot_have_the_name_of_another(small, name):
    with pytest.raises(ScenarioError, match=f"cannot be called '{name}'"):
        measure_runs({"small": small}, 2, measures=["signed", "exits_by_barrier"], own=[OwnColumns((name,), len)])


@pytest.mark.parametrize("cell", [1j, pd.Timestamp("2020"), "1", "1e999", float("inf"), 10**400, [1]])
def test_what_is_no_finite_number_is_refused_and_what_is_missing_stays(cell):
    for cells in ([1, cell], [cell, cell]):
        own = OwnColumns(("mine",), lambda results, cells=cells: pd.DataFrame({"mine": cells}))
        with pytest.raises((ScenarioError, OverflowError)):
            own.values(None, range(2))
    for missing in (None, float("nan")):
        own = OwnColumns(("mine",), lambda results, missing=missing: pd.DataFrame({"mine": [True, missing]}))
        assert own.values(None, range(2))[0] == 1.0 and pd.isna(own.values(None, range(2))[1])


def test_a_run_whose_own_column_is_no_number_has_failed_and_says_why(small):
    own = OwnColumns(("mine",), lambda results: pd.DataFrame({"mine": "1e999"}, results.runs["run"]))
    asked = {"measures": [Measure("mine", "mine", "pairs", ("mine",))], "own": [own], "each_run": True, "threads": 1}
    assert "holds what is no finite number" in sweep(small, grid({"give_up": [0.1]}), 1, **asked)["error"][0]


@pytest.mark.parametrize("own", [(None, len), ((1,), len), ("sk", len), ((), len), (("\x1b",), len), (("sk",), None)])
def test_columns_without_names_or_a_function_are_refused(small, own, line_of):
    assert "is not allowed" in line_of(lambda: measure_runs({"small": small}, 2, measures=[], own=[OwnColumns(*own)]))


def test_names_that_are_taken_are_those_of_the_table_of_runs():
    assert {field.name for field in runs_schema([])} == TAKEN


def test_two_columns_of_ones_own_have_two_names(small):
    with pytest.raises(ScenarioError, match="cannot be called 'mine'"):
        measure_runs({"small": small}, 2, measures=[], own=[OwnColumns(("mine",), len), OwnColumns(("mine",), len)])
