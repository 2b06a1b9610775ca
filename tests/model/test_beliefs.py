"""Beliefs: means of what an authority has seen and, weakly, of what everyone has."""

from types import SimpleNamespace

import pytest

from sipabm.model.beliefs import closing_belief, delivery_belief

AUTHORITY = SimpleNamespace(closing_successes=3.0, closing_failures=1.0, delivery_successes=1.0, delivery_failures=1.0)


def world(weight):
    run = SimpleNamespace(world_closed=4.0, world_failed=12.0, world_delivered=6.0, world_undelivered=0.0)
    return SimpleNamespace(run=[run], parameters=[SimpleNamespace(world_learning=weight)], authorities=range(50))


def test_without_learning_from_the_world_a_belief_is_the_share_of_the_authoritys_own_successes():
    assert closing_belief(world(0.0), AUTHORITY) == pytest.approx(3.0 / 4.0)
    assert delivery_belief(world(0.0), AUTHORITY) == pytest.approx(1.0 / 2.0)


def test_the_worlds_counts_for_every_hundred_authorities_are_added_by_their_weight():
    """Of 50 authorities each case counts as two. Closing: (3 + 2) / (4 + 8); delivery: (1 + 3) / (2 + 3)."""
    assert closing_belief(world(0.25), AUTHORITY) == pytest.approx(5.0 / 12.0)
    assert delivery_belief(world(0.25), AUTHORITY) == pytest.approx(4.0 / 5.0)
