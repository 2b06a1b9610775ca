"""Ties in order and rows of neighbours: by hand, and against numpy on random ties."""

import numpy as np
import pytest

from sipabm.randomness import uniform
from sipabm.words import Decision
from sipabm.world import tie_rows
from sipabm.world.ties import as_arrays, sorted_ties

NOT_SORTED = [[3, 1], [1, 3], [2, 2], [1, 0], [0, 1], [2, 0]]
SORTED = [[0, 1], [0, 2], [1, 3]]


def test_ties_are_sorted_lower_end_first_each_once_and_loops_are_dropped():
    ends = np.array(NOT_SORTED, dtype=np.int32)
    assert tie_rows.sort_ties(ends, ends.copy(), np.zeros(5, dtype=np.int64)) == 3
    assert ends[:3].tolist() == SORTED


def test_no_ties_are_sorted_as_well():
    assert sorted_ties(np.empty((0, 2), dtype=np.int32), 3).shape == (0, 2)


@pytest.mark.parametrize("actors", [2, 10, 300])
def test_sorting_finds_what_numpy_finds(actors):
    ends = np.random.default_rng(actors).integers(0, actors, (500, 2), dtype=np.int32)
    expected = np.unique(np.sort(ends[ends[:, 0] != ends[:, 1]], axis=1), axis=0)
    assert np.array_equal(sorted_ties(ends, actors), expected)


def rows(pairs, identity=(10, 11, 12, 13), begin=(0, 2, 3, 4), seed=5, replicate=6):
    """Return the arrays of some ties."""
    whole = [np.array(values, dtype=np.int64) for values in (identity, begin)]
    return as_arrays(np.array(pairs, dtype=np.int32).reshape(-1, 2), np.full(len(pairs), -1.0), *whole, seed, replicate)


def test_each_actor_has_a_row_of_its_neighbours_in_order_with_the_number_of_the_tie():
    ties = rows(SORTED)
    assert ties.start.tolist() == [0, 2, 4, 5, 6]
    assert ties.neighbour.tolist() == [1, 2, 0, 3, 0, 1]
    assert ties.tie.tolist() == [0, 1, 0, 2, 1, 2]


def test_without_ties_all_rows_are_empty():
    assert rows([]).start.tolist() == [0] * 5


def test_trust_is_the_draw_at_identities_and_kinds_of_both_ends():
    # Actors 0 and 1 are authorities, 2 a provider, 3 an investor.
    for draw, address in zip(rows(SORTED).trust_draw, ((10, 11, 0), (10, 12, 1), (11, 13, 2)), strict=True):
        assert draw == uniform(5, 6, Decision.TIE_TRUST.value, *address)


def test_compiled_and_interpreted_make_the_same_rows():
    generator = np.random.default_rng(1)
    pairs = sorted_ties(generator.integers(0, 30, (100, 2), dtype=np.int32), 30)
    identity, begin = np.arange(100, 130), np.array([0, 9, 20, 30])
    ties = as_arrays(pairs, np.full(len(pairs), -1.0), identity, begin, 3, 4)
    plain = [np.zeros_like(each) for each in (ties.start, ties.neighbour, ties.tie, ties.trust_draw)]
    start, neighbour, tie, trust = plain
    places = np.zeros(31, dtype=np.int64)
    tie_rows.fill_rows(pairs, places, start, neighbour, tie, 3, 4, identity, begin, trust)
    for mine, compiled in zip(plain, (ties.start, ties.neighbour, ties.tie, ties.trust_draw), strict=True):
        assert np.array_equal(mine, compiled)
