"""Who knows whom: generated ties and edge lists."""

import numpy as np
import pytest

from sipabm.world import build_world

GENERATORS = ("small_world", "preferential_attachment", "block")


def sizes(world):
    """Return where providers begin, where investors begin, and how many actors there are."""
    counts = [len(kind.identity) for kind in (world.authorities, world.providers, world.investors)]
    return np.cumsum(counts)


def abroad(world):
    """Return for each tie whether it leads abroad."""
    country = np.concatenate([kind.country for kind in (world.authorities, world.providers, world.investors)])
    return country[world.ties.pairs[:, 0]] != country[world.ties.pairs[:, 1]]


@pytest.mark.parametrize("ties", GENERATORS)
def test_ties_are_undirected_and_single_and_nobody_knows_itself(two_countries, ties):
    world = build_world(two_countries.replace(ties=ties), 1, 0)
    pairs = world.ties.pairs
    assert (pairs[:, 0] < pairs[:, 1]).all()
    assert len(np.unique(pairs, axis=0)) == len(pairs)
    assert pairs.min() >= 0
    assert pairs.max() < sizes(world)[2]


@pytest.mark.parametrize("ties", GENERATORS)
def test_rows_of_neighbours_say_the_same_as_the_pairs(two_countries, ties):
    world = build_world(two_countries.replace(ties=ties), 1, 0)
    start, neighbour, tie = world.ties.start, world.ties.neighbour, world.ties.tie
    assert len(neighbour) == 2 * len(world.ties.pairs)
    for actor in range(len(start) - 1):
        row = neighbour[start[actor] : start[actor + 1]]
        assert (np.diff(row) > 0).all()
        for other, number in zip(row, tie[start[actor] : start[actor + 1]], strict=True):
            assert sorted((actor, int(other))) == world.ties.pairs[number].tolist()


@pytest.mark.parametrize("ties", GENERATORS)
def test_authorities_hear_from_about_as_many_peers_as_asked(two_countries, ties):
    world = build_world(two_countries.replace(ties=ties, peers=6.0, foreign_peers=0.0), 1, 0)
    authorities = sizes(world)[0]
    among = (world.ties.pairs < authorities).all(axis=1)
    assert 2 * among.sum() / authorities == pytest.approx(6.0, rel=0.2)
    assert not abroad(world)[among].any()


def test_without_foreign_ties_countries_do_not_know_each_other(two_countries):
    world = build_world(two_countries.replace(foreign_peers=0.0, foreign_share=0.0), 1, 0)
    assert not abroad(world).any()
    assert abroad(build_world(two_countries, 1, 0)).any()


def test_without_ties_nobody_knows_anybody(two_countries):
    nothing = dict.fromkeys(
        ("peers", "foreign_peers", "known_providers", "known_investors", "provider_investors", "investor_peers"), 0.0
    )
    world = build_world(two_countries.replace(nothing), 1, 0)
    assert len(world.ties.pairs) == 0
    assert (world.ties.start == 0).all()


def test_authorities_know_about_as_many_providers_as_asked(two_countries):
    world = build_world(two_countries.replace(known_providers=3.0, foreign_share=0.0), 1, 0)
    at_providers, at_investors, _ = sizes(world)
    first, second = world.ties.pairs.T
    known = (first < at_providers) & (second >= at_providers) & (second < at_investors)
    assert 2.6 < known.sum() / at_providers <= 3.0  # the same provider may be drawn twice


def test_hubs_gather_ties_on_few_investors(two_countries):
    def share_of_the_busiest(hubs):
        world = build_world(two_countries.replace(investor_hubs=hubs, investor_peers=0.0, known_investors=4.0), 1, 0)
        ties = np.sort(np.diff(world.ties.start)[sizes(world)[1] :])
        return ties[-5:].sum() / ties.sum()

    assert share_of_the_busiest(4.0) > 1.3 * share_of_the_busiest(1.0)


def test_trust_is_drawn_for_every_tie_and_differs_by_tie(two_countries):
    world = build_world(two_countries, 1, 0)
    assert (world.ties.given_trust == -1).all()
    assert len(set(world.ties.trust_draw.tolist())) == len(world.ties.pairs)
    assert world.ties.trust_draw.mean() == pytest.approx(0.5, abs=0.05)
