"""Measures from tables of sums, against numbers worked out by hand."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import t as student

from sipabm.sweeps.measured import Measured, measured_tables
from sipabm.sweeps.measures import Measure

MEASURES = (
    Measure("count", "things", "things", ("one", "two")),
    Measure("mean", "mean", "share", ("two",), ("one",)),
)
FIRST = pd.DataFrame({"one": [1.0, 3.0], "two": [2.0, 2.0]}, index=[5, 8])
SECOND = pd.DataFrame({"one": [2.0, 4.0], "two": [0.0, 3.0]}, index=[5, 8])


@pytest.fixture(scope="module")
def measured():
    return measured_tables(MEASURES, {"first": FIRST, "second": SECOND})


def test_a_measure_is_the_sum_of_its_columns_over_the_sum_of_those_it_is_divided_by(measured):
    assert measured.runs == 2 and measured.scenarios == ("first", "second")
    assert [part.tolist() for part in measured.amounts("count")] == [[[3, 5], [2, 7]], [[1, 1], [1, 1]]]
    assert [part.tolist() for part in measured.amounts("mean")] == [[[2, 2], [0, 3]], [[1, 3], [2, 4]]]
    assert measured.means().to_dict("index") == {
        "first": {"count": 4.0, "mean": 1.0},
        "second": {"count": 4.5, "mean": 0.5},
    }


def test_values_by_run_have_the_mean_of_the_ratio(measured):
    """What runs add to 3 / 6 of the second: 0.5 + (0 - 0.5 * 2) / 3 and 0.5 + (3 - 0.5 * 4) / 3."""
    assert measured.by_run("mean")["second"].tolist() == pytest.approx([0.5 - 1 / 3, 0.5 + 1 / 3])
    assert measured.by_run("count")["first"].tolist() == [3.0, 5.0]


def test_runs_with_the_same_ratio_have_that_value_each():
    values = np.array([[[2.0, 4.0], [6.0, 12.0]]])
    runs = Measured(("all",), (Measure("ratio", "", "", ("two",), ("one",)),), ("two", "one"), values)
    assert runs.by_run("ratio")["all"].tolist() == [0.5, 0.5]


def test_levels_have_the_interval_of_a_mean_and_of_a_ratio(measured):
    rows = measured.levels().set_index(["alternative", "measure"])
    quantile = student.ppf(0.975, 1)
    # Counts 3 and 5: mean 4, standard error 1. Ratio 3 / 6: residuals -1 and 1 over a mean of 3, standard error 1 / 3.
    for key, value, error in ((("first", "count"), 4.0, 1.0), (("second", "mean"), 0.5, 1 / 3)):
        row = rows.loc[key]
        assert row["value"] == pytest.approx(value)
        assert row["value_high"] - row["value"] == pytest.approx(quantile * error)
        assert row["value"] - row["value_low"] == pytest.approx(quantile * error)
    assert rows.loc[("first", "mean"), ["label", "unit"]].tolist() == ["mean", "share"]


def test_some_scenarios_are_taken_by_label_and_further_runs_follow(measured):
    assert measured.of(["second"]).mean("count").to_dict() == {"second": 4.5}
    both = measured.followed_by(measured)
    assert both.runs == 4 and both.by_run("count")["first"].tolist() == [3, 5, 3, 5]


def test_years_are_taken_in_the_order_asked_for():
    runs = Measured(("all",), (), ("signed_2012", "signed_2013"), np.array([[[1.0, 2.0], [3.0, 4.0]]]))
    assert runs.by_year("signed", (2013, 2012)).tolist() == [[[2.0, 1.0], [4.0, 3.0]]]


def test_a_measure_that_was_not_measured_is_refused_with_the_nearest(measured, line_of):
    assert "no measure 'cuont'; did you mean 'count'? (measures: count, mean)" in line_of(
        lambda: measured.mean("cuont")
    )
