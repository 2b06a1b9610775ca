"""Targets: what was observed of a scenario, on scales on which luck is alike."""

import numpy as np
import pandas as pd
import pytest

from sipabm import Scenario
from sipabm.calibration.targets import on_scale, scaled, targets_of, with_error
from sipabm.validation.patterns import Kind, patterns_of

WORLD = Scenario.load("world")


def test_targets_are_the_patterns_that_validate_calls_fitted_or_input_and_none_that_is_held_out():
    table = targets_of(WORLD)
    assert list(table["pattern"]) == [each.name for each in patterns_of(WORLD)]
    assert set(table[table["is_target"]]["kind"]) == {Kind.FITTED.value, Kind.INPUT.value}
    assert set(table[~table["is_target"]]["kind"]) == {Kind.HELD_OUT.value}


@pytest.mark.parametrize(
    ("unit", "value", "on_its_scale"),
    [
        ("partnerships", 9.0, 3.0),
        ("partnerships", -4.0, -2.0),
        ("share", 0.3, 0.3),
        ("year", 2018.0, 2018.0),
        ("months", 0.0, 0.0),
        ("million USD", np.e - 1, 1.0),
    ],
)
def test_counts_go_by_their_root_sizes_by_their_logarithm_and_shares_as_they_are(unit, value, on_its_scale):
    assert scaled(unit, np.array([value]))[0] == pytest.approx(on_its_scale)


def test_a_span_of_sources_has_half_of_it_as_error_and_a_count_of_history_none():
    table = targets_of(WORLD).set_index("pattern")
    low, high = table.loc["conversion", ["fitted", "error"]] @ [[1, 1], [-1, 1]]
    assert (low, high) == pytest.approx((0.20, 0.43), abs=0.01)
    assert table.loc["launches_all_2018", ["fitted", "error"]].tolist() == [pytest.approx(np.sqrt(48)), 0.0]


def test_runs_are_put_on_the_scale_of_the_fit_target_by_target():
    table = targets_of(WORLD)
    names = list(table[table["is_target"]]["pattern"])
    runs = pd.DataFrame(4.0, index=range(2), columns=list(table["pattern"]))
    found = pd.DataFrame(on_scale(runs, table), columns=names)
    assert (found["total"] == 2.0).all() and (found["conversion"] == 4.0).all() and len(found) == 2


def test_the_error_of_a_record_is_drawn_for_each_run_with_its_size():
    shown = with_error(np.zeros((4000, 2)), np.array([0.0, 0.5]), seed=3)
    assert (shown[:, 0] == 0).all()
    assert shown[:, 1].std() == pytest.approx(0.5, rel=0.05) and abs(shown[:, 1].mean()) < 0.03
