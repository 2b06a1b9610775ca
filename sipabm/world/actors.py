"""Actors: their countries, the identities that address their draws, and the draws of their traits."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

from sipabm.randomness import uniform
from sipabm.scenario import Country
from sipabm.traits import AUTHORITY_TRAITS, INVESTOR_TRAITS, PROVIDER_TRAITS, draws_of
from sipabm.words import Decision

uniform_of_arrays = cast("Callable[..., NDArray[np.float64]]", uniform)  # the rounds work element by element
IDENTITIES_A_COUNTRY = 1 << 20  # an actor added to one country leaves the draws of all others where they were
TRAITS = {
    "authorities": (Decision.AUTHORITY_TRAIT, draws_of(AUTHORITY_TRAITS)),
    "providers": (Decision.PROVIDER_TRAIT, draws_of(PROVIDER_TRAITS)),
    "investors": (Decision.INVESTOR_TRAIT, draws_of(INVESTOR_TRAITS)),
}


class Actors(NamedTuple):
    """Actors of one kind: country number, identity and trait draws (actors × traits, uniform)."""

    country: NDArray[np.int64]
    identity: NDArray[np.int64]
    traits: NDArray[np.float64]


def actors(countries: tuple[Country, ...], kind: str, seed: int, replicate: int) -> Actors:
    """Return all actors of a kind ('authorities', 'providers', 'investors'), country by country."""
    counts = [getattr(country, kind) for country in countries]
    country = np.repeat(np.arange(len(counts), dtype=np.int64), counts)
    within = np.concatenate([np.arange(count, dtype=np.int64) for count in counts])
    identity = country * IDENTITIES_A_COUNTRY + within
    decision, traits = TRAITS[kind]
    numbers = np.arange(traits, dtype=np.uint64)[np.newaxis, :]
    draws = uniform_of_arrays(seed, replicate, int(decision), as_words(identity)[:, np.newaxis], numbers, 0)
    return Actors(country, identity, draws)


def as_words(numbers: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Return whole numbers as unsigned words, on which the Philox rounds work element by element."""
    return numbers.astype(np.uint64)
