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
from sipabm.world.draws_at_once import AT_ONCE, Draws, ask, draw

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
ONE_MORE = STEPS - 1  # the step that says whether an authority makes one tie more


class Plan(NamedTuple):
    """What ties are made from: keys of the draws, numbers for each purpose, actors, and their rows of seats.

    Actors are numbered authorities first, then providers, then investors; `start` says where each kind begins. Groups
    of rows are, for each kind, one for each country and one for all countries. More than `most` ties cannot be made.
    """

    seed: int
    replicate: int
    ties: int
    half: int  # of the mean number of peers, and the chance of one tie more, where half of it is not whole
    one_more: float
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
    most: int


class Search(NamedTuple):
    """Ties whose other end is looked for, as many at once as are drawn at once.

    Of each: its place among all ties, the group of rows it leads to, coins of its list, the level that is at hand, and
    how many entries of each level were seen. `waiting` lists those not found yet, in the order of `draws`.
    """

    draws: Draws
    waiting: Whole
    place: Whole
    group: Whole
    coins: Whole
    level: Whole
    seen: Ends


def make_ends(plan: Plan, search: Search, ends: Ends) -> int:
    """Write the ends of all ties, loops and repetitions among them, and return how many ties there are."""
    count = 0
    for country in range(countries_of(plan)):
        count = add_peers(plan, search, country, ends, count)
    for purpose in LINKS:
        count = add_links(plan, search, purpose, ends, count)
    return count


def countries_of(plan: Plan) -> int:
    """Return the number of countries."""
    return len(plan.group_row) // KINDS - 1


def add_tie(ends: Ends, count: int, one: int, other: int) -> int:
    """Write a tie behind so many others, and return how many there are now."""
    ends[count, 0] = one
    ends[count, 1] = other
    return count + 1


def one_draw(plan: Plan, actor: int, tie: int) -> tuple[float, float]:
    """Return the two uniform numbers that a tie of an authority to peers itself draws, by its number among these."""
    identity = int(plan.identity[actor])  # plain numbers: those of numpy overflow where Python's grow
    return uniform_pair(plan.seed, plan.replicate, Decision.NETWORK.value, identity, int(tie), PEERS * STEPS)


def has_one_more(plan: Plan, actor: int, chance: float) -> bool:
    """Return whether an authority makes one tie to peers more than half of their mean number, rounded down."""
    identity = int(plan.identity[actor])
    step = PEERS * STEPS + ONE_MORE
    luck, _ = uniform_pair(plan.seed, plan.replicate, Decision.NETWORK.value, identity, 0, step)
    return luck < chance


def draw_all(plan: Plan, draws: Draws, count: int) -> None:
    """Write the uniform numbers of the first addresses."""
    draw(draws, count, plan.seed, plan.replicate, Decision.NETWORK.value)


def look_for(
    search: Search, number: int, ends: Ends, place: int, actor: int, identity: int, tie: int, luck: float, group: int
) -> None:
    """Put a tie among those whose other end is looked for.

    `tie` is its number among those of its purpose; `luck` is a uniform number of which only the last bits are used.
    """
    ends[place, 0] = actor
    search.draws.actor[number], search.draws.partner[number] = identity, tie
    search.waiting[number], search.place[number], search.group[number] = number, place, group
    search.coins[number] = int(luck * COIN_UNITS) % COINS


def find_all(plan: Plan, search: Search, purpose: int, near: int, count: int, ends: Ends) -> None:
    """Find the other ends of some ties: for each who sits on the first seat of its list that is taken.

    By somebody whose identity is more than `near` places away; with `near` below 0 it may be anybody. With hubs above 1
    seats come the earlier on lists the nearer they are to the front of their row.
    """
    # Seats lie in levels, each as large as all below it together: the next entry of a level's list is by equal chance a
    # seat of that level itself or the next entry of the level below. Levels that nobody reaches change nothing, so the
    # list is the same however long the rows are.
    for number in range(count):
        for level in range(LEVELS):
            search.seen[number, level] = 0
        top = plan.top[purpose, search.group[number]]
        search.draws.step[number] = purpose * STEPS + next_step(search, number, top)
    # One entry of each at a time, as many draws at once are faster than one after the other.
    while count > 0:
        draw_all(plan, search.draws, count)
        count = left_after(plan, search, purpose, near, count, ends)


def left_after(plan: Plan, search: Search, purpose: int, near: int, count: int, ends: Ends) -> int:
    """Read the entries just drawn, and return how many ties wait for a further one; these move to the front."""
    draws, left = search.draws, 0
    # Without a branch, as chance decides: a processor that guesses wrong loses more time than all steps here take.
    for place in range(count):
        number, actor = search.waiting[place], draws.actor[place]
        level, group = search.level[number], search.group[number]
        luck = draws.first[place]
        # First entries are no choice between two levels, as a coin made that.
        side = luck if search.seen[number, level] == 1 else 2.0 * luck - 1.0
        is_below = (side < 0.0) & (level > 0)
        other = who_sits(plan, purpose, group, level, side, draws.second[place])
        is_found = (other >= 0) & (not is_below) & is_far(plan, near, actor, other)
        # Written over and over until it is right.
        ends[search.place[number], 1] = other
        search.waiting[left] = number
        step = next_step(search, number, level - 1 if is_below else plan.top[purpose, group])
        ask(draws, left, actor, draws.partner[place], purpose * STEPS + step)
        left += 0 if is_found else 1
    return left


def next_step(search: Search, number: int, level: int) -> int:
    """Return the step of the draw of a level's next entry, or of that below to which coins lead."""
    # First entries have a bit each of one draw for all levels: so most ties need a single draw more.
    while level > 0 and search.seen[number, level] == 0 and search.coins[number] >> level & 1:
        search.seen[number, level] = 1
        level -= 1
    entry = search.seen[number, level]
    search.seen[number, level] = entry + 1
    search.level[number] = level
    return 1 + level + LEVELS * entry


def who_sits(plan: Plan, purpose: int, group: int, level: int, side: float, depth: float) -> int:
    """Return who sits on the seat of an entry, -1 for nobody; `side` says in which row of the group."""
    rows = plan.group_rows[group]
    row = plan.group_row[group] + min(int(abs(side) * rows), rows - 1)
    seat = seat_at(level, depth, plan.hubs[purpose])
    other = plan.row_first[row] + seat
    return other if seat < plan.row_number[row] else -1


def is_far(plan: Plan, near: int, identity: int, other: int) -> bool:
    """Return whether somebody has an identity more than `near` places away, as all have if that is below 0."""
    return near < 0 or abs(plan.identity[other] - identity) > near


def seat_at(level: int, depth: float, hubs: float) -> int:
    """Return the seat, from 0, at a depth in [0, 1) of a level; a level holds seats 2^(level-1) to 2^level, to hubs."""
    place = depth if level == 0 else (1 << level) * (0.5 + 0.5 * depth)
    # A power takes as long as a draw; the usual ones need none.
    return int(place if hubs == 1.0 else place * place if hubs == 2.0 else place**hubs)


def add_links(plan: Plan, search: Search, purpose: int, ends: Ends, count: int) -> int:
    """Add ties from each actor of a kind to about `mean` of another, at home or anywhere; return how many there are."""
    source, anywhere = plan.source[purpose], group_of(plan, plan.target[purpose], countries_of(plan))
    if plan.group_actors[anywhere] > 0:
        until = plan.start[source + 1]
        for first in range(plan.start[source], until, AT_ONCE):
            for tie in range(math.ceil(plan.mean[purpose])):
                count = add_links_of(plan, search, purpose, first, min(first + AT_ONCE, until), tie, ends, count)
    return count


def add_links_of(
    plan: Plan, search: Search, purpose: int, first: int, until: int, tie: int, ends: Ends, count: int
) -> int:
    """Add the tie of a number that some actors draw, if it is there; return how many ties there are."""
    draws, target, found = search.draws, plan.target[purpose], 0
    for actor in range(first, until):
        ask(draws, actor - first, plan.identity[actor], tie, purpose * STEPS)
    draw_all(plan, draws, until - first)
    for actor in range(first, until):
        is_there, goes_abroad = draws.first[actor - first], draws.second[actor - first]
        if is_there < plan.mean[purpose] - tie:
            home = group_of(plan, target, plan.country[actor])
            away = goes_abroad < plan.abroad[purpose] or plan.group_actors[home] == 0
            group = group_of(plan, target, countries_of(plan)) if away else home
            look_for(search, found, ends, count + found, actor, plan.identity[actor], tie, goes_abroad, group)
            found += 1
    # Oneself is not left out, who may be the only one: such a tie is dropped later.
    find_all(plan, search, purpose, -1, found, ends)
    return count + found


def group_of(plan: Plan, kind: int, country: int) -> int:
    """Return the group of the rows of a kind in a country, or in all for the number behind the last country."""
    return kind * (countries_of(plan) + 1) + country


def add_peers(plan: Plan, search: Search, country: int, ends: Ends, count: int) -> int:
    """Add ties among the authorities of a country, of the sort the scenario names; return how many ties there are."""
    first, number = plan.row_first[plan.group_row[country]], plan.group_actors[country]
    # A country with too few for so many peers is tied completely; in a random graph every tie is then certain.
    if number <= plan.mean[PEERS] or (plan.ties == BLOCK and number - 1 <= plan.mean[PEERS]):
        return add_everybody(first, number, ends, count)
    if plan.ties == PREFERENTIAL_ATTACHMENT:
        return add_newcomers(plan, first, number, ends, count)
    if plan.ties == BLOCK:
        return add_random(plan, search, country, first, number, ends, count)
    return add_ring(plan, search, country, first, number, ends, count)


def add_everybody(first: int, number: int, ends: Ends, count: int) -> int:
    """Add a tie for each two of some actors; return how many ties there are."""
    for one in range(first, first + number):
        for other in range(one + 1, first + number):
            count = add_tie(ends, count, one, other)
    return count


def add_ring(plan: Plan, search: Search, country: int, first: int, number: int, ends: Ends, count: int) -> int:
    """Add a small world (Watts and Strogatz 1998); return how many ties there are.

    Each authority is tied to the next `half` in a ring, some to one more (their mean number need not be even); with
    probability `rewiring` a tie leads elsewhere instead.
    """
    for distance in range(1, plan.half + 1):
        count = add_distance(plan, search, country, first, number, distance, 1.0, ends, count)
    if plan.one_more > 0.0:
        chance = chance_of_one_more(plan, number)
        count = add_distance(plan, search, country, first, number, plan.half + 1, chance, ends, count)
    return count


def chance_of_one_more(plan: Plan, number: int) -> float:
    """Return with which chance an authority of a ring makes one tie more, so that all have their mean number."""
    if number > 2 * plan.half + 2:
        return plan.one_more
    # The one opposite in the ring makes the same tie: there is one unless neither does.
    return 1.0 - math.sqrt(max(0.0, 1.0 - 2.0 * plan.one_more))


def add_distance(
    plan: Plan,
    search: Search,
    country: int,
    first: int,
    number: int,
    distance: int,
    chance: float,
    ends: Ends,
    count: int,
) -> int:
    """Add the ties of a ring to who is some places further, each with a chance; return how many ties there are."""
    for place in range(0, number, AT_ONCE):
        begin = count
        for one in range(place, min(place + AT_ONCE, number)):
            if chance < 1.0 and not has_one_more(plan, first + one, chance):
                continue
            # From the later one, so that ties with an added authority, which is the last of its kind, are its own.
            other = (one + distance) % number
            count = add_tie(ends, count, first + max(one, other), first + min(one, other))
        # In a ring this small all are neighbours.
        near = max(plan.half, distance)
        if number > 2 * near + 1:
            rewire(plan, search, country, ends, begin, count - begin, near)
    return count


def rewire(plan: Plan, search: Search, country: int, ends: Ends, begin: int, number: int, near: int) -> None:
    """Let some of the ties of later authorities to earlier neighbours in their ring lead beyond the `near` next."""
    draws, found = search.draws, 0
    for place in range(number):
        actor, other = ends[begin + place, 0], ends[begin + place, 1]
        # By the other's identity: one more in the ring changes the distance of two, and must not change their luck.
        ask(draws, place, plan.identity[actor], plan.identity[other], PEERS * STEPS)
    draw_all(plan, draws, number)
    for place in range(number):
        actor, other = ends[begin + place, 0], ends[begin + place, 1]
        # Neighbours of different kinds stay tied, as neither is the later one.
        if draws.first[place] < plan.rewiring and kind_of_authority(plan, actor) == kind_of_authority(plan, other):
            identity, tie = plan.identity[actor], plan.identity[other]
            look_for(search, found, ends, begin + place, actor, identity, tie, draws.second[place], country)
            found += 1
    find_all(plan, search, PEERS, near, found, ends)


def kind_of_authority(plan: Plan, actor: int) -> int:
    """Return the number of an authority's kind, countries one after another."""
    return plan.identity[actor] // IDENTITIES_A_KIND


def add_random(plan: Plan, search: Search, country: int, first: int, number: int, ends: Ends, count: int) -> int:
    """Add a random graph in which any two are tied by the same chance (Gilbert 1959); return how many ties there are.

    Ties of each authority come at random times until a time `until`, each to anybody else: so two stay without one
    with probability exp(-2 * until / (number - 1)). With one authority more the time is a little shorter.
    """
    until, found = random_ties(plan.mean[PEERS], number), 0
    for actor in range(first, first + number):
        tie = 0
        luck, choice = one_draw(plan, actor, tie)
        time = waiting(luck)
        while time < until:
            look_for(search, found, ends, count, actor, plan.identity[actor], tie, choice, country)
            found, count = found + 1, count + 1
            if found == AT_ONCE:
                find_all(plan, search, PEERS, 0, found, ends)
                found = 0
            tie += 1
            luck, choice = one_draw(plan, actor, tie)
            time += waiting(luck)
    find_all(plan, search, PEERS, 0, found, ends)
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
    alike likely: so who has twice the ties is twice as likely (Batagelj and Brandes 2005). Some make one tie more, as
    their mean number need not be even.
    """
    before = count
    for other in range(first + 1, first + plan.half + 1):
        count = add_tie(ends, count, first, other)
    for actor in range(first + plan.half + 1, first + number):
        many = plan.half + 1 if has_one_more(plan, actor, plan.one_more) else plan.half
        count = add_newcomer(plan, actor, first, many, before, ends, count)
    return count


def add_newcomer(plan: Plan, actor: int, first: int, many: int, before: int, ends: Ends, count: int) -> int:
    """Add so many ties of an authority to ends of ties from `before` on; return how many ties there are."""
    already, choice = count, 0
    while count < already + many:
        luck, _ = one_draw(plan, actor, choice)
        end = int(luck * (2 * (already - before)))
        # Where nobody has a tie yet, the first is as good as any.
        other = int(ends[before + end // 2, end % 2]) if already > before else first
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
