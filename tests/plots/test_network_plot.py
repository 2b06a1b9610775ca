"""The network at four quarters: everything in its place, readable, the same every time."""

import pytest

from sipabm import Scenario, ScenarioError
from sipabm.plots import figure_bytes, figure_of, network_animation, plot_network
from sipabm.plots.network_plot import MOST_ACTORS, moments
from sipabm.report.run_network import run_network

TITLE = "Partnerships on the network of who knows whom, scenario “classroom with early meetings”"
CASES = {
    "classroom": lambda quiet: run_network(Scenario.load("classroom")),
    "large country": lambda quiet: run_network(Scenario.load("world"), country="JP"),
    "smallest country": lambda quiet: run_network(Scenario.load("world"), country="SL"),
    "one authority": lambda quiet: run_network(Scenario.load("lone_authority")),
    "nothing happens": lambda quiet: run_network(quiet),
    "one quarter": lambda quiet: run_network(Scenario.load("classroom").replace(quarters=1)),
}


@pytest.fixture(scope="module", params=CASES)
def network_of(request, quiet):
    return CASES[request.param](quiet)


def test_it_has_a_title_and_each_panel_its_quarter_and_counts(network_of):
    panels = plot_network(network_of, TITLE)
    assert figure_of(panels).texts[0].get_text().replace("\n", " ") == TITLE
    for axes, step in zip(panels, moments(network_of), strict=True):
        signed, running = (
            rows["partnership"].nunique() for rows in (network_of.signed(step), network_of.running(step))
        )
        assert axes.get_title(loc="left") == f"{network_of.quarter(step)}: {signed} signed, {running} running"


def test_it_is_as_wide_as_a_column_can_be_read_and_no_text_lies_on_another(network_of, readable, texts):
    panels = plot_network(network_of, TITLE)
    readable(panels)
    assert figure_of(panels).get_figwidth() == 3.5
    boxes = [box for _, box in texts(figure_of(panels))]
    for place, box in enumerate(boxes):
        assert not any(box.padded(-0.5).overlaps(other) for other in boxes[place + 1 :])


def test_a_whole_world_is_refused_with_the_countries_that_are_small_enough():
    world = run_network(Scenario.load("world").replace(quarters=1, over="defaults"))
    assert len(world.actors) > MOST_ACTORS
    for draw in (plot_network, network_animation):
        with pytest.raises(ScenarioError, match="choose a smaller country: FR, PT, NL") as refused:
            draw(world, TITLE)
        assert "\n" not in str(refused.value)


@pytest.mark.parametrize(("quarters", "steps"), [(60, [14, 29, 44, 59]), (1, [0, 0, 0, 0]), (6, [1, 2, 3, 5])])
def test_panels_show_the_ends_of_four_equal_parts_of_the_run(quarters, steps):
    assert moments(run_network(Scenario.load("classroom").replace(quarters=quarters))) == steps


@pytest.mark.slow
def test_the_same_network_gives_the_same_bytes(network):
    first, second = (figure_bytes(plot_network(network, TITLE), "svg") for _ in range(2))
    assert first == second
