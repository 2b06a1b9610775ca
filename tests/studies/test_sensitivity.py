"""Sensitivity: indices as by hand from the same runs, points within the ranges, and it goes on in a folder."""

import numpy as np
import pandas as pd
import pytest

import sipabm
from sipabm import Measure, Scenario, ScenarioError, read_sweep, sensitivity, sweep, uncertain
from sipabm.statistics.sensitivity import morris, morris_points, noise_share, sobol, sobol_points
from sipabm.studies.sensitivity import design_of, label_and_unit, named_rows, starts_for

NUMBERS = ("own_interest", "worth.social", "belief_weight")
QUIET = {"progress": False}


@pytest.fixture(scope="module")
def small():
    return Scenario.load("classroom").replace(quarters=16, own_interest=0.15)


@pytest.fixture(scope="module")
def screened(small):
    return sensitivity(small, points=40, replicates=2, numbers=NUMBERS, **QUIET)


def ranges_of_numbers():
    rows = uncertain("classroom")
    return rows[rows["name"].isin(NUMBERS)].reset_index(drop=True)


@pytest.mark.parametrize(("method", "each"), [("morris", 4), ("sobol", 5)])
def test_indices_are_those_of_the_averaged_runs_of_the_same_points(small, method, each):
    found = sensitivity(small, method, points=8 * each, replicates=2, seed=3, numbers=NUMBERS, **QUIET)
    unit = (morris_points if method == "morris" else sobol_points)(8, 3, 3)
    design = design_of(ranges_of_numbers(), unit)
    runs = sweep(small, design, 2, 3, each_run=True, **QUIET)
    outputs = runs["signed"].to_numpy(float).reshape(-1, 2)
    expected = morris(unit, outputs, 3) if method == "morris" else sobol(3, outputs, 3)
    rows = found.of("signed").set_index("name").loc[list(design)]
    for name in ("mu_star", "low", "high", "mu", "luck") if method == "morris" else ("first", "total", "total_high"):
        assert rows[name].to_numpy() == pytest.approx(getattr(expected, name), nan_ok=True), name
    assert found.measures["noise_share"][0] == pytest.approx(noise_share(outputs))


def test_the_most_influential_number_stands_first_in_every_measure(screened):
    assert list(screened.measures["measure"]) == ["signed", "successful"]
    for measure in ("signed", "successful"):
        rows = screened.of(measure)
        assert list(rows["rank"]) == [1, 2, 3] and rows["mu_star"].is_monotonic_decreasing
        assert set(rows["name"]) == set(NUMBERS)


def test_points_lie_in_the_ranges_and_touch_both_ends():
    rows = ranges_of_numbers()
    design = design_of(rows, morris_points(20, 3, 1))
    assert list(design) == list(rows["name"])
    assert (design.min().to_numpy() == rows["low"]).all() and (design.max().to_numpy() == rows["high"]).all()


def test_what_was_made_is_said(screened):
    assert screened.manifest == {
        "method": "morris",
        "points": 40,
        "replicates": 2,
        "seed": 1,
        "numbers": list(ranges_of_numbers()["name"]),
    }
    assert list(screened.measures["points"]) == [40, 40] and list(screened.measures["runs"]) == [80, 80]
    assert repr(screened) == "Sensitivity of 'classroom' by morris: signed and successful at 40 points, 2 runs of each"
    assert "own_interest" in screened._repr_html_()


def test_in_a_folder_more_points_keep_the_runs_there_are(small, tmp_path):
    folder = tmp_path / "numbers"
    how = {"replicates": 2, "numbers": NUMBERS, **QUIET}
    sensitivity(small, points=8, folder=folder, **how)
    before = read_sweep(folder)
    more = sensitivity(small, points=40, folder=folder, **how)
    after = read_sweep(folder)
    # Points that are the same are kept once.
    assert after.head(8)["signed"].equals(before["signed"]) and 8 < len(after) <= 40
    assert more.indices.equals(sensitivity(small, points=40, **how).indices)


def test_a_measure_that_is_nowhere_in_some_worlds_is_counted_and_ranked_all_the_same(small):
    found = sensitivity(
        small, measures=("fall",), points=40, replicates=1, numbers=["own_interest", "give_up"], **QUIET
    )
    (row,) = found.measures.to_dict("records")
    assert (row["label"], row["unit"]) == ("fall from the peak", "share")
    missing = int(found.indices["changes"].sum())
    assert 0 <= row["undefined"] < row["runs"] and missing <= 2 * 13


def test_words_of_measures():
    own = Measure("mine", "my own", "things", ("signed",))
    assert label_and_unit("mine", [own]) == ("my own", "things")
    assert label_and_unit("signed", "signed") == ("partnerships signed", "partnerships")
    assert label_and_unit("signed_2015", ["signed_by_year"]) == ("signed 2015", "")
    assert label_and_unit("peak_year", "peak_year") == ("year of the peak", "years")


def test_a_name_with_cases_stands_for_all_of_them():
    rows = uncertain("classroom")
    assert list(named_rows(rows, ["worth"])["name"]) == ["worth.social", "worth.employment", "worth.health"]
    assert named_rows(rows, None) is rows


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ({"numbers": ["own_intrest"]}, "'own_intrest' has no plausible range; did you mean 'own_interest'"),
        ({"numbers": []}, "no number is named"),
        ({"method": "moris"}, "no method 'moris'; did you mean 'morris'"),
        ({"points": 500}, "points = 500 is too few: morris needs 2 × 291 for 290 numbers"),
        ({"numbers": NUMBERS, "measures": ["sined"], "points": 40}, "did you mean 'signed'"),
    ],
)
def test_what_cannot_be_examined_is_refused_in_one_line(small, how, words):
    with pytest.raises(ScenarioError) as refused:
        sensitivity(small, **{"replicates": 1, **QUIET, **how})
    assert words in str(refused.value) and "\n" not in str(refused.value)


def test_another_measure_is_refused(screened):
    with pytest.raises(ScenarioError, match="no measure 'cost'"):
        screened.of("cost")


def test_starts_are_whole_and_of_sobol_a_power_of_two():
    from sipabm.studies.sensitivity import METHODS

    assert starts_for(METHODS["morris"], "morris", 1000, 9) == 100
    assert starts_for(METHODS["sobol"], "sobol", 1000, 8) == 64
    assert starts_for(METHODS["sobol"], "sobol", 640, 8) == 64 and starts_for(METHODS["sobol"], "sobol", 639, 8) == 32


def test_numbers_outside_a_named_few_stay_as_the_scenario_has_them(small):
    one = sensitivity(small.replace(decision_noise=0.5), points=20, replicates=1, numbers=["own_interest"], **QUIET)
    design = design_of(named_rows(uncertain(small), ["own_interest"]), morris_points(10, 1, 1))
    runs = sweep(small.replace(decision_noise=0.5), design, 1, 1, **QUIET)
    effects = np.diff(runs["signed"].to_numpy().reshape(-1, 2), axis=1) / np.diff(
        morris_points(10, 1, 1).reshape(-1, 2), axis=1
    )
    assert one.of("signed")["mu"][0] == pytest.approx(effects.mean())


def test_they_are_doors():
    assert {"sensitivity", "Sensitivity", "discover", "Discovery"} <= set(sipabm.__all__)
    assert isinstance(sipabm.uncertain("classroom"), pd.DataFrame)
