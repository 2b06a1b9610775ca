"""Places of actors: even rings, each actor near those it knows."""

import numpy as np
import pytest

from sipabm.plots.network_places import direction, layout, shells


def test_every_actor_has_a_place_of_its_own(network):
    places = layout(network)
    assert sorted(places) == sorted(network.actors.index)
    points = np.array([places[actor] for actor in network.actors.index])
    assert len(np.unique(points.round(6), axis=0)) == len(points)


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
