"""Growth curves: those that are fitted to are found, and closed forms hold."""

import numpy as np
import pytest

from sipabm.statistics.growth import (
    IMITATION,
    INNOVATION,
    MOST_TIMES,
    bass,
    bass_fitted,
    bass_increments,
    driven_bass_fitted,
    driven_increments,
    fitted,
    logistic_fitted,
    logistic_increments,
    most_of,
)

YEARS = 12


def test_a_noise_free_bass_curve_gives_its_three_numbers_back():
    counts = 300 * bass_increments(0.004, 0.5, YEARS)
    found = fitted(counts, lambda p, q: bass_increments(p, q, YEARS), (INNOVATION, IMITATION))
    assert found == pytest.approx([0.004, 0.5], rel=1e-4)
    assert most_of(counts, bass_increments(*found, YEARS)) == pytest.approx(300, rel=1e-4)


@pytest.mark.parametrize("known", [8, 10])
def test_years_ahead_of_a_noise_free_curve_are_foretold(known):
    curves = {
        "bass": (300 * bass_increments(0.01, 0.5, 14), lambda counts: bass_fitted(counts, 14 - known)),
        "logistic": (200 * logistic_increments(0.8, 6.3, 14), lambda counts: logistic_fitted(counts, 14 - known)),
    }
    for name, (counts, foretold) in curves.items():
        assert foretold(counts[:known]) == pytest.approx(counts, rel=1e-3, abs=1e-3), name


def test_a_noise_free_curve_with_a_driver_is_foretold_from_the_driver_that_is_given():
    driver = np.array([0, 1, 2, 2, 3, 3, 3, 2, 1, 1, 0, 0, 4.0, 4.0])
    counts = 250 * driven_increments(0.004, 0.3, 0.7, driver)
    assert driven_bass_fitted(counts[:YEARS], driver) == pytest.approx(counts, rel=1e-3, abs=1e-2)


def test_without_imitation_those_that_begin_fade_as_an_exponential():
    time = np.array([0.0, 1.0, 5.0])
    assert bass(0.1, 0.0, time) == pytest.approx(1 - np.exp(-0.1 * time))


def test_the_peak_of_a_bass_curve_is_where_its_closed_form_has_it():
    innovation, imitation = 0.004, 0.55
    fine = np.linspace(0, 20, 20_001)
    steepest = fine[np.diff(bass(innovation, imitation, fine)).argmax()]
    assert steepest == pytest.approx(np.log(imitation / innovation) / (innovation + imitation), abs=0.01)


def test_a_driver_of_which_nothing_comes_leaves_a_bass_curve():
    driver = np.arange(6.0)
    assert driven_increments(0.01, 0.4, 0.0, driver) == pytest.approx(bass_increments(0.01, 0.4, 6))


def test_in_the_end_there_are_no_fewer_than_known_and_not_many_more():
    counts = np.array([1.0, 2.0, 4.0])
    beginning, end = np.array([1e-3, 2e-3, 4e-3]), np.array([1.0, 2.0, 4.0])
    assert most_of(counts, beginning) == MOST_TIMES * 7
    assert most_of(counts, end) == 7


def test_of_nothing_nothing_is_foretold():
    nothing = np.zeros(5)
    assert bass_fitted(nothing, 3).tolist() == logistic_fitted(nothing, 3).tolist() == [0.0] * 8
