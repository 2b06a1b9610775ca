"""Ranks: from which sources, with which shares, and that they can be read."""

import pytest

from sipabm.plots import figure_of, plot_ranks
from sipabm.plots.ranks_plot import LOOKS

TITLE = "How far each lever moves in the order"


@pytest.mark.parametrize("sources", [tuple(LOOKS), ("luck", "parameters")])
def test_it_can_be_read(ranks, readable, sources):
    readable(plot_ranks(ranks(*sources), TITLE))


def test_sources_are_told_apart_by_marker_and_filling_too():
    assert len({(look[2], look[3] == "white") for look in LOOKS.values()}) == len(LOOKS)


def test_shares_beside_the_ranks_are_those_of_all_draws(ranks):
    written = [text.get_text() for text in plot_ranks(ranks(*LOOKS), TITLE).texts]
    assert {"100 %", "50 %", "33 %", "11 %"} <= set(written)


def test_what_the_table_lacks_has_no_legend(ranks):
    (legend,) = figure_of(plot_ranks(ranks("luck", "parameters"), TITLE)).legends
    assert [text.get_text() for text in legend.get_texts()] == [LOOKS["luck"][0], LOOKS["parameters"][0]]
