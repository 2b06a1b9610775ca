"""Bands and shares worked by hand."""

import numpy as np
import pandas as pd
import pytest

from sipabm.statistics.bands import band, share


def test_a_band_is_the_mean_and_where_nine_of_ten_rows_lie():
    values = pd.DataFrame({"even": range(21), "late": [0] * 20 + [21]})
    table = band(values)
    assert table.loc["even"].to_dict() == pytest.approx({"mean": 10.0, "low": 1.0, "high": 19.0})
    assert table.loc["late"].to_dict() == pytest.approx({"mean": 1.0, "low": 0.0, "high": 0.0})


def test_a_share_of_each_whole_is_missing_where_that_is_nothing():
    shares = share(pd.Series([1, 0, 3]), pd.Series([4, 0, 3]))
    assert shares.tolist() == pytest.approx([0.25, np.nan, 1.0], nan_ok=True)


def test_something_of_nothing_is_missing_and_not_infinite():
    assert share(pd.Series([2.0]), 0.0).isna().all()


def test_shares_of_one_whole_keep_their_names():
    shares = share(pd.Series({"a": 1, "b": 3}), 4)
    assert shares.to_dict() == {"a": 0.25, "b": 0.75}
