import numpy as np
import pytest

from sipabm.studies.levels import change_of_change, ratio, values_by_run, with_interval
from sipabm.studies.measures import Measure, Measured

SUCCESS = Measure("success", "success", "share of target", ("success",), ("ended",))


def test_values_by_run_have_the_mean_of_the_ratio():
    amount, per = np.array([[[2.0], [6.0]]]), np.array([[[4.0], [12.0]]])
    values = values_by_run(Measured((SUCCESS,), (), amount, per, np.zeros((1, 2, 0))), "success")
    assert values == pytest.approx(np.array([[0.5, 0.5]]))  # both runs have the same ratio


def test_the_interval_is_that_of_the_mean():
    # Mean 2, standard deviation 1, three runs: half is 4.3027 / sqrt(3).
    assert with_interval(np.array([1.0, 2.0, 3.0])) == pytest.approx(
        {"difference": 2.0, "low": -0.4841, "high": 4.4841}, abs=1e-4
    )


def test_change_of_change_is_the_second_change_less_the_first():
    values = np.array([[10.0, 20.0], [11.0, 21.0], [30.0, 40.0], [36.0, 46.0]])
    assert change_of_change(values, (0, 1), (2, 3)) == pytest.approx({"difference": 5.0, "low": 5.0, "high": 5.0})


def test_a_ratio_of_means_is_missing_where_the_lower_may_be_zero():
    runs = np.array([3.9, 4.1, 4.0, 4.0])
    assert ratio(2 * runs, runs)["difference"] == pytest.approx(2.0)
    assert all(np.isnan(list(ratio(runs, np.array([-1.0, 1.0, -1.0, 1.5])).values())))
