"""Draws of many addresses at once, as plain functions over arrays that are compiled."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sipabm import randomness
from sipabm.compilation import Array

AT_ONCE = 512  # addresses and numbers of so many draws fit into the nearest memory of a processor


class Draws(NamedTuple):
    """Addresses of some draws, as three words each, and the two uniform numbers of each."""

    actor: NDArray[np.int64]
    partner: NDArray[np.int64]
    step: NDArray[np.int64]
    first: NDArray[np.float64]
    second: NDArray[np.float64]


# What machine code is told of them.
OF_DRAWS: tuple[Any, ...] = (*(Array(np.dtype("i8")),) * 3, *(Array(np.dtype("f8")),) * 2)


def room_for_draws() -> Draws:
    """Return room for as many draws as are made at once."""
    actor, partner, step = np.zeros((3, AT_ONCE), dtype=np.int64)
    first, second = np.zeros((2, AT_ONCE))
    return Draws(actor, partner, step, first, second)


def ask(draws: Draws, place: int, actor: int, partner: int, step: int) -> None:
    """Set the address of a draw."""
    draws.actor[place], draws.partner[place], draws.step[place] = actor, partner, step


def draw(draws: Draws, count: int, seed: int, replicate: int, decision: int) -> None:
    """Write the two uniform numbers of each of the first addresses."""
    # Nothing but numbers in the loop: the compiler then draws for several addresses at once. Plain numbers, as those
    # of numpy overflow where Python's grow.
    for place in range(count):
        draws.first[place], draws.second[place] = randomness.uniform_pair(
            seed, replicate, decision, int(draws.actor[place]), int(draws.partner[place]), int(draws.step[place])
        )
