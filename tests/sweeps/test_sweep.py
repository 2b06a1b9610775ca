"""A sweep is one tidy table: the same in memory and from a folder, and the numbers are those of simulate."""

import json
import os
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from scipy.stats import t as student

from sipabm import Country, read_sweep, simulate, sweep
from sipabm.sweeps import running
from sipabm.sweeps.factors import scenarios_of
from sipabm.sweeps.measures import Measure
from sipabm.sweeps.run_columns import OwnColumns

RUNS = 6


@pytest.fixture(scope="module")
def found(small, design):
    return sweep(small, design, RUNS, 2, measures=["signed", "mean_months_to_signature"])


@pytest.fixture(scope="module")
def each_run(small, design):
    return sweep(small, design, RUNS, 2, measures=["signed", "mean_months_to_signature"], each_run=True)


def test_a_row_is_a_point_with_its_design_its_runs_and_its_measures(design, found):
    assert list(found) == [
        *("point", "early_meetings", "give_up", "runs", "failed"),
        *("signed", "signed_low", "signed_high"),
        *(f"mean_months_to_signature{end}" for end in ("", "_low", "_high")),
    ]
    pd.testing.assert_frame_equal(found[list(design)], design)
    assert (found["runs"] == RUNS).all() and not found["failed"].any()


def test_means_and_intervals_are_those_of_simulate(small, design, found):
    for (_, row), scenario in zip(found.iterrows(), scenarios_of(small, design), strict=True):
        runs = simulate(scenario, RUNS, 2, rows=False).runs
        assert row["signed"] == runs["signed"].mean()
        half = student.ppf(0.975, RUNS - 1) * runs["signed"].std() / np.sqrt(RUNS)
        assert (row["signed_low"], row["signed_high"]) == pytest.approx((row["signed"] - half, row["signed"] + half))
        months = (runs["mean_months_to_signature"].fillna(0) * runs["signed"]).sum() / runs["signed"].sum()
        assert row["mean_months_to_signature"] == pytest.approx(months)


def test_each_run_has_a_row_with_its_replicate_and_its_own_values(small, design, each_run):
    assert len(each_run) == len(design) * RUNS and each_run["run"].tolist() == list(range(RUNS)) * len(design)
    (scenario, *_) = scenarios_of(small, design)
    runs = simulate(scenario, RUNS, 2, rows=False).runs
    first = each_run[each_run["point"] == 0]
    assert first["signed"].tolist() == runs["signed"].tolist() and first["error"].isna().all()
    np.testing.assert_allclose(first["mean_months_to_signature"], runs["mean_months_to_signature"])


def test_a_folder_gives_the_same_table_now_and_later(small, design, tmp_path, found, each_run):
    asked = ["signed", "mean_months_to_signature"]
    kept = sweep(small, design, RUNS, 2, measures=asked, folder=tmp_path / "out")
    pd.testing.assert_frame_equal(kept, found)
    pd.testing.assert_frame_equal(read_sweep(tmp_path / "out"), found)
    pd.testing.assert_frame_equal(read_sweep(tmp_path / "out", each_run=True), each_run)


def test_one_run_has_no_interval(small, design):
    row = sweep(small, design, 1).iloc[0]
    assert row["runs"] == 1 and not np.isnan(row["signed"]) and np.isnan(row["signed_low"])


def sometimes(results):
    """Return twice what is signed; fail in run 2 of the second point, while memory is short."""
    if (
        "MUCH_MEMORY" not in os.environ
        and results.scenario.learning.give_up == 0.2
        and (results.runs["run"] == 2).any()
    ):
        raise ArithmeticError("never in\trun\x1b 2\nof this point")
    return results.runs.set_index("run")[["signed"]].rename(columns={"signed": "twice"}) * 2


TWICE = {
    "own": [OwnColumns(("twice",), sometimes)],
    "measures": ["signed", Measure("twice", "twice as many", "partnerships", ("twice",))],
}


@pytest.mark.parametrize("folder", [None, "out"])
def test_a_failed_run_is_a_row_with_its_reason_and_costs_no_other(small, design, tmp_path, folder):
    where = {"folder": tmp_path / folder} if folder else {}
    found = sweep(small, design, RUNS, 2, **TWICE, **where)
    assert found["failed"].tolist() == [0, 1, 0] and found["runs"].tolist() == [RUNS, RUNS - 1, RUNS]
    assert (found["twice"] == 2 * found["signed"]).all()
    rows = sweep(small, design, RUNS, 2, **TWICE, **where, each_run=True)
    (failed,) = rows[rows["error"].notna()].to_dict("records")
    assert (failed["point"], failed["run"]) == (1, 2) and failed["error"] == r"ArithmeticError: never in run\x1b 2"
    assert np.isnan(failed["signed"]) and np.isnan(failed["twice"])


def test_a_failed_run_is_tried_again(small, design, tmp_path, monkeypatch):
    sweep(small, design, RUNS, 2, **TWICE, folder=tmp_path / "out")
    monkeypatch.setenv("MUCH_MEMORY", "yes")
    made = []
    run = running.done
    monkeypatch.setattr(running, "done", lambda kept, task: made.append(task) or run(kept, task))
    again = sweep(small, design, RUNS, 2, **TWICE, folder=tmp_path / "out", threads=1)
    assert not again["failed"].any() and sum(len(task.places) * len(task.runs) for task in made) == 1
    pd.testing.assert_frame_equal(again, sweep(small, design, RUNS, 2, **TWICE))


def test_rows_are_kept_when_asked_for_and_any_tool_reads_them(small, design, tmp_path):
    sweep(small, design, RUNS, 2, folder=tmp_path / "out", rows=True)
    (_, second, _) = scenarios_of(small, design)
    for table in ("attempts", "contracts"):
        kept = pd.read_parquet(tmp_path / "out" / table)
        expected = getattr(simulate(second, RUNS, 2), table)
        of_second = kept[kept["point"] == 1].drop(columns="point").reset_index(drop=True)
        assert list(of_second) == list(expected) and len(of_second) == len(expected)
        for name in expected:
            same = expected[name].astype(str).where(expected[name].notna(), "")
            assert (of_second[name].astype(str).where(of_second[name].notna(), "") == same).all(), name


def test_the_table_of_points_joins_the_runs(small, design, tmp_path):
    sweep(small, design, RUNS, 2, folder=tmp_path / "out")
    points, runs = (pd.read_parquet(tmp_path / "out" / name) for name in ("points", "runs"))
    joined = runs.merge(points, on="point")
    assert len(joined) == len(design) * RUNS and joined.groupby("point")["give_up"].first().tolist() == [0.1, 0.2, 0.3]


@pytest.mark.parametrize(
    ("design", "words"),
    [
        ({"give_up": [0.1]}, "the design is of type dict; give a pandas frame"),
        (pd.DataFrame({"give_up": []}), "the design has no rows"),
        (pd.DataFrame([[1, 2]], columns=["give_up", "give_up"]), "two columns 'give_up'"),
        (pd.DataFrame({"runs": [1]}), "a column 'runs', which results have too"),
        (pd.DataFrame({"quarters": [32, 40]}), "the scenarios cover different times"),
    ],
)
def test_a_design_that_cannot_be_swept_is_refused(small, design, words, line_of):
    assert words in line_of(lambda: sweep(small, design))


def test_nothing_is_written_before_all_is_checked(small, tmp_path, line_of):
    bad = pd.DataFrame({"give_up": [0.1, 7.0]})
    assert "row 1" in line_of(lambda: sweep(small, bad, 2, folder=tmp_path / "out"))
    assert "no measure" in line_of(lambda: sweep(small, bad[:1], 2, measures="sined", folder=tmp_path / "out"))
    assert not (tmp_path / "out").exists()


def test_rows_and_shards_need_a_folder(small, design, line_of):
    for options in ({"rows": True}, {"shard": (1, 2)}):
        assert "kept in a folder" in line_of(lambda options=options: sweep(small, design, **options))


def test_what_is_no_sweep_is_not_read_as_one(small, tmp_path, line_of):
    simulate(small, 2).save(tmp_path / "runs")
    assert "holds no sweep" in line_of(lambda: read_sweep(tmp_path / "runs"))
    assert "holds no results" in line_of(lambda: read_sweep(tmp_path / "nothing"))


@pytest.mark.parametrize("cells", [[(Country(code="A", authorities=9, providers=1, investors=1),)], [Fraction(1, 3)]])
def test_cells_of_any_kind_are_stored(small, tmp_path, cells):
    name = "give_up" if isinstance(cells[0], Fraction) else "countries"
    sweep(small, pd.DataFrame({name: pd.Series([None, *cells])}), 1, folder=tmp_path / "out")
    (_, found) = read_sweep(tmp_path / "out")[name]
    assert found == 1 / 3 if name == "give_up" else json.loads(found)[0]["authorities"] == 9


def test_an_edge_list_that_is_changed_while_runs_are_made_is_not_mixed(small, tmp_path):
    edges = tmp_path / "ties.csv"
    edges.write_text("first,second\nauthority:A:1,authority:A:2\n")

    def changing(results):
        edges.write_text("first,second\nauthority:A:1,authority:A:3\n")
        return results.runs.set_index("run")[["signed"]].rename(columns={"signed": "mine"})

    design = pd.DataFrame({"ties": ["edge_list"] * 2, "edge_list": [str(edges)] * 2, "give_up": [0.1, 0.2]})
    asked = {"own": [OwnColumns(("mine",), changing)], "each_run": True, "threads": 1}
    for _ in range(2):  # of another sweep it is the file
        found = sweep(small, design, 1, **asked)
        first, second = found["error"]
        edges.write_text("first,second\nauthority:A:1,authority:A:2\n")
        assert pd.isna(first) and "was changed since it was first read" in second
    assert sweep(small, design, 1, threads=1)["failed"].sum() == 0
    edges.write_text("first,second\nauthority:A:1,authority:A:3\n")
    assert sweep(small, design, 1, threads=1)["failed"].sum() == 0
