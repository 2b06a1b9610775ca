"""The heat-map of interactions: a number in every cell, those that are sure in bold."""

import numpy as np
import pandas as pd
import pytest

from sipabm.plots import plot_interactions
from sipabm.plots.interactions_plot import grids, largest_pair

TITLE = "What two mechanisms add together"
CASES = {
    "counts": {},
    "shares": {"unit": "share", "factor": 0.01, "half": 0.003},
    "thousands": {"unit": "million USD", "factor": 1234.0, "half": 300.0},
    "one run": {"half": np.nan},
    "nothing": {"factor": 0.0, "half": 0.0},
}


@pytest.mark.parametrize("case", CASES)
def test_it_can_be_read(attribution, readable, case):
    readable(plot_interactions(attribution(**CASES[case])[2], TITLE))


def test_every_pair_has_its_number_and_those_distinguished_from_zero_are_bold(attribution):
    interactions = attribution()[2]
    cells = plot_interactions(interactions, TITLE).texts
    assert len(cells) == 45
    sure = ((interactions["low"] > 0) | (interactions["high"] < 0)).sum()
    assert sum(cell.get_weight() == "bold" for cell in cells) == sure
    assert "−0.0" not in [cell.get_text() for cell in cells]


def test_shares_are_in_points_which_the_axis_says(attribution):
    assert plot_interactions(attribution(unit="share")[2], TITLE).get_xlabel().startswith("in points;")


def test_values_stand_below_the_diagonal_and_the_scale_is_that_of_pairs():
    rows = [("a", "a", 5.0), ("a", "b", -2.0), ("b", "b", 1.0)]
    table = pd.DataFrame(rows, columns=["first_label", "second_label", "value"])
    values, sure = grids(table.assign(low=table["value"] - 1, high=table["value"] + 1), ["a", "b"])
    assert values[0, 0] == 5 and values[1, 0] == -2 and values[1, 1] == 1 and np.isnan(values[0, 1])
    assert sure.tolist() == [[True, False], [True, False]]
    assert largest_pair(values) == 2 and largest_pair(np.array([[3.0]])) == 1
