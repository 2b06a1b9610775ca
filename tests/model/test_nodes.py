"""Nodes: authorities first, then providers, then investors; the tie between two of them."""

from itertools import permutations

import pytest

from sipabm.model.nodes import node_of_investor, node_of_provider, tie_between
from sipabm.words import NOBODY

TIES = (("a0", "p2", 0.5), ("a1", "i0", 0.5), ("p0", "i0", 0.5), ("a0", "a1", 0.5))


@pytest.fixture(scope="module")
def world(calm, records):
    return records(calm(TIES, layout=((2, 3, 1),)))


def test_providers_are_numbered_after_authorities_and_investors_after_providers(world):
    assert [node_of_provider(world, number) for number in range(3)] == [2, 3, 4]
    assert node_of_investor(world, 0) == 5


def test_the_tie_between_two_nodes_is_the_same_from_both_sides_and_nobody_has_one_that_is_not_listed(world):
    """In the order of the pairs: a0-a1, a0-p2, a1-i0, p0-i0."""
    numbers = {(0, 1): 0, (0, 4): 1, (1, 5): 2, (2, 5): 3}
    for first, second in permutations(range(6), 2):
        expected = numbers.get((min(first, second), max(first, second)), NOBODY)
        assert tie_between(world, first, second) == expected
