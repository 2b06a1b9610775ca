"""The waterfall: bars that hang together, numbers that are those of the table."""

import numpy as np
import pandas as pd
import pytest

from sipabm.plots import figure_bytes, plot_waterfall
from sipabm.plots.waterfall_plot import bar_text, steps

TITLE = "What the share of the peak lost by 2021–2023 comes from"
ENDS = ("all mechanisms off", "all on")
CASES = {
    "counts": {},
    "shares": {"unit": "share", "factor": 0.01, "nobody": 0.0, "half": 0.003},
    "thousands": {"unit": "million USD", "factor": 1234.0, "nobody": -4000.0, "half": 300.0},
    "one run": {"half": np.nan},
    "nothing": {"factor": 0.0, "nobody": 0.0, "half": 0.0},
}


def drawn(attribution, case="counts"):
    shares, totals, _ = attribution(**CASES[case])
    return plot_waterfall(shares, totals, ENDS, TITLE)


@pytest.mark.parametrize("case", CASES)
def test_it_can_be_read(attribution, readable, case):
    readable(drawn(attribution, case))


def test_bars_hang_together(attribution):
    shares, totals, _ = attribution()
    rows = steps(shares, totals, ENDS)
    assert rows["begin"].iloc[2:-1].tolist() == pytest.approx(rows["end"].iloc[1:-2].tolist())
    assert rows["begin"].iloc[1] == pytest.approx(rows["end"].iloc[0])
    assert rows["end"].iloc[-2] == pytest.approx(rows["end"].iloc[-1])
    assert rows["label"].tolist()[0] == ENDS[0] and rows["label"].tolist()[-1] == ENDS[1]


def test_numbers_beside_it_are_those_of_the_table(attribution):
    written = {text.get_text() for text in drawn(attribution).texts}
    assert {"12.0", "+9.4", "−1.0", "9.0 to 9.8", "−1.4 to −0.6"} <= written


def test_shares_are_in_percent_which_the_axis_says(attribution):
    axes = drawn(attribution, "shares")
    assert axes.get_xlabel().startswith("%;")
    assert "+9.4" in {text.get_text() for text in axes.texts}


@pytest.mark.parametrize(
    ("row", "texts"),
    [
        ({"begin": 2.0, "end": 2.48, "low": 2.44, "high": 2.52, "step": True}, ("+0.48", "0.44 to 0.52")),
        ({"begin": 0.0, "end": 8.7, "low": 8.1, "high": 9.3, "step": False}, ("8.7", "8.1 to 9.3")),
        ({"begin": 1.0, "end": 0.5, "low": np.nan, "high": np.nan, "step": True}, ("−0.5", "")),
    ],
)
def test_a_number_has_the_decimals_of_its_interval(row, texts):
    assert bar_text(pd.Series(row)) == texts


@pytest.mark.parametrize("kind", ["svg", "png"])
def test_the_same_tables_give_the_same_bytes(attribution, kind):
    assert figure_bytes(drawn(attribution), kind) == figure_bytes(drawn(attribution), kind)
