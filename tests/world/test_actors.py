"""Actors: identities and draws of traits."""

import numpy as np
import pytest

from sipabm.randomness import uniform
from sipabm.scenario import AuthorityKind, Country
from sipabm.words import Decision
from sipabm.world import build_world
from sipabm.world.actors import (
    IDENTITIES_A_COUNTRY,
    IDENTITIES_A_KIND,
    compiled_fill_draws,
    fill_draws,
    kinds_of_authorities,
    places_of,
    with_traits,
)


def actors(countries, kind, seed, replicate):
    """Return all actors of a kind, as a world has them."""
    return with_traits(places_of(countries, kind), kind, seed, replicate)


def test_traits_are_uniform_and_differ_by_actor_and_trait(two_countries):
    traits = build_world(two_countries, 1, 0).authorities.traits
    assert len(np.unique(traits)) == traits.size
    assert traits.mean() == pytest.approx(0.5, abs=4 * np.sqrt(1 / 12 / traits.size))


def test_actors_stand_country_by_country_with_identities_that_another_country_does_not_move():
    small, large = (
        (
            Country(code="A", authorities=count, providers=1, investors=1),
            Country(code="B", authorities=2, providers=1, investors=1),
        )
        for count in (2, 3)
    )
    one, other = (actors(countries, "authorities", 7, 0) for countries in (small, large))
    assert one.country.tolist() == [0, 0, 1, 1]
    assert one.identity.tolist() == [0, 1, IDENTITIES_A_COUNTRY, IDENTITIES_A_COUNTRY + 1]
    assert np.array_equal(one.traits, other.traits[[0, 1, 3, 4]])


def test_a_trait_is_the_draw_of_its_kind_and_number_at_the_actors_identity(two_countries):
    for kind, decision in (
        ("authorities", Decision.AUTHORITY_TRAIT),
        ("providers", Decision.PROVIDER_TRAIT),
        ("investors", Decision.INVESTOR_TRAIT),
    ):
        drawn = actors(two_countries.countries, kind, 3, 1)
        for place in (0, len(drawn.identity) - 1):
            for number in (0, drawn.traits.shape[1] - 1):
                expected = uniform(3, 1, decision.value, int(drawn.identity[place]), number, 0)
                assert drawn.traits[place, number] == expected


def test_a_country_without_actors_of_a_kind_has_none():
    countries = (Country(code="A", authorities=1, providers=0, investors=0),)
    assert len(actors(countries, "providers", 1, 0).identity) == 0


def of_kinds(municipalities, regions):
    """Return a country with two kinds of authorities."""
    kinds = (
        AuthorityKind(name="municipality", number=municipalities, areas=("social", "employment"), size=0.5),
        AuthorityKind(name="region", number=regions, areas=("health",), size=8.0, size_spread=0.2),
    )
    return Country(code="A", authorities=municipalities + regions, providers=1, investors=1, kinds=kinds)


def test_an_authority_added_to_one_kind_leaves_identities_and_draws_of_the_other():
    one, other = (actors((of_kinds(count, 2),), "authorities", 7, 0) for count in (2, 3))
    assert one.identity.tolist() == [0, 1, IDENTITIES_A_KIND, IDENTITIES_A_KIND + 1]
    assert np.array_equal(one.traits, other.traits[[0, 1, 3, 4]])


def test_a_kind_says_areas_and_size_of_each_of_its_authorities():
    kinds = kinds_of_authorities((of_kinds(2, 1), Country(code="B", authorities=1)))
    assert kinds.areas.tolist() == [0b011, 0b011, 0b100, 0b111]
    assert kinds.kind_size.tolist() == [0.5, 0.5, 8.0, 1.0]
    assert kinds.kind_spread.tolist() == [0.8, 0.8, 0.2, 0.8]


def test_a_larger_pool_leaves_identities_and_draws_of_those_who_were_there(two_countries):
    usual, larger = (build_world(two_countries.replace(pool=pool), 1, 0).authorities for pool in (1.0, 1.5))
    assert len(larger.identity) == 1.5 * len(usual.identity)
    there = np.isin(larger.identity, usual.identity)
    assert np.array_equal(larger.traits[there], usual.traits)


def test_compiled_and_interpreted_draw_the_same_traits():
    identity = np.array([0, 5, IDENTITIES_A_COUNTRY + 7])
    plain, fast = np.zeros((4, 3)), np.zeros((4, 3))
    fill_draws(3, 1, 2, identity, plain)
    compiled_fill_draws(3, 1, 2, identity, fast)
    assert np.array_equal(plain, fast) and (plain > 0).all()
