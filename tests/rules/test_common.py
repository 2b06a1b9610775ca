import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipabm.rules.common import (
    choose_barrier,
    clamp,
    count_barriers,
    happens,
    is_picked,
    logistic,
    mean,
    not_supported,
    of_capital,
    pick,
    total,
    towards_one,
    towards_zero,
    with_barrier,
)

shares = st.floats(0, 1)
lucks = st.floats(0, 1, exclude_max=True)
barrier_sets = st.sets(st.integers(0, 17), min_size=1)


@given(st.floats(-1e9, 1e9), st.floats(-10, 0), st.floats(0, 10))
def test_clamp_stays_between_its_bounds_and_leaves_what_lies_there(value, low, high):
    clamped = clamp(value, low, high)
    assert low <= clamped <= high
    assert clamped == value or value < low or value > high


def test_clamp_moves_what_lies_outside_to_the_nearer_bound():
    assert [clamp(value, 0.25, 0.75) for value in (-1.0, 0.25, 0.5, 0.75, 2.0)] == [0.25, 0.25, 0.5, 0.75, 0.75]


def test_towards_one_adds_a_part_of_what_is_missing():
    assert towards_one(0.6, 0.25) == pytest.approx(0.6 + 0.25 * 0.4)


def test_towards_zero_takes_a_part_away():
    assert towards_zero(0.6, 0.25) == pytest.approx(0.6 - 0.25 * 0.6)


@given(shares, shares)
def test_shares_stay_shares(value, share):
    assert value <= towards_one(value, share) <= 1.0 + 1e-15
    assert 0.0 <= towards_zero(value, share) <= value


def test_logistic_at_log_three_is_three_quarters():
    assert logistic(math.log(3.0)) == pytest.approx(3.0 / 4.0)
    assert logistic(-math.log(3.0)) == pytest.approx(1.0 / 4.0)


@given(st.floats(-1e300, 1e300))
def test_logistic_is_a_probability_for_any_finite_number(value):
    assert 0.0 <= logistic(value) <= 1.0
    assert logistic(value) + logistic(-value) == pytest.approx(1.0)


def test_total_adds_numbers_in_their_order():
    assert total((1e16, 1.0, -1e16)) == 0.0  # the one is lost beside the large number
    assert total((1e16, -1e16, 1.0)) == 1.0
    assert total(()) == 0.0


def test_mean_is_the_sum_by_the_count_and_nothing_has_mean_zero():
    assert mean((1.0, 2.0, 6.0)) == 3.0
    assert mean((0.75,)) == 0.75
    assert mean(()) == 0.0


def test_a_share_of_capital_comes_to_money():
    assert of_capital(0.25, 1.5) == 0.375
    assert of_capital(0.0, 1.5) == 0.0


def test_what_has_a_probability_happens_to_those_below_it():
    assert happens(0.2999, 0.3)
    assert not happens(0.3, 0.3)
    assert not happens(0.3001, 0.3)


@given(lucks)
def test_what_is_certain_always_happens_and_what_is_impossible_never(luck):
    assert happens(luck, 1.0)
    assert not happens(luck, 0.0)


def test_the_one_is_picked_whose_weight_takes_the_sum_beyond_the_luck():
    # a luck of a quarter of 8 is 2
    assert is_picked(0.25, 8.0, 2.001)
    assert not is_picked(0.25, 8.0, 2.0)
    assert not is_picked(0.25, 8.0, 1.0)
    assert not is_picked(0.0, 8.0, 0.0)


def test_pick_follows_the_cumulated_weights():
    weights = (1.0, 0.0, 3.0)  # a quarter, nothing, three quarters
    assert [pick(luck, weights) for luck in (0.0, 0.2499, 0.25, 0.99)] == [0, 0, 2, 2]
    assert [pick(luck, (1.0, 2.0, 1.0)) for luck in (0.2499, 0.25, 0.7499, 0.75)] == [0, 1, 1, 2]


@given(lucks, st.lists(st.floats(0, 100), min_size=1, max_size=5).filter(lambda weights: sum(weights) > 0.01))
def test_pick_never_takes_what_weighs_nothing(luck, weights):
    assert weights[pick(luck, weights)] > 0.0


def test_pick_takes_the_last_when_nothing_weighs_anything():
    assert pick(0.3, (0.0, 0.0, 0.0)) == 2


def test_barriers_are_bits_of_a_set():
    assert with_barrier(0b010, 2, True) == 0b110
    assert with_barrier(0b010, 2, False) == 0b010
    assert count_barriers(0b10110) == 3
    assert count_barriers(0) == 0
    # barriers 1, 2 and 4 have a third of the luck each
    assert [choose_barrier(0b10110, luck) for luck in (0.0, 0.33, 0.34, 0.66, 0.67)] == [1, 1, 2, 2, 4]


@given(barrier_sets)
def test_a_set_of_barriers_holds_what_was_added(barriers):
    together = 0
    for barrier in barriers:
        together = with_barrier(together, barrier, True)
        together = with_barrier(together, barrier, True)
        together = with_barrier(together, (barrier + 1) % 18, False)
    assert count_barriers(together) == len(barriers)
    assert {barrier for barrier in range(18) if together >> barrier & 1} == barriers


@given(barrier_sets)
def test_barriers_are_chosen_evenly(barriers):
    together = sum(1 << barrier for barrier in barriers)
    middles = [(place + 0.5) / len(barriers) for place in range(len(barriers))]
    assert [choose_barrier(together, luck) for luck in middles] == sorted(barriers)


def test_of_a_cost_that_is_supported_its_part_is_left():
    assert not_supported(0.4, 0.75) == pytest.approx(0.1)
    assert not_supported(0.4, 0.0) == 0.4
    assert not_supported(0.0, 0.9) == 0.0
