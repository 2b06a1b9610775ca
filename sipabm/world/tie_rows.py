"""Ties in order, and for each actor its row of neighbours, as plain functions over arrays that are compiled."""

from __future__ import annotations

from sipabm.words import Decision
from sipabm.world.acquaintance import KINDS, Ends, Real, Whole
from sipabm.world.draws_at_once import AT_ONCE, Draws, ask, draw

LOWER, HIGHER = range(2)


def sort_ties(ends: Ends, spare: Ends, places: Whole) -> int:
    """Sort ties by their ends, lower end first, drop loops and repetitions, and return how many are left.

    `spare` is as large as `ends`; `places` has one number more than there are actors.
    """
    for tie in range(len(ends)):
        if ends[tie, LOWER] > ends[tie, HIGHER]:
            ends[tie, LOWER], ends[tie, HIGHER] = ends[tie, HIGHER], ends[tie, LOWER]
    # By counting and not by comparing: the time grows with the number of ties and no faster.
    sort_by(ends, spare, HIGHER, places)
    sort_by(spare, ends, LOWER, places)
    return drop_repeated(ends)


def sort_by(ends: Ends, sorted_ends: Ends, end: int, places: Whole) -> None:
    """Write ties in the order of one of their ends; those alike in it keep their order."""
    count_ends(ends, end, places)
    for tie in range(len(ends)):
        place = places[ends[tie, end]]
        sorted_ends[place, LOWER], sorted_ends[place, HIGHER] = ends[tie, LOWER], ends[tie, HIGHER]
        places[ends[tie, end]] = place + 1


def count_ends(ends: Ends, end: int, places: Whole) -> None:
    """Set for each actor how many of the ends belong to actors before it."""
    for actor in range(len(places)):
        places[actor] = 0
    for tie in range(len(ends)):
        places[ends[tie, end] + 1] += 1
    for actor in range(1, len(places)):
        places[actor] += places[actor - 1]


def drop_repeated(ends: Ends) -> int:
    """Move ties of two actors to the front of a sorted list, each once, and return how many there are."""
    count = 0
    for tie in range(len(ends)):
        lower, higher = ends[tie, LOWER], ends[tie, HIGHER]
        repeated = count > 0 and ends[count - 1, LOWER] == lower and ends[count - 1, HIGHER] == higher
        if lower != higher and not repeated:
            ends[count, LOWER], ends[count, HIGHER] = lower, higher
            count += 1
    return count


def fill_rows(
    pairs: Ends,
    places: Whole,
    start: Ends,
    neighbour: Ends,
    tie: Ends,
    first_provider: Ends,
    first_investor: Ends,
    begin: Whole,
) -> None:
    """Write the rows of all actors: neighbours in order with the number of the tie to each, and where kinds begin.

    `begin` is where each kind of actors begins; `places` is as long as `start`, one more than there are actors.
    """
    begin_rows(pairs, places, start)
    for actor in range(len(first_provider)):
        first_provider[actor] = first_investor[actor] = start[actor]
    # Lower neighbours first, then higher ones: as ties are sorted, each row is.
    for own, other in ((HIGHER, LOWER), (LOWER, HIGHER)):
        for number in range(len(pairs)):
            actor = pairs[number, own]
            neighbour[places[actor]], tie[places[actor]] = pairs[number, other], number
            places[actor] += 1
            first_provider[actor] += int(pairs[number, other] < begin[1])
            first_investor[actor] += int(pairs[number, other] < begin[2])


def begin_rows(pairs: Ends, places: Whole, start: Ends) -> None:
    """Set where the row of each actor begins, and the end of the last."""
    for actor in range(len(places)):
        places[actor] = 0
    for number in range(len(pairs)):
        places[pairs[number, LOWER]] += 1
        places[pairs[number, HIGHER]] += 1
    before = 0
    for actor in range(len(places)):
        own = places[actor]
        places[actor] = start[actor] = before
        before += own


def fill_trust(
    seed: int, replicate: int, pairs: Ends, identity: Whole, begin: Whole, draws: Draws, trust: Real
) -> None:
    """Write the draw of each tie's trust, addressed by its ends; `begin` is where each kind of actors begins."""
    for before in range(0, len(pairs), AT_ONCE):
        count = min(AT_ONCE, len(pairs) - before)
        for place in range(count):
            first, second = pairs[before + place, LOWER], pairs[before + place, HIGHER]
            kinds = kind_of(first, begin) * KINDS + kind_of(second, begin)
            ask(draws, place, identity[first], identity[second], kinds)
        draw(draws, count, seed, replicate, Decision.TIE_TRUST.value)
        for place in range(count):
            trust[before + place] = draws.first[place]


def kind_of(actor: int, begin: Whole) -> int:
    """Return the kind of an actor: 0 for authorities, 1 for providers, 2 for investors."""
    return int(actor >= begin[1]) + int(actor >= begin[2])
