"""Shapley values: what each player contributes to what all achieve together, from the values of all combinations.

A combination of players is a whole number whose bit i says whether player i takes part: 0 is nobody. Values are arrays
whose first axis is the combination, 2 to the power of the players long; other axes, as of runs, are kept as they are.
"""

from __future__ import annotations

from itertools import combinations
from math import factorial

import numpy as np
from numpy.typing import NDArray

from sipabm.errors import ScenarioError
from sipabm.statistics import Numbers


def player_count(values: Numbers) -> int:
    """Return the number of players; ScenarioError unless there is a value for each combination of them."""
    players = len(values).bit_length() - 1
    if players < 1 or len(values) != 1 << players:
        raise ScenarioError(f"{len(values)} values are not those of all combinations of players (2, 4, 8, ...)")
    return players


def members(players: int) -> NDArray[np.bool_]:
    """Return who takes part: combinations × players."""
    return (np.arange(1 << players)[:, None] >> np.arange(players) & 1).astype(bool)


def shapley_values(values: Numbers) -> Numbers:
    """Return each player's mean added value over all orders in which players can join: players × the other axes."""
    # By combinations, not by orders: twelve players have 4096 combinations, but 479 million orders.
    return shapley_weights(player_count(values)) @ values


def shapley_weights(players: int) -> Numbers:
    """Return the weight of each combination's value in each player's Shapley value: players × combinations."""
    taking_part = members(players).T
    others = taking_part.sum(axis=0) - taking_part
    # In so many of all orders just these others come before the player: they in any order, then the rest in any order.
    orders = np.array([factorial(size) * factorial(players - size - 1) for size in range(players)]) / factorial(players)
    return np.where(taking_part, 1.0, -1.0) * orders[others]


def interactions(values: Numbers) -> Numbers:
    """Return by how much more two players add together than apart: pairs, in the order of `pairs`, × the other axes.

    It is the mean over all orders in which the pair can join the others (Grabisch and Roubens 1999).
    """
    return interaction_weights(player_count(values)) @ values


def pairs(players: int) -> list[tuple[int, int]]:
    """Return the pairs of players, the first one's first."""
    return list(combinations(range(players), 2))


def interaction_weights(players: int) -> Numbers:
    """Return the weight of each combination's value in the interaction of each pair: pairs × combinations."""
    if players < 2:
        return np.zeros((0, 1 << players))
    taking_part = members(players)
    sizes = taking_part.sum(axis=1)
    orders = np.array([factorial(size) * factorial(players - size - 2) for size in range(players - 1)])
    rows = [pair_weights(taking_part[:, one], taking_part[:, other], sizes, orders) for one, other in pairs(players)]
    return np.array(rows) / factorial(players - 1)


def pair_weights(
    one: NDArray[np.bool_], other: NDArray[np.bool_], sizes: NDArray[np.int64], orders: NDArray[np.int64]
) -> Numbers:
    """Return the weights of a pair: positive where both or none take part, negative where one does."""
    return np.where(one == other, 1.0, -1.0) * orders[sizes - one - other]


def own_parts(values: Numbers) -> Numbers:
    """Return each player's Shapley value without its half of each interaction: players × the other axes.

    These parts and the interactions of all pairs add up to what all players achieve together (Lundberg et al. 2020).
    """
    players = player_count(values)
    halves = np.zeros((players, len(pairs(players))))
    for column, pair in enumerate(pairs(players)):
        # Half to each, as nothing tells which of the two an interaction is due to.
        halves[pair, column] = 0.5
    return shapley_values(values) - halves @ interactions(values)


def alone(values: Numbers) -> Numbers:
    """Return what each player adds where nobody else takes part: players × the other axes."""
    return values[[1 << player for player in range(player_count(values))]] - values[0]


def last_in(values: Numbers) -> Numbers:
    """Return what each player adds where all others take part already: players × the other axes."""
    everybody = len(values) - 1
    return values[-1] - values[[everybody ^ 1 << player for player in range(player_count(values))]]


def together(values: Numbers) -> Numbers:
    """Return what all players achieve together, over nobody."""
    return values[-1] - values[0]
