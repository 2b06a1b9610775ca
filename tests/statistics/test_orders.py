"""Orders on ranks worked by hand."""

import numpy as np
import pytest
from scipy.stats import kendalltau

from sipabm.statistics.orders import agreement, first_differs, overtaken, ranked, tail

# Four orders of three alternatives a, b, c: as it is, a and b changed, c first, reversed.
RANKS = np.array([[1, 2, 3], [2, 1, 3], [2, 3, 1], [3, 2, 1]], dtype=float)


def test_the_largest_is_first_and_equals_share_their_ranks():
    assert ranked(np.array([[5.0, -1.0, 9.0], [2.0, 2.0, 0.0]])).tolist() == [[2, 3, 1], [1.5, 1.5, 3]]


def test_agreement_counts_pairs_in_order_less_pairs_reversed():
    assert agreement(RANKS).tolist() == pytest.approx([1, 1 / 3, -1 / 3, -1])


def test_equals_agree_with_nothing():
    assert agreement(np.array([[2.0, 2.0, 2.0], [1.5, 1.5, 3.0]])).tolist() == pytest.approx([0, 2 / 3])


def test_agreement_is_kendalls_tau():
    luck = np.random.default_rng(1)
    rows = np.array([luck.permutation(9) + 1.0 for _ in range(20)])
    expected = [kendalltau(np.arange(9), row).statistic for row in rows]
    assert agreement(rows).tolist() == pytest.approx(expected)


def test_one_alternative_is_always_in_order():
    assert agreement(np.array([[1.0], [1.0]])).tolist() == [1, 1]
    assert overtaken(np.array([[1.0]])).tolist() == []


def test_neighbours_change_places_where_the_lower_one_is_before():
    assert overtaken(RANKS).tolist() == [2 / 4, 2 / 4]  # b before a: second and fourth; c before b: third and fourth
    assert overtaken(np.array([[1.5, 1.5]])).tolist() == [0]


def test_the_first_differs_where_it_is_behind_or_level():
    assert first_differs(RANKS) == 3 / 4
    assert first_differs(np.array([[1.5, 1.5], [1.0, 2.0]])) == 1 / 2


def test_tails_are_ranks_that_occurred():
    rows = np.arange(1.0, 21.0)[:, None]
    assert [float(tail(rows, share)[0]) for share in (0.05, 0.5, 0.95)] == [1, 10, 19]
