"""Orders worked by hand."""

import numpy as np
import pytest

from sipabm.statistics.orders import again, among_first, first_places, same_first


def test_who_adds_most_is_first_equal_ones_share_it_and_nobody_is_who_adds_nothing():
    added = np.array([[1.0, 3.0, 2.0], [2.0, 2.0, -1.0], [0.0, -1.0, 0.0]])
    assert first_places(added).tolist() == [[0, 1, 0], [0.5, 0.5, 0], [0, 0, 0]]


def test_among_the_first_is_who_adds_something_and_has_fewer_before_it():
    added = np.array([[1.0, 3.0, 2.0, 1.0], [-1.0, -2.0, 0.0, 0.5]])
    assert among_first(added, 2).tolist() == [[0, 1, 1, 0], [0, 0, 0, 1]]
    assert among_first(added, 3).tolist() == [[1, 1, 1, 1], [0, 0, 0, 1]]  # both equal ones have two before them


def test_places_of_many_repetitions_are_those_of_each():
    added = np.random.default_rng(1).normal(size=(2, 5, 4))
    for place in (first_places, lambda rows: among_first(rows, 3)):
        assert place(added).tolist() == [place(rows).tolist() for rows in added]


class TestTwice:
    """Four rows, two columns: a is first in rows 1 and 2, then in rows 1 and 3; b in row 3, then in row 2."""

    ONE = np.array([[1, 0], [1, 0], [0, 1], [0, 0]], dtype=float)
    OTHER = np.array([[1, 0], [0, 1], [1, 0], [0, 0]], dtype=float)

    def test_again_is_the_share_of_what_was_so_that_is_so_once_more(self):
        assert again(self.ONE, self.OTHER).tolist() == [1 / 2, 0]
        assert again(self.ONE, self.ONE).tolist() == [1, 1]

    def test_what_is_never_so_has_no_again(self):
        never = np.zeros((4, 1))
        assert np.isnan(again(never, never)).all()

    def test_the_same_is_first_twice_in_a_row_where_it_is_or_where_none_is(self):
        """Rows 1 and 4 of four; of all 16 pairs 2 × 2 have a, 1 × 1 b, 1 × 1 none, two of them of one row: 4 of 12."""
        assert same_first(self.ONE, self.OTHER) == pytest.approx((2 / 4, 4 / 12))

    def test_if_luck_decides_everything_both_are_alike(self):
        luck = np.random.default_rng(1)
        one, other = (first_places(luck.random((4000, 3))) for _ in range(2))
        by_luck, between = same_first(one, other)
        assert by_luck == pytest.approx(between, abs=0.03) == pytest.approx(1 / 3, abs=0.03)

    def test_if_numbers_decide_everything_the_same_is_always_first_again(self):
        rows = first_places(np.random.default_rng(1).random((4000, 3)))
        by_luck, between = same_first(rows, rows)
        assert by_luck == 1 and between == pytest.approx(1 / 3, abs=0.02)
