"""Tortorice, Bloom, Kirby and Regan (NBER 27527): when a bond makes feasible what nobody would pay for directly.

The authority would pay directly if its expected value per unit of capital covers the capital: value x m_A >= 1. Under
a bond it pays only for success, so its limit is the value itself, and investors ask 1 / m_I. The bond thus opens a
project that is not paid for directly if and only if value x m_A < 1 <= value x m_I: a pessimistic authority.
"""

import math

from hypothesis import assume, example, given
from hypothesis import strategies as st

from sipabm.rules.negotiation import authority_limit, investor_ask

values = st.floats(0.1, 10)
means = st.floats(0.05, 1.5)
MARGIN = 1e-9
NO_CAP = 1e9  # times the capital


def bond_is_feasible(value, of_authority, of_investor, luck_dislike=0.0, luck=0.0, fund_share=0.0):
    """Return whether the price an authority pays at most covers what risk-neutral investors without hurdle ask."""
    limit = authority_limit(value, of_authority, 0.0, 0.0, luck_dislike, luck, fund_share)
    return limit >= investor_ask(of_investor, 0.0, 4.0, 0.0, 0.0, 0.0, 0.3, 0.0, NO_CAP, math.inf)


def is_paid_directly(value, of_authority):
    """Return whether the authority would pay the capital itself."""
    return value * of_authority >= 1.0


def clear_of(*thresholds):
    """Leave out cases within rounding of a threshold."""
    assume(all(abs(threshold - 1.0) > MARGIN for threshold in thresholds))


@given(values, means, means)
@example(2.0, 0.4, 0.6)
@example(2.0, 0.6, 0.4)
def test_a_bond_opens_a_project_only_under_a_more_pessimistic_authority(value, of_authority, of_investor):
    clear_of(value * of_authority, value * of_investor)
    opened = bond_is_feasible(value, of_authority, of_investor) and not is_paid_directly(value, of_authority)
    assert opened == (value * of_authority < 1.0 <= value * of_investor)
    assert not opened or of_authority < of_investor


@given(values, means)
def test_with_equal_beliefs_a_bond_opens_nothing(value, belief):
    clear_of(value * belief)
    assert bond_is_feasible(value, belief, belief) == is_paid_directly(value, belief)


@given(values, means, means, st.floats(0, 0.95))
def test_another_purse_opens_projects_without_any_disagreement(value, of_authority, of_investor, fund_share):
    clear_of(value * of_investor / (1.0 - fund_share))
    assert bond_is_feasible(value, of_authority, of_investor, fund_share=fund_share) == (
        value * of_investor >= 1.0 - fund_share
    )


@given(values, means, means, st.floats(0, 2), st.floats(0, 1))
def test_a_dislike_of_paying_for_luck_asks_for_more_value(value, of_authority, of_investor, dislike, luck):
    # (value x m_A - dislike x luck) / m_A >= 1 / m_I
    needed = of_authority / of_investor + dislike * luck
    clear_of(value * of_authority / needed)
    assert bond_is_feasible(value, of_authority, of_investor, dislike, luck) == (value * of_authority >= needed)


@given(values, means, st.floats(0.01, 2), st.floats(0.01, 1))
def test_with_equal_beliefs_and_luck_a_bond_is_harder_than_paying_directly(value, belief, dislike, luck):
    assume(bond_is_feasible(value, belief, belief, dislike, luck))
    assert is_paid_directly(value, belief)


def test_dislike_of_luck_can_close_what_beliefs_had_opened():
    assert bond_is_feasible(2.0, 0.4, 0.6)
    assert not bond_is_feasible(2.0, 0.4, 0.6, luck_dislike=1.0, luck=0.2)
