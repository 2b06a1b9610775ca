"""The network: who knows whom, made by `acquaintance` or read from an edge list, as arrays."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sipabm.compilation import Array, Entry, may_call
from sipabm.parameters import Network
from sipabm.scenario import Country, Scenario
from sipabm.world import acquaintance, draws_at_once, tie_rows
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
    Search,
    Whole,
    random_ties,
)
from sipabm.world.actors import Places, numbers_by_kind, only_read
from sipabm.world.draws_at_once import AT_ONCE, OF_DRAWS, Draws, room_for_draws
from sipabm.world.edge_list import read_edge_list

WHOLES, REALS, ENDS = Array(np.dtype("i8")), Array(np.dtype("f8")), Array(np.dtype("i4"), 2)
ROW = Array(np.dtype("i4"))
# What machine code is told of a plan.
OF_PLAN: dict[str, Any] = {
    "seed": int,
    "replicate": int,
    "ties": int,
    "half": int,
    "one_more": float,
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
    "most": int,
}
DRAWS = Draws(*OF_DRAWS)
OF_SEARCH: tuple[Any, ...] = (DRAWS, *(WHOLES,) * 5, ENDS)
may_call(draws_at_once)
compiled_make_ends = Entry(acquaintance.make_ends, Plan(**OF_PLAN), Search(*OF_SEARCH), ENDS)
compiled_sort_ties = Entry(tie_rows.sort_ties, ENDS, ENDS, WHOLES)
compiled_fill_rows = Entry(tie_rows.fill_rows, ENDS, WHOLES, *(ROW,) * 5, WHOLES)
compiled_fill_trust = Entry(tie_rows.fill_trust, int, int, ENDS, WHOLES, WHOLES, DRAWS, REALS)
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
FROM_FILE = len(SORTS)  # of which nothing is made


class Ties(NamedTuple):
    """Undirected ties: row i of `neighbour` and `tie` is start[i]:start[i + 1], in the order of actors.

    Actors are numbered authorities first, then providers, then investors; `first_provider` and `first_investor` say
    where in each row these begin. `given_trust` is -1 where none is given.
    """

    pairs: Ends
    start: NDArray[np.int32]
    neighbour: NDArray[np.int32]
    tie: NDArray[np.int32]
    trust_draw: Real
    given_trust: Real
    first_provider: NDArray[np.int32]
    first_investor: NDArray[np.int32]


def make_ties(scenario: Scenario, plan: Plan) -> Ties:
    """Return the ties of a scenario by their plan; ScenarioError if an edge list does not fit its actors."""
    if scenario.edge_list is not None:
        pairs, given = read_edge_list(scenario)
    else:
        pairs = sorted_ties(generate(plan), len(plan.identity))
        given = np.full(len(pairs), -1.0)
    return as_arrays(pairs, given, plan.identity, plan.start, plan.seed, plan.replicate)


def plan_of(network: Network, sort: str, countries: tuple[Country, ...], kinds: tuple[Places, Places, Places]) -> Plan:
    """Return what the ties of a sort are made from, but for seed and replicate: both are 0."""
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
    plan = Plan(
        seed=0,
        replicate=0,
        ties=SORTS.get(sort, FROM_FILE),
        half=int(network.peers / 2),
        one_more=network.peers / 2 % 1.0,
        rewiring=network.rewiring,
        mean=np.array(mean),
        abroad=np.array((0.0, 1.0, *[network.foreign_share] * 4)),
        hubs=hubs,
        source=ENDS_OF[:, 0].copy(),
        target=ENDS_OF[:, 1].copy(),
        identity=np.concatenate([places.identity for places in kinds]),
        country=np.concatenate([places.country for places in kinds]),
        start=np.concatenate(([0], np.cumsum([len(places.identity) for places in kinds]))),
        row_first=np.cumsum(numbers) - np.array(numbers),
        row_number=np.array(numbers),
        group_row=np.array([row for row, _ in groups]),
        group_rows=np.array([rows for _, rows in groups]),
        group_actors=np.array([sum(numbers[row : row + rows]) for row, rows in groups]),
        # A little more, as a level too many changes nothing and one too few would lose seats.
        top=np.ceil(np.log2(np.maximum(largest, 1)) / hubs[:, np.newaxis] + 1e-9).astype(np.int64),
        most=0,
    )
    return only_read(plan._replace(most=most_ties(plan)))


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
    ends = np.empty((plan.most, 2), dtype=np.int32)
    return ends[: compiled_make_ends(plan, new_search(), ends)]


def new_search() -> Search:
    """Return room for the search of as many ties as are drawn at once."""
    waiting, place, group, coins, level = np.zeros((5, AT_ONCE), dtype=np.int64)
    seen = np.zeros((AT_ONCE, LEVELS), dtype=np.int32)
    return Search(room_for_draws(), waiting, place, group, coins, level, seen)


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
        return number * (plan.half + 1)
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
        first_provider=np.empty(actors, dtype=np.int32),
        first_investor=np.empty(actors, dtype=np.int32),
    )
    rows = (ties.start, ties.neighbour, ties.tie, ties.first_provider, ties.first_investor)
    compiled_fill_rows(pairs, np.empty(actors + 1, dtype=np.int64), *rows, start)
    compiled_fill_trust(seed, replicate, pairs, identity, start, room_for_draws(), ties.trust_draw)
    return ties
