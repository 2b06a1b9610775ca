"""Verdicts and scores by hand, and a planted error that they find."""

import pandas as pd
import pytest

from sipabm.validation.observations import Observation
from sipabm.validation.patterns import Kind, Pattern
from sipabm.validation.verdicts import ABOVE, BELOW, INSIDE, NO_VALUE, row_of, score, summary, verdict

SURE = Observation(20.0, 20.0, 20.0, "one history", 20.0, "somebody")
UNSURE = Observation(20.0, 18.0, 22.0, "standard error", 20.0, "somebody")


@pytest.mark.parametrize(
    ("low", "high", "observed", "expected"),
    [
        (10, 20, SURE, INSIDE),
        (10, 19, SURE, BELOW),
        (21, 30, SURE, ABOVE),
        (10, 18, UNSURE, INSIDE),
        (10, 17, UNSURE, BELOW),
        (22, 30, UNSURE, INSIDE),
        (23, 30, UNSURE, ABOVE),
        (float("nan"), float("nan"), SURE, NO_VALUE),
    ],
)
def test_a_band_is_inside_where_it_meets_the_uncertainty_of_what_was_observed(low, high, observed, expected):
    assert verdict(low, high, observed) == expected


def test_a_score_is_width_and_twenty_times_the_distance_in_units_of_the_scale():
    assert score(10.0, 20.0, SURE) == pytest.approx(10 / 20)
    assert score(10.0, 19.0, SURE) == pytest.approx((9 + 20 * 1) / 20)
    assert score(25.0, 30.0, UNSURE) == pytest.approx((5 + 20 * 3) / 20)
    assert score(10.0, 17.0, UNSURE) == pytest.approx((7 + 20 * 1) / 20)


def test_a_band_that_meets_the_uncertainty_costs_its_width_alone():
    assert score(10.0, 19.0, UNSURE) == pytest.approx(9 / 20)


def pattern():
    return Pattern(
        "size", "size of it", Kind.FITTED, "things", lambda scenario: True, lambda: UNSURE, lambda results: None
    )


def test_a_row_has_band_mean_and_verdict_over_the_runs_that_have_a_value():
    row = row_of(pattern(), pd.Series([10.0, 20.0, 30.0, None]))
    assert (row["mean"], row["median"], row["runs"]) == (20.0, 20.0, 3)
    assert (row["low"], row["high"]) == (pytest.approx(11.0), pytest.approx(29.0))
    assert (row["verdict"], row["kind"], row["source"]) == (INSIDE, "fitted", "somebody")


def test_a_planted_error_is_found():
    right = row_of(pattern(), pd.Series([19.0, 20.0, 21.0]))
    wrong = row_of(pattern(), 12 * pd.Series([19.0, 20.0, 21.0]))
    assert (right["verdict"], wrong["verdict"]) == (INSIDE, ABOVE)
    assert wrong["score"] > 100 * right["score"]


def test_a_pattern_that_no_run_shows_has_no_value():
    row = row_of(pattern(), pd.Series(dtype=float))
    assert row["verdict"] == NO_VALUE and row["runs"] == 0 and pd.isna(row["score"])


def test_a_line_for_each_kind_counts_verdicts_and_means_their_scores():
    rows = [("held out", INSIDE, 1.0), ("held out", BELOW, 3.0), ("held out", BELOW, 8.0), ("input", NO_VALUE, None)]
    lines = summary(pd.DataFrame(rows, columns=["kind", "verdict", "score"])).set_index("kind")
    assert lines.loc["held out", ["patterns", "inside", "model_below", "model_above", "no_value"]].tolist() == [
        3,
        1,
        2,
        0,
        0,
    ]
    assert (lines.loc["held out", "mean_score"], lines.loc["held out", "median_score"]) == (4.0, 3.0)
    assert lines.loc["fitted", "patterns"] == 0 and lines.loc["input", "no_value"] == 1
