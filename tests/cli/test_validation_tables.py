"""Tables of a validation, from rows written by hand."""

import re

import numpy as np
import pandas as pd

from sipabm.cli.validation_tables import pattern_table, summary_table

ROW = {"label": "size", "unit": "parties", "uncertainty": "one history", "verdict": "inside", "score": 0.5}
NUMBERS = {"observed": 48, "observed_low": 48, "observed_high": 48, "mean": 10.2, "low": 7, "high": 15}


def words(line):
    """Return the cells of a line."""
    return re.split(r"\s{2,}", line.strip())


def test_a_pattern_is_a_line_under_its_headings(printed):
    lines = printed(pattern_table(pd.DataFrame([ROW | NUMBERS])))
    assert words(lines[0]) == ["observed", "mean", "90 % of runs", "verdict", "score"]
    assert words(lines[1]) == ["size", "48", "10.2", "7 to 15", "inside", "0.50"]


def test_a_line_for_each_kind_leaves_out_verdicts_that_none_has(printed):
    columns = ["kind", "patterns", "inside", "model_below", "model_above", "no_value", "mean_score", "median_score"]
    rows = [("held out", 62, 30, 19, 13, 0, 7.31, 2.84), ("input", 0, 0, 0, 0, 0, np.nan, np.nan)]
    lines = printed(summary_table(pd.DataFrame(rows, columns=columns)))
    assert words(lines[0]) == ["patterns", "inside", "model below", "model above", "mean score", "median score"]
    assert words(lines[1]) == ["held out", "62", "30", "19", "13", "7.3", "2.8"]
    assert words(lines[2]) == ["input", "0", "0", "0", "0", "–", "–"]
