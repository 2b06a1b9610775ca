import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipabm.rules import settlement as rules

shares = st.floats(0, 1)
money = st.floats(0, 100)


def test_a_contract_that_ends_early_has_run_a_share_of_its_term():
    assert rules.share_run(6, 8) == 0.75
    assert rules.share_run(8, 8) == 1.0


def test_what_an_early_end_prevents_is_not_achieved():
    # six quarters at target, of eight agreed
    assert rules.achieved(6.0, 8) == 0.75
    assert rules.achieved(10.0, 8) == 1.25


def test_success_counts_from_its_threshold_on():
    assert [rules.is_successful(success, 0.7) for success in (0.6999, 0.7, 0.7001)] == [False, True, True]


def test_a_measured_result_adds_deadweight_and_luck_for_the_time_it_ran():
    assert rules.measured_result(0.6, 0.15, 0.2, -1.0, 0.5) == pytest.approx(0.6 + (0.15 - 0.2) * 0.5)
    assert rules.measured_result(1.2, 0.15, 0.2, 1.0, 1.0) == pytest.approx(1.55)
    assert rules.measured_result(0.1, 0.0, 0.2, -1.0, 1.0) == 0.0


@given(st.floats(0, 3), shares, st.floats(0, 2), st.floats(-9, 9), shares)
def test_no_less_than_nothing_is_measured(results, deadweight, luck, normal, share_run):
    assert rules.measured_result(results, deadweight, luck, normal, share_run) >= 0.0


def test_a_perfect_measure_measures_the_truth():
    assert rules.measured_result(0.83, 0.0, 0.0, 2.0, 1.0) == 0.83


def test_who_expects_a_success_expects_that_and_what_would_have_come_anyway_to_be_measured():
    assert rules.promised_result(0.8, 0.15) == pytest.approx(0.95)


def test_payment_is_price_times_result_times_capital():
    assert rules.payment(1.2, 0.8, 9.0, 0.0, 2.5) == pytest.approx(2.4)


def test_no_payment_exceeds_its_cap_and_an_early_end_leaves_a_part_unpaid():
    # 1.2 x 1.5 = 1.8 is more than 1.4
    assert rules.payment(1.2, 1.5, 1.4, 0.0, 2.5) == pytest.approx(1.4 * 2.5)
    assert rules.payment(1.2, 0.5, 1.4, 0.25, 2.5) == pytest.approx(0.6 * 0.75 * 2.5)
    assert rules.payment(1.2, 1.5, 1.4, 0.25, 2.5) == pytest.approx(1.4 * 0.75 * 2.5)
    assert rules.payment(1.2, 1.5, 1.4, 1.0, 2.5) == 0.0


def test_investors_receive_no_more_than_their_cap_of_which_what_was_given_back_is_a_part():
    assert rules.within_cap(1.0, 0.5, 2.0) == 1.0
    assert rules.within_cap(1.75, 0.5, 2.0) == 1.5
    assert rules.within_cap(1.0, 2.5, 2.0) == 0.0


@given(money, money, money)
def test_a_cap_adds_nothing_and_holds_for_all_that_a_payment_can_change(payment, returned, largest):
    paid = rules.within_cap(payment, returned, largest)
    assert 0.0 <= paid <= payment
    assert paid + returned <= max(largest, returned) * (1 + 1e-12)


def test_what_the_effect_alone_would_not_have_brought_is_misplaced():
    # 2.0 were paid, 1.5 would have been for the effect alone
    assert rules.misplaced_payment(2.0, 1.5) == 0.5
    # under a cap more of a result changes nothing
    assert rules.misplaced_payment(1.8, 1.8) == 0.0
    # an effect that bad luck hid was paid too little, which is another thing
    assert rules.misplaced_payment(1.0, 1.5) == 0.0


def test_all_purses_pay_together():
    assert rules.total_payment(1.0, 0.5, 0.25, 0.125, 2.0) == 3.875


def test_investors_have_of_a_payment_what_the_provider_does_not():
    assert rules.investors_part(2.0, 0.25) == 1.5
    assert rules.investors_part(2.0, 0.0) == 2.0
    assert rules.investors_part(2.0, 1.0) == 0.0


def test_capital_never_spent_goes_back_by_who_gave_it():
    assert rules.investors_share_of(0.5, 1.5, 2.0) == 0.375
    assert rules.investors_share_of(0.5, 2.0, 2.0) == 0.5
    assert rules.investors_share_of(0.5, 0.0, 2.0) == 0.0


def test_who_joins_pays_by_what_it_gains():
    # own 0.3, departments 0.1: a quarter of what counts
    assert rules.part_of_payer(0.1, 0.4) == pytest.approx(0.25)
    assert rules.part_of_payer(0.0, 0.3) == 0.0
    assert rules.part_of_payer(0.0, 0.0) == 0.0


def test_a_guarantee_bears_its_share_of_the_loss():
    assert rules.guarantee_due(0.5, 2.0, 0.8) == pytest.approx(0.5 * 1.2)
    assert rules.guarantee_due(0.5, 2.0, 2.1) == 0.0
    assert rules.guarantee_due(0.0, 2.0, 0.0) == 0.0
    assert rules.guarantee_due(1.0, 2.0, 0.8) == pytest.approx(1.2)


def test_senior_capital_is_repaid_before_junior_capital():
    # two investors: 6 senior; 2 senior and 2 junior. Received 7: seniors 8 get 7, juniors nothing.
    assert rules.tranche_receipts(7.0, 6.0, 0.0, 8.0, 2.0) == pytest.approx(7.0 * 6 / 8)
    assert rules.tranche_receipts(7.0, 2.0, 2.0, 8.0, 2.0) == pytest.approx(7.0 * 2 / 8)


def test_junior_capital_comes_next_and_the_rest_is_shared_by_capital():
    # received 9: 8 to seniors, 1 to juniors; received 12: 8, 2 and 2 by tickets of 6 and 4
    assert rules.tranche_receipts(9.0, 2.0, 2.0, 8.0, 2.0) == pytest.approx(2.0 + 1.0)
    assert rules.tranche_receipts(12.0, 6.0, 0.0, 8.0, 2.0) == pytest.approx(6.0 + 2.0 * 0.6)
    assert rules.tranche_receipts(12.0, 2.0, 2.0, 8.0, 2.0) == pytest.approx(4.0 + 2.0 * 0.4)


def test_where_all_capital_is_senior_or_all_is_junior_it_is_shared_by_tickets():
    assert rules.tranche_receipts(3.0, 0.0, 2.0, 0.0, 4.0) == pytest.approx(1.5)
    assert rules.tranche_receipts(3.0, 2.0, 0.0, 4.0, 0.0) == pytest.approx(1.5)
    # 2 senior and 0.5 junior are repaid; of the 0.5 left who gave 1.5 of 2.5 has 0.3
    assert rules.tranche_receipts(3.0, 1.0, 0.5, 2.0, 0.5) == pytest.approx(1.0 + 0.5 + 0.3)


@given(st.lists(st.tuples(st.floats(0.01, 50), shares), min_size=1, max_size=6), st.floats(0, 3))
def test_tranches_share_out_all_that_is_received_and_no_more(tickets, multiple):
    juniors = [ticket * junior for ticket, junior in tickets]
    seniors = [ticket - junior for (ticket, _), junior in zip(tickets, juniors, strict=True)]
    received = multiple * (sum(juniors) + sum(seniors))
    parts = [
        rules.tranche_receipts(received, senior, junior, sum(seniors), sum(juniors))
        for senior, junior in zip(seniors, juniors, strict=True)
    ]
    assert sum(parts) == pytest.approx(received)
    assert min(parts) >= -1e-12


def test_capital_is_repaid_to_the_cent():
    assert rules.is_repaid(2.0 - rules.CENT, 2.0)
    assert not rules.is_repaid(2.0 - 2e-8, 2.0)


def test_only_social_investors_take_the_first_loss():
    assert rules.junior_part(2.0, 0.3, True) == pytest.approx(0.6)
    assert rules.junior_part(2.0, 0.3, False) == 0.0


def test_public_value_is_worth_times_success_times_capital():
    assert rules.public_value(4.0, 0.75, 2.0) == 6.0
    assert rules.public_value(4.0, 0.0, 2.0) == 0.0


def test_pockets_share_the_whole_by_their_weights():
    weights = (1.0, 2.0, 5.0)
    assert [rules.part_of_whole(weight, 8.0) for weight in weights] == [0.125, 0.25, 0.625]


def test_who_ends_a_contract_pays_a_share_of_the_capital_not_spent():
    assert rules.break_fee(0.25, 2.0) == 0.5
    assert rules.break_fee(0.0, 2.0) == rules.break_fee(0.25, 0.0) == 0.0


def test_the_ordinary_service_would_have_brought_its_own_worth_for_the_same_money():
    # 3 spent on it are worth 3 x 0.8 to the authority, which counts 0.4 of public value: 6 in all
    assert rules.displaced_value(-0.2, 0.4, 3.0) == pytest.approx(6.0)
    assert rules.displaced_value(0.5, 0.4, 3.0) == pytest.approx(11.25)


def test_a_service_that_loses_all_or_an_authority_that_counts_nothing_displaces_nothing():
    assert rules.displaced_value(-3.0, 0.4, 3.0) == 0.0
    assert rules.displaced_value(0.1, 0.0, 3.0) == 0.0


def test_a_conventional_contract_costs_more_to_set_up_for_more_capital_and_less_than_in_proportion():
    # four times the median capital, and a quarter of it
    assert rules.conventional_cost(0.05, 5.0, 1.25, 0.5) == pytest.approx(0.10)
    assert rules.conventional_cost(0.05, 0.3125, 1.25, 0.5) == pytest.approx(0.025)
    assert rules.conventional_cost(0.05, 1.25, 1.25, 0.5) == 0.05


def test_a_fixed_cost_does_not_depend_on_capital_and_without_a_cost_there_is_none():
    assert rules.conventional_cost(0.05, 40.0, 1.25, 0.0) == 0.05
    assert rules.conventional_cost(0.0, 40.0, 1.25, 0.5) == 0.0


def test_the_state_gets_what_it_had_refunded_by_how_long_benefits_were_drawn():
    # Denmark keeps 20, 60, 70 and 80 %: 0.05 x 0.8 + 0.15 x 0.4 + 0.2 x 0.3 + 0.6 x 0.2 = 0.28
    danish, durations = (0.2, 0.6, 0.7, 0.8), (0.05, 0.15, 0.2, 0.6)
    assert rules.refund_share(danish, durations) == pytest.approx(0.28)
    assert rules.refund_share(danish, (0.0, 0.0, 0.0, 3.0)) == pytest.approx(0.2)
    assert rules.refund_share(danish, tuple(10 * weight for weight in durations)) == pytest.approx(0.28)


def test_where_authorities_keep_all_benefits_or_nobody_draws_any_nothing_is_refunded():
    assert rules.refund_share((1.0, 1.0, 1.0, 1.0), (0.05, 0.15, 0.2, 0.6)) == 0.0
    assert rules.refund_share((0.2, 0.6, 0.7, 0.8), (0.0, 0.0, 0.0, 0.0)) == 0.0
    assert rules.refund_share((0.0, 0.0, 0.0, 0.0), (0.05, 0.15, 0.2, 0.6)) == 1.0


@given(st.tuples(shares, shares, shares, shares), st.tuples(money, money, money, money), shares)
def test_the_refund_is_a_share_and_keeping_more_lowers_it(kept, durations, more):
    refund = rules.refund_share(kept, durations)
    assert -1e-12 <= refund <= 1.0 + 1e-12
    kept_more = tuple(each + more * (1 - each) for each in kept)
    assert rules.refund_share(kept_more, durations) == pytest.approx((1 - more) * refund)


def test_only_the_part_of_savings_that_is_benefits_is_refunded():
    assert rules.refunded_value(0.26, 0.5, 0.28) == pytest.approx(0.26 * 0.5 * 0.28)
    assert rules.refunded_value(0.26, 0.0, 0.28) == rules.refunded_value(0.26, 0.5, 0.0) == 0.0


def test_an_authority_gives_its_share_of_what_a_fund_paid_back():
    assert rules.fund_repaid(1.5, 0.8) == pytest.approx(1.2)
    assert rules.fund_repaid(1.5, 0.0) == 0.0
    assert rules.fund_repaid(1.5, 1.0) == 1.5


def test_a_cent_is_a_cent():
    assert pytest.approx(0.01) == rules.CENT * 1e6


def test_investors_may_receive_their_capital_and_the_largest_return_on_it():
    assert rules.largest_receipts(2.0, 0.25) == 2.5
    assert rules.largest_receipts(2.0, 0.0) == 2.0
