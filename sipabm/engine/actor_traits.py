"""Traits: every actor's traits from its luck and the scenario's parameters, by the rows of `sipabm.traits`.

Records are read as words of eight bytes, so that one compiled loop serves every row.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sipabm.engine.arrays import PARAMETERS_TYPE
from sipabm.model.records import AUTHORITY, INVESTOR, PROVIDER, Field
from sipabm.rules.common import pick
from sipabm.rules.population import drawn, spread_share
from sipabm.traits import AUTHORITY_TRAITS, INVESTOR_TRAITS, PROVIDER_TRAITS, Distribution, Trait
from sipabm.world.draws_at_once import AT_ONCE

NOT_GIVEN = -1
WORD = 8
COLUMNS = ("place", "whole", "distribution", "draw", "numbers", "parameter", "of_parameter", "spread", "by_kind")
ROW = np.dtype([(name, "i8") for name in COLUMNS])


class Kind(NamedTuple):
    """Traits of one kind of actor as rows of words, and where its records hold the kind of investor."""

    rows: NDArray[Any]
    kind: int


def words_before(type_: np.dtype, name: str) -> int:
    """Return the place of a field in a record, in words."""
    assert type_.fields is not None
    return type_.fields[name][1] // WORD


def words_of(type_: np.dtype, name: str) -> int:
    """Return how many words a field takes."""
    return type_[name].itemsize // WORD


def row_of(trait: Trait, place: int) -> tuple[int, ...]:
    """Return a trait as a row of words."""
    parameter, size = NOT_GIVEN, 0
    if trait.parameter:
        parameter, size = words_before(PARAMETERS_TYPE, trait.parameter), words_of(PARAMETERS_TYPE, trait.parameter)
    spread = words_before(PARAMETERS_TYPE, trait.spread)
    numbers = max(1, trait.size)
    return place, trait.whole, trait.distribution, trait.draw, numbers, parameter, size, spread, trait.by_kind


def kind_of(fields: tuple[Field, ...], traits: tuple[Trait, ...]) -> Kind:
    """Return the traits of one kind of actor."""
    sizes = np.cumsum([0, *(max(1, field.size) for field in fields)])
    places = {field.name: int(place) for field, place in zip(fields, sizes, strict=False)}
    rows = np.array([row_of(trait, places[trait.name]) for trait in traits], dtype=ROW)
    return Kind(rows, places.get("kind", NOT_GIVEN))


KINDS = {
    "authorities": kind_of(AUTHORITY, AUTHORITY_TRAITS),
    "providers": kind_of(PROVIDER, PROVIDER_TRAITS),
    "investors": kind_of(INVESTOR, INVESTOR_TRAITS),
}


def set_traits(
    whole: NDArray[np.int64],
    real: NDArray[np.float64],
    rows: NDArray[Any],
    kind: int,
    parameters: NDArray[np.float64],
    luck: NDArray[np.float64],
    likeliest: NDArray[np.float64],
) -> None:
    """Set the traits of all actors of a kind; `whole` and `real` are the words of their records as either number.

    `luck` has a row for each draw; `likeliest` is room for a number of each actor.
    """
    # So many actors at once that their records stay near; then trait by trait, as the luck for one lies side by side.
    for first in range(0, len(real), AT_ONCE):
        until = min(first + AT_ONCE, len(real))
        for number in range(len(rows)):
            set_trait(whole, real, rows[number], kind, parameters, luck, likeliest, first, until)


def set_trait(
    whole: NDArray[np.int64],
    real: NDArray[np.float64],
    row: Any,
    kind: int,
    parameters: NDArray[np.float64],
    luck: NDArray[np.float64],
    likeliest: NDArray[np.float64],
    first: int,
    until: int,
) -> None:
    """Set one trait of some actors."""
    # Known before any number is set: who would work in no welfare area works in the likeliest one.
    for actor in range(first, until):
        likeliest[actor] = 1.0
        for place in range(row.numbers):
            likeliest[actor] = min(likeliest[actor], luck[row.draw + place, actor])
    for place in range(row.numbers):
        for actor in range(first, until):
            value = value_of(
                row, place, whole[actor, kind], parameters, luck[row.draw + place, actor], likeliest[actor]
            )
            if row.whole == 1:
                whole[actor, row.place + place] = int(value)
            else:
                real[actor, row.place + place] = value


def value_of(row: Any, place: int, kind: int, parameters: Any, luck: float, likeliest: float) -> float:
    """Return one number of a trait."""
    if row.distribution == Distribution.CHOICE:
        return float(pick(luck, parameters[row.parameter : row.parameter + row.of_parameter]))
    mean = 1.0
    if row.parameter != NOT_GIVEN:
        # The kind is the first trait of an investor, so it is set before those that depend on it.
        at = kind if row.by_kind == 1 else place
        mean = parameters[row.parameter + at if row.of_parameter > 1 else row.parameter]
    return drawn(row.distribution, mean, parameters[row.spread], luck, likeliest)


def set_trust(trust: NDArray[np.float64], mean: float, heterogeneity: float, luck: NDArray[np.float64]) -> None:
    """Set the trust on every tie on which none is given."""
    for tie in range(len(trust)):
        # An edge list may give trust on some ties and leave others to chance.
        if trust[tie] < 0.0:
            trust[tie] = spread_share(mean, heterogeneity, luck[tie])
