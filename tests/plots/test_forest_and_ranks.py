"""Forest plot and ranks: what stands in them, and that it can be read."""

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_rgb

from sipabm.plots.forest import Panel, forest_figure
from sipabm.plots.ranks import LOOKS, ranks_figure
from sipabm.plots.style import style

LEVERS = (
    "early meetings", "flexible contracts", "no cashable requirement", "pooled budgets", "early competence mapping",
    "outcomes fund", "pragmatic data", "proportionate evaluation", "innovation houses",
)  # fmt: skip
PANELS = (
    Panel("successful partnerships", ("added", "added_low", "added_high"), "+"),
    Panel("cost of one more success, million USD", ("cost", "cost_low", "cost_high")),
)


def changes(factor=1.0, half=0.8):
    """Return a row for each lever, of which the last has no cost of one more success."""
    added = np.array([50.7, 39.1, 36.1, 28.0, 17.4, 15.1, 6.7, 0.4, -33.0]) * factor
    cost = np.array([1.34, 0.63, 0.82, 2.8, 0.61, 7.9, -6.76, -1.24, np.nan]) * factor
    rows = {"label": LEVERS, "added": added, "added_low": added - half, "added_high": added + half}
    return pd.DataFrame({**rows, "cost": cost, "cost_low": cost - 0.1, "cost_high": cost + 0.2})


def ranks(*sources):
    """Return ranks of every lever from some sources of other orders."""
    places = np.arange(1.0, len(LEVERS) + 1)
    table = pd.DataFrame({"alternative": LEVERS, "rank": places})
    for source in sources:
        table[f"{source}_rank_5"], table[f"{source}_rank_95"] = np.maximum(places - 2, 1), np.minimum(places + 3, 9)
        table[f"{source}_rank_50"], table[f"{source}_first"], table[f"{source}_top"] = places, 1 / places, 0.5
    return table


CASES = {
    "forest": lambda: forest_figure(changes(), PANELS, "What each lever adds"),
    "forest, one panel": lambda: forest_figure(changes(), PANELS[:1], "What each lever adds"),
    "forest, wide intervals": lambda: forest_figure(changes(half=300.0), PANELS, "What each lever adds"),
    "forest, thousands": lambda: forest_figure(changes(factor=1000.0), PANELS, "What each lever adds"),
    "forest, nothing": lambda: forest_figure(changes(0.0, 0.0), PANELS, "What each lever adds"),
    "forest, one run": lambda: forest_figure(changes(half=np.nan), PANELS, "What each lever adds"),
    "ranks": lambda: ranks_figure(ranks(*LOOKS), "How far each lever moves in the order"),
    "ranks, nothing near": lambda: ranks_figure(ranks("luck", "parameters"), "How far each lever moves in the order"),
}


@pytest.fixture(scope="module", params=CASES)
def figure(request):
    drawn = CASES[request.param]()
    with style():
        drawn.canvas.draw()
    return drawn


def texts(figure):
    """Return every text that is drawn, with the place it takes."""
    found = [*figure.texts, *(text for legend in figure.legends for text in legend.get_texts())]
    for axes in figure.axes:
        found += [*axes.texts, axes.xaxis.label, axes._left_title, *(axes.get_yticklabels())]
    return [(text.get_text(), text.get_window_extent()) for text in found if text.get_text().strip()]


def test_no_text_leaves_the_figure(figure):
    for text, box in texts(figure):
        inside = box.x0 >= 0 and box.y0 >= 0 and box.x1 <= figure.bbox.x1 and box.y1 <= figure.bbox.y1
        assert inside, text


def test_names_of_rows_do_not_overlap(figure):
    boxes = [label.get_window_extent() for label in figure.axes[0].get_yticklabels()]
    assert len(boxes) == len(LEVERS)
    for below, above in pairwise(sorted(boxes, key=lambda box: box.y0)):
        assert below.y1 <= above.y0 + 1.5  # pixels


def test_numbers_stand_within_their_panel(figure):
    for axes in figure.axes if not figure.legends else ():
        panel = axes.get_window_extent()
        assert all(panel.x0 <= box.x0 and box.x1 <= panel.x1 for box in map(extent, axes.texts))


def extent(text):
    return text.get_window_extent()


def test_a_forest_says_numbers_and_what_is_not_defined():
    added, cost = CASES["forest"]().axes
    written = [text.get_text() for text in added.texts]
    assert written[0] == "+50.7" and written[-1] == "−33.0"
    assert [text.get_text() for text in cost.texts][-2:] == ["−1.24", "not defined"]


def test_a_point_is_hollow_where_its_interval_covers_zero():
    added = CASES["forest"]().axes[0]
    points = [line for line in added.lines if line.get_marker() == "o"]
    assert [to_rgb(point.get_markerfacecolor()) == (1, 1, 1) for point in points] == [False] * 7 + [True, False]


def test_ranks_are_told_apart_by_marker_and_filling_too():
    assert len({(look[2], look[3] == "white") for look in LOOKS.values()}) == len(LOOKS)


def test_shares_beside_the_ranks_are_those_of_all_draws():
    written = [text.get_text() for text in CASES["ranks"]().axes[0].texts]
    assert {"100 %", "50 %", "33 %", "11 %"} <= set(written)


def test_what_the_table_lacks_has_no_legend():
    (legend,) = CASES["ranks, nothing near"]().legends
    assert [text.get_text() for text in legend.get_texts()] == [LOOKS["luck"][0], LOOKS["parameters"][0]]
