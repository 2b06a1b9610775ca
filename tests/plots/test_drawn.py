"""What plots return: its figure and size."""

import pytest
from matplotlib.figure import Figure

from sipabm.plots.drawn import beside, figure_of, width_of


def test_the_figure_of_axes_is_the_whole_one_even_of_a_part_of_a_figure():
    figure = Figure()
    part = figure.subfigures(1, 2)[1]
    axes = part.subplots()
    assert figure_of(axes) is figure_of([axes]) is figure_of(figure) is figure


def test_width_is_in_inches_also_in_a_part_of_a_figure():
    figure = Figure(figsize=(8, 4))
    axes = figure.subfigures(1, 2)[0].add_axes((0.25, 0.25, 0.5, 0.5))
    assert width_of(axes) == pytest.approx(2)


def test_a_place_beside_a_panel_is_so_many_inches_away_however_wide_it_is():
    figure = Figure(figsize=(8, 4), dpi=100)
    for width in (0.25, 0.5):
        axes = figure.add_axes((0.25, 0.25, width, 0.5), ylim=(0, 10))
        x, y = beside(axes, 0.3).transform((1, 5))
        assert x == pytest.approx(100 * (8 * (0.25 + width) + 0.3)) and y == pytest.approx(200)
