"""Discovery: planted boxes in made-up tables of runs, ratios between two values of a column, and what is refused."""

import numpy as np
import pandas as pd
import pytest

from sipabm import Scenario, ScenarioError, discover, sampled, sweep
from sipabm.studies.discovery import FILE, Condition, outcome_by_point, parsed
from sipabm.studies.discovery_sentences import sentences

POINTS, RUNS = 400, 2


def runs_of(points=POINTS, seed=1, **columns):
    """Return a table of runs: 10 are signed where x is above 0.6, else none; y and z do nothing."""
    luck = np.random.default_rng(seed)
    design = pd.DataFrame({name: luck.random(points) for name in ("x", "y", "z")}).assign(**columns)
    table = design.rename_axis("point").reset_index().loc[np.repeat(np.arange(points), RUNS)].reset_index(drop=True)
    signed = np.where(table["x"] > 0.6, 10.0, 0.0)
    return table.assign(run=np.tile(np.arange(RUNS), points), error=None, signed=signed, successful=0.0)


def crossed_runs():
    """Return runs with and without a lever, which doubles what is signed where x is above 0.5."""
    base = runs_of(300)
    both = [base.assign(lever=share) for share in (0.0, 1.0)]
    table = pd.concat(both, ignore_index=True)[["point", "lever", "x", "y", "z", "run", "error", "signed"]]
    table["signed"] = np.where((table["x"] > 0.5) & (table["lever"] == 1.0), 8.0, 4.0)
    return table.assign(point=table["point"] + 1000 * (table["lever"] == 1.0))


def test_it_finds_the_planted_box_and_says_how_much_it_holds():
    found = discover(runs_of(), "signed > 5")
    (row,) = found.ranges.to_dict("records")
    assert row["name"] == "x" and row["low"] == pytest.approx(0.6, abs=0.02) and row["high"] == row["range_high"]
    assert row["confirmed"] == 1.0 and row["quasi_p"] < 1e-6
    (box,) = found.boxes.to_dict("records")
    assert (box["density"], box["coverage"]) == (1.0, 1.0) and box["mass"] == pytest.approx(found.density)
    assert box["checked_density"] > 0.9 and box["checked_coverage"] > 0.9
    assert list(found.path["mass"][:1]) == [1.0] and found.path["mass"].is_monotonic_decreasing


def test_boxes_are_those_of_opposite_outcomes_on_opposite_sides():
    below = discover(runs_of(), "signed <= 5")
    assert below.ranges["high"][0] == pytest.approx(0.6, abs=0.02) and below.density == pytest.approx(
        1 - discover(runs_of(), "signed > 5").density
    )


def test_without_a_box_tables_are_empty_and_it_is_said():
    table = runs_of()
    table["signed"] = np.repeat(np.random.default_rng(2).random(POINTS), RUNS)
    found = discover(table, "signed > 0.7")
    assert found.boxes.empty and found.ranges.empty and "low" in found.ranges
    assert found.path[["box", "mass", "coverage"]].to_numpy().tolist() == [[1, 1.0, 1.0]]
    assert sentences(found)[1].startswith("No box:")


def test_points_count_by_the_share_of_their_runs_and_failed_runs_not_at_all():
    table = runs_of(3)
    table["signed"] = [9.0, 1.0, 9.0, np.nan, 1.0, 1.0]
    table["error"] = [None, None, None, "ValueError: no", None, None]
    inputs, share = outcome_by_point(table, Condition("signed", ">", 5.0), None)
    assert share.tolist() == [0.5, 1.0, 0.0] and list(inputs) == ["x", "y", "z"]


def test_a_run_without_a_value_is_none_of_those_looked_for():
    table = runs_of(2).assign(signed=[np.nan, 9.0, np.nan, np.nan])
    for sign in (">", "<="):
        _, share = outcome_by_point(table, Condition("signed", sign, 5.0), None)
        assert share[1] == 0.0


def test_between_two_values_of_a_column_the_outcome_is_about_their_ratio():
    found = discover(crossed_runs(), "signed >= 2", between="lever")
    assert found.points == 300 and found.outcome == "signed >= 2 times, by lever"
    assert found.ranges["name"].tolist() == ["x"] and found.ranges["low"][0] == pytest.approx(0.5, abs=0.02)
    assert "lever" not in found.ranges["name"].tolist()


def test_something_from_nothing_is_any_number_of_times_as_much_and_nothing_from_nothing_is_not():
    table = crossed_runs()
    base = table["lever"] == 0.0
    table["signed"] = np.where(base, 0.0, np.where(table["x"] > 0.5, 3.0, 0.0))
    _, share = outcome_by_point(table, Condition("signed", ">", 100.0), "lever")
    x = table[base].drop_duplicates("point").sort_values(["x"])["x"]
    assert share.mean() == pytest.approx((x > 0.5).mean())


@pytest.mark.slow
def test_a_second_box_counts_among_all_points_of_interest():
    table = runs_of(1000)
    table["signed"] = np.where((table["x"] > 0.75) | (table["y"] < 0.2), 10.0, 0.0)
    found = discover(table, "signed > 5", boxes=2)
    assert found.ranges["name"].tolist() == ["x", "y"] and found.boxes["coverage"].sum() == pytest.approx(1.0, abs=0.05)
    path, boxes, ranges = found.of(2)
    assert (len(boxes), len(ranges)) == (1, 1) and path["coverage"].max() < 1.0


def test_columns_that_are_no_numbers_are_left_out_and_named():
    columns = {"early_meetings.from": ["2012Q1", "2016Q1"] * (POINTS // 2), "fixed": 1.0}
    found = discover(runs_of(**columns), "signed > 5")
    assert found.left_out == ("early_meetings.from",)
    assert sentences(found)[-1] == "Left out, as they are not numbers at every point: early_meetings.from."


@pytest.mark.slow
def test_a_sweep_in_a_folder_gives_what_its_table_gives(tmp_path):
    scenario = Scenario.load("classroom").replace(quarters=12, over="defaults")
    design = sampled({"own_interest": (0.0, 0.5), "belief_weight": (0.5, 3.0)}, 100, 1)
    how = {"replicates": 2, "folder": tmp_path / "sweep", "progress": False}
    table = sweep(scenario, design, each_run=True, **how)
    one, other = (discover(runs, "signed > 5") for runs in (table, tmp_path / "sweep"))
    assert one.boxes.equals(other.boxes) and one.ranges.equals(other.ranges) and len(one.boxes) == 1
    (tmp_path / "sweep" / FILE).write_text("{}")
    with pytest.raises(ScenarioError, match="are those of a sensitivity"):
        discover(tmp_path / "sweep", "signed > 5")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("signed > 300", ("signed", ">", 300.0)),
        ("fall<=0.25", ("fall", "<=", 0.25)),
        ("signed_2015 >= -1e3", ("signed_2015", ">=", -1000.0)),
    ],
)
def test_conditions_are_understood(text, expected):
    assert parsed(text) == expected


@pytest.mark.parametrize("text", ["signed", "signed = 3", "signed > many", "3 < ", "signed > 1.2.3", ""])
def test_other_texts_are_refused_with_an_example(text):
    with pytest.raises(ScenarioError, match="is not like 'signed > 300'"):
        parsed(text)


@pytest.mark.parametrize(
    ("table", "how", "words"),
    [
        (runs_of(), {"outcome": "sined > 1"}, "did you mean 'signed'"),
        (runs_of(20), {"outcome": "signed > 1"}, "20 points with runs are too few to find a box; it needs 80"),
        (runs_of().drop(columns="error"), {"outcome": "signed > 1"}, "each_run=True"),
        (runs_of(), {"outcome": "signed > 1", "between": "lever"}, "no column 'lever'"),
        (runs_of(), {"outcome": "signed > 1", "between": "x"}, "no two points differ in 'x' alone"),
        (runs_of(fixed=1.0), {"outcome": "signed > 1", "between": "fixed"}, "a lowest and a highest"),
        (runs_of(x=1.0, y=1.0, z=1.0), {"outcome": "signed > 1"}, "no column of numbers that varies"),
    ],
)
def test_what_cannot_be_looked_for_is_refused_in_one_line(table, how, words):
    with pytest.raises(ScenarioError) as refused:
        discover(table, **how)
    assert words in str(refused.value) and "\n" not in str(refused.value)


def test_sentences_say_where_the_box_is_and_what_holds_on_other_points():
    found = discover(runs_of(), "signed > 5")
    first, second = sentences(found)
    assert first == f"In {100 * found.density:.1f} % of the runs at 400 points signed > 5."
    assert "is where x is above 0.6" in second and "Confirmed in 100 % of 40 random halves." in second
    assert repr(found) == "Discovery of 'signed > 5' at 400 points: 1 box"
    assert "confirmed" in found._repr_html_()
