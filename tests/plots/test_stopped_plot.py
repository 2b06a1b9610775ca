"""What stopped attempts: shares by barrier and area."""

import pytest
from matplotlib.colors import to_rgb

from sipabm.plots import plot_stopped
from sipabm.plots.stopped_plot import MARKS, row_heights


def test_areas_differ_in_mark_as_well_as_colour():
    assert len({mark for mark, _ in MARKS.values()}) == len({to_rgb(colour) for _, colour in MARKS.values()}) == 3


def test_marks_stand_at_the_shares_in_percent(said):
    drawn = {line.get_label(): line.get_xdata() for line in plot_stopped(said.barriers).lines}
    for area in MARKS:
        shares = said.barriers.loc[said.barriers["domain"] == area, "share"].fillna(0)
        assert drawn[area] == pytest.approx(100 * shares.to_numpy())


def test_a_new_family_leaves_a_gap_for_its_name():
    assert row_heights(["data", "data", "model", "other"]) == pytest.approx([0, 1, 2.8, 4.6])


def test_its_own_figure_can_be_read(said, readable):
    readable(plot_stopped(said.barriers))
