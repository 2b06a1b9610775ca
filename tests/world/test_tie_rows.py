"""Ties in order and rows of neighbours: by hand, and against numpy on random ties."""

import numpy as np
import pytest

from sipabm.randomness import uniform
from sipabm.words import Decision
from sipabm.world import tie_rows
from sipabm.world.draws_at_once import AT_ONCE, room_for_draws
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


def test_rows_say_where_providers_and_investors_begin():
    ties = rows(SORTED)
    # Actor 0 knows authority 1 and provider 2; 1 knows 0 and investor 3; 2 and 3 know an authority each.
    assert ties.first_provider.tolist() == [1, 3, 5, 6]
    assert ties.first_investor.tolist() == [2, 3, 5, 6]


def test_trust_of_more_ties_than_are_drawn_at_once_is_the_draw_of_each():
    identity = np.arange(700)
    pairs = np.stack((np.zeros(699, dtype=np.int64), identity[1:]), axis=1)
    drawn = rows(pairs, identity, (0, 700, 700, 700)).trust_draw
    expected = [uniform(5, 6, Decision.TIE_TRUST.value, 0, other, 0) for other in range(1, 700)]
    assert len(pairs) > AT_ONCE and drawn.tolist() == expected


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
    rows = (ties.start, ties.neighbour, ties.tie, ties.first_provider, ties.first_investor)
    plain, trust = [np.zeros_like(each) for each in rows], np.zeros(len(pairs))
    tie_rows.fill_rows(pairs, np.zeros(31, dtype=np.int64), *plain, begin)
    tie_rows.fill_trust(3, 4, pairs, identity, begin, room_for_draws(), trust)
    for mine, compiled in zip((*plain, trust), (*rows, ties.trust_draw), strict=True):
        assert np.array_equal(mine, compiled)
