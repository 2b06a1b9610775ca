"""Panel of dots: rows, groups and the room they need."""

import pytest

from sipabm.plots.dots_panel import GROUP, ROW


def test_labels_and_groups_stand_in_the_order_of_rows(dots):
    panel = dots()
    assert panel.groups() == ["social", "employment"] and panel.labels()[1] == "signed"
    assert panel._replace(group=None).groups() == [""]


def test_a_row_has_room_for_its_marks_or_for_the_lines_of_the_longest_label(dots):
    assert dots(groups=("a", "b", "c")).row_height() == pytest.approx(ROW + 3 * GROUP)
    one = dots(group=None)
    assert one.row_height() == pytest.approx(2.5 * ROW)  # two lines of text and half a line between
    assert one.height() == pytest.approx(3 * one.row_height())


def test_the_axis_says_what_hollow_marks_are_only_where_there_are_some(dots):
    note = "(hollow: noise)"
    assert dots(zero=True).with_noise_note().x_label.endswith(note)
    assert note not in dots().with_noise_note().x_label
    sure = dots(zero=True)
    assert note not in sure._replace(rows=sure.rows.assign(low=0.1)).with_noise_note().x_label
