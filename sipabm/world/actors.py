"""Actors: their countries, the identities that address their draws, and the draws of their traits."""

from __future__ import annotations

from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from sipabm import randomness
from sipabm.compilation import Array, Entry, may_call
from sipabm.randomness import uniform
from sipabm.scenario import Country
from sipabm.scenario.settings import set_of_areas
from sipabm.traits import AUTHORITY_TRAITS, INVESTOR_TRAITS, PROVIDER_TRAITS, draws_of
from sipabm.words import Decision

IDENTITIES_A_COUNTRY = 1 << 20  # an actor added to one country leaves the draws of all others where they were
IDENTITIES_A_KIND = 1 << 17  # eight kinds of authorities in a country
TRAITS = {
    "authorities": (Decision.AUTHORITY_TRAIT, draws_of(AUTHORITY_TRAITS)),
    "providers": (Decision.PROVIDER_TRAIT, draws_of(PROVIDER_TRAITS)),
    "investors": (Decision.INVESTOR_TRAIT, draws_of(INVESTOR_TRAITS)),
}


Shared = TypeVar("Shared", bound=tuple[Any, ...])


class Actors(NamedTuple):
    """Actors of one kind: country number, identity and trait draws (actors × traits, uniform; by trait in memory)."""

    country: NDArray[np.int64]
    identity: NDArray[np.int64]
    traits: NDArray[np.float64]


def fill_draws(
    seed: int, replicate: int, decision: int, identity: NDArray[np.int64], traits: NDArray[np.float64]
) -> None:
    """Write the uniform draw of each trait of each actor, a row for each trait."""
    # Side by side in memory, and nothing but numbers in the loop: the compiler then draws for several actors at once.
    for trait in range(len(traits)):
        for actor in range(len(identity)):
            traits[trait, actor] = uniform(seed, replicate, decision, int(identity[actor]), trait, 0)


may_call(randomness)
compiled_fill_draws = Entry(fill_draws, int, int, int, Array(np.dtype("i8")), Array(np.dtype("f8"), 2))


class Places(NamedTuple):
    """Actors of one kind without draws: country number and identity."""

    country: NDArray[np.int64]
    identity: NDArray[np.int64]


def with_traits(places: Places, kind: str, seed: int, replicate: int) -> Actors:
    """Return actors of a kind with the draws of their traits."""
    decision, traits = TRAITS[kind]
    draws = np.empty((traits, len(places.identity)))
    compiled_fill_draws(seed, replicate, decision.value, places.identity, draws)
    return Actors(*places, draws.T)


def places_of(countries: tuple[Country, ...], kind: str) -> Places:
    """Return all actors of a kind ('authorities', 'providers', 'investors') without their draws, by country."""
    counts = [getattr(country, kind) for country in countries]
    country = np.repeat(np.arange(len(counts), dtype=np.int64), counts)
    parts = [places(country, kind) for country in countries]
    return only_read(Places(country, country * IDENTITIES_A_COUNTRY + np.concatenate(parts)))


def only_read(arrays: Shared) -> Shared:
    """Return arrays that nobody may write to from now on, as worlds share them."""
    for array in arrays:
        if isinstance(array, np.ndarray):
            array.flags.writeable = False
    return arrays


def places(country: Country, kind: str) -> NDArray[np.int64]:
    """Return the places of a country's actors of a kind in its range of identities; kinds of authorities lie apart."""
    numbers = enumerate(numbers_by_kind(country, kind))
    return np.concatenate([np.arange(count) + IDENTITIES_A_KIND * place for place, count in numbers])


def numbers_by_kind(country: Country, kind: str) -> list[int]:
    """Return how many actors of a kind a country has: one number, or one for each kind of authorities it lists."""
    if kind == "authorities" and country.kinds:
        return [each.number for each in country.kinds]
    return [getattr(country, kind)]


class Kinds(NamedTuple):
    """What the kind of each authority says of it: set of areas, median size, spread of size."""

    areas: NDArray[np.int64]
    kind_size: NDArray[np.float64]
    kind_spread: NDArray[np.float64]


def kinds_of_authorities(countries: tuple[Country, ...]) -> Kinds:
    """Return what the kinds of all authorities say, country by country and kind by kind."""
    kinds = [kind for country in countries for kind in country.all_kinds()]
    numbers = [kind.number for kind in kinds]
    areas = np.array([set_of_areas(kind.areas) for kind in kinds], dtype=np.int64)
    sizes = np.array([(kind.size, kind.size_spread) for kind in kinds])
    return only_read(Kinds(*(np.repeat(values, numbers) for values in (areas, sizes[:, 0], sizes[:, 1]))))
