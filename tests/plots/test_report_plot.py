"""The figure of an ensemble: three panels that can be read, whatever happened."""

import pytest

from sipabm import Scenario, simulate
from sipabm.plots import figure_of, plot_report
from sipabm.report import report

CASES = {
    "world": lambda: simulate(Scenario.load("world"), replicates=3),
    "one run": lambda: simulate(Scenario.load("classroom")),
    "one quarter": lambda: simulate(Scenario.load("classroom").replace(quarters=1)),
    "hundred years": lambda: simulate(Scenario.load("classroom").replace(quarters=400), replicates=2),
    "long name": lambda: simulate(Scenario.load("classroom").replace(name="classroom with early meetings", quarters=8)),
}


@pytest.fixture(scope="module", params=[*CASES, "nothing happens"])
def panels(request, quiet):
    said = report(simulate(quiet, replicates=2) if request.param not in CASES else CASES[request.param]())
    return plot_report(said.yearly, said.signed_by_run, said.funnel, said.barriers, said.scenario)


def test_every_panel_has_a_letter_a_title_and_a_named_horizontal_axis(panels):
    assert [axes.get_title(loc="left")[:3] for axes in panels] == ["a  ", "b  ", "c  "]
    assert all(axes.get_xlabel() for axes in panels)


def test_it_can_be_read(panels, readable):
    readable(panels)


def test_curve_and_areas_have_a_legend(panels):
    assert [axes.get_legend() is not None for axes in panels] == [True, False, True]
    assert not figure_of(panels).legends
