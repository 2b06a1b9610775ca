import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipabm.rules import bending as rules

shares = st.floats(0, 1)
known = st.floats(0, 100)
weights = st.floats(0.1, 1000)


def test_an_attempt_speaks_for_a_lever_if_it_met_its_barriers_and_had_not_used_it():
    assert rules.met_unanswered(True, False)
    assert not rules.met_unanswered(True, True)  # it has disappointed
    assert not rules.met_unanswered(False, False)
    assert not rules.met_unanswered(False, True)


def test_the_general_share_is_shrunk_towards_none_by_the_weight():
    # 3 of 9 that are known, and 3 more that met nothing
    assert rules.general_share(3.0, 9.0, 3.0) == 0.25
    assert rules.general_share(0.0, 9.0, 3.0) == 0.0
    assert rules.general_share(0.0, 0.0, 3.0) == 0.0


def test_the_share_in_an_area_is_shrunk_towards_that_in_all_by_the_weight():
    # 2 of 3 there, and 3 more of which a quarter met something: 2.75 of 6
    assert rules.share_in_area(2.0, 3.0, 0.25, 3.0) == pytest.approx(2.75 / 6.0)
    assert rules.share_in_area(0.0, 0.0, 0.25, 3.0) == 0.25


def test_a_propensity_leaves_of_what_is_not_practice_the_power_of_what_was_not_met():
    # Of 0.8 without practice half is left twice: 0.2
    assert rules.propensity(0.2, 0.5, 2.0) == pytest.approx(0.8)
    assert rules.propensity(0.0, 0.25, 1.0) == pytest.approx(0.25)
    assert rules.propensity(1.0, 0.25, 4.0) == 1.0


def test_half_bend_at_four_who_know_one_attempt_in_six_to_have_met_the_barrier():
    assert rules.propensity(0.0, 0.159, 4.0) == pytest.approx(0.5, abs=0.001)


@given(shares, shares)
def test_without_bending_or_without_barriers_practice_is_all(practice, share):
    assert rules.propensity(practice, share * 0.99, 0.0) == pytest.approx(practice)
    assert rules.propensity(practice, 0.0, 4.0) == pytest.approx(practice)


@given(known, shares, known, shares, weights)
def test_shares_are_shares_and_those_who_meet_more_know_a_larger_one(here, of_these, others, of_those, weight):
    met, all_met = here * of_these, here * of_these + others * of_those
    general = rules.general_share(all_met, here + others, weight)
    share = rules.share_in_area(met, here, general, weight)
    assert 0.0 <= general < 1.0
    assert 0.0 <= share < 1.0
    assert rules.general_share(all_met + 1.0, here + others + 1.0, weight) > general
    assert rules.share_in_area(met + 1.0, here + 1.0, general, weight) > share


@given(known, shares, weights, st.integers(2, 9))
def test_as_many_cases_more_of_both_kinds_move_a_share_by_what_shrinking_leaves_and_no_further(
    cases, share, weight, times
):
    """A stock would go on growing with volume; a share never passes that of what is known."""
    few, many = (rules.general_share(share * each, each, weight) for each in (cases, times * cases))
    assert few <= many + 1e-12
    assert many <= share + 1e-12


@given(shares, st.floats(0, 0.99), st.floats(0, 100), shares)
def test_a_propensity_is_a_probability_above_practice_that_grows_with_barriers_and_bending(
    practice, share, bending, more
):
    propensity = rules.propensity(practice, share, bending)
    assert practice - 1e-12 <= propensity <= 1.0
    assert rules.propensity(practice, share + more * (0.99 - share), bending) >= propensity - 1e-12
    assert rules.propensity(practice, share, bending + more) >= propensity - 1e-12
