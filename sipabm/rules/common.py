"""Small pieces that rules of several phases share."""

import math


def clamp(value, low, high):
    """Return the value, moved into [low, high]."""
    return min(max(value, low), high)


def towards_one(value, share):
    """Return a share in [0, 1] after a part of what it lacks is added."""
    return value + share * (1.0 - value)


def towards_zero(value, share):
    """Return a share in [0, 1] after a part of it is taken away."""
    return value - share * value


def logistic(value):
    """Return the logistic function, safe for any finite value."""
    if value >= 0.0:
        return 1.0 / (1.0 + math.exp(-value))
    growth = math.exp(value)
    return growth / (1.0 + growth)


def total(values):
    """Return the sum of numbers, added in their order (Python's own sum rounds differently from version to version)."""
    reached = 0.0
    for value in values:
        reached += value
    return reached


def mean(values):
    """Return the mean of numbers, added in their order; 0 if there are none."""
    return total(values) / len(values) if len(values) > 0 else 0.0


def of_capital(share, capital):
    """Return what a share of capital comes to (million USD)."""
    return share * capital


def happens(luck, probability):
    """Return whether something of some probability happens, by a uniform number."""
    return luck < probability


def pick(luck, weights):
    """Return the position that a uniform number picks among weights (the last one if all weights are zero)."""
    all_weights = total(weights)
    reached = 0.0
    for position in range(len(weights) - 1):
        reached += weights[position]
        if is_picked(luck, all_weights, reached):
            return position
    return len(weights) - 1


def is_picked(luck, all_weights, reached):
    """Return whether a uniform number picks the one with which the sum of weights has reached so much."""
    return luck * all_weights < reached


def with_barrier(barriers, barrier, stands):
    """Return the set of barriers, with one more if it stands."""
    return barriers | (1 << barrier) if stands else barriers


def count_barriers(barriers):
    """Return how many barriers a set holds."""
    count = 0
    while barriers > 0:
        count += barriers & 1
        barriers >>= 1
    return count


def choose_barrier(barriers, luck):
    """Return the barrier that a uniform number picks, evenly, from a set that is not empty."""
    wanted = int(luck * count_barriers(barriers))
    barrier = 0
    while True:
        if barriers & 1:
            if wanted == 0:
                return barrier
            wanted -= 1
        barriers >>= 1
        barrier += 1
