import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipabm.rules import consideration as rules
from sipabm.words import Domain

shares = st.floats(0, 1)
counts = st.floats(0.1, 1000)


def test_interest_adds_up_its_sources():
    # 0.01 + 0.1 x 0.5 + 0.002 x 10 = 0.08
    assert rules.interest(0.01, 0.1, 0.5, 0.002, 10.0) == pytest.approx(0.08)


def test_calls_of_both_kinds_add_up_and_closed_ones_pull_nobody():
    assert rules.pull_of_calls(2.0, True, 3.0, True) == 5.0
    assert rules.pull_of_calls(2.0, True, 3.0, False) == 2.0
    assert rules.pull_of_calls(2.0, False, 3.0, True) == 3.0
    assert rules.pull_of_calls(2.0, False, 3.0, False) == 0.0


def test_attention_is_the_chance_of_one_occasion_at_least_at_a_rate_of_interest_size_and_calls():
    # Size 2, interest 0.08 and a pull of 1.5 are 0.4 occasions a quarter: none comes with probability exp(-0.4).
    assert rules.attention(0.08, 1.5, 2.0) == pytest.approx(1.0 - 0.670320046)
    assert rules.attention(0.08, 0.0, 1.0) == pytest.approx(1.0 - math.exp(-0.08))


def test_where_there_is_no_interest_no_call_wakes_anybody():
    assert rules.attention(0.0, 1000.0, 5.0) == 0.0


def test_news_of_the_world_counts_for_every_hundred_authorities():
    assert rules.per_hundred(6.0, 300) == pytest.approx(2.0)
    assert rules.per_hundred(6.0, 100) == 6.0


@given(counts, st.integers(1, 5000), st.integers(1, 20))
def test_a_world_of_more_authorities_and_as_many_more_cases_brings_the_same_news(cases, authorities, times):
    assert rules.per_hundred(times * cases, times * authorities) == pytest.approx(rules.per_hundred(cases, authorities))


def test_so_many_for_every_hundred_authorities_are_so_many_of_all():
    assert rules.of_all(2.0, 300) == 6.0
    assert rules.per_hundred(rules.of_all(7.0, 40), 40) == pytest.approx(7.0)


def test_an_authority_is_in_charge_of_the_areas_of_its_set():
    assert [rules.in_charge(0b101, domain) for domain in Domain] == [True, False, True]
    assert [rules.in_charge(0b010, domain) for domain in Domain] == [False, True, False]
    assert not any(rules.in_charge(0, domain) for domain in Domain)


@given(shares, st.floats(0, 2), st.floats(0, 50), st.floats(0, 0.1), st.floats(0, 500), shares, st.floats(0.01, 50))
def test_attention_is_a_probability_and_grows_with_news_calls_and_size(own, mouth, news, weight, world, pull, size):
    interest, more = (rules.interest(own, mouth, news + each, weight, world + each) for each in (0.0, 1.0))
    attention = rules.attention(interest, pull, size)
    assert 0.0 <= attention <= 1.0
    assert rules.attention(more, pull, size) >= attention
    assert rules.attention(interest, pull + 1.0, size) >= attention
    assert rules.attention(interest, pull, size + 1.0) >= attention


def test_an_authority_has_a_free_slot_until_all_are_taken():
    assert [rules.has_free_slot(developing, 2.0) for developing in range(4)] == [True, True, False, False]
    assert not rules.has_free_slot(2, 2.9)  # a part of a slot is none
    assert not rules.has_free_slot(0, 0.9)


def test_news_fades_by_its_decay():
    assert rules.news_left(rules.news_left(8.0, 0.25), 0.25) == pytest.approx(8.0 * 0.75**2)
    assert rules.news_left(8.0, 1.0) == 0.0


def test_beliefs_start_between_the_realistic_share_and_certainty():
    assert rules.initial_belief(0.3, 0.0) == 0.3
    assert rules.initial_belief(0.3, 0.8) == pytest.approx(0.3 + 0.8 * 0.7)
    assert rules.initial_belief(0.3, 1.0) == pytest.approx(1.0)


def test_a_belief_is_the_mean_of_its_beta_distribution():
    assert rules.belief(3.0, 1.0) == 0.75
    assert rules.belief_with_world(3.0, 1.0, 0.5, 2.0, 6.0) == pytest.approx((3.0 + 1.0) / (3.0 + 1.0 + 1.0 + 3.0))


@given(counts, counts, st.floats(0, 1), st.floats(0, 500), st.floats(0, 500))
def test_beliefs_are_shares_and_move_with_what_happens(successes, failures, weight, world_successes, world_failures):
    belief = rules.belief_with_world(successes, failures, weight, world_successes, world_failures)
    assert 0.0 < belief < 1.0
    assert rules.belief_with_world(successes + 1, failures, weight, world_successes, world_failures) > belief
    assert rules.belief_with_world(successes, failures + 1, weight, world_successes, world_failures) < belief


@given(counts, counts, st.floats(0, 500), st.floats(0, 500))
def test_without_world_learning_the_world_teaches_nothing(successes, failures, world_successes, world_failures):
    assert rules.belief_with_world(successes, failures, 0.0, world_successes, world_failures) == rules.belief(
        successes, failures
    )


def test_a_programme_is_worth_the_cash_it_saves_and_what_is_paid_for_better_lives():
    # cash 0.14 + 0.18, lives 0.5 x 0.6
    assert rules.worth_to_budgets(4.0, 0.14, 0.18, 0.6, 0.5) == pytest.approx(4.0 * 0.62)
    assert rules.worth_to_budgets(4.0, 0.14, 0.18, 0.6, 0.0) == pytest.approx(4.0 * 0.32)


def test_expected_gain_is_that_of_the_specification():
    closing, delivery, worth, cost = 0.5, 0.8, 2.0, 0.1
    assert rules.expected_gain(closing, delivery, worth, 0.0, cost) == pytest.approx(0.5 * (0.8 * 2.0 - 1.0) - 0.1)
    assert rules.expected_gain(closing, delivery, worth, 0.3, cost) == pytest.approx(0.5 * (0.8 * 2.0 - 0.7) - 0.1)


def test_nobody_starts_what_does_not_beat_the_conventional_contract():
    assert rules.start_probability(0.03, 0.03, 1.0, 0.1) == 0.0
    assert rules.start_probability(0.0301, 0.03, 1.0, 0.1) > 0.5


def test_an_indifferent_supported_authority_tosses_a_coin():
    assert rules.start_probability(0.0, -1.0, 1.0, 0.1) == 0.5
    assert rules.start_probability(0.0, -1.0, 0.8, 0.1) == pytest.approx(0.8 * 0.5)


def test_a_gain_of_as_many_noises_as_the_logarithm_of_three_persuades_three_in_four():
    assert rules.start_probability(0.1 * math.log(3), 0.0, 1.0, 0.1) == pytest.approx(0.75)


@given(st.floats(-3, 20), shares, st.floats(0.001, 10), shares)
def test_support_and_gain_encourage(gain, support, noise, more):
    at_first = rules.start_probability(gain, -3.5, support, noise)
    assert 0.0 <= at_first <= 1.0
    assert rules.start_probability(gain + more, -3.5, support, noise) >= at_first
    assert rules.start_probability(gain, -3.5, support + more * (1 - support), noise) >= at_first


def test_a_country_begins_in_its_quarter_or_has_begun_before_the_run():
    assert not rules.has_begun(31, 32)
    assert rules.has_begun(32, 32)
    assert rules.has_begun(0, -4)


@given(st.floats(0, 5), st.floats(0, 1000), st.floats(0, 20))
def test_attention_never_exceeds_the_most_and_comes_near_it_where_both_are_small(interest, pull, size):
    attention, most = rules.attention(interest, pull, size), rules.most_attention(interest, pull, size)
    assert attention < most
    # 1 - exp(-x) lies above x - x squared / 2
    assert attention >= most - 0.5 * most**2 - 2e-9


def test_the_most_attention_is_the_rate_at_which_an_authority_looks():
    assert rules.most_attention(0.02, 1.5, 0.8) == pytest.approx(0.8 * 0.02 * 2.5, abs=1e-8)
