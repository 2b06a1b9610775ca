"""Durations and sizes in the unit that suits them."""

import pytest

from sipabm.language.sizes import duration, size


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0.24, "0.20 s"),
        (5, "5 s"),
        (119, "119 s"),
        (120, "2 min"),
        (5400, "90 min"),
        (7200, "2 h"),
        (216000, "2.5 days"),
    ],
)
def test_a_duration_is_told_in_the_unit_that_suits_it(seconds, text):
    assert duration(seconds) == text


@pytest.mark.parametrize(
    ("count", "text"),
    [(120, "0.10 kB"), (2240, "2.2 kB"), (850_000, "850 kB"), (1.24e9, "1.2 GB"), (2.06e14, "206 TB")],
)
def test_a_size_is_told_in_the_unit_that_suits_it(count, text):
    assert size(count) == text
