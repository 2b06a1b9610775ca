"""Small pieces that rules of several phases share."""

import math
from collections.abc import Sequence

# A lever may let a fund pay everything, and then the authority would accept any price. At 0.99 what a project is worth
# to it counts up to a hundred times. Neutral: 1, which divides by 0 where a fund pays everything.
LARGEST_FUND_SHARE = 0.99


def clamp(value: float, low: float, high: float) -> float:
    """Return the value, moved into [low, high].

    Takes numbers of one unit; returns that unit.
    """
    return min(max(value, low), high)


def towards_one(value: float, share: float) -> float:
    """Return a share after a part of what it lacks is added.

    Takes shares in [0, 1]; returns a share in [0, 1].
    """
    return value + share * (1.0 - value)


def towards_zero(value: float, share: float) -> float:
    """Return a share after a part of it is taken away.

    Takes shares in [0, 1]; returns a share in [0, 1].
    """
    return value - share * value


def logistic(value: float) -> float:
    """Return the logistic function.

    Takes any finite number; returns a probability in [0, 1].
    """
    # Two forms, as the exponential of a large positive number would overflow.
    if value >= 0.0:
        return 1.0 / (1.0 + math.exp(-value))
    growth = math.exp(value)
    return growth / (1.0 + growth)


def total(values: Sequence[float]) -> float:
    """Return the sum of numbers, added in their order.

    Takes numbers of one unit; returns that unit.
    """
    # Python's own sum rounds differently from version to version, and compiled code differently again.
    reached = 0.0
    for value in values:
        reached += value
    return reached


def mean(values: Sequence[float]) -> float:
    """Return the mean of numbers, added in their order; 0 if there are none.

    Takes numbers of one unit; returns that unit.
    """
    return total(values) / len(values) if len(values) > 0 else 0.0


def of_capital(share: float, capital: float) -> float:
    """Return what a share of capital comes to.

    Takes a share of capital and million USD; returns million USD.
    """
    return share * capital


def not_supported(cost: float, support: float) -> float:
    """Return what is left of a development cost when a fund carries a share of it.

    Takes any amount, at least 0, and a share in [0, 1); returns the same unit.
    """
    return cost * (1.0 - support)


def happens(luck: float, probability: float) -> bool:
    """Return whether something of some probability happens, by a uniform number.

    Takes a probability in [0, 1].
    """
    # Strictly below, so that with luck in [0, 1) probability 0 never happens and probability 1 always does.
    return luck < probability


def pick(luck: float, weights: Sequence[float]) -> int:
    """Return the position that a uniform number picks among weights (the last one if all weights are zero).

    Takes weights, at least 0; returns a position, a whole number from 0.
    """
    all_weights = total(weights)
    reached = 0.0
    # The last position is not tested: it also has the cases in which no sum exceeds `luck * all_weights`.
    for position in range(len(weights) - 1):
        reached += weights[position]
        if is_picked(luck, all_weights, reached):
            return position
    return len(weights) - 1


def is_picked(luck: float, all_weights: float, reached: float) -> bool:
    """Return whether a uniform number picks the one with which the sum of weights has reached so much.

    Takes sums of weights, at least 0.
    """
    return luck * all_weights < reached


def with_barrier(barriers: int, barrier: int, stands: bool) -> int:
    """Return the set of barriers, with one more if it stands.

    Takes a set as a sum of 1 << barrier, and the number of a barrier; returns a set.
    """
    return barriers | (1 << barrier) if stands else barriers


def count_barriers(barriers: int) -> int:
    """Return how many barriers a set holds.

    Takes a set as a sum of 1 << barrier; returns a whole number, at least 0.
    """
    count = 0
    while barriers > 0:
        count += barriers & 1
        barriers >>= 1
    return count


def choose_barrier(barriers: int, luck: float) -> int:
    """Return the barrier that a uniform number picks, evenly, from a set that is not empty.

    Takes a set as a sum of 1 << barrier; returns the number of a barrier.
    """
    wanted = int(luck * count_barriers(barriers))
    barrier = 0
    while True:
        if barriers & 1:
            if wanted == 0:
                return barrier
            wanted -= 1
        barriers >>= 1
        barrier += 1
