"""A world: what a scenario and a seed fix before the first quarter."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import NamedTuple

from sipabm.scenario import Country, Scenario
from sipabm.world.actors import Actors, Kinds, actors, kinds_of_authorities
from sipabm.world.ties import Ties, make_ties

BYTES_REMEMBERED = (
    1 << 28
)  # about a hundred and fifty worlds of the scenario `world`, none of half a million authorities


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


def new_world(scenario: Scenario, seed: int, replicate: int) -> World:
    """Return a world made from its draws."""
    countries = scenario.pooled_countries()
    authorities, providers, investors = (
        actors(countries, kind, seed, replicate) for kind in ("authorities", "providers", "investors")
    )
    ties = make_ties(scenario, countries, (authorities, providers, investors), seed, replicate)
    kinds = kinds_of_authorities(countries)
    return World(seed, replicate, countries, authorities, kinds, providers, investors, ties)
