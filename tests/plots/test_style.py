"""Style: restored after drawing, and a grid below what is drawn."""

import matplotlib
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from sipabm.plots.style import GRID, draw_grid, style


def test_the_users_settings_are_restored():
    with matplotlib.rc_context({"font.size": 30}):
        with style():
            assert matplotlib.rcParams["font.size"] == 8.5
        assert matplotlib.rcParams["font.size"] == 30


def test_a_grid_has_the_same_look_in_the_callers_axes_and_lies_below_bars():
    axes = Figure().subplots()
    (bar,) = axes.bar([1], [1])
    draw_grid(axes, "y")
    lines = axes.get_ygridlines()
    assert {to_hex(line.get_color()) for line in lines} == {GRID.lower()}
    assert not any(line.get_visible() for line in axes.get_xgridlines())
    axes.figure.draw_without_rendering()
    assert axes.yaxis.get_zorder() < bar.get_zorder()
