import numpy as np
import pandas as pd
import pytest

from sipabm.language.cells import bare, cells, count, interval, times, with_half

ROW = {"base": 7.344, "difference": 3.41, "low": 2.52, "high": 4.30, "unit": "partnerships"}
SHARE = {"base": 0.8884, "difference": 0.011, "low": -0.056, "high": 0.078, "unit": "share of target"}
ONE_RUN = {"difference": -2.0, "low": np.nan, "high": np.nan, "unit": "partnerships"}


def test_all_numbers_of_a_row_have_the_decimals_of_its_interval():
    assert cells(ROW, "base", "difference") == ["7.3", "3.4"]
    assert cells(SHARE, "base", "difference", sign=True) == ["+89", "+1"]
    assert cells(ONE_RUN, "difference") == ["−2.0"]


@pytest.mark.parametrize(("row", "words"), [(ROW, "+2.5 to +4.3"), (SHARE, "−6 to +8"), (ONE_RUN, "–")])
def test_an_interval_goes_from_low_to_high(row, words):
    assert interval(row, sign=True) == words


@pytest.mark.parametrize(("row", "words"), [(ROW, "+3.4 ± 0.9"), (SHARE, "+1 ± 7"), (ONE_RUN, "−2.0")])
def test_half_an_interval_has_the_decimals_of_its_value(row, words):
    assert with_half(row) == words


def test_half_an_interval_may_belong_to_another_name():
    assert with_half({"value": 12.0, "low": 9.0, "high": 15.0, "unit": "partnerships"}, "value") == "+12 ± 3"


def test_a_bare_value_leaves_percent_to_its_row():
    assert [bare(0.8884, "share"), bare(7.344, "partnerships"), bare(np.nan, "share")] == ["89", "7.3", "–"]


def test_counts_and_times_have_a_dash_where_there_is_none():
    assert [count(1234), count(pd.NA), count(np.nan)] == ["1,234", "–", "–"]
    assert [times(3.24), times(154.2), times(np.nan)] == ["× 3.2", "× 154", "–"]


def test_half_of_a_lopsided_interval_is_not_shown_but_all_of_it():
    row = {"difference": 2.0, "low": 0.8, "high": 7.0, "unit": "million USD"}
    assert with_half(row) == "+2 (+1 to +7)"
    assert with_half({**row, "high": 3.25}) == "+2.0 ± 1.2"
