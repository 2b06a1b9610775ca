"""The reference table: single runs at points of their own; what was made is never made again."""

import numpy as np
import pandas as pd
import pytest

from sipabm import Scenario, ScenarioError
from sipabm.calibration import reference_table
from sipabm.calibration.reference_table import Round, fill_rounds, read_rounds, shown_at
from sipabm.calibration.statistics_of_runs import statistics_of_runs
from sipabm.parameters.ranges import cube
from sipabm.runs import new_run
from sipabm.scenario.points import scenario_at
from sipabm.simulation import simulate
from sipabm.statistics.proposals import proposal
from sipabm.validation.patterns import patterns_of

SMALL = Scenario.load("classroom").replace(quarters=40)
WORLD = Scenario.load("world")


@pytest.fixture(autouse=True)
def _few_rows(monkeypatch):
    monkeypatch.setattr(reference_table, "ROWS_A_BLOCK", 3)


def whole(folder, rounds, stop_after=None, threads=1):
    """Return what a folder has of some rounds after filling it, or after so many rows were told of."""
    found, told = [], []

    def asked(store):
        yield from rounds
        found.append(read_rounds(store, rounds))

    def moved(rows):
        told.append(rows)
        if stop_after is not None and len(told) >= stop_after:
            raise KeyboardInterrupt

    how = {"overwrite": False, "moved": moved, "threads": threads, "executor": None}
    fill_rounds(folder, SMALL, 1, asked, {"number_of_runs": 15, "fitted_numbers": 2}, how)
    return found[0]


def test_what_is_shown_is_what_validate_measures_and_parts_add_up_to_the_whole():
    results = simulate(WORLD, 3, threads=1)
    found = statistics_of_runs(results)
    for pattern in patterns_of(WORLD):
        assert found[pattern.name].dropna().tolist() == pytest.approx(pattern.measure(results).dropna().tolist())
    for year in (2014, 2018, 2021):
        groups, areas = (
            found[[f"{part}_{year}" for part in parts]].sum(axis=1)
            for parts in (("GB", "US", "rest"), ("social", "employment", "health"))
        )
        assert groups.tolist() == areas.tolist() == found[f"launches_all_{year}"].tolist()


def test_a_row_is_the_run_of_its_point_with_the_luck_of_its_number():
    points = Round(0, 2).points(1)[3:6]
    found = shown_at(SMALL, 1, 3, points)
    for row, point in enumerate(points):
        told = new_run(scenario_at(SMALL, point.tolist()), 1, 3 + row).advance(40).history()
        ended, signed = len(told.attempts), len(told.contracts)
        assert found["conversion"].iloc[row] == pytest.approx(signed / ended if ended else np.nan, nan_ok=True)


def test_points_depend_on_seed_and_block_alone_and_lie_anywhere_in_the_cube():
    one, two = Round(0, 2).points(1), Round(1, 1).points(1)
    assert one.shape == (6, len(cube())) and np.array_equal(one[3:], two)
    assert not np.array_equal(one, Round(0, 2).points(2))
    assert 0 <= one.min() < 0.02 and 0.98 < one.max() <= 1


def test_a_proposal_moves_its_own_sides_alone():
    draws = np.full((50, 2), 0.9) + np.linspace(-0.02, 0.02, 50)[:, None]
    near = proposal(draws, np.ones(50), np.zeros(2), np.ones(2), anywhere=0.01)
    usual, moved = Round(0, 40).points(1), Round(0, 40, (3, 5), near).points(1)
    others = [side for side in range(len(cube())) if side not in (3, 5)]
    assert np.array_equal(moved[:, others], usual[:, others])
    assert np.median(moved[:, [3, 5]]) == pytest.approx(0.9, abs=0.03)
    assert np.corrcoef(moved[:, 3], usual[:, 3])[0, 1] < 0.4


@pytest.mark.parametrize("threads", [1, pytest.param(2, marks=pytest.mark.slow)])
@pytest.mark.slow
def test_a_table_that_was_interrupted_goes_on_and_becomes_the_same(tmp_path, threads):
    rounds = [Round(0, 3), Round(3, 2)]
    expected = whole(tmp_path / "whole", rounds)
    for stop_after in (1, 3):
        with pytest.raises(KeyboardInterrupt):
            whole(tmp_path / "cut", rounds, stop_after, threads)
    pd.testing.assert_frame_equal(whole(tmp_path / "cut", rounds, threads=threads), expected)


def test_blocks_that_are_there_are_not_made_again(tmp_path, monkeypatch):
    rounds = [Round(0, 2)]
    expected = whole(tmp_path, rounds)
    monkeypatch.setattr(reference_table, "shown_at", None)
    pd.testing.assert_frame_equal(whole(tmp_path, rounds), expected)


@pytest.mark.slow
def test_blocks_of_other_points_are_made_again(tmp_path):
    draws = np.random.default_rng(1).uniform(0.4, 0.6, (50, 1))
    near = proposal(draws, np.ones(50), np.zeros(1), np.ones(1))
    moved = (next(place for place, side in enumerate(cube()) if side.field == "willingness_to_pay"),)
    usual = whole(tmp_path, [Round(0, 1)])
    other = whole(tmp_path, [Round(0, 1, moved, near)])
    assert not usual.equals(other)
    assert other.equals(whole(tmp_path / "fresh", [Round(0, 1, moved, near)]))


@pytest.mark.parametrize(("seed", "rows", "named"), [(2, 15, "another seed"), (1, 30, "another number of runs")])
def test_a_folder_of_another_seed_or_size_is_refused_and_keeps_what_it_has(tmp_path, seed, rows, named):
    expected = whole(tmp_path, [Round(0, 1)])
    how = {"overwrite": False, "moved": len, "threads": 1, "executor": None}
    with pytest.raises(ScenarioError, match=named):
        fill_rounds(tmp_path, SMALL, seed, lambda store: iter(()), {"number_of_runs": rows, "fitted_numbers": 2}, how)
    pd.testing.assert_frame_equal(whole(tmp_path, [Round(0, 1)]), expected)


@pytest.mark.slow
def test_tables_made_from_fewer_runs_leave_the_folder(tmp_path):
    whole(tmp_path, [Round(0, 1)])
    (tmp_path / "numbers.csv").write_text("old")
    whole(tmp_path, [Round(0, 1)])
    assert (tmp_path / "numbers.csv").exists()
    whole(tmp_path, [Round(0, 2)])
    assert not (tmp_path / "numbers.csv").exists()


@pytest.mark.slow
def test_a_damaged_block_is_made_again(tmp_path):
    expected = whole(tmp_path, [Round(0, 2)])
    part = sorted((tmp_path / "runs").iterdir())[0]
    part.write_bytes(part.read_bytes()[:-1])
    pd.testing.assert_frame_equal(whole(tmp_path, [Round(0, 2)]), expected)
