"""Net positions: a bar for each party and alternative, hollow where the interval covers zero, none where it is open."""

import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle

from sipabm.plots import plot_positions
from sipabm.plots.positions_plot import LOOKS
from sipabm.plots.style import BLACK, BLUE, GREEN, GREY, ORANGE

FOUR = ("early_meetings=1@2012Q1", "give_up=0.2", "c", "early_competence_mapping=1@2016Q3 " * 3)
STRIPES = {"Net cash": 2, "With other value": 1}


def bars(axes):
    """Return the bars of a panel, without the stripes of its rows."""
    return [bar for container in axes.containers for bar in container if isinstance(bar, Rectangle)]


@pytest.mark.parametrize("number", [1, 2, 4])
@pytest.mark.parametrize("half", [0.0, 0.5, 4000.0])
def test_it_can_be_read(positions, readable, number, half):
    readable(plot_positions(positions(FOUR[:number], half=half), "Who gains and who pays"))


@pytest.mark.parametrize("needs", [FOUR[:1], FOUR])
def test_it_can_be_read_where_a_later_year_is_needed(positions, readable, needs):
    readable(plot_positions(positions(FOUR, needs), "Who gains and who pays"))


def test_there_is_a_bar_for_each_row_and_a_number_beside_it(positions):
    table = positions()
    panels = plot_positions(table)
    for axes, (_, rows) in zip(panels, table.groupby("panel", sort=False), strict=True):
        assert sorted(bar.get_width() for bar in bars(axes)) == sorted(rows["value"])
        assert len(axes.texts) == len(rows)
    assert {text.get_text() for text in panels[0].texts} == {"−1.0", "0.0", "+1.0"}


def test_numbers_stand_within_their_panel(positions):
    for axes in plot_positions(positions(FOUR, half=1234.5)):
        axes.figure.canvas.draw()
        panel = axes.get_window_extent()
        boxes = [text.get_window_extent() for text in axes.texts]
        assert all(panel.x0 <= box.x0 and box.x1 <= panel.x1 for box in boxes)


def test_a_bar_is_hollow_where_its_interval_covers_zero(positions):
    cash, _ = plot_positions(positions(FOUR[:1]))
    assert [to_hex(bar.get_facecolor()) for bar in bars(cash)] == [BLUE.lower(), "#ffffff", BLUE.lower()]


def test_an_alternative_that_needs_a_later_year_has_no_bars_and_the_legend_says_so(positions):
    cash, other = plot_positions(positions(needs=FOUR[:1]))
    assert [len(bars(axes)) for axes in (cash, other)] == [3, 1]
    said = [text.get_text() for text in cash.figure.legends[0].get_texts()]
    assert said == [f"{FOUR[0]}: needs 2039", FOUR[1]]


def test_a_panel_without_any_bar_says_why(positions):
    for axes in plot_positions(positions(needs=FOUR[:2])):
        assert [text.get_text() for text in axes.texts] == ["needs 2039"]
        assert np.array_equal(axes.get_xticks(), [0])


def test_alternatives_differ_in_colour_and_on_grey_paper_in_hatch():
    assert {colour for colour, _ in LOOKS} <= {BLUE, ORANGE, GREEN, GREY, BLACK}
    assert len({colour for colour, _ in LOOKS}) == len({hatch for _, hatch in LOOKS}) == len(LOOKS)
