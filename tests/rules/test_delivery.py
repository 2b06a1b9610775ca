import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipabm.rules import delivery as rules
from sipabm.words import CONTRACT_YEARS

shares = st.floats(0, 1)
rates = st.floats(0, 10)
lucks = st.floats(0, 1, exclude_max=True)


def test_a_resistant_frontline_withholds_referrals():
    assert rules.throughput(0.5, 0.4) == pytest.approx(0.8)
    assert rules.throughput(0.5, 0.0) == 1.0


def test_results_of_a_quarter_multiply_their_causes():
    results = rules.quarter_results(0.9, 0.8, 0.15, 0.7, 0.2, 0.95, 0.25, -1.0)
    assert results == pytest.approx(0.9 * 0.8 * math.exp(0.15) * 0.7 * 1.2 * 0.95 * 0.75)


def test_no_quarter_counts_more_than_three_times_its_target():
    assert rules.quarter_results(9.0, 1.0, 0.0, 1.0, 0.0, 1.0, 0.0, 0.0) == 3.0
    assert rules.quarter_results(2.9, 1.0, 0.0, 1.0, 0.0, 1.0, 0.0, 0.0) == 2.9


def test_a_bad_quarter_takes_nothing_back():
    # noise takes 5 x 0.25 of what is achieved, more than all of it
    assert rules.quarter_results(0.9, 1.0, 0.0, 1.0, 0.0, 1.0, 0.25, -5.0) == 0.0


def test_the_highest_rate_has_no_effect_at_its_neutral_value(monkeypatch):
    monkeypatch.setattr(rules, "HIGHEST_RATE", math.inf)
    assert rules.quarter_results(9.0, 1.0, 0.0, 1.0, 0.0, 1.0, 0.0, 0.0) == 9.0


def test_neutral_surroundings_leave_quality_as_it_is():
    assert rules.quarter_results(0.9, 1.0, 0.0, 1.0, 0.0, 1.0, 0.0, 2.0) == pytest.approx(0.9)


@given(rates, shares, st.floats(-3, 3), shares, shares, rates, shares, st.floats(-9, 9))
def test_results_lie_between_nothing_and_three_times_the_target(q, referred, labour, law, more, machines, noise, luck):
    assert 0.0 <= rules.quarter_results(q, referred, labour, law, more, machines, noise, luck) <= rules.HIGHEST_RATE


@given(st.floats(0.05, 1), shares, shares)
def test_more_resistance_means_less_delivered(quality, resistance, more):
    def results(resistance):
        return rules.quarter_results(quality, rules.throughput(resistance, 0.4), 0.0, 1.0, 0.0, 1.0, 0.0, 0.0)

    assert results(resistance + more * (1 - resistance)) <= results(resistance)


def test_adaptation_approaches_what_can_be_learnt():
    once = rules.adaptation_after(0.0, 0.2, 0.25, 0.6)
    assert once == pytest.approx(0.25 * 0.12)
    twice = rules.adaptation_after(once, 0.2, 0.25, 0.6)
    assert twice == pytest.approx(0.12 * (1 - 0.75**2))
    assert rules.adaptation_after(0.0, 0.2, 0.0, 0.6) == 0.0


def test_progress_is_results_by_quarter():
    assert rules.progress(1.5, 3) == 0.5


def test_laws_damage_one_after_the_other():
    assert rules.law_factor_after(rules.law_factor_after(1.0, 0.2), 0.2) == pytest.approx(0.8**2)
    assert rules.law_factor_after(0.7, 0.0) == 0.7


def test_only_a_contract_behind_plan_is_replanned_and_not_twice_a_year():
    assert rules.is_replanned(0.79, 0.8, 4, 4.0)
    assert not rules.is_replanned(0.8, 0.8, 4, 4.0)
    assert not rules.is_replanned(0.5, 0.8, 3, 4.0)
    assert not rules.is_replanned(0.0, 0.0, 99, 4.0)


def test_replanning_closes_a_part_of_the_gap_and_never_lowers_quality():
    assert rules.replanned_quality(0.6, 0.25) == pytest.approx(0.6 + 0.25 * 0.4)
    assert rules.replanned_quality(1.2, 0.25) == 1.2


def test_results_are_bad_below_the_threshold_once_the_probation_is_over():
    assert rules.is_bad(0.5499, 0.55, 4, 4.0)
    assert not rules.is_bad(0.55, 0.55, 4, 4.0)
    assert not rules.is_bad(0.56, 0.55, 4, 4.0)
    assert not rules.is_bad(0.1, 0.55, 3, 4.0)
    assert [quarter for quarter in range(1, 7) if rules.is_bad(0.1, 0.55, quarter, 4.5)] == [5, 6]


def test_savings_that_cannot_be_cashed_are_easier_to_cut():
    # probability x (1 - support) = 0.5 x 0.5 = 0.25, times 1.5 without cashable savings: 0.375
    assert rules.ends_by_government(0.5, 0.5, True, 0.5, 0.2499)
    assert not rules.ends_by_government(0.5, 0.5, True, 0.5, 0.25)
    assert rules.ends_by_government(0.5, 0.5, False, 0.5, 0.3749)
    assert not rules.ends_by_government(0.5, 0.5, False, 0.5, 0.375)


@given(shares, shares, st.booleans(), st.floats(0, 10), lucks)
def test_full_support_or_no_probability_ends_nothing(support, probability, cashable, fragility, luck):
    assert not rules.ends_by_government(1.0, probability, cashable, fragility, luck)
    assert not rules.ends_by_government(support, 0.0, cashable, fragility, luck)


def test_a_year_of_service_has_four_quarters():
    assert [rules.quarters_of_service(years) for years in CONTRACT_YEARS] == [8, 12, 16, 20, 28]
