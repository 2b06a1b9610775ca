"""Groups within a panel: told apart on grey paper too, with legends that fit."""

import pytest

from sipabm.plots.group_marks import LOOKS, legend_columns, line_sign, look_of, mark_sign, noise_sign


def test_groups_differ_in_mark_and_dash_for_grey_paper():
    assert len({mark for _, mark, _ in LOOKS}) == len({str(dash) for _, _, dash in LOOKS}) == len(LOOKS)


def test_looks_begin_anew_after_the_last():
    assert look_of(len(LOOKS)) == look_of(0)


def test_signs_have_the_mark_of_their_group_and_that_of_noise_is_hollow():
    assert line_sign(1, "b").get_marker() == mark_sign(1, "b").get_marker() == LOOKS[1][1]
    assert noise_sign().get_markerfacecolor() == "white"


@pytest.mark.parametrize(("width", "columns"), [(7.0, 3), (2.3, 2), (0.5, 1)])
def test_a_legend_has_as_many_columns_as_fit(width, columns):
    labels = ["eleven long"] * 3  # 1.11 inches each, with the sign
    assert legend_columns(labels, width) == columns


def test_no_labels_make_one_column():
    assert legend_columns([], 3.0) == 1
