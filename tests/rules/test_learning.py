import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipabm.rules import learning as rules

shares = st.floats(0, 1)


def test_peers_count_by_trust():
    assert rules.peer_weight(0.5, 0.4) == pytest.approx(0.2)
    assert rules.peer_share(0.4, 0.2) == pytest.approx(0.08)
    assert rules.peer_share(0.4, 20.0) == 1.0


def test_a_surprise_about_cost_is_corrected_in_part():
    assert rules.cost_after(0.06, 0.26, 0.4) == pytest.approx(0.06 + 0.4 * 0.2)
    assert rules.cost_after(0.06, 0.26, 0.0) == 0.06
    assert rules.cost_after(0.06, 0.26, 1.0) == pytest.approx(0.26)
    assert rules.cost_after(0.06, 0.0, 0.5) == pytest.approx(0.03)


def test_an_unknown_cost_teaches_nothing():
    assert rules.cost_after(0.06, rules.UNKNOWN_COST, 1.0) == 0.06


def test_an_attempt_is_known_for_what_it_needed_or_came_to():
    assert rules.cost_to_tell(0.3, 0.1) == 0.3
    assert rules.cost_to_tell(0.1, 0.12) == 0.12
    assert rules.cost_to_tell(0.0, 0.12) == 0.12
    assert rules.cost_to_tell(rules.UNKNOWN_COST, 0.01) == rules.UNKNOWN_COST


def test_an_investor_corrects_its_error_by_what_was_delivered_against_the_promise():
    # 0.4 of 0.8 promised is a surprise of minus a half, of which it learns a quarter: it expects an eighth less
    assert rules.misjudgement_after(0.1, 0.4, 0.8, 0.25) == pytest.approx(0.1 + math.log(0.875))
    assert rules.misjudgement_after(0.1, 1.2, 0.8, 0.25) == pytest.approx(0.1 + math.log(1.125))
    assert rules.misjudgement_after(0.1, 0.8, 0.8, 1.0) == pytest.approx(0.1)
    assert rules.misjudgement_after(0.1, 0.4, 0.8, 0.0) == 0.1


def test_luck_that_evens_out_leaves_what_an_investor_expects_where_it_was():
    # As often half as much as promised as half as much again: on average it expects what it did.
    after = [math.exp(rules.misjudgement_after(0.0, share * 0.8, 0.8, 0.25)) for share in (0.5, 1.5)]
    assert sum(after) / 2 == pytest.approx(1.0)


def test_an_investor_loses_nine_tenths_of_its_hope_at_most_and_learns_nothing_where_nothing_was_promised():
    assert rules.misjudgement_after(0.0, 0.0, 0.8, 1.0) == pytest.approx(math.log(0.1))
    assert rules.misjudgement_after(0.0, 0.0, 0.8, 0.5) == pytest.approx(math.log(0.5))
    assert rules.misjudgement_after(0.3, 0.5, 0.0, 1.0) == 0.3


@given(st.floats(-2, 2), st.floats(0.2, 3))
def test_an_error_is_gone_once_what_it_led_to_promise_is_compared_with_the_truth(error, truth):
    assert rules.misjudgement_after(error, truth, truth * math.exp(error), 1.0) == pytest.approx(0.0, abs=1e-12)


def test_trust_grows_with_success_and_breaks_with_failure():
    assert rules.trust_after(0.4, 0.9, 0.7, 0.2, 0.25) == pytest.approx(0.4 + 0.2 * 0.9 * 0.6)
    assert rules.trust_after(0.4, 1.8, 0.7, 0.2, 0.25) == pytest.approx(0.4 + 0.2 * 0.6)
    assert rules.trust_after(0.4, 0.7, 0.7, 0.2, 0.25) == pytest.approx(0.4 + 0.2 * 0.7 * 0.6)
    assert rules.trust_after(0.4, 0.69, 0.7, 0.2, 0.25) == pytest.approx(0.4 * 0.75)


def test_ambiguity_limits_what_one_partnership_teaches():
    assert rules.competence_after(0.2, 0.25, 0.0) == pytest.approx(0.2 + 0.25 * 0.8)
    assert rules.competence_after(0.2, 0.25, 0.5) == pytest.approx(0.2 + 0.125 * 0.8)
    assert rules.competence_after(0.2, 0.25, 1.0) == 0.2


def test_resistance_falls_after_success_and_rises_after_failure():
    assert rules.resistance_after(0.5, 0.7, 0.7, 0.2, 0.1) == pytest.approx(0.4)
    assert rules.resistance_after(0.5, 0.69, 0.7, 0.2, 0.1) == pytest.approx(0.55)


@given(shares, st.floats(0, 3), st.floats(0, 2), shares, shares)
def test_shares_stay_shares(value, success, threshold, gain, loss):
    for after in (
        rules.trust_after(value, success, threshold, gain, loss),
        rules.resistance_after(value, success, threshold, gain, loss),
        rules.competence_after(value, gain, loss),
    ):
        assert -1e-15 <= after <= 1.0 + 1e-15


@given(st.floats(0, 2), st.floats(0, 2), shares)
def test_an_expected_cost_never_overshoots_the_surprise(expected, actual, learning):
    after = rules.cost_after(expected, actual, learning)
    assert min(expected, actual) - 1e-12 <= after <= max(expected, actual) + 1e-12


def test_a_promise_is_kept_to_the_share_of_the_signal_that_was_delivered():
    assert rules.promise_kept(0.6, 0.8) == 0.6 / 0.8
    assert rules.promise_kept(1.2, 0.8) == 1.0
    assert rules.promise_kept(0.5, 0.0) == 0.0
