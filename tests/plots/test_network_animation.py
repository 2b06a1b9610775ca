"""The animation of a network."""

import io

import pytest
from PIL import Image

from sipabm.plots import network_animation


@pytest.mark.slow
def test_it_has_a_frame_for_each_quarter_and_stays_at_the_last(network):
    film = Image.open(io.BytesIO(network_animation(network, "Partnerships", steps=[0, 20, 39])))
    durations = []
    for frame in range(film.n_frames):
        film.seek(frame)
        durations.append(film.info["duration"])
    assert film.format == "GIF" and film.info["loop"] == 0
    assert sum(durations) == (3 + 12) * 250 and durations[-1] >= 12 * 250
