"""Page of dots: panels under one another in columns."""

import pytest

from sipabm.plots.dots_page import DotsPage


def test_panels_of_a_column_stand_under_one_another_without_overlap(dots):
    page = DotsPage([[dots(), dots()], [dots()]], "Welfare areas")
    first, second, beside = page.places()
    assert first[0] == second[0] < beside[0] and first[1] == beside[1]
    assert second[1] + second[3] < first[1]
    assert first[3] == pytest.approx(dots().height())


def test_panels_with_the_same_groups_share_a_legend_and_others_need_room_for_their_own(dots):
    same, other = DotsPage([[dots(), dots()]], "T"), DotsPage([[dots(), dots(groups=("bonds", "both"))]], "T")
    assert same.shared == ("social", "employment") and other.shared == ()
    assert other.head(dots()) > same.head(dots())
