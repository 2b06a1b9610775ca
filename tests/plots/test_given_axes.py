"""The caller's axes: a single one, a row or a grid."""

import pytest
from matplotlib.figure import Figure

from sipabm import ScenarioError
from sipabm.plots.given_axes import checked_axes, checked_panel


def test_a_single_one_a_list_and_a_grid_are_taken_in_order():
    grid = Figure().subplots(2, 2)
    one, two, three, four = grid.ravel()
    assert checked_axes(one, 1) == checked_axes([one], 1) == [one]
    assert checked_axes((one, two), 2) == checked_axes(grid[0], 2) == [one, two]
    assert checked_axes(grid, 4) == [one, two, three, four]
    assert checked_panel(three) is three


def test_another_number_is_refused_with_both_numbers():
    axes = Figure().subplots()
    with pytest.raises(ScenarioError, match=r"^axes: 2 needed, one for each panel, but 1 given$"):
        checked_axes(axes, 2)
    with pytest.raises(ScenarioError, match=r"^axes: 1 needed, one for each panel, but 3 given$"):
        checked_panel([axes] * 3)


def test_what_is_no_axes_is_refused_in_one_line():
    with pytest.raises(ScenarioError, match=r"axes: Figure is no Axes; give those of figure\.subplots"):
        checked_panel(Figure())
