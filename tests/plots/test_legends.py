"""Legends in the caller's axes."""

from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from sipabm.plots.legends import write_legend_within


def test_it_shows_what_is_labelled_or_the_signs_given():
    axes = Figure().subplots()
    axes.plot([1, 2], label="drawn")
    for signs, label in ((None, "drawn"), ([Line2D([], [], label="given")], "given")):
        write_legend_within(axes, 7, signs)
        assert [text.get_text() for text in axes.get_legend().get_texts()] == [label]


def test_nothing_to_say_makes_no_legend():
    axes = Figure().subplots()
    write_legend_within(axes, 7)
    assert axes.get_legend() is None
