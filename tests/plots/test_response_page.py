"""Page of responses: panels in rows, with room for their text and one legend if that is enough."""

import pytest

from sipabm.plots.group_marks import NOISE, WHISKERS
from sipabm.plots.response_page import INSIDE, WIDTHS, ResponsePage
from sipabm.plots.response_panel import measure_panel


def page_of(responses, columns, measures=("signed", "cost", "share_ended_early")):
    panels = [measure_panel(responses(), place, name, "setting", "group", "x") for place, name in enumerate(measures)]
    return ResponsePage(panels, "What meetings change", columns)


@pytest.mark.parametrize("columns", WIDTHS)
def test_panels_have_their_size_and_stand_row_by_row(responses, columns):
    page = page_of(responses, columns)
    places = [page.place(number) for number in range(3)]
    assert all(height * page.height == pytest.approx(INSIDE) for *_, height in places)
    assert len({round(left, 6) for left, *_ in places}) == columns
    assert places[0][1] >= places[-1][1] and page.width == WIDTHS[columns]


def test_a_legend_of_all_panels_has_every_line_and_says_what_intervals_and_hollow_marks_are(responses):
    labels = [sign.get_label() for sign in page_of(responses, 2).key.signs]
    assert labels == ["from 2012", "from 2016", "from 2020", WHISKERS, NOISE]


def test_panels_with_different_lines_have_no_common_legend(two_panels):
    page = ResponsePage(two_panels, "Two panels", 2)
    assert (page.shared, page.key.signs) == (False, [])
