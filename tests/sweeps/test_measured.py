"""Measures from tables of sums, against numbers worked out by hand."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import t as student
from sipabm.studies.measures import Measure
from sipabm.studies.sums import level_table, measured_sums

MEASURES = (
    Measure("count", "things", "things", ("one", "two")),
    Measure("mean", "mean", "share", ("two",), ("one",)),
)
FIRST = pd.DataFrame({"one": [1.0, 3.0], "two": [2.0, 2.0]}, index=[5, 8])
SECOND = pd.DataFrame({"one": [2.0, 4.0], "two": [0.0, 3.0]}, index=[5, 8])


@pytest.fixture(scope="module")
def measured():
    return measured_sums(MEASURES, [FIRST, SECOND])


def test_a_measure_is_the_sum_of_its_columns_over_the_sum_of_those_it_is_divided_by(measured):
    assert measured.runs == 2
    assert measured.amount.tolist() == [[[3.0, 2.0], [5.0, 2.0]], [[2.0, 0.0], [7.0, 3.0]]]
    assert measured.per.tolist() == [[[1.0, 1.0], [1.0, 3.0]], [[1.0, 2.0], [1.0, 4.0]]]
    assert measured.means() == pytest.approx(np.array([[4.0, 4 / 4], [4.5, 3 / 6]]))


def test_levels_have_the_interval_of_a_mean_and_of_a_ratio(measured):
    rows = level_table(measured, ["first", "second"]).set_index(["alternative", "measure"])
    quantile = student.ppf(0.975, 1)
    # Counts 3 and 5: mean 4, standard error 1. Ratio 3 / 6: residuals -1 and 1 over a mean of 3, standard error 1 / 3.
    for key, value, error in ((("first", "count"), 4.0, 1.0), (("second", "mean"), 0.5, 1 / 3)):
        row = rows.loc[key]
        assert row["value"] == pytest.approx(value)
        assert row["value_high"] - row["value"] == pytest.approx(quantile * error)
        assert row["value"] - row["value_low"] == pytest.approx(quantile * error)
    assert rows.loc[("first", "mean"), ["label", "unit"]].tolist() == ["mean", "share"]
