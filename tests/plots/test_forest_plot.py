"""The forest plot: what stands in it, and that it can be read."""

import numpy as np
import pytest
from matplotlib.colors import to_rgb

from sipabm.plots import ForestPanel, figure_bytes, plot_forest
from sipabm.plots.style import style

PANELS = (
    ForestPanel("successful partnerships", ("added", "added_low", "added_high"), sign=True),
    ForestPanel("cost of one more success, million USD", ("cost", "cost_low", "cost_high")),
)
CASES = {
    "two panels": (PANELS, {}),
    "one panel": (PANELS[:1], {}),
    "wide intervals": (PANELS, {"half": 300.0}),
    "thousands": (PANELS, {"factor": 1000.0}),
    "nothing": (PANELS, {"factor": 0.0, "half": 0.0}),
    "one run": (PANELS, {"half": np.nan}),
    "six panels": (PANELS[:1] * 6, {}),
}


@pytest.fixture(scope="module", params=CASES)
def panels(request, changes):
    shown, how = CASES[request.param]
    drawn = plot_forest(changes(**how), shown, "What each lever adds")
    with style():
        drawn[0].figure.canvas.draw()
    return drawn


def test_it_can_be_read(panels, readable):
    readable(panels)


def test_numbers_stand_within_their_panel(panels):
    for axes in panels:
        panel = axes.get_window_extent()
        boxes = [text.get_window_extent() for text in axes.texts]
        assert all(panel.x0 <= box.x0 and box.x1 <= panel.x1 for box in boxes)


def test_it_says_numbers_with_the_decimals_of_their_intervals_and_what_is_not_defined(changes):
    added, cost = plot_forest(changes(), PANELS, "What each lever adds")
    written = [text.get_text() for text in added.texts]
    assert written[0] == "+50.7" and written[-1] == "−33.0"
    assert [text.get_text() for text in cost.texts][-2:] == ["−1.24", "not defined"]


def test_a_point_is_hollow_where_its_interval_covers_zero(changes):
    added, _ = plot_forest(changes(), PANELS, "What each lever adds")
    points = [line for line in added.lines if line.get_marker() == "o"]
    assert [to_rgb(point.get_markerfacecolor()) == (1, 1, 1) for point in points] == [False] * 7 + [True, False]


def test_a_row_may_say_by_itself_why_it_has_no_number(changes):
    rows = changes().assign(why=[f"needs {year}" for year in range(2031, 2040)])
    rows.loc[1, ["added", "added_low", "added_high"]] = np.nan
    (axes,) = plot_forest(rows, [PANELS[0]._replace(reasons="why")], "What each lever adds")
    written = [text.get_text() for text in axes.texts]
    assert len(written) == len(rows) and [text for text in written if "needs" in text] == ["needs 2032"]
    assert len([line for line in axes.lines if line.get_marker() == "o"]) == len(rows) - 1


def test_numbers_are_text_in_files(changes):
    image = figure_bytes(plot_forest(changes(), PANELS[:1]), "svg").decode()
    assert ">+50.7</text>" in image


def test_long_names_have_rows_of_their_own_height(changes, readable):
    rows = changes().assign(label="early_competence_mapping=1@2026Q1 + no_cashable_requirement=1@2026Q1 (begun 2026)")
    readable(plot_forest(rows, PANELS[:1] * 6, "What each lever adds"))
