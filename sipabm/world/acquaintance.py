"""Who comes to know whom, as plain functions over arrays that are compiled; every draw has an address of its own.

Actors sit on seats, in rows: those of a country and kind sit in one row, without gaps. A tie that leads from an actor
to somebody has a list of all seats there could ever be, in random order, and leads to whoever sits on the first seat of
the list that is taken. So an added actor, who takes the next seat of its row, draws some ties to itself, and no tie
appears among the others.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sipabm.randomness import uniform_pair
from sipabm.words import Decision
from sipabm.world.actors import IDENTITIES_A_KIND

Whole = NDArray[np.int64]
Real = NDArray[np.float64]
Ends = NDArray[np.int32]  # half the memory, as there are millions of ties in large worlds

KINDS = 3  # of actors: authorities, providers, investors
PEERS, FOREIGN_PEERS, PROVIDERS, INVESTORS, PROVIDER_INVESTORS, INVESTOR_PEERS = range(6)
LINKS = (FOREIGN_PEERS, PROVIDERS, INVESTORS, PROVIDER_INVESTORS, INVESTOR_PEERS)
SMALL_WORLD, PREFERENTIAL_ATTACHMENT, BLOCK = range(3)
LEVELS = 32  # of seats; a country has fewer than 2**20 actors of a kind
COIN_UNITS, COINS = 1 << 53, 1 << 26  # the last 26 of the 53 bits of a uniform number
STEPS = 1 << 20  # last word of an address: purpose * STEPS + step, where step 0 is what the tie itself draws


class Plan(NamedTuple):
    """What ties are made from: keys of the draws, numbers for each purpose, actors, and their rows of seats.

    Actors are numbered authorities first, then providers, then investors; `start` says where each kind begins. Groups
    of rows are, for each kind, one for each country and one for all countries.
    """

    seed: int
    replicate: int
    ties: int
    half: int
    rewiring: float
    mean: Real
    abroad: Real
    hubs: Real
    source: Whole
    target: Whole
    identity: Whole
    country: Whole
    start: Whole
    row_first: Whole
    row_number: Whole
    group_row: Whole
    group_rows: Whole
    group_actors: Whole
    top: Whole
    seen: Whole


def make_ends(plan: Plan, ends: Ends) -> int:
    """Write the ends of all ties, loops and repetitions among them, and return how many ties there are."""
    count = 0
    for country in range(countries_of(plan)):
        count = add_peers(plan, country, ends, count)
    for purpose in LINKS:
        count = add_links(plan, purpose, ends, count)
    return count


def countries_of(plan: Plan) -> int:
    """Return the number of countries."""
    return len(plan.group_row) // KINDS - 1


def add_tie(ends: Ends, count: int, one: int, other: int) -> int:
    """Write a tie behind so many others, and return how many there are now."""
    ends[count, 0] = one
    ends[count, 1] = other
    return count + 1


def draws(plan: Plan, purpose: int, actor: int, tie: int, step: int) -> tuple[float, float]:
    """Return the two uniform numbers of a step of an actor's tie, which has a number among those of its purpose."""
    identity = int(plan.identity[actor])  # plain numbers: those of numpy overflow where Python's grow
    return uniform_pair(
        plan.seed, plan.replicate, Decision.NETWORK.value, identity, int(tie), purpose * STEPS + int(step)
    )


def first_taken(plan: Plan, purpose: int, actor: int, tie: int, luck: float, group: int, near: int) -> int:
    """Return who sits on the first seat of a tie's list that is taken, by somebody more than `near` places away.

    With `near` below 0 it may be anybody. With hubs above 1 seats come the earlier on lists the nearer they are to the
    front of their row. `luck` is a uniform number of which only the last bits are used.
    """
    # Seats lie in levels, each as large as all below it together: the next entry of a level's list is by equal chance a
    # seat of that level itself or the next entry of the level below. Levels that nobody reaches change nothing, so the
    # list is the same however long the rows are.
    rows, top, coins = plan.group_rows[group], plan.top[purpose, group], int(luck * COIN_UNITS) % COINS
    for level in range(top + 1):
        plan.seen[level] = 0
    while True:
        level = top
        side, depth = entry(plan, purpose, actor, tie, coins, level)
        while side < 0.0 and level > 0:
            level -= 1
            side, depth = entry(plan, purpose, actor, tie, coins, level)
        row = plan.group_row[group] + min(int(abs(side) * rows), rows - 1)
        seat = seat_at(level, depth, plan.hubs[purpose])
        if seat < plan.row_number[row]:
            other = plan.row_first[row] + seat
            if near < 0 or abs(plan.identity[other] - plan.identity[actor]) > near:
                return other


def entry(plan: Plan, purpose: int, actor: int, tie: int, coins: int, level: int) -> tuple[float, float]:
    """Return the next entry of a level of a tie's list: row, below 0 if the level below has it, and depth."""
    number = plan.seen[level]
    plan.seen[level] += 1
    # First entries have a bit each of one draw for all levels: so most ties need a single draw more.
    if number == 0 and level > 0 and coins >> level & 1:
        return -1.0, 0.0
    luck, depth = draws(plan, purpose, actor, tie, 1 + level + LEVELS * number)
    return luck if number == 0 else 2.0 * luck - 1.0, depth


def seat_at(level: int, depth: float, hubs: float) -> int:
    """Return the seat, from 0, at a depth in [0, 1) of a level; a level holds seats 2^(level-1) to 2^level, to hubs."""
    place = depth if level == 0 else (1 << (level - 1)) * (1.0 + depth)
    return int(place) if hubs == 1.0 else int(place**hubs)


def add_links(plan: Plan, purpose: int, ends: Ends, count: int) -> int:
    """Add ties from each actor of a kind to about `mean` of another, at home or anywhere; return how many there are."""
    mean, source = plan.mean[purpose], plan.source[purpose]
    anywhere = plan.target[purpose] * (countries_of(plan) + 1) + countries_of(plan)
    if plan.group_actors[anywhere] > 0:
        for actor in range(plan.start[source], plan.start[source + 1]):
            for tie in range(math.ceil(mean)):
                is_there, goes_abroad = draws(plan, purpose, actor, tie, 0)
                if is_there < mean - tie:
                    home = plan.target[purpose] * (countries_of(plan) + 1) + plan.country[actor]
                    away = goes_abroad < plan.abroad[purpose] or plan.group_actors[home] == 0
                    group = anywhere if away else home
                    # Oneself is not left out, who may be the only one: such a tie is dropped later.
                    count = add_tie(ends, count, actor, first_taken(plan, purpose, actor, tie, goes_abroad, group, -1))
    return count


def add_peers(plan: Plan, country: int, ends: Ends, count: int) -> int:
    """Add ties among the authorities of a country, of the sort the scenario names; return how many ties there are."""
    first, number = plan.row_first[plan.group_row[country]], plan.group_actors[country]
    # A country with too few for so many peers is tied completely; in a random graph every tie is then certain.
    if number <= plan.mean[PEERS] or (plan.ties == BLOCK and number - 1 <= plan.mean[PEERS]):
        return add_everybody(first, number, ends, count)
    if plan.half == 0:
        return count
    if plan.ties == PREFERENTIAL_ATTACHMENT:
        return add_newcomers(plan, first, number, ends, count)
    if plan.ties == BLOCK:
        return add_random(plan, country, first, number, ends, count)
    return add_ring(plan, country, first, number, ends, count)


def add_everybody(first: int, number: int, ends: Ends, count: int) -> int:
    """Add a tie for each two of some actors; return how many ties there are."""
    for one in range(first, first + number):
        for other in range(one + 1, first + number):
            count = add_tie(ends, count, one, other)
    return count


def add_ring(plan: Plan, country: int, first: int, number: int, ends: Ends, count: int) -> int:
    """Add a small world (Watts and Strogatz 1998); return how many ties there are.

    Each authority is tied to the next `half` in a ring; with probability `rewiring` a tie leads elsewhere instead.
    """
    for place in range(number):
        for distance in range(1, plan.half + 1):
            one, other = first + place, first + (place + distance) % number
            # From the later one, so that ties with an added authority, which is the last of its kind, are its own.
            later, earlier = max(one, other), min(one, other)
            count = add_tie(ends, count, later, rewired(plan, country, later, earlier, number))
    return count


def rewired(plan: Plan, country: int, actor: int, other: int, number: int) -> int:
    """Return where the tie of an authority to an earlier neighbour in its ring leads."""
    # In a ring this small all are neighbours. Neighbours of different kinds stay tied, as neither is the later one.
    if number <= 2 * plan.half + 1 or kind_of_authority(plan, actor) != kind_of_authority(plan, other):
        return other
    # By the other's identity: one more in the ring changes the distance of two, and must not change their luck.
    luck, choice = draws(plan, PEERS, actor, plan.identity[other], 0)
    if luck >= plan.rewiring:
        return other
    return first_taken(plan, PEERS, actor, plan.identity[other], choice, country, plan.half)


def kind_of_authority(plan: Plan, actor: int) -> int:
    """Return the number of an authority's kind, countries one after another."""
    return plan.identity[actor] // IDENTITIES_A_KIND


def add_random(plan: Plan, country: int, first: int, number: int, ends: Ends, count: int) -> int:
    """Add a random graph in which any two are tied by the same chance (Gilbert 1959); return how many ties there are.

    Ties of each authority come at random times until a time `until`, each to anybody else: so two stay without one
    with probability exp(-2 * until / (number - 1)). With one authority more the time is a little shorter.
    """
    until = random_ties(plan.mean[PEERS], number)
    for actor in range(first, first + number):
        tie = 0
        luck, choice = draws(plan, PEERS, actor, tie, 0)
        time = waiting(luck)
        while time < until:
            count = add_tie(ends, count, actor, first_taken(plan, PEERS, actor, tie, choice, country, 0))
            tie += 1
            luck, choice = draws(plan, PEERS, actor, tie, 0)
            time += waiting(luck)
    return count


def random_ties(mean: float, number: int) -> float:
    """Return how many ties each of a number of authorities must make at random, so that it has `mean` different ones.

    The mean is below `number - 1`.
    """
    return -0.5 * (number - 1) * math.log(1.0 - mean / (number - 1))


def waiting(luck: float) -> float:
    """Return the time from one random tie of an actor to the next, exponential with mean 1."""
    return -math.log(1.0 - luck)


def add_newcomers(plan: Plan, first: int, number: int, ends: Ends, count: int) -> int:
    """Add preferential attachment (Barabási and Albert 1999); return how many ties there are.

    The first is tied to the `half` next. Each later one is tied to `half` different ends of earlier ties, each end
    alike likely: so who has twice the ties is twice as likely (Batagelj and Brandes 2005).
    """
    before = count
    for other in range(first + 1, first + plan.half + 1):
        count = add_tie(ends, count, first, other)
    for actor in range(first + plan.half + 1, first + number):
        count = add_newcomer(plan, actor, before, ends, count)
    return count


def add_newcomer(plan: Plan, actor: int, before: int, ends: Ends, count: int) -> int:
    """Add the ties of an authority to ends of ties from `before` on; return how many ties there are."""
    already, choice = count, 0
    while count < already + plan.half:
        luck, _ = draws(plan, PEERS, actor, choice, 0)
        end = int(luck * (2 * (already - before)))
        other = int(ends[before + end // 2, end % 2])
        choice += 1
        if not is_among(ends, already, count, other):
            count = add_tie(ends, count, actor, other)
    return count


def is_among(ends: Ends, begin: int, end: int, other: int) -> bool:
    """Return whether one of some ties leads to an actor."""
    for tie in range(begin, end):  # noqa: SIM110 — compiled code has no generators
        if ends[tie, 1] == other:
            return True
    return False
