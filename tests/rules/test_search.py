import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipabm.rules import search as rules

shares = st.floats(0, 1)
lucks = st.floats(0, 1, exclude_max=True)


def test_partners_are_weighed_by_trust_and_ability():
    assert rules.partner_score(0.8, 0.5, 0.6) == pytest.approx(0.6 * 0.8 + 0.4 * 0.5)


@given(shares, shares, shares)
def test_with_no_weight_on_trust_only_ability_counts(trust, other_trust, ability):
    assert rules.partner_score(trust, ability, 0.0) == rules.partner_score(other_trust, ability, 0.0)


def test_a_tender_is_decided_by_luck_within_its_half_width():
    assert rules.tender_score(0.5, 0.2, 0.0) == pytest.approx(0.3)
    assert rules.tender_score(0.5, 0.2, 0.5) == 0.5
    assert rules.tender_score(0.5, 0.2, 0.75) == pytest.approx(0.6)
    assert rules.tender_score(0.5, 0.0, 0.9) == 0.5


def test_providers_look_for_partners_until_together_they_can_deliver_the_project():
    assert [rules.needs_partners(delivered, 2.0) for delivered in (1.999, 2.0, 2.001)] == [True, False, False]


def test_a_provider_takes_projects_until_its_capacity_is_reached():
    assert [rules.has_capacity(engaged, 2) for engaged in range(4)] == [True, True, False, False]


def test_an_investor_has_capital_if_any_is_left():
    assert rules.has_capital(1e-9)
    assert not rules.has_capital(0.0)
    assert not rules.has_capital(-1e-12)


def test_three_parties_share_the_cost_of_meetings():
    assert 3 * rules.meeting_cost_each(0.012) == pytest.approx(0.012)


def test_trust_in_a_friend_of_a_friend_is_the_product_of_both():
    assert rules.trust_through_friend(0.6, 0.5) == pytest.approx(0.3)
    assert rules.trust_through_friend(1.0, 0.5) == 0.5


@given(shares, shares)
def test_a_friend_of_a_friend_is_trusted_less_than_either(first, second):
    assert rules.trust_through_friend(first, second) <= min(first, second)


@given(st.integers(1, 20), lucks)
def test_without_delay_a_stage_takes_the_least(least, luck):
    assert rules.stage_quarters(float(least), 0.0, luck) == least


@given(st.floats(1, 20), st.floats(0, 0.9), lucks)
def test_a_stage_takes_whole_quarters_from_the_least_to_two_years_more(least, delay, luck):
    quarters = rules.stage_quarters(least, delay, luck)
    assert quarters == int(quarters)
    assert math.floor(least) <= quarters <= math.ceil(least) + rules.LONGEST_DELAY


def test_no_stage_takes_more_than_two_years_beyond_the_least():
    assert rules.stage_quarters(2.0, 0.9, 1.0 - 1e-12) == 2 + 8
    assert rules.stage_quarters(1.25, 0.9, 1.0 - 1e-12) == 1 + 8
    assert rules.stage_quarters(1.25, 0.9, 0.25 - 1e-14) == 2 + 8


def test_every_second_stage_takes_longer_where_the_delay_is_one_half():
    # of eight, four take the least, two a quarter more, one two quarters more
    assert [rules.stage_quarters(2.0, 0.5, (place + 0.5) / 8) for place in range(7)] == [2, 2, 2, 2, 3, 3, 4]


def test_a_part_of_a_quarter_is_how_often_a_stage_takes_a_whole_one():
    assert [rules.stage_quarters(1.25, 0.0, (place + 0.5) / 8) for place in range(8)] == [2, 2, 1, 1, 1, 1, 1, 1]
    lucks_ = (np.arange(10_000) + 0.5) / 10_000
    for least in (1.0, 1.3, 2.75):
        assert np.mean([rules.stage_quarters(least, 0.0, luck) for luck in lucks_]) == pytest.approx(least, abs=1e-4)
        taken = [rules.stage_quarters(least, 0.3, luck) for luck in lucks_]
        assert np.mean(taken) == pytest.approx(least + 0.3 / 0.7, abs=2e-3)


def test_the_longest_delay_has_no_effect_at_its_neutral_value(monkeypatch):
    monkeypatch.setattr(rules, "LONGEST_DELAY", math.inf)
    assert rules.stage_quarters(1.0, 0.5, 1.0 - 0.75 * 0.5**20) == 1 + 20


def test_delays_are_geometric():
    delay, lucks_ = 0.3, (np.arange(100_000) + 0.5) / 100_000
    extra = np.array([rules.stage_quarters(1.0, delay, luck) - 1 for luck in lucks_])
    for quarters in range(4):
        assert (extra >= quarters).mean() == pytest.approx(delay**quarters, abs=2e-5)


def test_meetings_remove_a_part_of_the_misjudgement():
    assert rules.misjudgement_after_meeting(-0.5, 0.4) == pytest.approx(-0.3)
    assert rules.misjudgement_after_meeting(-0.5, 0.0) == -0.5


def test_a_provider_who_can_finance_all_needs_no_investor():
    assert not rules.lacks_partner(True, False, 2.0, 2.0)
    assert rules.lacks_partner(True, False, 1.9, 2.0)
    assert not rules.lacks_partner(True, True, 0.0, 2.0)
    assert rules.lacks_partner(False, True, 9.0, 2.0)
