"""The forest plot: what stands in it, and that it can be read."""

import numpy as np
import pytest
from matplotlib.colors import to_rgb

from sipabm.plots import ForestPanel, plot_forest
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
