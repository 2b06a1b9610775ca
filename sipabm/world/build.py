"""A world: what a scenario and a seed fix before the first quarter."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import lru_cache
from threading import Lock
from typing import NamedTuple

from sipabm.parameters import Network
from sipabm.scenario import Country, Scenario
from sipabm.scenario.fields import pooled
from sipabm.world.acquaintance import Plan
from sipabm.world.actors import TRAITS, Actors, Kinds, Places, kinds_of_authorities, places_of, with_traits
from sipabm.world.ties import Ties, make_ties, plan_of

BYTES_REMEMBERED = (
    1 << 28
)  # about a hundred and fifty worlds of the scenario `world`, none of half a million authorities
GROUNDS_REMEMBERED = 4  # enough for runs side by side; that of half a million authorities takes a hundred megabytes


class World(NamedTuple):
    """Actors with their trait draws, and their ties; parameters turn the draws into traits when a run starts."""

    seed: int
    replicate: int
    countries: tuple[Country, ...]
    authorities: Actors
    kinds: Kinds
    providers: Actors
    investors: Actors
    ties: Ties


def build_world(scenario: Scenario, seed: int, replicate: int) -> World:
    """Return the world of a scenario, seed and replicate; scenarios that share actors and network share it."""

    def make() -> World:
        return new_world(scenario, seed, replicate)

    # Not remembered: the file may have changed since it was read.
    return make() if scenario.edge_list is not None else MEMORY.recall((world_text(scenario), seed, replicate), make)


def world_text(scenario: Scenario) -> str:
    """Return actors and network of a scenario as text; scenarios with the same text share their worlds."""
    # All other parameters turn draws into traits later, when a run starts: sweeps over them share a world.
    parts = (scenario.network, *scenario.countries)
    numbers = f"{scenario.ties} {scenario.edge_list} {scenario.population.pool}"
    return "\n".join((numbers, *(part.model_dump_json() for part in parts)))


class Memory:
    """Worlds made before, the last used ones, as many as fit into some bytes; threads may share it."""

    def __init__(self, room: int) -> None:
        self.room, self.taken = room, 0
        self.worlds: OrderedDict[Hashable, World] = OrderedDict()
        self.lock = Lock()

    def recall(self, key: Hashable, make: Callable[[], World]) -> World:
        """Return the world of a key, made if it is not remembered."""
        with self.lock:
            if key in self.worlds:
                self.worlds.move_to_end(key)
                return self.worlds[key]
        # Without the lock: threads make worlds side by side. Two that make the same one get equal ones.
        world = make()
        with self.lock:
            self.remember(key, world)
        return world

    def remember(self, key: Hashable, world: World) -> None:
        """Keep a world, and forget those not used for longest until all fit."""
        if key not in self.worlds and size_of(world) <= self.room:
            self.worlds[key] = world
            self.taken += size_of(world)
            while self.taken > self.room:
                _, forgotten = self.worlds.popitem(last=False)
                self.taken -= size_of(forgotten)


def size_of(part: object) -> int:
    """Return the bytes that the arrays of a world, or of a part of it, take."""
    return sum(map(size_of, part)) if isinstance(part, tuple) else getattr(part, "nbytes", 0)


MEMORY = Memory(BYTES_REMEMBERED)


class Ground(NamedTuple):
    """What all replicates share: countries, actors without their draws, kinds of authorities, and the plan of ties."""

    countries: tuple[Country, ...]
    actors: tuple[Places, Places, Places]
    kinds: Kinds
    plan: Plan


def ground_of(scenario: Scenario) -> Ground:
    """Return what all replicates of a scenario share; scenarios with the same actors and network share it too."""
    return ground(scenario.countries, scenario.population.pool, scenario.network, scenario.ties)


@lru_cache(GROUNDS_REMEMBERED)
def ground(countries: tuple[Country, ...], pool: float, network: Network, sort: str) -> Ground:
    """Return what all replicates share, of countries from a pool of so many times the actors."""
    countries = pooled(countries, pool)
    authorities, providers, investors = (places_of(countries, kind) for kind in TRAITS)
    actors = (authorities, providers, investors)
    return Ground(countries, actors, kinds_of_authorities(countries), plan_of(network, sort, countries, actors))


def new_world(scenario: Scenario, seed: int, replicate: int) -> World:
    """Return a world made from its draws."""
    ground = ground_of(scenario)
    authorities, providers, investors = (
        with_traits(places, kind, seed, replicate) for places, kind in zip(ground.actors, TRAITS, strict=True)
    )
    ties = make_ties(scenario, ground.plan._replace(seed=seed, replicate=replicate))
    return World(seed, replicate, ground.countries, authorities, ground.kinds, providers, investors, ties)
