"""What a reader sees of a pattern, from rows written by hand."""

import numpy as np
import pandas as pd
import pytest

from sipabm.validation.pattern_cells import HEADINGS, pattern_cells, readable

ROW = {"label": "size", "unit": "parties", "uncertainty": "one history", "verdict": "inside", "score": 0.5}


def row(observed, model, **changes):
    numbers = dict(zip(("observed", "observed_low", "observed_high"), observed, strict=True))
    numbers |= dict(zip(("mean", "low", "high"), model, strict=True))
    return {**ROW, **numbers, **changes}


@pytest.mark.parametrize(
    ("made", "cells"),
    [
        (row((48, 48, 48), (10.2, 7, 15)), ["size", "48", "10.2", "7 to 15", "inside", "0.50"]),
        (row((7.4, 7.19, 7.61), (6.0, 5.3, 6.7)), ["size", "7.4 (7.2 to 7.6)", "6", "5.3 to 6.7", "inside", "0.50"]),
        (
            row((0.54, 0.505, 0.585), (0.0164, 0.012, 0.0204), unit="share"),
            ["size", "54 % (50 to 58)", "1.6 %", "1.2 to 2.0 %", "inside", "0.50"],
        ),
        (
            row((0.105, 0.01, 0.2), (0.24, 0.04, 0.31), unit="share", uncertainty="span of sources"),
            ["size", "1 to 20 %", "24 %", "4 to 31 %", "inside", "0.50"],
        ),
        (
            row((0.105, 0.01, 0.2), (0.19986, 0.2, 0.2), unit="share", uncertainty="span of sources"),
            ["size", "1 to 20 %", "20 %", "20 %", "inside", "0.50"],
        ),
        (
            row((2018, 2018, 2018), (2017.6, 2014.2, 2021), unit="year"),
            ["size", "2018", "2018", "2014 to 2021", "inside", "0.50"],
        ),
        (
            row((1.5, 1.5, 1.5), (np.nan,) * 3, unit="million USD", verdict="no value", score=np.nan),
            ["size", "1.5", "–", "–", "no value", "–"],
        ),
    ],
)
def test_numbers_are_in_their_unit_and_with_their_uncertainty(made, cells):
    assert list(pattern_cells(made)) == cells


def test_a_readable_table_has_the_kind_of_each_pattern():
    made = [row((2018, 2018, 2018), (2017.6, 2014.2, 2021), unit="year", kind="fitted")]
    table = readable(pd.DataFrame(made))
    assert table.columns.tolist() == [*HEADINGS, "kind"]
    assert table.loc[0, ["observed", "kind"]].tolist() == ["2018", "fitted"]
