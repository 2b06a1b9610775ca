"""Orders: which alternatives come first, and how often they do so again."""

from __future__ import annotations

import numpy as np

from sipabm.statistics import Numbers


def first_places(added: Numbers) -> Numbers:
    """Return for each row 1 in the column with the largest number, which equal ones share, and 0 in all others.

    A row in which no number is above 0 has 0 in all columns.
    """
    largest = added.max(axis=-1, keepdims=True)
    firsts = (added == largest) & (largest > 0)
    return np.asarray(firsts / np.maximum(1, firsts.sum(axis=-1, keepdims=True)))


def among_first(added: Numbers, places: int) -> Numbers:
    """Return 1 where a number is above 0 and fewer than so many of its row are larger, else 0."""
    larger = (added[..., None, :] > added[..., :, None]).sum(axis=-1)
    return np.asarray((added > 0) & (larger < places), dtype=float)


def again(one: Numbers, other: Numbers) -> Numbers:
    """Return for each column how often what is so in one repetition of the rows (0 to 1) is so in the other, too.

    Both repetitions count alike; missing where it is so in neither.
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(2 * (one * other).mean(axis=0) / (one + other).mean(axis=0))


def same_first(one: Numbers, other: Numbers) -> tuple[float, float]:
    """Return how often the same column is first in both repetitions of a row, and in those of two different rows.

    Takes first places; a row in which no column is first agrees with others in which none is.
    """
    one, other = (np.column_stack([each, 1 - each.sum(axis=1)]) for each in (one, other))
    rows, both = len(one), float((one * other).sum())
    return both / rows, (float(one.sum(axis=0) @ other.sum(axis=0)) - both) / (rows * (rows - 1))
