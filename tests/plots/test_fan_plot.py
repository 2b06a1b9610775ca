import pandas as pd

from sipabm.plots import plot_fans
from sipabm.plots.drawn import figure_of

ROWS = pd.DataFrame(
    {
        "origin": [2014, 2014, 2015, 2015],
        "year": [2015, 2016, 2016, 2017],
        "median": [5.0, 6.0, 7.0, 8.0],
        **{
            f"{end}_{level}": [at] * 4
            for end, level, at in (("low", 50, 4), ("high", 50, 9), ("low", 90, 1), ("high", 90, 20))
        },
        "other": [3.0, 2.0, 1.0, 0.0],
    }
)
COUNTS = pd.Series([1.0, 4.0, 30.0, 2.0], index=[2014, 2015, 2016, 2017])


def test_each_origin_has_a_panel_with_what_was_known_then_apart_from_what_came():
    first, second = plot_fans(ROWS, COUNTS, "Bass", "Foretold")
    for axes, known in ((first, 1), (second, 2)):
        lines = {line.get_label(): line for line in axes.lines}
        assert len(lines["known then"].get_xdata()) == known
        assert len(lines["came"].get_xdata()) == 4 - known
    assert list({line.get_label(): line for line in second.lines}["Bass"].get_ydata()) == [1.0, 0.0]


def test_all_panels_have_the_scale_that_the_largest_count_needs():
    drawn = plot_fans(ROWS, COUNTS)
    assert {axes.get_ylim() for axes in drawn} == {drawn[0].get_ylim()} and drawn[0].get_ylim()[1] >= 30


def test_it_draws_into_given_axes():
    figure = figure_of(plot_fans(ROWS, COUNTS))
    given = figure.axes
    assert plot_fans(ROWS, COUNTS, axes=given) == list(given)
