import matplotlib
import pytest
from matplotlib.colors import to_rgb

from sipabm import Scenario, simulate
from sipabm.plots import figure_bytes, report_figure
from sipabm.plots.stopped_panel import MARKS
from sipabm.report import report


def drawn(results):
    said = report(results)
    return report_figure(said.yearly, said.signed_by_run, said.funnel, said.barriers, said.scenario)


def quiet():
    names = ("own_interest", "word_of_mouth", "world_news", "fund_pull")
    return Scenario.load("classroom").replace(dict.fromkeys(names, 0.0))


CASES = {
    "world": lambda: simulate(Scenario.load("world"), replicates=3),
    "one run": lambda: simulate(Scenario.load("classroom")),
    "nothing happens": lambda: simulate(quiet(), replicates=2),
    "one quarter": lambda: simulate(Scenario.load("classroom").replace(quarters=1)),
    "hundred years": lambda: simulate(Scenario.load("classroom").replace(quarters=400), replicates=2),
    "long name": lambda: simulate(Scenario.load("classroom").replace(name="classroom with early meetings", quarters=8)),
}


@pytest.fixture(scope="module", params=CASES)
def figure(request):
    return drawn(CASES[request.param]())


@pytest.fixture(scope="module")
def world_figure():
    return drawn(CASES["world"]())


def test_every_panel_has_a_title_and_a_named_horizontal_axis(figure):
    assert len(figure.axes) == 3
    assert all(axes.get_title(loc="left") and axes.get_xlabel() for axes in figure.axes)


def test_no_text_leaves_the_figure(figure):
    figure_bytes(figure, "png")
    for axes in figure.axes:
        box = axes.get_tightbbox()
        assert box.x0 >= 0 and box.y0 >= 0 and box.x1 <= figure.bbox.x1 and box.y1 <= figure.bbox.y1


def test_legends_hide_no_data(figure):
    figure_bytes(figure, "png")
    legends = [axes.get_legend().get_window_extent() for axes in figure.axes if axes.get_legend()]
    assert len(legends) == 2
    for panel in [axes.get_window_extent() for axes in figure.axes]:
        assert not any(legend.padded(-1).overlaps(panel) for legend in legends)


def test_counts_observed_are_points_over_their_years(world_figure):
    lines = {line.get_label(): line for line in world_figure.axes[0].lines}
    points = lines["observed in the world (INDIGO)"]
    assert dict(zip(points.get_xdata(), points.get_ydata(), strict=True))[2018] == 48
    assert points.get_linestyle() == "None"


def test_areas_differ_in_mark_as_well_as_colour():
    assert len({mark for mark, _ in MARKS.values()}) == len({to_rgb(colour) for _, colour in MARKS.values()}) == 3


@pytest.mark.parametrize("kind", ["svg", "png"])
def test_the_same_tables_give_the_same_bytes(kind):
    said = report(simulate(Scenario.load("classroom"), replicates=2))
    tables = (said.yearly, said.signed_by_run, said.funnel, said.barriers, said.scenario)
    first, second = (figure_bytes(report_figure(*tables), kind) for _ in range(2))
    assert first == second
    assert b"date" not in first.lower() or kind == "png"


def test_settings_of_the_user_are_neither_used_nor_changed():
    results = simulate(Scenario.load("classroom"), replicates=2)
    expected = figure_bytes(drawn(results), "png")
    with matplotlib.rc_context({"font.size": 30, "axes.facecolor": "red"}):
        before = dict(matplotlib.rcParams)
        assert figure_bytes(drawn(results), "png") == expected
        assert dict(matplotlib.rcParams) == before
