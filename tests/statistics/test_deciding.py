"""Deciding: a planted number is found, one that means nothing is not, and it is read from other halves."""

import numpy as np
import pytest
from scipy.stats import spearmanr

from sipabm.statistics.deciding import LEAST_CASES, by_chance, deciding, found_in, mean_within, rank_correlations

CASES, NUMBERS, PLANTED = 200, 290, 17


def drawn(seed):
    """Return numbers of many cases, evenly from 0 to 1."""
    return np.random.default_rng(seed).random((CASES, NUMBERS))


def planted(numbers, seed, low=0.2, high=0.8):
    """Return an outcome that is so with one probability where the planted number is low, else with another."""
    chance = np.where(numbers[:, PLANTED] < 0.5, low, high)
    return (np.random.default_rng(seed).random(len(numbers)) < chance).astype(float)


@pytest.mark.parametrize(("low", "high"), [(0.2, 0.8), (0.8, 0.2)])
def test_a_planted_number_is_found_among_hundreds_whichever_way_it_decides(low, high):
    numbers = drawn(1)
    found = deciding(numbers, planted(numbers, 2, low, high), seed=1)
    assert found.which == PLANTED and found.confirmed > 0.9
    assert (found.low, found.high) == pytest.approx(np.quantile(numbers[:, PLANTED], [1 / 3, 2 / 3]))
    assert found.low_share == pytest.approx(low, abs=0.15) and found.high_share == pytest.approx(high, abs=0.15)


def test_where_no_number_decides_none_is_found():
    assert [deciding(drawn(seed), planted(drawn(seed), seed, 0.3, 0.3), seed=1) for seed in range(8)] == [None] * 8


@pytest.mark.slow
def test_chance_alone_names_a_number_in_few_of_a_hundred_questions():
    named = [deciding(drawn(seed), planted(drawn(seed), seed, 0.3, 0.3), seed=1) is not None for seed in range(100)]
    assert sum(named) <= 5


def test_without_the_check_on_the_other_half_a_number_would_be_found_in_any_half():
    numbers = drawn(3)
    outcome, half = planted(numbers, 3, 0.3, 0.3), np.arange(CASES) < CASES // 2
    which, confirmed = found_in(numbers, outcome, half, ~half)
    best = spearmanr(numbers[half, which], outcome[half])
    assert best.pvalue < 0.01 and not confirmed


def test_what_is_found_one_way_is_not_confirmed_by_the_other_way():
    numbers = drawn(1)[:, [PLANTED]]
    outcome, half = (numbers[:, 0] < 0.5).astype(float), np.arange(CASES) < CASES // 2
    assert found_in(numbers, outcome, half, ~half) == (0, True)
    assert found_in(numbers, np.where(half, outcome, 1 - outcome), half, ~half) == (0, False)


def test_the_same_seed_finds_the_same():
    numbers = drawn(1)
    outcome = planted(numbers, 2)
    assert deciding(numbers, outcome, 5) == deciding(numbers, outcome, 5)
    assert deciding(numbers, outcome, 5) != deciding(numbers, outcome, 6)


def test_of_too_few_cases_nothing_is_said():
    numbers = drawn(1)
    outcome = (numbers[:, PLANTED] < 0.5).astype(float)
    assert deciding(numbers[: LEAST_CASES - 1], outcome[: LEAST_CASES - 1], 1) is None
    assert deciding(numbers[:LEAST_CASES, [PLANTED]], outcome[:LEAST_CASES], 1).which == 0


@pytest.mark.parametrize("always", [0.0, 1.0])
def test_what_is_always_so_or_never_is_decided_by_nothing(always):
    assert deciding(drawn(1), np.full(CASES, always), 1) is None


def test_a_number_that_is_the_same_everywhere_decides_nothing():
    numbers = np.ones((CASES, 2))
    assert deciding(numbers, planted(drawn(1), 2), 1) is None


def test_correlations_are_spearmans_with_ties():
    luck = np.random.default_rng(4)
    numbers, outcome = luck.random((60, 3)).round(1), luck.integers(0, 2, 60).astype(float)
    expected = [spearmanr(column, outcome).statistic for column in numbers.T]
    assert rank_correlations(numbers, outcome).tolist() == pytest.approx(expected)


def test_how_probable_a_correlation_is_agrees_with_spearmans_test_to_one_side():
    luck = np.random.default_rng(5)
    one, other = luck.random(50), luck.random(50)
    test = spearmanr(one, other, alternative="greater")
    assert by_chance(test.statistic, 50) == pytest.approx(test.pvalue)
    assert by_chance(-test.statistic, 50) == pytest.approx(1 - test.pvalue)


def test_means_are_of_what_lies_within_in_some_halves():
    outcome = np.array([1.0, 0.0, 1.0, 1.0])
    first, last = np.array([True, True, False, False]), np.array([False, False, True, True])
    within = np.array([True, False, True, True])
    assert mean_within(outcome, within, [first, last]) == 1 and mean_within(outcome, ~within, [first]) == 0
    assert np.isnan(mean_within(outcome, ~within, [last]))
