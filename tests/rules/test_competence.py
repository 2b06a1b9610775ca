import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipabm.rules import competence as rules

shares = st.floats(0, 1)
three = st.tuples(shares, shares, shares)


def test_shortage_is_what_the_best_of_the_parties_lacks():
    assert rules.shortage(0.7, 0.2, 0.5) == pytest.approx(0.2)
    assert rules.shortage(0.7, 0.6, 0.5) == pytest.approx(0.1)
    assert rules.shortage(0.7, 0.9, 0.1) == 0.0


def test_investors_bring_finance_and_contracts_and_providers_contracts_and_evaluation():
    missing = rules.shortage_sum((0.7, 0.7, 0.7), (0.1, 0.1, 0.1), 0.3, 0.4, 0.6)
    assert missing == pytest.approx((0.7 - 0.6) + (0.7 - 0.6) + (0.7 - 0.4))
    without_investor = rules.shortage_sum((0.7, 0.7, 0.7), (0.1, 0.1, 0.1), 0.3, 0.4, 0.0)
    assert without_investor == pytest.approx((0.7 - 0.1) + (0.7 - 0.3) + (0.7 - 0.4))


def test_each_kind_of_competence_is_compared_with_what_is_needed_of_it():
    needed = (0.8, 0.7, 0.6)
    # the investor brings 0.5 in finance and contracts, the provider 0.4 in evaluation: 0.3, 0.2 and 0.2 are missing
    assert rules.shortage_sum(needed, (0.3, 0.2, 0.1), 0.25, 0.4, 0.5) == pytest.approx(0.7)
    assert rules.shortage_sum(needed, (0.6, 0.65, 0.55), 0.25, 0.4, 0.5) == pytest.approx(0.2 + 0.05 + 0.05)


@given(three, three, shares, shares, shares, shares)
def test_more_competence_never_leaves_more_missing(needed, authority, contracts, evaluation, investor, more):
    missing = rules.shortage_sum(needed, authority, contracts, evaluation, investor)
    learnt = tuple(value + more * (1 - value) for value in authority)
    assert rules.shortage_sum(needed, learnt, contracts, evaluation, investor) <= missing + 1e-12
    assert rules.shortage_sum((0.0, 0.0, 0.0), authority, contracts, evaluation, investor) == 0.0


def test_late_discovery_costs_a_surcharge():
    assert rules.competence_cost(0.5, 0.1, True, 0.5, 2.0) == pytest.approx(0.5 * 0.1 * 2.0)
    assert rules.competence_cost(0.5, 0.1, False, 0.5, 2.0) == pytest.approx(0.5 * 0.1 * 2.0 * 1.5)


def test_late_discovery_takes_time_only_where_something_is_missing_and_unmapped():
    assert rules.late_quarters(0.5, False, 2.0) == 2.0
    assert rules.late_quarters(0.5, True, 2.0) == 0.0
    assert rules.late_quarters(0.0, False, 2.0) == 0.0
