"""Tables of a validation, from rows written by hand."""

import re

import numpy as np
import pandas as pd
import pytest

from sipabm.cli.validation_tables import pattern_table, summary_table

ROW = {"label": "size", "unit": "parties", "uncertainty": "one history", "verdict": "inside", "score": 0.5}


def words(line):
    """Return the cells of a line."""
    return re.split(r"\s{2,}", line.strip())


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
def test_a_pattern_is_a_line_in_its_unit(printed, made, cells):
    assert words(printed(pattern_table(pd.DataFrame([made])))[1]) == cells


def test_a_line_for_each_kind_leaves_out_verdicts_that_none_has(printed):
    columns = ["kind", "patterns", "inside", "model_below", "model_above", "no_value", "mean_score", "median_score"]
    rows = [("held out", 62, 30, 19, 13, 0, 7.31, 2.84), ("input", 0, 0, 0, 0, 0, np.nan, np.nan)]
    lines = printed(summary_table(pd.DataFrame(rows, columns=columns)))
    assert words(lines[0]) == ["patterns", "inside", "model below", "model above", "mean score", "median score"]
    assert words(lines[1]) == ["held out", "62", "30", "19", "13", "7.3", "2.8"]
    assert words(lines[2]) == ["input", "0", "0", "0", "0", "–", "–"]
