import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from sipabm.rules import business_case as rules

shares = st.floats(0, 1)
positive = st.floats(0.05, 5)


def test_quality_is_log_normal_around_the_median_of_a_middling_provider():
    assert rules.programme_quality(0.9, 0.4, 0.5, 0.35, 0.0) == pytest.approx(0.9)
    assert rules.programme_quality(0.9, 0.4, 1.0, 0.35, -1.0) == pytest.approx(0.9 * math.exp(0.4 * 0.5 - 0.35))


@given(positive, st.floats(0, 3), shares, shares, st.floats(0, 3), st.floats(-5, 5))
def test_skill_never_harms(median, effect, skill, more, spread, luck):
    better = skill + more * (1 - skill)
    assert rules.programme_quality(median, effect, better, spread, luck) >= rules.programme_quality(
        median, effect, skill, spread, luck
    )


@given(positive, shares, shares)
def test_without_effect_and_spread_quality_is_the_median(median, skill, luck):
    assert rules.programme_quality(median, 0.0, skill, 0.0, luck) == median


def test_data_work_reaches_the_certainty_asked_but_never_adds_doubt():
    assert rules.uncertainty_left(0.6, 0.3) == 0.3
    assert rules.uncertainty_left(0.2, 0.3) == 0.2


def test_the_median_project_pays_the_median_cost_and_a_small_one_more():
    assert rules.size_factor(1.5, 1.5, 0.4) == pytest.approx(1.0)
    assert rules.size_factor(0.5, 1.5, 0.4) == pytest.approx(0.4 * 3 + 0.6)


@given(st.floats(0.01, 100), st.floats(0.01, 100), st.floats(0.01, 100))
def test_without_fixed_cost_size_does_not_matter(capital, other, median):
    assert rules.size_factor(capital, median, 0.0) == rules.size_factor(other, median, 0.0) == 1.0


def test_halving_the_uncertainty_costs_four_times_as_much():
    once = rules.data_cost(0.02, 0.6, 0.6, 0.25, 1.0)
    assert once == pytest.approx(0.02 * 0.75)
    assert rules.data_cost(0.02, 0.6, 0.3, 0.25, 1.0) == pytest.approx(4 * once)
    assert rules.data_cost(0.02, 0.6, 0.6, 0.25, 2.0) == pytest.approx(2 * once)


@given(shares, st.floats(0.05, 3), shares, shares, st.floats(0.5, 20))
def test_data_access_saves_and_full_access_saves_all(unit, initial, access, more, size):
    cost = rules.data_cost(unit, initial, 0.5 * initial, access, size)
    assert rules.data_cost(unit, initial, 0.5 * initial, access + more * (1 - access), size) <= cost
    assert rules.data_cost(unit, initial, 0.5 * initial, 1.0, size) == 0.0


def test_pragmatic_data_work_saves_and_saves_more_on_a_weak_case():
    assert rules.pragmatic_data_cost(0.1, 0.5, 0.6, False) == pytest.approx(0.1 * 0.5)
    assert rules.pragmatic_data_cost(0.1, 0.5, 0.6, True) == pytest.approx(0.1 * 0.5 * 0.4)
    assert rules.pragmatic_data_cost(0.1, 0.0, 0.0, True) == 0.1


def test_pragmatic_data_work_leaves_more_uncertainty():
    assert rules.pragmatic_uncertainty(0.3, 0.25) == pytest.approx(0.3 * 1.25)
    assert rules.pragmatic_uncertainty(0.3, 0.0) == 0.3


def test_the_case_shows_the_truth_and_an_error():
    assert rules.case_signal(0.9, 0.0, 2.0) == 0.9
    assert rules.case_signal(0.9, 0.3, 2.0) == pytest.approx(0.9 * math.exp(0.3 * 2.0 - 0.3**2 / 2))


def test_the_case_is_right_on_average():
    lucks = stats.norm.ppf((np.arange(20_000) + 0.5) / 20_000)
    shown = [rules.case_signal(0.9, 0.4, luck) for luck in lucks]
    assert np.mean(shown) == pytest.approx(0.9, rel=1e-3)


def test_benefit_cost_ratio_rises_with_the_funds_share():
    assert rules.benefit_cost(0.8, 0.9, 2.0, 0.0) == pytest.approx(0.8 * 0.9 * 2.0)
    assert rules.benefit_cost(0.8, 0.9, 2.0, 0.25) == pytest.approx(0.8 * 0.9 * 2.0 / 0.75)
    assert rules.benefit_cost(0.8, 0.9, 2.0, 1.0) == pytest.approx(0.8 * 0.9 * 2.0 / 0.01)


def test_the_largest_share_of_a_fund_has_no_effect_at_its_neutral_value(monkeypatch):
    monkeypatch.setattr(rules, "LARGEST_FUND_SHARE", 1.0)
    assert rules.benefit_cost(0.8, 0.9, 2.0, 0.995) == pytest.approx(0.8 * 0.9 * 2.0 / 0.005)


def test_a_budget_is_broken_only_beyond_it():
    assert not rules.over_budget(0.125, 0.125, 0.25)
    assert rules.over_budget(0.125, 0.1251, 0.25)


def test_quality_is_what_technology_has_left_of_it():
    assert rules.quality_now(0.8, 0.9) == pytest.approx(0.72)
    assert rules.quality_now(1.0, 0.9) == 0.9


def test_a_case_is_weak_only_below_the_threshold():
    assert rules.is_weak(0.999, 1.0)
    assert not rules.is_weak(1.0, 1.0)
    assert not rules.is_weak(1.001, 1.0)


def test_known_cost_is_what_was_spent_and_what_data_and_competence_would_cost():
    assert rules.cost_known(0.05, 0.125, 0.25) == pytest.approx(0.425)


def test_data_work_grows_with_the_years_to_the_effect_and_if_savings_must_be_cash():
    # A quarter more for each of two years is half as much again; two fifths more if savings must be cash.
    assert rules.data_demand(0.25, 2.0, 0.4, False) == 1.5
    assert rules.data_demand(0.25, 2.0, 0.4, True) == pytest.approx(2.1)
    assert rules.data_demand(0.25, 0.0, 0.4, False) == 1.0
    assert rules.data_demand(0.0, 2.0, 0.0, True) == 1.0
