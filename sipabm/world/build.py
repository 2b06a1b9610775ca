"""A world: what a scenario and a seed fix before the first quarter."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from sipabm.scenario import Country, Scenario
from sipabm.world.actors import Actors, Kinds, actors, kinds_of_authorities
from sipabm.world.ties import Ties, make_ties

WORLDS_REMEMBERED = 256


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
    # Not remembered: the file may have changed since it was read.
    if scenario.edge_list is not None:
        return new_world(scenario, seed, replicate)
    return remembered_world(world_text(scenario), seed, replicate)


def world_text(scenario: Scenario) -> str:
    """Return actors and network of a scenario as text; scenarios with the same text share their worlds."""
    # All other parameters turn draws into traits later, when a run starts: sweeps over them share a world.
    trimmed = Scenario(
        countries=scenario.pooled_countries(),
        ties=scenario.ties,
        edge_list=scenario.edge_list,
        network=scenario.network,
    )
    return trimmed.model_dump_json()


@lru_cache(maxsize=WORLDS_REMEMBERED)
def remembered_world(scenario_json: str, seed: int, replicate: int) -> World:
    """Return a new world, or the same one as before; the text is a scenario of actors and network only."""
    return new_world(Scenario.model_validate_json(scenario_json), seed, replicate)


def new_world(scenario: Scenario, seed: int, replicate: int) -> World:
    """Return a world made from its draws."""
    countries = scenario.pooled_countries()
    authorities, providers, investors = (
        actors(countries, kind, seed, replicate) for kind in ("authorities", "providers", "investors")
    )
    ties = make_ties(scenario, countries, (authorities, providers, investors), seed, replicate)
    kinds = kinds_of_authorities(countries)
    return World(seed, replicate, countries, authorities, kinds, providers, investors, ties)
