"""The network: who knows whom, made by `acquaintance` or read from an edge list, as arrays."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sipabm.compilation import Array, Entry
from sipabm.scenario import Country, Scenario
from sipabm.world import acquaintance, tie_rows
from sipabm.world.acquaintance import (
    BLOCK,
    KINDS,
    LEVELS,
    LINKS,
    PEERS,
    PREFERENTIAL_ATTACHMENT,
    SMALL_WORLD,
    Ends,
    Plan,
    Real,
    Whole,
    random_ties,
)
from sipabm.world.actors import Actors, numbers_by_kind
from sipabm.world.edge_list import read_edge_list

WHOLES, REALS, ENDS = Array(np.dtype("i8")), Array(np.dtype("f8")), Array(np.dtype("i4"), 2)
ROW = Array(np.dtype("i4"))
# What machine code is told of a plan.
OF_PLAN: dict[str, Any] = {
    "seed": int,
    "replicate": int,
    "ties": int,
    "half": int,
    "rewiring": float,
    "mean": REALS,
    "abroad": REALS,
    "hubs": REALS,
    "source": WHOLES,
    "target": WHOLES,
    "identity": WHOLES,
    "country": WHOLES,
    "start": WHOLES,
    "row_first": WHOLES,
    "row_number": WHOLES,
    "group_row": WHOLES,
    "group_rows": WHOLES,
    "group_actors": WHOLES,
    "top": Array(np.dtype("i8"), 2),
    "seen": WHOLES,
}
compiled_make_ends = Entry(acquaintance.make_ends, Plan(**OF_PLAN), ENDS)
compiled_sort_ties = Entry(tie_rows.sort_ties, ENDS, ENDS, WHOLES)
compiled_fill_rows = Entry(tie_rows.fill_rows, ENDS, WHOLES, ROW, ROW, ROW, int, int, WHOLES, WHOLES, REALS)
AUTHORITY, PROVIDER, INVESTOR = range(KINDS)
ENDS_OF = np.array(  # from whom and to whom ties of each purpose lead
    [
        (AUTHORITY, AUTHORITY),
        (AUTHORITY, AUTHORITY),
        (AUTHORITY, PROVIDER),
        (AUTHORITY, INVESTOR),
        (PROVIDER, INVESTOR),
        (INVESTOR, INVESTOR),
    ]
)
SORTS = {"small_world": SMALL_WORLD, "preferential_attachment": PREFERENTIAL_ATTACHMENT, "block": BLOCK}


class Ties(NamedTuple):
    """Undirected ties: row i of `neighbour` and `tie` is start[i]:start[i + 1], in the order of actors.

    Actors are numbered authorities first, then providers, then investors; `given_trust` is -1 where none is given.
    """

    pairs: Ends
    start: NDArray[np.int32]
    neighbour: NDArray[np.int32]
    tie: NDArray[np.int32]
    trust_draw: Real
    given_trust: Real


def make_ties(
    scenario: Scenario, countries: tuple[Country, ...], kinds: tuple[Actors, Actors, Actors], seed: int, replicate: int
) -> Ties:
    """Return the ties of a scenario; ScenarioError if an edge list does not fit its actors."""
    identity = np.concatenate([actors.identity for actors in kinds])
    start = np.concatenate(([0], np.cumsum([len(actors.identity) for actors in kinds])))
    if scenario.edge_list is not None:
        pairs, given = read_edge_list(Path(scenario.edge_list), scenario)
        return as_arrays(pairs, given, identity, start, seed, replicate)
    plan = plan_of(scenario, countries, kinds, identity, start, seed, replicate)
    pairs = sorted_ties(generate(plan), len(identity))
    return as_arrays(pairs, np.full(len(pairs), -1.0), identity, start, seed, replicate)


def plan_of(
    scenario: Scenario,
    countries: tuple[Country, ...],
    kinds: tuple[Actors, Actors, Actors],
    identity: Whole,
    start: Whole,
    seed: int,
    replicate: int,
) -> Plan:
    """Return what the ties of a scenario are made from."""
    network = scenario.network
    # Half the neighbours are drawn where both ends are of one kind: a tie that one draws is a neighbour of both.
    mean = (
        network.peers,
        network.foreign_peers / 2,
        network.known_providers,
        network.known_investors,
        network.provider_investors,
        network.investor_peers / 2,
    )
    hubs = np.array((1.0, 1.0, 1.0, network.investor_hubs, network.investor_hubs, 1.0))
    numbers, groups = rows_of_seats(countries)
    largest = np.array([max(numbers[row : row + rows], default=0) for row, rows in groups])
    return Plan(
        seed=seed,
        replicate=replicate,
        ties=SORTS[scenario.ties],
        half=round(network.peers / 2),
        rewiring=network.rewiring,
        mean=np.array(mean),
        abroad=np.array((0.0, 1.0, *[network.foreign_share] * 4)),
        hubs=hubs,
        source=ENDS_OF[:, 0].copy(),
        target=ENDS_OF[:, 1].copy(),
        identity=identity,
        country=np.concatenate([actors.country for actors in kinds]),
        start=start,
        row_first=np.cumsum(numbers) - np.array(numbers),
        row_number=np.array(numbers),
        group_row=np.array([row for row, _ in groups]),
        group_rows=np.array([rows for _, rows in groups]),
        group_actors=np.array([sum(numbers[row : row + rows]) for row, rows in groups]),
        # A little more, as a level too many changes nothing and one too few would lose seats.
        top=np.ceil(np.log2(np.maximum(largest, 1)) / hubs[:, np.newaxis] + 1e-9).astype(np.int64),
        seen=np.zeros(LEVELS, dtype=np.int64),
    )


def rows_of_seats(countries: tuple[Country, ...]) -> tuple[list[int], list[tuple[int, int]]]:
    """Return the number of actors in each row of seats, and for each group of rows its first and how many it has."""
    numbers: list[int] = []
    groups: list[tuple[int, int]] = []
    for kind in ("authorities", "providers", "investors"):
        anywhere = len(numbers)
        for country in countries:
            home = len(numbers)
            numbers += numbers_by_kind(country, kind)
            groups.append((home, len(numbers) - home))
        groups.append((anywhere, len(numbers) - anywhere))
    return numbers, groups


def generate(plan: Plan) -> Ends:
    """Return the ends of all ties, loops and repetitions among them."""
    ends = np.empty((most_ties(plan), 2), dtype=np.int32)
    return ends[: compiled_make_ends(plan, ends)]


def most_ties(plan: Plan) -> int:
    """Return more ties than can be made: those among peers by their sort, one for each slot of all others."""
    actors = np.diff(plan.start)
    links = sum(actors[plan.source[purpose]] * math.ceil(plan.mean[purpose]) for purpose in LINKS)
    countries = len(plan.group_row) // KINDS - 1
    return int(links) + sum(most_peers(plan, int(number)) for number in plan.group_actors[:countries])


def most_peers(plan: Plan, number: int) -> int:
    """Return more ties than can be made among a number of authorities of one country."""
    # So few may all know each other, or twice in a ring this small.
    if number - 1 <= plan.mean[PEERS]:
        return number * number
    if plan.ties != BLOCK:
        return number * plan.half
    usual = number * random_ties(plan.mean[PEERS], number)
    # Ten standard deviations of a Poisson number and more: not in as many worlds as there are atoms.
    return math.ceil(usual + 10.0 * math.sqrt(usual)) + 100


def sorted_ties(ends: Ends, actors: int) -> Ends:
    """Return ties sorted, lower end first, without loops or repetitions; `ends` is written over."""
    count = compiled_sort_ties(ends, np.empty_like(ends), np.zeros(actors + 1, dtype=np.int64))
    return ends[:count].copy()  # the rest of the memory is given back


def as_arrays(pairs: Ends, given: Real, identity: Whole, start: Whole, seed: int, replicate: int) -> Ties:
    """Return sorted ties as rows of neighbours, with the draw of each tie's trust."""
    actors = len(identity)
    ties = Ties(
        pairs,
        start=np.empty(actors + 1, dtype=np.int32),
        neighbour=np.empty(2 * len(pairs), dtype=np.int32),
        tie=np.empty(2 * len(pairs), dtype=np.int32),
        trust_draw=np.empty(len(pairs)),
        given_trust=given,
    )
    places = np.empty(actors + 1, dtype=np.int64)
    compiled_fill_rows(
        pairs, places, ties.start, ties.neighbour, ties.tie, seed, replicate, identity, start, ties.trust_draw
    )
    return ties


def first_of(ties: Ties, offset: int) -> NDArray[np.int32]:
    """Return for each actor where in its row the neighbours numbered from `offset` on begin."""
    before = np.zeros(len(ties.neighbour) + 1, dtype=np.int32)
    np.cumsum(ties.neighbour < offset, out=before[1:])
    return ties.start[:-1] + before[ties.start[1:]] - before[ties.start[:-1]]
