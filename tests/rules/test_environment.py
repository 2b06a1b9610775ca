import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipabm.rules import environment as rules
from sipabm.scenario.settings import ALL_AREAS
from sipabm.words import Domain

quarters = st.integers(0, 400)


def test_the_labour_market_remembers_and_is_shocked():
    assert rules.labour_market(0.1, 0.85, 0.06, -1.0) == pytest.approx(0.1 * 0.85 - 0.06)
    assert rules.labour_market(0.0, 0.85, 0.0, 3.0) == 0.0


def test_the_long_run_deviation_of_the_labour_market_is_that_of_its_closed_form():
    lucks, deviation, path = np.random.default_rng(1).standard_normal(100_000), 0.0, []
    for luck in lucks:
        deviation = rules.labour_market(deviation, 0.85, 0.06, luck)
        path.append(deviation)
    assert np.std(path) == pytest.approx(0.06 / np.sqrt(1 - 0.85**2), rel=0.03)


def test_elections_come_every_period_from_the_first_on():
    assert [quarter for quarter in range(20) if rules.is_election(quarter, 3, 6)] == [3, 9, 15]
    assert [quarter for quarter in range(6) if rules.is_election(quarter, -4, 3)] == [2, 5]
    assert [quarter for quarter in range(4) if rules.is_election(quarter, 1, 1)] == [1, 2, 3]


@given(quarters, quarters)
def test_a_period_of_zero_means_no_elections(quarter, first):
    assert not rules.is_election(quarter, first, 0)


def test_a_fund_is_open_from_its_first_to_its_last_quarter():
    assert [rules.fund_is_open(quarter, 2, 4, 1.0) for quarter in range(1, 6)] == [False, True, True, True, False]


def test_a_set_is_for_the_welfare_areas_it_holds():
    assert [rules.is_for_area(0b101, area) for area in Domain] == [True, False, True]
    assert [rules.is_for_area(0b010, area) for area in Domain] == [False, True, False]
    assert all(rules.is_for_area(ALL_AREAS, area) for area in Domain)


@given(st.sets(st.sampled_from(Domain)))
def test_a_set_of_welfare_areas_holds_what_it_was_made_of(areas):
    together = sum(1 << area for area in areas)
    assert {area for area in Domain if rules.is_for_area(together, area)} == areas


def test_without_exhaustion_a_fund_never_closes_nor_runs_out():
    assert rules.fund_is_open(99, 2, 4, 0.0)
    assert not rules.fund_is_open(1, 2, 4, 0.0)
    assert rules.fund_can_pay(0.0, 5.0, 0.0)
    assert rules.fund_weight(-3.0, 20.0, 0.0) == 20.0


def test_funds_are_exhausted_from_one_half_on():
    assert not rules.fund_is_open(99, 2, 4, 0.5)
    assert not rules.fund_can_pay(0.0, 5.0, 0.5)
    assert rules.fund_weight(4.0, 20.0, 0.5) == 4.0


def test_a_purse_pays_up_to_its_last_cent():
    assert rules.fund_can_pay(5.0, 5.0, 1.0)
    assert not rules.fund_can_pay(5.0, 5.0001, 1.0)
    assert rules.fund_weight(4.0, 20.0, 1.0) == 4.0
    assert rules.fund_weight(-1e-12, 20.0, 1.0) == 0.0


def test_a_policy_is_in_force_from_its_first_to_its_last_quarter():
    shares = [rules.policy_in_force(quarter, Domain.HEALTH, 0.6, 2, 3, ALL_AREAS) for quarter in range(5)]
    assert shares == [0.0, 0.0, 0.6, 0.6, 0.0]


def test_a_policy_is_in_force_in_the_welfare_areas_of_its_set():
    assert [rules.policy_in_force(2, area, 0.6, 2, 3, 0b101) for area in Domain] == [0.6, 0.0, 0.6]
    assert [rules.policy_in_force(1, area, 0.6, 2, 3, 0b101) for area in Domain] == [0.0, 0.0, 0.0]


def test_a_fund_calls_until_its_lead_before_it_closes():
    # Open from 2 to 9, with the last call three quarters before; a part of a quarter is none.
    calls = [quarter for quarter in range(12) if rules.is_calling(quarter, 2, 9, 3.0, 1.0)]
    assert calls == [2, 3, 4, 5, 6]
    assert [quarter for quarter in range(12) if rules.is_calling(quarter, 2, 9, 3.9, 1.0)] == calls
    assert [quarter for quarter in range(12) if rules.is_calling(quarter, 2, 9, 0.0, 1.0)] == list(range(2, 10))


def test_a_fund_that_is_shorter_than_its_lead_calls_when_it_opens():
    assert [quarter for quarter in range(12) if rules.is_calling(quarter, 4, 6, 8.0, 1.0)] == [4]


def test_a_fund_that_never_runs_out_never_stops_calling():
    assert rules.is_calling(99, 2, 9, 3.0, 0.0)
    assert not rules.is_calling(1, 2, 9, 3.0, 0.0)
