"""The fan of trajectories one column wide, and panels with one scale."""

import pytest
from matplotlib.figure import Figure

from sipabm import Scenario, simulate
from sipabm.plots import figure_bytes
from sipabm.plots.fan import fan_figure
from sipabm.plots.scale import same_scale
from sipabm.plots.style import style
from sipabm.report import report

CASES = {
    "world": lambda: simulate(Scenario.load("world"), replicates=3),
    "one run": lambda: simulate(Scenario.load("classroom")),
    "one quarter": lambda: simulate(Scenario.load("classroom").replace(quarters=1)),
    "hundred years": lambda: simulate(Scenario.load("classroom").replace(quarters=400), replicates=2),
    "long name": lambda: simulate(
        Scenario.load("classroom").replace(name="employment under automation, fast", quarters=8)
    ),
}


def drawn(results):
    said = report(results)
    return fan_figure(said.yearly, said.signed_by_run, said.scenario)


@pytest.fixture(scope="module", params=CASES)
def figure(request):
    made = drawn(CASES[request.param]())
    with style():
        made.canvas.draw()
    return made


def test_it_has_a_title_and_named_axes(figure):
    (axes,) = figure.axes
    assert figure.texts[0].get_text().startswith("New partnerships a year, scenario")
    assert axes.get_xlabel() == "year of signature" and axes.get_ylabel() == "new partnerships a year"


def test_it_is_as_wide_as_a_column_and_no_text_leaves_it(figure):
    assert figure.get_figwidth() == 3.5
    (axes,) = figure.axes
    boxes = [axes.get_tightbbox(), *(text.get_window_extent() for text in figure.texts)]
    for box in (*boxes, figure.legends[0].get_window_extent()):
        assert box.x0 >= 0 and box.y0 >= 0 and box.x1 <= figure.bbox.x1 and box.y1 <= figure.bbox.y1


def test_the_legend_names_all_that_is_drawn_and_hides_nothing(figure):
    (axes,), (legend,) = figure.axes, figure.legends
    below = [axes.get_window_extent(), axes.xaxis.label.get_window_extent()]
    assert not any(legend.get_window_extent().overlaps(each) for each in below)
    named = {text.get_text() for text in legend.get_texts()}
    assert named == set(axes.get_legend_handles_labels()[1])


def test_counts_observed_stand_beside_the_world_alone():
    def labels(case):
        return [line.get_label() for line in drawn(CASES[case]()).axes[0].lines]

    assert "observed in the world (INDIGO)" in labels("world")
    assert "observed in the world (INDIGO)" not in labels("one run")


def test_the_same_tables_give_the_same_bytes():
    results = CASES["one run"]()
    assert figure_bytes(drawn(results), "png") == figure_bytes(drawn(results), "png")


def test_panels_get_the_widest_scale_and_others_keep_theirs():
    figure = Figure()
    panels = [figure.add_subplot(1, 3, place) for place in (1, 2, 3)]
    for axes, limits in zip(panels, [(0, 2), (-1, 1), (5, 6)], strict=True):
        axes.set_ylim(limits)
    same_scale(figure, (0, 1))
    assert [axes.get_ylim() for axes in panels] == [(-1, 2), (-1, 2), (5, 6)]
