import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sipabm.rules import negotiation as rules
from sipabm.words import Instrument

shares = st.floats(0, 1)
successes = st.floats(0.05, 2)
years = st.floats(0.5, 10)


def test_who_carries_the_cost_depends_on_the_instrument():
    carried = [rules.provider_carries(instrument, 0.3) for instrument in Instrument]
    assert carried == [1.0, 0.0, 0.3]


def test_a_bond_needs_investors_and_payment_by_results_working_capital():
    assert rules.is_admissible(1.0, 2.0, 2.0, False)
    assert not rules.is_admissible(1.0, 1.9, 2.0, True)
    assert rules.is_admissible(0.0, 0.0, 2.0, True)
    assert not rules.is_admissible(0.0, 9.0, 2.0, False)


def test_the_instrument_both_needs_both():
    assert rules.is_admissible(0.3, 0.6, 2.0, True)
    assert not rules.is_admissible(0.3, 0.5, 2.0, True)
    assert not rules.is_admissible(0.3, 0.6, 2.0, False)


def test_the_effect_is_seen_until_contract_or_horizon_ends():
    assert rules.effect_seen(4.0, 9.0, 2.0) == pytest.approx(1 - math.exp(-2.0))
    assert rules.effect_seen(4.0, 3.0, 2.0) == pytest.approx(1 - math.exp(-1.5))


@given(years, years, st.floats(0.05, 50), st.floats(0, 5))
def test_a_longer_horizon_or_contract_sees_no_less(duration, horizon, effect_years, more):
    seen = rules.effect_seen(duration, horizon, effect_years)
    assert 0.0 < seen <= 1.0
    assert rules.effect_seen(duration, horizon + more, effect_years) >= seen
    assert rules.effect_seen(duration + more, horizon, effect_years) >= seen
    assert rules.effect_seen(duration, horizon, effect_years + more) <= seen


def test_counted_value_is_what_paying_budgets_gain():
    assert rules.counted_share(0.14, 0.22, 0.18, 0.5, False) == pytest.approx(0.14 + 0.22 + 0.09)
    assert rules.counted_share(0.14, 0.22, 0.18, 0.5, True) == pytest.approx(0.14 + 0.09)


def test_flexible_contracts_blur_attribution():
    assert rules.luck_in_results(0.2, 1.3, False, 0.15) == pytest.approx(0.26)
    assert rules.luck_in_results(0.2, 1.3, True, 0.15) == pytest.approx(0.26 * 1.15)


def test_expected_success_is_belief_times_signal_and_capped():
    assert rules.expected_success(0.8, 0.9, 1.0, False, 0.1, 0.6, 1.3) == pytest.approx(0.72)
    assert rules.expected_success(0.8, 0.9, 1.0, True, 0.1, 0.6, 1.3) == pytest.approx(0.72 + 0.06)
    assert rules.expected_success(0.8, 3.0, 1.0, True, 0.1, 0.6, 1.3) == 1.3


def test_technology_takes_its_part_of_the_case_but_not_of_what_is_learnt():
    assert rules.expected_success(0.8, 0.9, 0.75, False, 0.1, 0.6, 1.3) == pytest.approx(0.72 * 0.75)
    assert rules.expected_success(0.8, 0.9, 0.75, True, 0.1, 0.6, 1.3) == pytest.approx(0.72 * 0.75 + 0.06)
    assert rules.expected_success(0.8, 3.0, 0.75, False, 0.1, 0.6, 1.3) == 1.3


def test_investors_see_success_through_their_misjudgement():
    assert rules.investor_view(0.85, 0.0) == 0.85
    assert rules.investor_view(0.85, -0.2) == pytest.approx(0.85 * math.exp(-0.2))


def test_variances_add_up_and_uncertainty_is_relative_to_success():
    assert rules.variance_of_success(0.5, 0.3, 0.2, 0.1) == pytest.approx((0.5 * 0.3) ** 2 + 0.04 + 0.01)
    assert rules.variance_of_success(0.5, 0.0, 0.0, 0.0) == 0.0


def test_a_guarantee_costs_its_share_of_what_investors_may_lose():
    assert rules.expected_guarantee(0.5, 0.0, 0.8) == pytest.approx(0.5 * 0.2)
    assert rules.expected_guarantee(0.5, 0.3, 0.8) == pytest.approx(0.5 * 0.7 * 0.2)
    assert rules.expected_guarantee(0.5, 1.0, 0.8) == 0.0
    assert rules.expected_guarantee(0.5, 0.0, 1.2) == 0.0


def test_the_authority_pays_its_gain_less_costs_and_luck_shared_with_the_fund():
    # gains 1.5 x 0.8 = 1.2; less 0.1 cost and 0.5 x 0.2 luck = 1.0; paid for 0.8 + 0.2; fund a fifth
    assert rules.authority_limit(1.5, 0.8, 0.2, 0.1, 0.5, 0.2, 0.0) == pytest.approx(1.0)
    assert rules.authority_limit(1.5, 0.8, 0.2, 0.1, 0.5, 0.2, 0.2) == pytest.approx(1.0 / 0.8)
    assert rules.authority_limit(1.5, 0.8, 0.2, 0.1, 0.5, 0.2, 1.0) == pytest.approx(1.0 / 0.01)


@given(st.floats(0, 5), successes, shares, shares, st.floats(0, 2), st.floats(0, 1), st.floats(0, 0.95), shares)
def test_what_harms_the_authority_lowers_its_limit(value, success, deadweight, costs, dislike, luck, fund, more):
    limit = rules.authority_limit(value, success, deadweight, costs, dislike, luck, fund)
    assert rules.authority_limit(value, success, deadweight, costs + more, dislike, luck, fund) <= limit
    assert rules.authority_limit(value, success, deadweight, costs, dislike + more, luck, fund) <= limit
    assert rules.authority_limit(value + more, success, deadweight, costs, dislike, luck, fund) >= limit
    if limit >= 0.0:
        assert rules.authority_limit(value, success, deadweight + more, costs, dislike, luck, fund) <= limit
        assert rules.authority_limit(value, success, deadweight, costs, dislike, luck, min(fund + more, 0.95)) >= limit


def test_a_fund_accepts_no_price_above_its_cap_and_without_a_fund_there_is_none():
    assert rules.limit_with_fund(2.0, 0.3, 1.5) == 1.5
    assert rules.limit_with_fund(1.2, 0.3, 1.5) == 1.2
    assert rules.limit_with_fund(2.0, 0.0, 1.5) == 2.0


def test_a_cap_on_the_price_shares_out_the_surplus_unless_nobody_can_be_paid_under_it():
    assert rules.joint_surplus(2.0, 2.0, 1.4) == pytest.approx(0.6)
    assert rules.joint_surplus(2.0, 1.5, 1.4) == pytest.approx(0.6)
    assert rules.joint_surplus(2.0, 1.5, 1.5) == 0.5
    assert rules.joint_surplus(2.0, 1.3, 1.4) == pytest.approx(-0.1)
    assert rules.joint_surplus(1.2, 1.2, 1.4) == pytest.approx(-0.2)


@given(st.floats(0, 10), st.floats(0, 10), st.floats(0, 10))
def test_a_joint_surplus_is_there_exactly_if_the_highest_price_covers_the_ask(limit, cap, ask):
    highest = rules.limit_with_fund(limit, 0.3, cap)
    assert (rules.joint_surplus(limit, highest, ask) >= 0.0) == (highest >= ask)


def test_investors_ask_capital_hurdle_and_risk_less_motive_and_guarantee():
    # required 1 + (0.06 - 0.02) x 2.5 + 0.5 x 0.8 x 0.25 x 0.75 squared; promised 0.25 x 0.2; for 0.8 + 0.1
    required = 1 + 0.1 + 0.1 * 0.75**2
    asked = rules.investor_ask(0.8, 0.1, 2.5, 0.06, 0.02, 0.8, 0.25, 0.25)
    assert asked == pytest.approx((required - 0.25 * 0.2) / 0.9)
    assert rules.investor_ask(0.8, 0.1, 2.0, 0.0, 0.25, 0.0, 0.0, 0.0) == pytest.approx(0.5 / 0.9)
    assert rules.investor_ask(0.8, 0.1, 5.0, 0.0, 0.25, 0.0, 0.0, 0.0) == 0.0  # they never pay to take part


@given(successes, shares, years, st.floats(0, 0.5), st.floats(0, 0.1), st.floats(0, 5), shares, shares, shares)
def test_what_harms_investors_raises_their_ask(success, deadweight, tied, hurdle, motive, aversion, variance, g, more):
    def ask(success=success, hurdle=hurdle, motive=motive, aversion=aversion, variance=variance, g=g):
        return rules.investor_ask(success, deadweight, tied, hurdle, motive, aversion, variance, g)

    assert ask(hurdle=hurdle + more) >= ask()
    assert ask(aversion=aversion + more) >= ask()
    assert ask(variance=variance + more) >= ask()
    assert ask(motive=motive + more) <= ask()
    assert ask(success=success + more, g=0.0) <= ask(g=0.0)


@given(successes, years, st.floats(0, 0.3), shares)
def test_a_full_guarantee_never_makes_investors_ask_more(success, tied, hurdle, variance):
    without = rules.investor_ask(success, 0.0, tied, hurdle, 0.0, 1.0, variance, 0.0)
    assert rules.investor_ask(success, 0.0, tied, hurdle, 0.0, 1.0, variance, 1.0) <= without


def test_providers_ask_cost_of_finance_and_risk():
    assert rules.provider_ask(0.8, 0.2, 2.4, 0.08, 1.5, 0.2) == pytest.approx(1 + 0.192 + 0.15)
    assert rules.provider_ask(0.5, 0.3, 2.4, 0.08, 1.5, 0.2) == pytest.approx((1 + 0.192 + 0.15) / 0.8)
    assert rules.burden_ask(0.03, 0.8, 0.2) == pytest.approx(0.03)
    assert rules.burden_ask(0.03, 0.5, 0.25) == pytest.approx(0.04)


def test_the_consortium_asks_for_what_each_carries():
    ask = rules.consortium_ask(0.3, 1.2, 1.4, 0.05)
    assert ask == pytest.approx(0.7 * 1.2 + 0.3 * 1.4 + 0.05)
    assert rules.provider_payment_share(0.3, 1.4, 0.05, ask) == pytest.approx((0.3 * 1.4 + 0.05) / ask)
    assert rules.provider_payment_share(0.3, 1.0, 0.1, 0.8) == pytest.approx(0.5)
    assert rules.provider_payment_share(0.3, 0.0, 0.0, 0.0) == 0.3  # who asks for nothing still shares


@given(shares, st.floats(0.01, 5), st.floats(0.01, 5), shares)
def test_the_providers_part_of_payments_is_a_share(carries, investor, provider, burden):
    ask = rules.consortium_ask(carries, investor, provider, burden)
    assert 0.0 <= rules.provider_payment_share(carries, provider, burden, ask) <= 1.0 + 1e-12


def test_trust_at_the_table_is_the_mean_of_three_relations_or_the_one_there_is():
    assert rules.mutual_trust(0.6, 0.2, 0.1, True) == pytest.approx(0.3)
    assert rules.mutual_trust(0.6, 0.2, 0.1, False) == 0.6
    assert rules.trust_and_competence(0.6, 0.2, 0.4) == pytest.approx(0.5 * (0.6 + 0.3))


def test_the_parties_at_the_table_share_the_cost_of_talks():
    assert 3 * rules.round_cost_each(0.004, 6, True) == pytest.approx(0.024)
    assert 2 * rules.round_cost_each(0.004, 6, False) == pytest.approx(0.024)


def test_an_authority_pays_for_evaluation_and_under_a_flexible_contract_for_talking_again():
    assert rules.costs_to_authority(0.07, False, 0.02) == 0.07
    assert rules.costs_to_authority(0.07, True, 0.02) == pytest.approx(0.09)


def test_each_department_that_joins_makes_talks_longer():
    assert rules.coordination(0.15, 2) == pytest.approx(0.3)
    assert rules.coordination(0.15, 0) == 0.0


def test_a_template_that_leaves_nothing_to_anybody_is_still_worth_agreeing_on():
    assert rules.is_worth_it(0.001)
    assert rules.is_worth_it(0.0)
    assert not rules.is_worth_it(-0.001)


def test_an_authority_pays_up_to_its_limit_and_the_others_work_down_to_what_they_ask():
    assert [rules.pays(price, 1.5) for price in (1.499, 1.5, 1.501)] == [True, True, False]
    assert [rules.works_for(price, 1.5) for price in (1.499, 1.5, 1.501)] == [False, True, True]


def test_what_an_authority_gives_back_a_fund_does_not_carry():
    assert rules.net_fund_share(0.5, 0.8) == pytest.approx(0.1)
    assert rules.net_fund_share(0.5, 0.0) == 0.5
    assert rules.net_fund_share(0.5, 1.0) == 0.0


def test_the_promised_payment_is_for_success_and_what_would_have_come_anyway():
    assert rules.promised_payment(1.2, 0.8, 0.1, 2.0) == pytest.approx(1.2 * 0.9 * 2.0)


@given(successes, shares, years, st.floats(0, 0.5), st.floats(0.1, 100))
def test_at_the_price_they_ask_investors_are_promised_capital_and_hurdle(success, deadweight, tied, hurdle, capital):
    ask = rules.investor_ask(success, deadweight, tied, hurdle, 0.0, 0.0, 0.0, 0.0)
    promised = rules.promised_payment(ask, success, deadweight, capital)
    assert promised == pytest.approx(capital * (1.0 + hurdle * tied))


def test_a_fund_commits_its_share_of_the_largest_payment():
    assert rules.fund_commitment(0.3, 1.2, 1.3, 2.0) == pytest.approx(0.3 * 1.2 * 1.3 * 2.0)


def test_parties_are_counted():
    assert rules.count_parties(0, False, 0) == 2
    assert rules.count_parties(2, True, 3) == 8


def test_rounds_grow_with_ambiguity_and_parties_and_shrink_with_trust():
    assert rules.rounds_to_concede(8.0, 0.5, 0.3, 0.5, 0.4) == pytest.approx(8 * 1.5 * 1.3 * 0.8)
    assert rules.rounds_to_concede(8.0, 0.0, 0.0, 0.0, 1.0) == 8.0
    assert rules.rounds_to_concede(1.5, 0.0, 0.0, 0.5, 1.0) == 1.0  # at least one


def test_offers_meet_when_both_have_conceded_the_whole_zone():
    # by a quarter of the zone each in every round: they meet in the second, in the middle between 1.0 and 2.0
    assert rules.alternating_offers(1.0, 2.0, 4.0, 1.0, 1.0, 0.0, 0.9) == (True, 2, 1.5)
    assert rules.alternating_offers(1.5, 1.5, 4.0, 1.0, 1.0, 0.0, 0.9) == (True, 2, 1.5)
    assert rules.alternating_offers(1.0, 2.0, 1.0, 1.0, 1.0, 0.0, 0.9) == (True, 1, 1.5)
    assert rules.alternating_offers(2.0, 1.0, 4.0, 1.0, 1.0, 0.0, 0.9) == (False, 0, 0.0)


def test_talks_survive_a_round_without_agreement_for_those_below_their_chance():
    assert rules.alternating_offers(1.0, 2.0, 4.0, 1.0, 1.0, 0.5, 0.4999) == (True, 2, 1.5)
    assert rules.alternating_offers(1.0, 2.0, 4.0, 1.0, 1.0, 0.5, 0.5) == (False, 1, 0.0)
    # the first of six rounds leaves 0.5 and the second 0.25
    assert rules.alternating_offers(1.0, 2.0, 6.0, 1.0, 1.0, 0.5, 0.2499) == (True, 3, pytest.approx(1.5))
    assert rules.alternating_offers(1.0, 2.0, 6.0, 1.0, 1.0, 0.5, 0.25) == (False, 2, 0.0)


def test_paths_of_offers_cross_between_two_rounds():
    # both together conceded a half of the zone, then one and a half: they cross midway between the two rounds
    assert rules.crossing(0.25, 0.25, 0.5, 1.0) == 0.375
    assert rules.crossing(0.0, 0.0, 0.5, 0.5) == 0.5
    assert rules.crossing(0.5, 0.25, 0.5, 1.0) == 0.5


def test_talks_take_whole_quarters():
    assert [rules.quarters_of_talks(rounds, 4.0) for rounds in (1, 4, 5, 9)] == [1, 1, 2, 3]


def test_half_way_a_patient_party_has_conceded_less_than_half():
    assert rules.concession(4, 8.0, 1.0) == 0.5
    assert rules.concession(4, 8.0, 2.0) == 0.25
    assert rules.concession(2, 8.0, 0.5) == 0.5
    assert rules.concession(9, 8.0, 4.0) == 1.0


@given(st.floats(1, 100), st.floats(0.05, 20), st.integers(1, 300))
def test_concessions_grow_from_nothing_to_all(rounds, patience, number):
    conceded = rules.concession(number, rounds, patience)
    assert 0.0 <= conceded <= 1.0
    assert rules.concession(number + 1, rounds, patience) >= conceded
    assert rules.concession(math.ceil(rounds), rounds, patience) == 1.0


@given(st.integers(1, 30), st.floats(2, 60), st.floats(0.1, 5), st.floats(0, 5))
def test_the_patient_concede_late(number, rounds, patience, more):
    assume(number < rounds)
    assert rules.concession(number, rounds, patience + more) <= rules.concession(number, rounds, patience)
