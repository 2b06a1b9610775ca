"""Figure and animation of a run's network: everything in its place, readable on grey paper, the same every time."""

import io

import numpy as np
import pytest
from matplotlib.colors import to_rgb
from PIL import Image

from sipabm import Scenario, ScenarioError
from sipabm.plots import figure_bytes
from sipabm.plots.network_figure import (
    LOOKS,
    MOST_ACTORS,
    direction,
    layout,
    marker_area,
    moments,
    network_animation,
    network_figure,
    shells,
    width_of,
)
from sipabm.plots.style import style
from sipabm.report.run_network import run_network

TITLE = "Partnerships on the network of who knows whom, scenario “classroom with early meetings”"


def quiet():
    names = ("own_interest", "word_of_mouth", "world_news", "fund_pull")
    return Scenario.load("classroom").replace(dict.fromkeys(names, 0.0))


CASES = {
    "classroom": lambda: run_network(Scenario.load("classroom")),
    "largest country": lambda: run_network(Scenario.load("world"), country="GB"),
    "smallest country": lambda: run_network(Scenario.load("world"), country="SL"),
    "one authority": lambda: run_network(Scenario.load("lone_authority")),
    "nothing happens": lambda: run_network(quiet()),
    "one quarter": lambda: run_network(Scenario.load("classroom").replace(quarters=1)),
}


@pytest.fixture(scope="module", params=CASES)
def network(request):
    return CASES[request.param]()


@pytest.fixture(scope="module")
def figure(network):
    drawn = network_figure(network, TITLE)
    with style():
        drawn.canvas.draw()
    return drawn


def test_it_has_a_title_and_each_panel_its_quarter_and_counts(network, figure):
    assert figure.texts[0].get_text().replace("\n", " ") == TITLE
    for axes, step in zip(figure.axes, moments(network), strict=True):
        signed, running = (rows["partnership"].nunique() for rows in (network.signed(step), network.running(step)))
        assert axes.get_title(loc="left") == f"{network.quarter(step)}: {signed} signed, {running} running"


def test_it_is_as_wide_as_a_column_and_no_text_leaves_it_or_lies_on_another(figure):
    assert figure.get_figwidth() == 3.5
    legends = [text for legend in figure.legends for text in legend.get_texts()]
    boxes = [
        text.get_window_extent() for text in (*figure.texts, *legends, *(axes._left_title for axes in figure.axes))
    ]
    for place, box in enumerate(boxes):
        assert box.x0 >= 0 and box.y0 >= 0 and box.x1 <= figure.bbox.x1 and box.y1 <= figure.bbox.y1
        assert not any(box.padded(-0.5).overlaps(other) for other in boxes[place + 1 :])


def test_legend_and_titles_hide_no_panel(figure):
    panels = [axes.get_window_extent() for axes in figure.axes]
    over = [legend.get_window_extent().padded(-1) for legend in figure.legends]
    over += [axes._left_title.get_window_extent().padded(-1) for axes in figure.axes]
    assert not any(each.overlaps(panel) for each in over for panel in panels)


def test_every_actor_has_a_place_of_its_own_within_the_panel(network, figure):
    places = layout(network)
    assert sorted(places) == sorted(network.actors.index)
    points = np.array([places[actor] for actor in network.actors.index])
    assert len(np.unique(points.round(6), axis=0)) == len(points)
    low, high = figure.axes[0].get_xlim()
    assert points.min() > low and points.max() < high


def test_all_ties_and_all_partnerships_are_drawn_in_the_last_panel(network, figure):
    ties, ended, running = figure.axes[-1].collections[:3]
    last = network.quarters - 1
    assert len(ties.get_segments()) == len(network.ties)
    assert len(running.get_segments()) == len(network.running(last))
    assert len(ended.get_segments()) + len(running.get_segments()) == len(network.partnerships)


def test_actors_are_full_once_they_have_signed(network, figure):
    signed = network.signed(network.quarters - 1)
    partners = set(signed["authority"]) | set(signed["partner"])
    full = [
        len(points.get_offsets())
        for points in figure.axes[-1].collections[3:]
        if to_rgb(points.get_facecolor()[0]) != (1.0, 1.0, 1.0)
    ]
    assert sum(full) == len(partners)


def test_kinds_differ_in_mark_as_well_as_colour():
    assert len({mark for mark, _, _ in LOOKS.values()}) == len({colour for _, colour, _ in LOOKS.values()}) == 3


def test_a_whole_world_is_refused_with_the_countries_to_choose():
    world = run_network(Scenario.load("world").replace(quarters=1))
    assert len(world.actors) > MOST_ACTORS
    for draw in (network_figure, network_animation):
        with pytest.raises(ScenarioError, match="choose a country: GB, US, FR") as refused:
            draw(world, TITLE)
        assert "\n" not in str(refused.value)


@pytest.mark.parametrize(("quarters", "steps"), [(60, [14, 29, 44, 59]), (1, [0, 0, 0, 0]), (6, [1, 2, 3, 5])])
def test_panels_show_the_ends_of_four_equal_parts_of_the_run(quarters, steps):
    network = run_network(Scenario.load("classroom").replace(quarters=quarters))
    assert moments(network) == steps


def test_rings_begin_in_the_same_direction_and_are_even():
    places = shells([[7], [4, 5], [0, 1, 2, 3]], (0.2, 0.5, 1.0))
    expected = {7: (0.2, 0), 4: (0.5, 0), 5: (-0.5, 0), 0: (1, 0), 1: (0, 1), 2: (-1, 0), 3: (0, -1)}
    assert {actor: pytest.approx(place, abs=1e-6) for actor, place in expected.items()} == {
        actor: tuple(place) for actor, place in places.items()
    }


def test_a_direction_is_that_of_those_known():
    places = {0: np.array([1.0, 0.0]), 1: np.array([0.0, 1.0]), 2: np.array([0.0, -1.0])}
    assert direction([0, 1], places) == pytest.approx(np.pi / 4)
    assert direction([2], places) == pytest.approx(1.5 * np.pi)
    assert direction([9], places) == direction([], places) == 0.0


def test_many_actors_have_smaller_marks_and_many_lines_are_thinner():
    assert marker_area(100) == 9.0 and marker_area(225) == 4.0 and marker_area(10_000) == 2.0
    assert (
        width_of(100, 90, 0.7, 1.3) == 0.9 and width_of(0, 90, 0.7, 1.3) == 1.3 and width_of(1000, 90, 0.7, 1.3) == 0.7
    )


def test_the_same_network_gives_the_same_bytes():
    network = CASES["smallest country"]()
    first, second = (figure_bytes(network_figure(network, TITLE), "svg") for _ in range(2))
    assert first == second


def test_the_animation_has_a_frame_for_each_quarter_and_stays_at_the_last():
    network = CASES["smallest country"]()
    film = Image.open(io.BytesIO(network_animation(network, TITLE, steps=[0, 40, 79])))
    durations = []
    for frame in range(film.n_frames):
        film.seek(frame)
        durations.append(film.info["duration"])
    assert film.format == "GIF" and film.info["loop"] == 0
    assert sum(durations) == (3 + 12) * 250 and durations[-1] >= 12 * 250
