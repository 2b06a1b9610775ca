"""One panel of a network: all ties, partnerships and actors, thinner where there are many."""

import pytest
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

from sipabm.plots.network_panel import LIMIT, LOOKS, draw_network, line_width, marker_area
from sipabm.plots.network_places import layout


@pytest.fixture(scope="module")
def axes(network):
    drawn = Figure().subplots()
    draw_network(drawn, network, layout(network), network.quarters - 1)
    return drawn


def test_all_ties_and_all_partnerships_are_drawn(network, axes):
    ties, ended, running = axes.collections[:3]
    assert len(ties.get_segments()) == len(network.ties)
    assert len(running.get_segments()) == len(network.running(network.quarters - 1))
    assert len(ended.get_segments()) + len(running.get_segments()) == len(network.partnerships)


def test_actors_are_full_once_they_have_signed(network, axes):
    signed = network.signed(network.quarters - 1)
    partners = set(signed["authority"]) | set(signed["partner"])
    shown = [(len(points.get_offsets()), points.get_facecolor()) for points in axes.collections[3:]]
    assert sum(number for number, face in shown if number and to_rgb(face[0]) != (1.0, 1.0, 1.0)) == len(partners)
    assert sum(number for number, _ in shown) == len(network.actors)


def test_every_actor_stands_within_the_panel(network, axes):
    points = [abs(place).max() for place in layout(network).values()]
    assert max(points) < LIMIT == axes.get_xlim()[1]


def test_kinds_differ_in_mark_as_well_as_colour():
    assert len({mark for mark, _, _ in LOOKS.values()}) == len({colour for _, colour, _ in LOOKS.values()}) == 3


def test_many_actors_have_smaller_marks_and_many_lines_are_thinner():
    assert marker_area(100) == 9.0 and marker_area(225) == 4.0 and marker_area(10_000) == 2.0
    assert line_width(100, 90, 0.7, 1.3) == 0.9
    assert line_width(0, 90, 0.7, 1.3) == 1.3 and line_width(1000, 90, 0.7, 1.3) == 0.7
