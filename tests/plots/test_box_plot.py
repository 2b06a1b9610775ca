"""A discovered box: its path, its check on other points, its ranges, and what is said if there is none."""

from sipabm.plots import plot_box
from sipabm.plots.box_plot import NOTHING

TITLE = "Worlds in which more than 300 partnerships are signed, scenario “world”"


def test_it_can_be_read(discovered, readable):
    readable(plot_box(*discovered(), TITLE))


def test_the_box_and_its_check_are_marked_beside_the_path(discovered):
    path, box, ranges = discovered()
    axes, _ = plot_box(path, box, ranges, TITLE)
    by_label = {line.get_label(): line for line in axes.lines}
    assert by_label["the box"].get_xydata().tolist() == [[77.0, 83.0]]
    assert by_label["on points it was not found from"].get_xydata().tolist() == [[74.0, 78.0]]
    assert len(by_label["path"].get_xdata()) == len(path)


def test_ranges_are_shares_of_what_is_plausible_with_both_ends_written(discovered):
    _, axes = plot_box(*discovered(), TITLE)
    bars = [(bar.get_x(), bar.get_width()) for bar in axes.patches[1::2]]
    assert bars[0] == (100 * 1 / 7, 100 * 4 / 7 - 100 * 1 / 7)
    assert axes.texts[0].get_text() == "2 to 5 of 1 to 8; confirmed 100 %"
    assert [label.get_text() for label in axes.get_yticklabels()][:2] == ["worth (social)", "belief weight"]


def test_where_there_is_no_box_it_is_said(discovered, readable):
    path, box, ranges = discovered()
    drawn = plot_box(path.head(1), box.head(0), ranges.head(0), TITLE)
    readable(drawn)
    assert [text.get_text() for text in drawn[1].texts] == [NOTHING]
