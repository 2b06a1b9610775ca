"""A row of a design describes a scenario: numbers, levers with dates, numpy's own types, missing cells."""

import numpy as np
import pandas as pd
import pytest

from sipabm.sweeps.factors import scenarios_of


def described(base, **columns):
    return list(scenarios_of(base, pd.DataFrame(columns)))


def test_numbers_are_replaced_by_name_and_by_case(small):
    first, second = described(small, give_up=[0.1, 0.2], **{"worth.social": np.array([3, 4])})
    assert first == small.replace({"give_up": 0.1, "worth.social": 3})
    assert second == small.replace({"give_up": 0.2, "worth.social": 4})


def test_a_lever_is_a_policy_from_its_quarter_or_from_the_first(small):
    (always,) = described(small, early_meetings=[0.5])
    assert always == small.with_policy(f"early_meetings=0.5@{small.first_quarter}")
    dates = {"early_meetings.from": ["2012Q1"], "early_meetings.until": ["2013Q4"]}
    (dated,) = described(small, early_meetings=[1], **dates)
    assert dated == small.with_policy("early_meetings=1@2012Q1:2013Q4")


def test_what_is_missing_stays_as_it_is(small):
    for nothing in (None, np.nan, pd.NA):
        first, second = described(small, give_up=[nothing, 0.3], pooled_budgets=[nothing, 1.0])
        assert first == small
        assert second == small.replace(give_up=0.3).with_policy(f"pooled_budgets=1@{small.first_quarter}")


def test_whole_numbers_texts_and_quarters_of_a_frame_are_understood(small):
    rows = pd.DataFrame(
        {
            "seasons": ["x"],
            "horizon": np.array([4], dtype=np.int8),
            "early_meetings": np.array([0.5], dtype=np.float32),
            "early_meetings.from": pd.PeriodIndex(["2012Q1"], freq="Q"),
        }
    ).drop(columns="seasons")
    (found,) = scenarios_of(small, rows)
    assert found == small.replace(horizon=4).with_policy("early_meetings=0.5@2012Q1")


def test_practice_is_a_number_like_any_other(small):
    (found,) = described(small, **{"levers.pooled_budgets.practice": [0.3]})
    assert found.levers.pooled_budgets.practice == 0.3


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"giveup": [0.1]}, "no parameter 'giveup'; did you mean 'give_up'?"),
        ({"give_up": [0.1, 2.0]}, "row 1 of the design: small: learning.give_up = 2.0 is outside 0 to 1"),
        ({"early_meetings.from": ["2012Q1"]}, "has 'early_meetings.from' but no column 'early_meetings'"),
        ({"early_meetings": [0.5], "early_meetings.from": ["soon"]}, "row 0 of the design"),
        ({"give_up": ["often"]}, "row 0 of the design"),
        ({"early_meetings.social": [1]}, "levers of a sweep act in all of them; vary 'early_meetings' here, or ask"),
    ],
)
def test_what_describes_no_scenario_is_refused_in_a_line_naming_column_or_row(small, columns, words, line_of):
    assert words in line_of(lambda: described(small, **columns))
