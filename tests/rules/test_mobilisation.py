import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipabm.rules import mobilisation as rules

shares = st.floats(0, 1)
lucks = st.floats(0, 1, exclude_max=True)
money = st.floats(0, 100)


def test_acceptance_is_fit_and_trust_less_resistance():
    assert rules.frontline_acceptance(0.15, 0.4, 0.3, 0.2, -1.0) == pytest.approx(0.15 + 0.4 - 0.3 - 0.2)


@given(shares, shares, shares, shares, st.floats(0, 2), st.floats(-5, 5))
def test_more_resistance_means_less_acceptance(tailoring, trust, resistance, more, noise, luck):
    def acceptance(resistance):
        return rules.frontline_acceptance(tailoring, trust, resistance, noise, luck)

    assert acceptance(resistance + more) <= acceptance(resistance)


def test_politics_stop_in_proportion_to_missing_support():
    # 0.5 x (1 - 0.75) = 0.125
    assert rules.politics_stops(0.75, 0.5, 0.1249)
    assert not rules.politics_stops(0.75, 0.5, 0.125)


@given(shares, lucks)
def test_full_support_or_no_politics_stop_nothing(value, luck):
    assert not rules.politics_stops(1.0, value, luck)
    assert not rules.politics_stops(value, 0.0, luck)
    assert not rules.government_stops(1.0, value, luck)
    assert not rules.government_stops(value, 0.0, luck)


def test_a_new_government_stops_in_proportion_to_missing_support():
    # 0.5 x (1 - 0.25) = 0.375
    assert rules.government_stops(0.25, 0.5, 0.3749)
    assert not rules.government_stops(0.25, 0.5, 0.375)


def test_only_what_came_after_the_last_gate_is_new():
    assert [quarter for quarter in range(-1, 9) if rules.came_since(quarter, 6)] == [7, 8]
    assert not rules.came_since(-1, 0)  # nothing has come before a run


def test_a_frontline_stops_only_what_it_accepts_less_than_not_at_all():
    assert rules.frontline_stops(-0.001)
    assert not rules.frontline_stops(0.0)
    assert not rules.frontline_stops(0.001)


def test_silos_keep_departments_away_and_tailoring_opens_them():
    assert rules.joining_probability(0.6, 0.0) == pytest.approx(0.4)
    assert rules.joining_probability(0.6, 0.5) == pytest.approx(1 - 0.6 * 0.5)


@given(shares, lucks)
def test_without_silos_or_with_a_pooled_budget_every_department_joins(tailoring, luck):
    assert rules.department_joins(rules.joining_probability(0.0, tailoring), False, luck)
    assert rules.department_joins(0.0, True, luck)
    assert not rules.department_joins(0.0, False, luck)


def test_a_department_joins_by_its_probability():
    assert rules.department_joins(0.4, False, 0.3999)
    assert not rules.department_joins(0.4, False, 0.4)


def test_each_department_that_joins_costs_its_pooling():
    assert rules.pooling_cost(0.01, 3) == pytest.approx(0.03)
    assert rules.pooling_cost(0.01, 0) == 0.0


def test_the_share_that_joined_is_counted_by_departments():
    assert rules.joined_share(1, 2) == 0.5
    assert rules.joined_share(1, 1) == 1.0
    assert rules.joined_share(0, 0) == 0.0
    assert rules.all_joined(3) == 1.0
    assert rules.all_joined(0) == 0.0


def test_authorities_are_asked_by_their_probability_and_always_with_a_pooled_budget():
    assert rules.is_commissioned_jointly(0.4, False, 0.3999)
    assert not rules.is_commissioned_jointly(0.4, False, 0.4)
    assert rules.is_commissioned_jointly(0.0, True, 0.9999)


def test_trust_doubles_the_readiness_of_an_authority_to_pay_its_part():
    # without trust a half, with full trust all
    assert rules.authority_joins(0.0, 0.4999)
    assert not rules.authority_joins(0.0, 0.5)
    assert rules.authority_joins(0.5, 0.7499)
    assert not rules.authority_joins(0.5, 0.75)
    assert rules.authority_joins(1.0, 0.9999)


def test_some_leads_are_willing_to_invest_alone():
    assert rules.largest_lead_share(0.6, 0.45, 0.4499) == 1.0
    assert rules.largest_lead_share(0.6, 0.45, 0.45) == 0.6
    assert rules.largest_lead_share(0.6, 0.0, 0.0) == 0.6


def test_the_lead_takes_its_share_as_far_as_its_limits_go():
    assert rules.lead_ticket(10.0, 0.6, 8.0, 20.0) == pytest.approx(6.0)
    assert rules.lead_ticket(10.0, 0.6, 5.0, 20.0) == 5.0
    assert rules.lead_ticket(10.0, 0.6, 8.0, 4.0) == 4.0


def test_the_lead_adds_what_is_missing_as_far_as_its_limits_go():
    assert rules.lead_extension(1.0, 8.0, 6.0, 9.0) == 1.0
    assert rules.lead_extension(3.0, 8.0, 6.0, 9.0) == 2.0
    assert rules.lead_extension(3.0, 8.0, 6.0, 0.5) == 0.5
    assert rules.lead_extension(-1e-12, 8.0, 6.0, 9.0) == 0.0  # rounding may leave less than nothing missing


def test_a_ticket_is_more_than_nothing():
    assert rules.is_ticket(1e-9)
    assert not rules.is_ticket(0.0)


@given(money, money, shares, money)
def test_an_extension_never_breaks_a_limit(missing, largest, part, available):
    ticket = part * largest
    more = rules.lead_extension(missing, largest, ticket, available)
    assert 0.0 <= more <= min(missing, available)
    assert ticket + more <= largest * (1 + 1e-12)


def test_capital_is_filled_but_for_rounding():
    assert rules.is_filled(1.0 - 1e-12, 1.0)
    assert rules.is_filled(rules.NEARLY_ALL, 1.0)
    assert not rules.is_filled(1.0 - 2e-9, 1.0)


def test_capital_lacks_where_neither_investors_nor_the_provider_cover_it():
    assert rules.lacks_capital(False, 1.999, 2.0)
    assert not rules.lacks_capital(False, 2.0, 2.0)
    assert not rules.lacks_capital(True, 0.0, 2.0)


def test_investors_weigh_in_a_syndicate_by_their_tickets():
    assert [rules.weight_in_syndicate(ticket, 8.0) for ticket in (5.0, 2.0, 1.0)] == [0.625, 0.25, 0.125]


def test_trust_doubles_the_readiness_to_co_invest():
    assert rules.investor_joins(0.6, 0.0, 0.2999)
    assert not rules.investor_joins(0.6, 0.0, 0.3)
    assert rules.investor_joins(0.6, 1.0, 0.5999)
    assert not rules.investor_joins(0.6, 1.0, 0.6)
    assert rules.investor_joins(0.6, 0.5, 0.4499)  # 0.6 x 0.75
    assert not rules.investor_joins(0.6, 0.5, 0.4501)


def test_trust_makes_no_difference_to_those_who_join_at_the_neutral_value(monkeypatch):
    monkeypatch.setattr(rules, "READINESS_WITHOUT_TRUST", 1.0)
    for trust in (0.0, 0.5, 1.0):
        assert rules.investor_joins(0.6, trust, 0.5999)
        assert not rules.investor_joins(0.6, trust, 0.6)
        assert rules.authority_joins(trust, 0.9999)


def test_a_further_ticket_lies_between_the_smallest_and_the_largest():
    assert rules.co_ticket(9.0, 2.0, 9.0, 0.35, 0.0) == pytest.approx(2.0 * 0.35)
    assert rules.co_ticket(9.0, 2.0, 9.0, 0.35, 0.5) == pytest.approx(2.0 * (0.35 + 0.65 * 0.5))


@given(money, money, money, shares, lucks)
def test_a_further_ticket_never_breaks_a_limit(missing, largest, available, smallest, luck):
    assert 0.0 <= rules.co_ticket(missing, largest, available, smallest, luck) <= min(missing, largest, available)


def test_who_has_no_part_of_the_value_gains_nothing():
    assert rules.gains(0.05)
    assert not rules.gains(0.0)
