"""Robust: a panel for each criterion, in percent from end to end, with the control of luck alone beside each share."""

import numpy as np

from sipabm.plots import figure_of, plot_robust
from sipabm.plots.robust_plot import AGAIN, SHARE

TITLE = "Levers from 2026Q1 in scenario “denmark”: what holds in 200 sets of numbers that fit the record"


def test_it_can_be_read(survived, readable):
    readable(plot_robust(survived, TITLE))


def test_of_one_lever_it_can_be_read_too(survived, readable):
    readable(plot_robust(survived[survived["lever"] == "early meetings"], TITLE))


def test_each_criterion_has_a_panel_with_the_levers_in_their_order(survived):
    panels = plot_robust(survived, TITLE)
    titles = [panel.get_title(loc="left") for panel in panels]
    assert titles == ["First", "Worth its cost in cash", "Among the first three", "Adds other value"]  # by column
    for panel in panels:
        labels = [label.get_text().replace("\n", " ") for label in panel.get_yticklabels()]
        assert labels == list(survived["lever"].drop_duplicates())


def test_shares_are_in_percent_from_none_to_all(survived):
    first, *_ = plot_robust(survived, TITLE)
    low, high = first.get_xlim()
    assert low < 0 and high > 100
    values = np.concatenate([line.get_xdata() for line in first.lines])
    assert {48.0, 71.0} <= set(np.round(values, 6))


def test_luck_alone_stands_beside_each_share(survived):
    (legend,) = figure_of(plot_robust(survived, TITLE)).legends
    assert [text.get_text() for text in legend.get_texts()] == [SHARE, AGAIN]


def test_what_never_holds_has_no_control(survived):
    never = survived.assign(share=0.0, low=0.0, high=0.02, again=np.nan)
    assert not any(71.0 in line.get_xdata() for panel in plot_robust(never, TITLE) for line in panel.lines)


def test_others_than_levers_stand_in_a_column_of_their_own(survived):
    mechanisms = survived.rename(columns={"lever": "mechanism"})
    panels = plot_robust(mechanisms, TITLE, who="mechanism")
    assert len(panels) == 4 and panels[0].get_yticklabels()[0].get_text().replace("\n", " ") == "early meetings"
