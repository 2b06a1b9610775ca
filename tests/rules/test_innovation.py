import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipabm.rules import innovation as rules

shares = st.floats(0, 1)


def test_a_house_adds_a_part_of_what_a_programme_lacks_to_fully_radical():
    assert rules.project_novelty(0.4, False, 0.5, 0.8) == 0.4
    assert rules.project_novelty(0.4, True, 0.5, 0.8) == pytest.approx(0.4 + 0.5 * 0.8 * 0.6)
    assert rules.project_novelty(0.4, True, 1.0, 1.0) == pytest.approx(1.0)


@given(shares, st.booleans(), shares, shares, shares)
def test_novelty_is_a_share_that_only_a_decoupled_house_raises(novelty, in_house, added, decoupling, more):
    there = rules.project_novelty(novelty, in_house, added, decoupling)
    assert novelty <= there <= 1.0 + 1e-15
    assert rules.project_novelty(novelty, in_house, added, decoupling + more * (1 - decoupling)) >= there - 1e-15
    assert (
        rules.project_novelty(novelty, True, added, 0.0) == rules.project_novelty(novelty, True, 0.0, more) == novelty
    )


def test_the_more_radical_the_less_is_known():
    assert rules.riskier(0.4, 0.3, 0.5) == pytest.approx(0.4 * 1.15)
    assert rules.riskier(0.4, 0.3, 0.0) == rules.riskier(0.4, 0.0, 0.9) == 0.4


def test_a_larger_spread_leaves_the_mean_of_quality_as_it_was():
    # the mean of a log-normal number is median x exp(spread^2 / 2)
    assert rules.median_kept(0.9, 0.3, 0.5) == pytest.approx(0.9 * math.exp(0.5 * (0.09 - 0.25)))
    means = [rules.median_kept(0.9, 0.3, spread) * math.exp(0.5 * spread**2) for spread in (0.3, 0.4, 0.9)]
    assert means == pytest.approx([0.9 * math.exp(0.045)] * 3)
    assert rules.median_kept(0.9, 0.3, 0.3) == 0.9


def test_without_a_house_a_project_stands_in_the_midst_of_operations():
    assert rules.closeness(False, 0.7) == 1.0
    assert rules.closeness(True, 0.7) == pytest.approx(0.3)
    assert rules.closeness(True, 0.0) == 1.0


def test_operations_stop_what_is_radical_and_close():
    assert rules.immune_response(0.5, 0.8, 1.0) == pytest.approx(0.4)
    assert rules.immune_response(0.5, 0.8, 0.3) == pytest.approx(0.12)
    assert rules.immune_response(0.5, 0.0, 1.0) == rules.immune_response(0.5, 0.8, 0.0) == 0.0


def test_resistance_reaches_a_project_as_far_as_it_is_close():
    assert rules.resistance_felt(0.2, 0.3) == pytest.approx(0.06)
    assert rules.resistance_felt(0.2, 1.0) == 0.2


def test_a_hand_over_fails_with_the_square_of_the_distance_unless_the_top_bridges_it():
    assert rules.hand_over_failure(0.6, 0.5, 1.0, 0.0) == pytest.approx(0.3)
    assert rules.hand_over_failure(0.6, 0.5, 0.5, 0.0) == pytest.approx(0.3 / 4)
    assert rules.hand_over_failure(0.6, 0.5, 0.5, 0.2) == pytest.approx(0.3 / 4 * 0.8)
    assert rules.hand_over_failure(1.0, 1.0, 1.0, 1.0) == 0.0


def test_a_sponsor_may_withdraw_in_every_quarter():
    # a chance of 0.1 x 0.8 x 0.5 = 0.04 a quarter
    assert rules.sponsor_withdrawal(0.1, 0.8, 0.5, 1) == pytest.approx(0.04)
    assert rules.sponsor_withdrawal(0.1, 0.8, 0.5, 3) == pytest.approx(1 - 0.96**3)
    assert rules.sponsor_withdrawal(0.1, 0.8, 0.5, 0) == 0.0
    assert rules.sponsor_withdrawal(0.5, 0.0, 0.0, 9) == rules.sponsor_withdrawal(0.5, 1.0, 1.0, 9) == 0.0


@given(shares, shares, shares, shares, st.floats(0, 0.5), st.integers(0, 40), shares)
def test_probabilities_are_shares_and_integration_never_harms(strength, novelty, far, whole, hazard, quarters, more):
    better = whole + more * (1 - whole)
    assert 0.0 <= rules.immune_response(strength, novelty, rules.closeness(True, far)) <= 1.0
    fails = rules.hand_over_failure(strength, novelty, far, whole)
    assert 0.0 <= rules.hand_over_failure(strength, novelty, far, better) <= fails <= 1.0
    withdraws = rules.sponsor_withdrawal(hazard, far, whole, quarters)
    assert 0.0 <= rules.sponsor_withdrawal(hazard, far, better, quarters) <= withdraws <= 1.0
    assert rules.sponsor_withdrawal(hazard, far, whole, quarters + 1) >= withdraws


def test_a_house_hands_over_after_its_quarters():
    assert [quarter for quarter in range(7) if rules.is_hand_over(quarter, 4.0)] == [4, 5, 6]
    assert [quarter for quarter in range(7) if rules.is_hand_over(quarter, 4.5)] == [5, 6]


def gets_through(distance, immune, failure, integration):
    """Return the probability that a fully radical programme of a house survives operations and its hand-over."""
    stopped = rules.immune_response(immune, 1.0, rules.closeness(True, distance))
    return (1.0 - stopped) * (1.0 - rules.hand_over_failure(failure, 1.0, distance, integration))


DISTANCES = np.linspace(0.0, 1.0, 1001)


def test_the_best_distance_of_a_house_is_that_of_its_closed_form():
    # (1 - (1 - d) / 2) (1 - d^2): its slope (1 - d^2) / 2 - d (1 + d) is nil at d = 1/3, where it is 2/3 x 8/9
    chances = [gets_through(distance, 0.5, 1.0, 0.0) for distance in DISTANCES]
    assert DISTANCES[np.argmax(chances)] == pytest.approx(1 / 3, abs=1e-3)
    assert max(chances) == pytest.approx(16 / 27, abs=1e-5)
    assert gets_through(1 / 3, 0.5, 1.0, 0.0) == pytest.approx(16 / 27)


@given(st.floats(0.05, 0.95), st.floats(0.05, 1), st.floats(0, 0.95))
def test_the_best_house_stands_outside_operations_but_is_no_spin_out_where_hand_overs_fail(
    immune, failure, integration
):
    # with k = failure x (1 - integration) the slope at d = 0 is immune; at d = 1 it is immune x (1 - k) - 2 k
    best = DISTANCES[np.argmax([gets_through(distance, immune, failure, integration) for distance in DISTANCES])]
    lost = failure * (1 - integration)
    slope_of_a_spin_out = immune * (1 - lost) - 2 * lost
    assert best > 0.0
    assert best < 1.0 or slope_of_a_spin_out > -0.01
    assert best == 1.0 or slope_of_a_spin_out < 0.01


@given(st.floats(0.05, 1), shares)
def test_with_full_integration_the_furthest_house_is_the_best(immune, failure):
    chances = [gets_through(distance, immune, failure, 1.0) for distance in DISTANCES]
    assert np.argmax(chances) == len(DISTANCES) - 1
    assert chances[-1] == pytest.approx(1.0)
