"""Influence: the ten largest of each measure, with sign, luck and what its axis says."""

import numpy as np
import pytest

from sipabm.plots import figure_of, plot_influence
from sipabm.plots.influence_plot import LUCK, MOVED, way

TITLE = "The ten numbers that decide most, scenario “world”"


@pytest.mark.parametrize("method", ["morris", "sobol"])
@pytest.mark.parametrize("measures", [1, 2])
def test_it_can_be_read(influence, readable, method, measures):
    indices, about = influence(method)
    readable(plot_influence(indices, about.head(measures), TITLE))


def test_the_ten_largest_stand_there_the_largest_first_with_the_sign_of_their_change(influence):
    first, _ = plot_influence(*influence(), TITLE)
    names = [label.get_text().replace("\n", " ") for label in first.get_yticklabels()]
    assert names == [f"number {place} (social)\N{NO-BREAK SPACE}−" for place in range(11, 1, -1)]


def test_shares_are_in_points_or_percent(influence):
    _, fall = plot_influence(*influence(), TITLE)
    assert max(line.get_xdata().max() for line in fall.lines if len(line.get_xdata())) == 1200.0
    total, _ = plot_influence(*influence("sobol"), TITLE)
    assert max(line.get_xdata().max() for line in total.lines if len(line.get_xdata())) == pytest.approx(12.0)


def test_the_axis_says_how_much_is_luck_where_that_is_known(influence):
    first, second = plot_influence(*influence(), TITLE)
    assert "luck is 3 % of variance" in first.get_xlabel().replace("\n", " ")
    assert "luck" not in second.get_xlabel() and second.get_title(loc="left") == "Fall from the peak"


def test_what_luck_alone_would_do_stands_beside_each_number_unless_nobody_knows(influence):
    (legend,) = figure_of(plot_influence(*influence(), TITLE)).legends
    assert [text.get_text() for text in legend.get_texts()] == [MOVED, LUCK]
    assert not figure_of(plot_influence(*influence(luck=np.nan), TITLE)).legends


@pytest.mark.parametrize(("mu", "sign"), [(2.0, "+"), (-2.0, "−"), (1.0, "±"), (-1.0, "±")])
def test_a_number_that_raises_here_and_lowers_there_has_both_signs(mu, sign):
    assert way(mu, 2.0) == sign
