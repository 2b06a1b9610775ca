"""The network: who knows whom, generated with networkx or read from an edge list, as arrays."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import networkx
import numpy as np
from numpy.typing import NDArray

from sipabm.randomness import uniform
from sipabm.scenario import Scenario
from sipabm.words import Decision
from sipabm.world.actors import Actors, as_words, uniform_of_arrays
from sipabm.world.edge_list import Pairs, read_edge_list

KINDS = 3
DRAWS_OF_A_TIE = 3  # is it there, does it lead abroad, to whom
SLOT = 1 << 8  # draws of one actor's ties: partner word = slot + SLOT * purpose
PURPOSE_FOREIGN_PEER, PURPOSE_PROVIDER, PURPOSE_INVESTOR, PURPOSE_PROVIDER_INVESTOR, PURPOSE_INVESTOR_PEER = range(1, 6)


class Ties(NamedTuple):
    """Undirected ties: row i of `neighbour` and `tie` is start[i]:start[i + 1], in the order of actors.

    Actors are numbered authorities first, then providers, then investors; `given_trust` is -1 where none is given.
    """

    pairs: Pairs
    start: NDArray[np.int64]
    neighbour: NDArray[np.int64]
    tie: NDArray[np.int64]
    trust_draw: NDArray[np.float64]
    given_trust: NDArray[np.float64]


class Draws(NamedTuple):
    """Where the network's draws come from."""

    seed: int
    replicate: int

    def of_slots(self, identity: NDArray[np.int64], slots: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return three draws for each slot and actor, as an array of that shape."""
        actors, partners = as_words(identity)[np.newaxis, np.newaxis, :], as_words(slots)[np.newaxis, :, np.newaxis]
        details = np.arange(DRAWS_OF_A_TIE, dtype=np.uint64)[:, np.newaxis, np.newaxis]
        return uniform_of_arrays(self.seed, self.replicate, int(Decision.NETWORK), actors, partners, details)

    def generator_seed(self, country: int) -> int:
        """Return the seed of a networkx generator."""
        # Partner 0 is free: the draws of ties have a purpose from 1 on in that word.
        return int(uniform(self.seed, self.replicate, int(Decision.NETWORK), country, 0, KINDS) * 2**32)


def make_ties(scenario: Scenario, kinds: tuple[Actors, Actors, Actors], draws: Draws) -> Ties:
    """Return the ties of a scenario; ScenarioError if an edge list does not fit its actors."""
    if scenario.edge_list is not None:
        pairs, given = read_edge_list(Path(scenario.edge_list), scenario)
    else:
        pairs = generate(scenario, kinds, draws)
        given = np.full(len(pairs), -1.0)
    return as_arrays(pairs, given, kinds, draws)


def generate(scenario: Scenario, kinds: tuple[Actors, Actors, Actors], draws: Draws) -> Pairs:
    """Return the pairs of tied actors, each once, lower number first."""
    authorities, providers, investors = kinds
    network = scenario.network
    at_providers, at_investors = len(authorities.country), len(authorities.country) + len(providers.country)
    abroad, hubs = network.foreign_share, network.investor_hubs
    # Half the neighbours are drawn where both ends are of one kind: a tie that one draws is a neighbour of both.
    parts = [
        peers(scenario, authorities, draws),
        links(authorities, authorities, network.foreign_peers / 2, 1.0, 1.0, PURPOSE_FOREIGN_PEER, draws, 0, 0),
        links(authorities, providers, network.known_providers, abroad, 1.0, PURPOSE_PROVIDER, draws, 0, at_providers),
        links(authorities, investors, network.known_investors, abroad, hubs, PURPOSE_INVESTOR, draws, 0, at_investors),
        links(
            providers,
            investors,
            network.provider_investors,
            abroad,
            hubs,
            PURPOSE_PROVIDER_INVESTOR,
            draws,
            at_providers,
            at_investors,
        ),
        links(
            investors,
            investors,
            network.investor_peers / 2,
            abroad,
            1.0,
            PURPOSE_INVESTOR_PEER,
            draws,
            at_investors,
            at_investors,
        ),
    ]
    return unique_pairs(np.concatenate(parts))


def unique_pairs(pairs: Pairs) -> Pairs:
    """Return pairs without loops or repetitions, lower number first, sorted."""
    first, second = pairs.min(axis=1), pairs.max(axis=1)
    # One number for each pair: numpy sorts numbers far faster than rows.
    actors = int(second.max(initial=0)) + 1
    codes = np.unique((first * actors + second)[first != second])
    return np.column_stack((codes // actors, codes % actors))


def peers(scenario: Scenario, authorities: Actors, draws: Draws) -> Pairs:
    """Return ties among authorities of a country from the generator the scenario names."""
    parts = [np.empty((0, 2), dtype=np.int64)]
    first = 0
    for number, country in enumerate(scenario.pooled_countries()):
        graph = country_graph(scenario, country.authorities, draws.generator_seed(number))
        edges = np.array(graph.edges, dtype=np.int64).reshape(-1, 2)
        parts.append(edges + first)
        first += country.authorities
    return np.concatenate(parts)


def country_graph(scenario: Scenario, size: int, seed: int) -> networkx.Graph:
    """Return the graph of one country's authorities with about `network.peers` neighbours each."""
    mean = scenario.network.peers
    # The generators refuse more neighbours than there are actors.
    if size <= mean:
        return networkx.complete_graph(size) if mean > 0 else networkx.empty_graph(size)
    half = round(mean / 2)
    if half == 0:
        return networkx.empty_graph(size)
    if scenario.ties == "preferential_attachment":
        return networkx.barabasi_albert_graph(size, half, seed=seed)
    if scenario.ties == "block":
        return networkx.fast_gnp_random_graph(size, mean / (size - 1), seed=seed)
    return networkx.watts_strogatz_graph(size, 2 * half, scenario.network.rewiring, seed=seed)


def links(
    source: Actors,
    target: Actors,
    mean: float,
    abroad: float,
    hubs: float,
    purpose: int,
    draws: Draws,
    source_offset: int,
    target_offset: int,
) -> Pairs:
    """Return ties from each source actor to about `mean` targets, at home or abroad, gathered on hubs."""
    if mean <= 0 or len(source.country) == 0 or len(target.country) == 0:
        return np.empty((0, 2), dtype=np.int64)
    first = np.searchsorted(target.country, np.arange(source.country.max() + 2))
    home_first, home_count = first[source.country], first[source.country + 1] - first[source.country]
    slots = np.arange(int(np.ceil(mean)))
    wanted, goes_abroad, place = draws.of_slots(source.identity, slots + SLOT * purpose)
    # A power above one crowds the draws near zero: the first investors of the list become hubs.
    place = place**hubs
    chosen = np.where(
        (goes_abroad < abroad) | (home_count == 0),
        (place * len(target.country)).astype(np.int64),
        home_first + (place * home_count).astype(np.int64),
    )
    slot, row = np.nonzero(wanted < (mean - slots)[:, np.newaxis])
    return np.column_stack((row + source_offset, chosen[slot, row] + target_offset))


def as_arrays(pairs: Pairs, given: NDArray[np.float64], kinds: tuple[Actors, Actors, Actors], draws: Draws) -> Ties:
    """Return ties as rows of neighbours, with the draw of each tie's trust."""
    identity = np.concatenate([actors.identity for actors in kinds])
    kind = np.repeat(np.arange(KINDS), [len(actors.identity) for actors in kinds])
    ends = np.concatenate((pairs[:, 0], pairs[:, 1]))
    others = np.concatenate((pairs[:, 1], pairs[:, 0]))
    numbers = np.tile(np.arange(len(pairs), dtype=np.int64), 2)
    # Sorted within a row: authorities, providers and investors lie together, and the walk asks for one kind at a time.
    order = np.lexsort((others, ends))
    start = np.concatenate(([0], np.cumsum(np.bincount(ends, minlength=len(identity))))).astype(np.int64)
    first, second = pairs[:, 0], pairs[:, 1]
    trust_draw = uniform_of_arrays(
        draws.seed,
        draws.replicate,
        int(Decision.TIE_TRUST),
        as_words(identity[first]),
        as_words(identity[second]),
        as_words(kind[first] * KINDS + kind[second]),
    )
    return Ties(pairs, start, others[order], numbers[order], np.asarray(trust_draw), given)


def first_of(ties: Ties, offset: int) -> NDArray[np.int64]:
    """Return for each actor where in its row the neighbours numbered from `offset` on begin."""
    before = np.concatenate(([0], np.cumsum(ties.neighbour < offset)))
    return (ties.start[:-1] + before[ties.start[1:]] - before[ties.start[:-1]]).astype(np.int64)
