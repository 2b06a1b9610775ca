"""Identifiability: what statistics tell of a number, between nothing and all."""

import numpy as np
import pytest

from sipabm.statistics.identifiability import explained, spread_left
from sipabm.statistics.posteriors import posterior_draws

LOWS, HIGHS = np.array([0.0, -1.0, 10.0]), np.array([1.0, 1.0, 20.0])
OBSERVED = np.array([0.5, 0.0])


def table(noise):
    """Return a table whose first number decides the first statistic, its second the second; the third decides none."""
    luck = np.random.default_rng(1)
    numbers = luck.uniform(LOWS, HIGHS, (20_000, 3))
    return numbers, LOWS, HIGHS, numbers[:, :2] + luck.normal(size=(20_000, 2)) * noise


def test_what_decides_nothing_has_nothing_explained_and_keeps_its_spread():
    given = table([0.1, 0.1])
    assert explained(*given, OBSERVED, accepted=2000)[2] == pytest.approx(0, abs=0.08)
    found = posterior_draws(*given, OBSERVED, accepted=2000)
    assert spread_left(found.draws, found.weights, LOWS, HIGHS)[2] == pytest.approx(1, abs=0.04)


def test_what_is_known_well_is_explained_and_less_so_what_is_known_badly():
    given = table([0.01, 0.5])
    shares = explained(*given, OBSERVED, accepted=2000)
    assert shares[0] > 0.99 and 0.3 < shares[1] < 0.8
    found = posterior_draws(*given, OBSERVED, accepted=2000)
    left = spread_left(found.draws, found.weights, LOWS, HIGHS)
    assert left[0] == pytest.approx(0.01 * 12**0.5, rel=0.1) and 0.5 < left[1] < 0.9


def test_it_is_not_less_explained_where_fewer_are_accepted():
    given = table([0.1, 0.1])
    few, many = (explained(*given, OBSERVED, accepted=accepted)[:2] for accepted in (200, 5000))
    assert few == pytest.approx(many, abs=0.06)


def test_statistics_without_meaning_explain_nothing_however_many_there_are():
    numbers, _, _, _ = table([1.0, 1.0])
    noise = np.random.default_rng(2).normal(size=(20_000, 40))
    assert explained(numbers, LOWS, HIGHS, noise, np.zeros(40), accepted=500) == pytest.approx(0, abs=0.2)


def test_all_draws_alike_leave_no_spread_and_draws_over_the_range_all():
    weights = np.ones(1000)
    assert spread_left(np.tile(LOWS, (1000, 1)), weights, LOWS, HIGHS) == pytest.approx(0)
    evenly = LOWS + (HIGHS - LOWS) * np.linspace(0, 1, 1000)[:, None]
    assert spread_left(evenly, weights, LOWS, HIGHS) == pytest.approx(1, abs=0.01)
