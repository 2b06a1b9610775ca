"""What the folder of a sweep says of itself: units and meanings of every column, runs that failed."""

import pandas as pd
import pytest

from sipabm import OwnColumns, Scenario, grid, plausible_ranges, sweep
from sipabm.sweeps.estimate import estimated
from sipabm.sweeps.explained import explain, failures, of_design
from sipabm.sweeps.measures import Measure
from sipabm.sweeps.run_columns import CHARACTERISTICS, COUNTS, LEVELS
from sipabm.sweeps.run_units import unit_of
from sipabm.sweeps.sweep import checked
from sipabm.tables.folders import COLUMNS_FILE, POINTS_FILE


@pytest.fixture(scope="module")
def small():
    return Scenario.load("classroom").replace(quarters=12, own_interest=0.3)


def twice(results):
    """Return a column of one's own, which fails in the second run."""
    if 1 in results.runs["run"].to_list():
        raise ArithmeticError("no luck")
    return pd.DataFrame({"twice": 2 * results.runs.set_index("run")["signed"]})


OWN = {"own": [OwnColumns(("twice",), twice)], "measures": [Measure("twice", "twice as many", "pairs", ("twice",))]}


def test_columns_of_ones_own_and_failed_runs_are_told(small, tmp_path):
    sweep(small, grid({"give_up": [0.1, 0.2]}), 2, **OWN, folder=tmp_path, progress=False)
    explain(tmp_path)
    told = pd.read_csv(tmp_path / COLUMNS_FILE, keep_default_na=False).set_index(["table", "column"])
    assert tuple(told.loc[("points.csv", "twice")]) == ("pairs", "twice as many: mean over runs")
    assert told.loc[("runs", "twice"), "meaning"] == "a column of one's own"
    assert [tuple(each) for each in failures(tmp_path)] == [(point, 1, "ArithmeticError: no luck") for point in (0, 1)]


@pytest.mark.parametrize("change", [{"replicates": 3}, {"overwrite": True}, {"measures": ["cost"], "overwrite": True}])
def test_what_tells_of_other_runs_leaves_the_folder_and_stays_where_none_are_made(small, tmp_path, change):
    asked = {"design": grid({"give_up": [0.1, 0.2]}), "replicates": 2, "folder": tmp_path}
    sweep(small, **asked)
    explain(tmp_path)
    for same in ({}, {"replicates": 1}):
        sweep(small, **{**asked, **same})
        assert (tmp_path / POINTS_FILE).exists() and (tmp_path / COLUMNS_FILE).exists()
    sweep(small, **{**asked, **change})
    assert not (tmp_path / POINTS_FILE).exists() and not (tmp_path / COLUMNS_FILE).exists()


def test_a_folder_with_a_link_for_its_runs_is_refused_before_anything_is_removed(small, tmp_path, line_of):
    asked = {"design": grid({"give_up": [0.1, 0.2]}), "replicates": 2, "folder": tmp_path / "out"}
    sweep(small, **asked)
    explain(tmp_path / "out")
    (tmp_path / "out" / "runs").rename(tmp_path / "elsewhere")
    (tmp_path / "out" / "runs").symlink_to(tmp_path / "elsewhere")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert "runs is a link" in line_of(lambda: sweep(small, **asked, overwrite=True))
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize(
    ("name", "unit", "begin"),
    [
        ("early_meetings", "share", "early meetings: share of projects that use the lever by a policy"),
        ("early_meetings.until", "", "early meetings: quarter until which the policy holds"),
        ("levers.early_meetings.practice", "share", "early meetings: share of projects"),
        ("levers.early_meetings", "", "early meetings: reaches friends of friends"),
        ("give_up", "probability", "probability"),
        ("learning.give_up", "probability", "probability"),
        ("quarters", "", "number of quarters simulated"),
    ],
)
def test_what_is_varied_is_told_with_its_unit(name, unit, begin):
    assert of_design(name)[:2] == (name, unit) and of_design(name)[2].startswith(begin)


def test_a_case_of_a_table_is_named():
    whole, case = of_design("settlement.worth.social"), of_design("worth.social")
    assert whole[1:] == case[1:] and case[2].endswith(", of social")


@pytest.mark.slow
def test_every_uncertain_number_and_every_column_of_a_run_is_told():
    assert all(meaning for _, _, meaning in map(of_design, plausible_ranges()))
    assert all(unit_of(column) for column in (*COUNTS, *LEVELS, *CHARACTERISTICS))


@pytest.mark.parametrize("rows", [False, True])
def test_the_bytes_estimated_are_near_those_written_if_all_runs_were_measured(small, tmp_path, rows):
    design = grid({"give_up": [0.1, 0.2]})
    sweep(small, design, 12, rows=rows, folder=tmp_path, progress=False)
    explain(tmp_path)
    asked = checked(small, design, 12, 1, ("signed", "successful"), (), None, None, "engine", rows)
    found = estimated(asked, threads=1)
    kept = [path for path in tmp_path.rglob("*") if path.suffix == ".parquet" or path.name == POINTS_FILE]
    assert (found.runs, found.measured_runs) == (24, 24)
    assert found.bytes == pytest.approx(sum(path.stat().st_size for path in kept), rel=0.1)
    assert estimated(asked, threads=1, folder=tmp_path).there == 24
