"""Columns made of rows, by hand."""

import pandas as pd
import pytest

from sipabm import ScenarioError
from sipabm.sweeps.run_columns import OwnColumns


def test_columns_of_ones_own_go_by_the_number_of_the_run():
    def of(results):
        return pd.DataFrame({"deals": [4.0, 5.0], "more": 1.0}, index=[6, 8])

    own = OwnColumns(("deals",), of)
    assert own.values(None, range(5, 9)).tolist() == [[0.0], [4.0], [0.0], [5.0]]
    with pytest.raises(ScenarioError, match="should go by the number of the run"):
        own.values(None, range(3))
