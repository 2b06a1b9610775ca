"""Worlds: what a scenario and a seed fix, and which scenarios share it."""

import numpy as np

from sipabm import Scenario
from sipabm.scenario import Country
from sipabm.world import build_world
from sipabm.world.build import Memory, size_of, world_text


def test_worlds_differ_by_seed_and_replicate_and_are_the_same_again(two_countries):
    worlds = [build_world(two_countries, seed, replicate) for seed, replicate in ((1, 0), (1, 1), (2, 0))]
    for place, world in enumerate(worlds):
        for other in worlds[:place]:
            assert (world.authorities.traits != other.authorities.traits).all()
            assert world.ties.pairs.tolist() != other.ties.pairs.tolist()
    again = build_world(two_countries, 1, 1)
    assert again.ties.pairs.tolist() == worlds[1].ties.pairs.tolist()


def test_scenarios_that_share_actors_and_network_share_their_world(two_countries):
    assert build_world(two_countries, 1, 0) is build_world(two_countries.replace(own_interest=0.3), 1, 0)
    assert build_world(two_countries, 1, 0) is not build_world(two_countries.replace(peers=3.0), 1, 0)


def test_a_file_that_has_changed_is_read_again_for_a_scenario_that_is_made_anew(tmp_path):
    path = tmp_path / "ties.csv"
    country = Country(code="A", authorities=2, providers=1, investors=1)
    found = []
    for tie in ("authority:A:1,authority:A:2", "authority:A:1,provider:A:3"):
        path.write_text(f"first,second\n{tie}\n")
        scenario = Scenario(countries=(country,), ties="edge_list", edge_list=str(path))
        found.append(build_world(scenario, 1, 0).ties.pairs.tolist())
    assert found == [[[0, 1]], [[0, 2]]]


def test_the_text_of_a_world_tells_actors_and_network_and_nothing_else(two_countries):
    text = world_text(two_countries)
    assert world_text(two_countries.replace(own_interest=0.3, quarters=7, name="other")) == text
    for changes in ({"peers": 3.0}, {"ties": "block"}, {"countries": two_countries.countries[:1]}, {"pool": 2.0}):
        assert world_text(two_countries.replace(changes)) != text


def test_a_world_remembers_the_keys_of_its_draws(two_countries):
    world = build_world(two_countries, 5, 3)
    assert (world.seed, world.replicate, world.countries) == (5, 3, two_countries.countries)


def of_bytes(number):
    """Return what stands for a world of so many bytes."""
    return (np.zeros(number, dtype=np.uint8), (np.zeros(0),))


def test_memory_forgets_what_was_not_used_for_longest_once_room_is_short():
    memory, made = Memory(30), []

    def recall(key):
        return memory.recall(key, lambda: made.append(key) or of_bytes(10))

    for key in "abcadb":
        recall(key)
    assert made == ["a", "b", "c", "d", "b"]  # b gave way to d, as a had been used again
    assert memory.taken == 30 and list(memory.worlds) == ["a", "d", "b"]


def test_a_world_too_large_to_remember_leaves_the_others_where_they_are():
    memory = Memory(30)
    memory.recall("small", lambda: of_bytes(30))
    assert size_of(memory.recall("large", lambda: of_bytes(31))) == 31
    assert list(memory.worlds) == ["small"] and memory.taken == 30


def test_two_threads_that_make_the_same_world_count_it_once():
    memory = Memory(30)
    memory.recall("a", lambda: memory.recall("a", lambda: of_bytes(10)))
    assert memory.taken == 10


def test_the_size_of_a_world_is_that_of_its_arrays(two_countries):
    world = build_world(two_countries, 1, 0)
    assert size_of(world) > world.ties.neighbour.nbytes + world.authorities.traits.nbytes


def test_what_replicates_share_is_made_once_and_cannot_be_written_to(two_countries):
    one, other = (build_world(two_countries, 1, replicate) for replicate in (0, 1))
    assert one.authorities.identity is other.authorities.identity
    assert one.kinds is other.kinds
    for shared in (one.providers.country, one.investors.identity, one.kinds.areas):
        assert not shared.flags.writeable
