import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sipabm.rules import negotiation as rules
from sipabm.words import Instrument

shares = st.floats(0, 1)
successes = st.floats(0.05, 2)
years = st.floats(0.5, 10)
# A cap that no payment comes near.
FAR = 1e6


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


def test_savings_count_in_the_budgets_that_pay():
    # half of the departments and a quarter of the authorities: 0.14 + 0.09 + 0.03, and 0.06 of a state that joins
    assert rules.savings_counted(0.14, 0.18, 0.5, 0.12, 0.25, 0.06, False) == pytest.approx(0.26)
    assert rules.savings_counted(0.14, 0.18, 0.5, 0.12, 0.25, 0.06, True) == pytest.approx(0.32)
    assert rules.savings_counted(0.14, 0.18, 0.0, 0.12, 0.0, 0.06, False) == 0.14


def test_outcomes_that_save_no_cash_count_by_what_is_paid_for_them_unless_only_savings_do():
    assert rules.outcomes_counted(0.6, 0.5, False) == pytest.approx(0.3)
    assert rules.outcomes_counted(0.6, 0.5, True) == 0.0
    assert rules.outcomes_counted(0.6, 0.0, False) == 0.0


def test_flexible_contracts_blur_attribution():
    assert rules.luck_in_results(0.2, 1.3, False, 0.15) == pytest.approx(0.26)
    assert rules.luck_in_results(0.2, 1.3, True, 0.15) == pytest.approx(0.26 * 1.15)


def test_expected_success_is_belief_times_signal():
    assert rules.expected_success(0.8, 0.9, 1.0, False, 0.1, 0.6) == pytest.approx(0.72)
    assert rules.expected_success(0.8, 0.9, 1.0, True, 0.1, 0.6) == pytest.approx(0.72 + 0.06)


def test_technology_takes_its_part_of_the_case_but_not_of_what_is_learnt():
    assert rules.expected_success(0.8, 0.9, 0.75, False, 0.1, 0.6) == pytest.approx(0.72 * 0.75)
    assert rules.expected_success(0.8, 0.9, 0.75, True, 0.1, 0.6) == pytest.approx(0.72 * 0.75 + 0.06)


def test_a_case_counts_the_more_the_less_it_errs_and_the_more_programmes_differ():
    # 0.09 / (0.09 + 0.16)
    assert rules.trust_in_signal(0.4, 0.3) == pytest.approx(0.36)
    assert rules.trust_in_signal(0.4, 0.0) == 0.0
    assert rules.trust_in_signal(0.0, 0.0) == rules.trust_in_signal(0.0, 0.3) == 1.0


def test_an_aware_investor_shrinks_what_a_case_shows_towards_the_usual_programme():
    # the case counts a half: (2 + 0.5) / 2 + 0 / 2 = 1.25 for the median; half of the variance left, 0.25, for the mean
    signal = math.exp(2.0)
    assert rules.weighed_signal(signal, 1.0, 1.0, 1.0, 1.0) == pytest.approx(math.exp(1.5))
    assert rules.weighed_signal(signal, 1.0, 1.0, 1.0, 0.5) == pytest.approx(math.exp(1.75))
    assert rules.weighed_signal(signal, 1.0, 1.0, 1.0, 0.0) == pytest.approx(signal)


def test_where_programmes_are_alike_an_aware_investor_sees_the_usual_one_and_where_cases_are_sure_the_case():
    assert rules.weighed_signal(1.4, 0.5, 0.8, 0.0, 1.0) == pytest.approx(0.8)
    assert rules.weighed_signal(1.4, 0.0, 0.8, 0.3, 1.0) == pytest.approx(1.4)
    assert rules.weighed_signal(0.0, 0.5, 0.8, 0.3, 1.0) == 0.0


@pytest.mark.parametrize(("signal", "uncertainty", "spread"), [(1.4, 0.5, 0.3), (0.5, 0.3, 0.6), (2.0, 1.0, 0.4)])
def test_an_aware_investor_is_right_on_average_among_all_programmes_that_could_show_such_a_case(
    signal, uncertainty, spread
):
    # Every quality weighed by how common it is and by how likely it shows this case: no use of the closed form.
    steps = np.linspace(-8.0, 8.0, 20_001)
    quality = 0.8 * np.exp(spread * steps)
    error = (math.log(signal) - np.log(quality) + 0.5 * uncertainty**2) / uncertainty
    weights = np.exp(-0.5 * steps**2 - 0.5 * error**2)
    mean = (weights * quality).sum() / weights.sum()
    assert rules.weighed_signal(signal, uncertainty, 0.8, spread, 1.0) == pytest.approx(mean)


def test_an_aware_investor_is_less_uncertain_than_the_case():
    # 0.4 x the root of 0.36
    assert rules.weighed_uncertainty(0.4, 0.3, 1.0) == pytest.approx(0.24)
    assert rules.weighed_uncertainty(0.4, 0.3, 0.5) == pytest.approx(0.32)
    assert rules.weighed_uncertainty(0.4, 0.3, 0.0) == 0.4


def test_investors_see_success_through_their_misjudgement():
    assert rules.investor_view(0.85, 0.0) == 0.85
    assert rules.investor_view(0.85, -0.2) == pytest.approx(0.85 * math.exp(-0.2))


def test_variances_add_up_and_uncertainty_is_relative_to_success():
    assert rules.variance_of_success(0.5, 0.3, 0.2, 0.1) == pytest.approx((0.5 * 0.3) ** 2 + 0.04 + 0.01)
    assert rules.variance_of_success(0.5, 0.0, 0.0, 0.0) == 0.0


def test_a_guarantee_is_worth_its_share_of_what_investors_may_lose():
    assert rules.expected_guarantee(0.5, 0.8) == pytest.approx(0.5 * 0.2)
    assert rules.expected_guarantee(0.0, 0.8) == 0.0
    assert rules.expected_guarantee(0.5, 1.2) == 0.0


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


def test_no_price_above_the_cap_on_payments_is_agreed():
    assert [rules.highest_price(limit, 1.5) for limit in (2.0, 1.5, 1.2, -0.1)] == [1.5, 1.5, 1.2, -0.1]


def test_investors_receive_their_capital_and_the_cap_on_their_return_at_most():
    assert rules.most_received(0.0, 1.5) == 1.0
    assert rules.most_received(0.25, 1.5) == 1.25
    assert rules.most_received(0.25, 1.1) == 1.1


def test_the_cap_lies_so_many_standard_deviations_from_what_is_expected():
    # expected 2 x 0.75 = 1.5, spread 2 x 0.5 = 1
    assert rules.to_cap(2.0, 0.75, 0.5, 2.0) == pytest.approx(0.5)
    assert rules.to_cap(2.0, 1.5, 0.5, 2.0) == pytest.approx(-1.0)
    assert rules.to_cap(2.0, 0.75, 0.0, 2.0) == rules.CERTAIN
    assert rules.to_cap(2.0, 1.5, 0.0, 2.0) == -rules.CERTAIN


def test_where_the_cap_is_expected_half_lie_below_and_a_deviation_further_five_sixths():
    # the normal distribution: 0.5 and 0.8413, its density 0.3989 and 0.2420
    assert rules.share_below_cap(2.0, 1.0, 0.5, 2.0) == 0.5
    assert rules.share_below_cap(2.0, 0.5, 0.5, 2.0) == pytest.approx(0.841345, abs=1e-6)
    assert rules.density_at_cap(2.0, 1.0, 0.5, 2.0) == pytest.approx(0.398942, abs=1e-6)
    assert rules.density_at_cap(2.0, 0.5, 0.5, 2.0) == pytest.approx(0.241971, abs=1e-6)


def test_luck_costs_investors_under_a_cap_a_part_of_what_they_expect():
    # half of what lies above 2 is cut off: the spread of 1, times the density of 0.3989, is lost
    assert rules.expected_receipts(2.0, 1.0, 0.5, 2.0) == pytest.approx(2.0 - 0.398942, abs=1e-6)


def test_without_luck_they_expect_the_payment_or_the_cap():
    assert rules.expected_receipts(2.0, 0.75, 0.0, 2.0) == 1.5
    assert rules.expected_receipts(2.0, 1.5, 0.0, 2.0) == 2.0
    assert rules.expected_receipts(2.0, 0.75, 0.3, FAR) == pytest.approx(1.5)


@pytest.mark.parametrize(("price", "result", "spread", "most"), [(1.2, 1.0, 0.3, 1.2), (1.6, 0.9, 0.5, 1.1)])
def test_expected_receipts_are_the_mean_of_payments_cut_off_at_the_cap(price, result, spread, most):
    steps = np.linspace(-9.0, 9.0, 40_001)
    weights = np.exp(-0.5 * steps**2)
    cut_off = np.minimum(price * (result + spread * steps), most)
    mean = (weights * cut_off).sum() / weights.sum()
    assert rules.expected_receipts(price, result, spread, most) == pytest.approx(mean, rel=1e-6)


def test_one_step_of_newtons_method_raises_the_price_by_what_is_missing(monkeypatch):
    # at 2 they miss 0.39894; a unit of price brings 1 x 0.5 - 0.5 x 0.39894 = 0.30053
    monkeypatch.setattr(rules, "CAP_STEPS", 1)
    assert rules.price_under_cap(2.0, 1.0, 0.5, 2.0, math.inf) == pytest.approx(2.0 + 0.398942 / 0.300529, abs=1e-5)


def test_under_a_cap_investors_ask_a_price_at_which_they_expect_what_they_need_to_a_thousandth():
    for spread in (0.1, 0.2, 0.3):
        price = rules.price_under_cap(1.05, 0.9, spread, 1.25, math.inf)
        assert rules.expected_receipts(price, 0.9, spread, 1.25) == pytest.approx(1.05, abs=1e-3)
        assert price > 1.05 / 0.9


def test_no_price_makes_up_for_a_cap_below_what_they_need():
    assert rules.price_under_cap(1.2, 0.8, 0.0, 1.1, math.inf) == pytest.approx(3 * 1.2 / 0.8)
    assert rules.price_under_cap(1.2, 0.8, 0.3, 1.1, math.inf) == pytest.approx(3 * 1.2 / 0.8)


def test_without_luck_a_cap_that_leaves_what_they_need_changes_no_price():
    assert rules.price_under_cap(1.1, 0.8, 0.0, 1.2, math.inf) == pytest.approx(1.1 / 0.8)


@given(st.floats(0.01, 3), successes, st.floats(0, 1), st.floats(1, 3))
def test_a_cap_never_lowers_the_price_and_trebles_it_at_most(needed, result, spread, most):
    price = rules.price_under_cap(needed, result, spread, most, math.inf)
    assert needed / result * (1 - 1e-12) <= price <= 3 * needed / result * (1 + 1e-12)


@given(st.floats(0.01, 3), successes, st.floats(0, 1), st.floats(1, 3), st.floats(0, 10))
def test_a_price_is_known_exactly_up_to_what_is_enough_and_above_it_only_as_above_it(
    needed, result, spread, most, enough
):
    price = rules.price_under_cap(needed, result, spread, most, math.inf)
    told = rules.price_under_cap(needed, result, spread, most, enough)
    assert told == price if price <= enough else enough < told <= price * (1 + 1e-12)


@given(st.floats(0, 0.9), st.floats(0, 3), st.floats(0, 3), st.floats(-2, 2), st.floats(0, 3), shares, st.floats(0, 1))
def test_a_template_leaves_more_than_a_surplus_exactly_where_investors_ask_less_than_the_highest_price(
    carries, limit, cap, surplus, of_provider, of_burden, more
):
    highest = min(limit, cap)
    price = rules.highest_investor_price(carries, limit, highest, surplus, of_provider, of_burden)

    def left(of_investors):
        ask = rules.consortium_ask(carries, of_investors, of_provider, of_burden)
        return rules.joint_surplus(limit, highest, ask)

    assert left(price + more) <= surplus < left(price - 1e-6)


def test_no_cap_is_reckoned_with_at_the_neutral_value_of_steps(monkeypatch):
    monkeypatch.setattr(rules, "CAP_STEPS", 0)
    assert rules.price_under_cap(1.2, 0.8, 0.3, 1.1, math.inf) == pytest.approx(1.2 / 0.8)


def test_a_cap_on_the_price_shares_out_the_surplus_unless_nobody_can_be_paid_under_it():
    assert rules.joint_surplus(2.0, 2.0, 1.4) == pytest.approx(0.6)
    assert rules.joint_surplus(2.0, 1.5, 1.4) == pytest.approx(0.6)
    assert rules.joint_surplus(2.0, 1.5, 1.5) == 0.5
    assert rules.joint_surplus(2.0, 1.3, 1.4) == pytest.approx(-0.1)
    assert rules.joint_surplus(1.2, 1.2, 1.4) == pytest.approx(-0.2)


@given(st.floats(0, 10), st.floats(0, 10), st.floats(0, 10))
def test_a_joint_surplus_is_there_exactly_if_the_highest_price_covers_the_ask(limit, cap, ask):
    highest = rules.highest_price(limit, cap)
    assert (rules.joint_surplus(limit, highest, ask) >= 0.0) == (highest >= ask)


def test_investors_ask_capital_hurdle_and_risk_less_motive_and_guarantee():
    # required 1 + (0.06 - 0.02) x 2.5 + 0.5 x 0.8 x 0.25 x 0.75 squared; promised 0.25 x 0.2; for 0.8 + 0.1
    required = 1 + 0.1 + 0.1 * 0.75**2
    asked = rules.investor_ask(0.8, 0.1, 2.5, 0.06, 0.02, 0.8, 0.25, 0.25, FAR, math.inf)
    assert asked == pytest.approx((required - 0.25 * 0.2) / 0.9)
    assert rules.investor_ask(0.8, 0.1, 2.0, 0.0, 0.25, 0.0, 0.0, 0.0, FAR, math.inf) == pytest.approx(0.5 / 0.9)
    # they never pay to take part
    assert rules.investor_ask(0.8, 0.1, 5.0, 0.0, 0.25, 0.0, 0.0, 0.0, FAR, math.inf) == 0.0


def test_investors_whose_receipts_are_capped_ask_for_the_price_that_makes_up_for_it():
    # they need 1 + 0.04 x 2.5 = 1.1 for a result of 0.9 with a spread of 0.3
    asked = rules.investor_ask(0.8, 0.1, 2.5, 0.06, 0.02, 0.0, 0.09, 0.0, 1.25, math.inf)
    assert rules.expected_receipts(asked, 0.9, 0.3, 1.25) == pytest.approx(1.1, abs=5e-3)
    assert asked > 1.1 / 0.9


@given(successes, shares, years, st.floats(0, 0.5), st.floats(0, 0.1), st.floats(0, 5), shares, shares, shares)
def test_what_harms_investors_raises_their_ask(success, deadweight, tied, hurdle, motive, aversion, variance, g, more):
    def ask(success=success, hurdle=hurdle, motive=motive, aversion=aversion, variance=variance, g=g):
        return rules.investor_ask(success, deadweight, tied, hurdle, motive, aversion, variance, g, FAR, math.inf)

    assert ask(hurdle=hurdle + more) >= ask()
    assert ask(aversion=aversion + more) >= ask()
    assert ask(variance=variance + more) >= ask()
    assert ask(motive=motive + more) <= ask()
    assert ask(success=success + more, g=0.0) <= ask(g=0.0)


@given(successes, years, st.floats(0, 0.3), shares)
def test_a_full_guarantee_never_makes_investors_ask_more(success, tied, hurdle, variance):
    without = rules.investor_ask(success, 0.0, tied, hurdle, 0.0, 1.0, variance, 0.0, FAR, math.inf)
    assert rules.investor_ask(success, 0.0, tied, hurdle, 0.0, 1.0, variance, 1.0, FAR, math.inf) <= without


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


@given(successes, shares, years, st.floats(0, 0.5))
def test_at_the_price_they_ask_investors_are_promised_capital_and_hurdle(success, deadweight, tied, hurdle):
    ask = rules.investor_ask(success, deadweight, tied, hurdle, 0.0, 0.0, 0.0, 0.0, FAR, math.inf)
    promised = rules.expected_receipts(ask, success + deadweight, 0.0, FAR)
    assert promised == pytest.approx(1.0 + hurdle * tied)


def test_a_fund_commits_its_share_of_the_largest_payment():
    assert rules.fund_commitment(0.3, 1.4, 2.0) == pytest.approx(0.3 * 1.4 * 2.0)


def test_an_authority_pays_alone_or_with_others_the_state_and_a_fund():
    assert rules.count_payers(0, False, False) == 1
    assert rules.count_payers(2, True, True) == 5
    assert rules.count_payers(0, True, False) == rules.count_payers(0, False, True) == 2


def test_payers_providers_and_investors_are_parties():
    assert rules.count_parties(1, 1, 0) == 2
    assert rules.count_parties(3, 2, 4) == 9


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
