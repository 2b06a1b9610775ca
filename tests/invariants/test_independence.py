"""A run depends on its scenario, seed and replicate alone; what is added elsewhere leaves it as it is."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd
import pytest

from sipabm import simulate
from sipabm.engine.one_run import EngineRun
from sipabm.scenario import Country
from sipabm.tables.codebook import TABLES
from sipabm.world import build_world

KINDS = ("authorities", "providers", "investors")


def same(one, other):
    """Return whether two arrays of rows or numbers are alike to the last bit."""
    return one.shape == other.shape and bool((one == other).all())


@pytest.fixture(scope="module")
def secluded(lively):
    """A lively scenario in which no tie and no news lead abroad."""
    return lively.replace(foreign_peers=0.0, foreign_share=0.0, world_news=0.0, world_learning=0.0)


@pytest.fixture(scope="module")
def with_neighbour(secluded):
    """The same with a further country at the end."""
    further = Country(code="C", authorities=12, providers=10, investors=5, first_election="2011Q1", election_period=8)
    return secluded.replace(countries=(*secluded.countries, further))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("ties", ["small_world", "preferential_attachment", "block"])
def test_a_further_country_leaves_traits_and_ties_of_others(secluded, with_neighbour, kind, ties):
    before, after = (build_world(scenario.replace(ties=ties), 1, 0) for scenario in (secluded, with_neighbour))
    count = len(getattr(before, kind).identity)
    assert same(getattr(before, kind).identity, getattr(after, kind).identity[:count])
    assert same(getattr(before, kind).traits, getattr(after, kind).traits[:count])
    assert len(set(getattr(after, kind).identity.tolist())) == len(getattr(after, kind).identity)
    assert named_ties(before) == {tie: draw for tie, draw in named_ties(after).items() if tie[0][2] < 2}


def named_ties(world):
    """Return the trust draw of every tie by kind, identity and country of its two ends."""
    actors = [
        (kind, int(identity), int(country))
        for kind in KINDS
        for identity, country in zip(getattr(world, kind).identity, getattr(world, kind).country, strict=True)
    ]
    pairs, draws = world.ties.pairs.tolist(), world.ties.trust_draw.tolist()
    return {(actors[a], actors[b]): draw for (a, b), draw in zip(pairs, draws, strict=True)}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_further_country_leaves_the_histories_of_others(secluded, with_neighbour, run, attempts, contracts, seed):
    before, after = run(secluded, seed), run(with_neighbour, seed)
    assert same(attempts(before), at_home(attempts(after)))
    assert same(contracts(before), at_home(contracts(after)))
    assert len(attempts(after)) > len(attempts(before)) > 50
    count = len(before.authorities)
    for state in (
        "has_left",
        "known_attempts",
        "unanswered",
        "closing_successes",
        "closing_failures",
        "expected_cost",
        "resistance",
        "competence",
    ):
        assert same(before.authorities[state], after.authorities[state][:count])


def at_home(rows):
    """Return the rows of the first two countries."""
    return rows[rows["country"] < 2]


def test_an_actor_added_to_the_first_country_leaves_identities_and_draws_of_the_second(secluded):
    first, second = secluded.countries
    grown = secluded.replace(countries=(first.model_copy(update={"authorities": first.authorities + 3}), second))
    before, after = (build_world(scenario, 1, 0).authorities for scenario in (secluded, grown))
    assert same(before.identity[before.country == 1], after.identity[after.country == 1])
    assert same(before.traits[before.country == 1], after.traits[after.country == 1])
    assert same(before.traits[before.country == 0], after.traits[after.country == 0][: first.authorities])


def test_without_an_edge_list_all_generators_make_a_network_of_known_people(secluded):
    for ties in ("small_world", "preferential_attachment", "block"):
        world = build_world(secluded.replace(ties=ties), 1, 0)
        ends = world.ties.pairs
        assert (ends[:, 0] < ends[:, 1]).all()
        assert len(np.unique(ends, axis=0)) == len(ends)


def test_a_replicate_is_the_same_however_many_there_are(lively):
    three, two = simulate(lively, replicates=3, seed=4), simulate(lively, replicates=2, seed=4)
    for table in TABLES:
        longer = getattr(three, table)
        pd.testing.assert_frame_equal(
            getattr(two, table), longer[longer["run"] < 2].reset_index(drop=True), check_categorical=False
        )


def test_replicates_and_seeds_differ(lively, run):
    runs = [run(lively, seed, replicate).yearly for seed in (1, 2) for replicate in (0, 1)]
    assert all((one != other).any() for place, one in enumerate(runs) for other in runs[:place])


def test_one_thread_several_and_any_executor_agree(lively):
    with ThreadPoolExecutor(3) as executor:
        results = [
            simulate(lively, replicates=6, threads=1),
            simulate(lively, replicates=6, threads=2),
            simulate(lively, replicates=6, threads=5),
            simulate(lively, replicates=6, executor=executor),
        ]
    for other in results[1:]:
        for table in TABLES:
            pd.testing.assert_frame_equal(getattr(results[0], table), getattr(other, table))


def test_without_rows_the_counts_are_the_same(lively, run):
    for replicate in range(5):
        with_rows, without = run(lively, 1, replicate), run(lively, 1, replicate, rows=False)
        assert same(with_rows.yearly, without.yearly)
        assert same(with_rows.states, without.states)
        assert len(without.attempts) == len(without.settled) == 0


@pytest.mark.parametrize("room", [7, 13])
def test_the_room_for_projects_does_not_matter(lively, any_scenario, run, attempts, contracts, room):
    """A project leaves nothing in its slot for the next one."""
    for scenario in (lively, *(any_scenario(number) for number in range(30))):
        world = build_world(scenario, 1, 0)
        roomy = EngineRun(scenario, world, True, room).advance(scenario.quarters)
        assert roomy.room == room, "give the test more room"
        told, usual = roomy.history(), run(scenario)
        assert same(told.attempts, attempts(usual))
        assert same(told.contracts, contracts(usual))
        assert same(told.yearly, usual.yearly)


def test_a_run_that_overflows_is_repeated_with_more_room(lively, run, attempts):
    busy = lively.replace(own_interest=1.0, development_slots=20.0, give_up=0.0, done=0.0, search_quarters=10.0)
    state = run(busy)
    assert len(state.projects) > 64
    assert state.run[0]["overflow"] == 0
    assert state.yearly[:, :, 1].sum() == len(attempts(state)) + state.run[0]["projects"]


def test_a_run_does_not_change_the_world_it_shares(lively, run):
    world = build_world(lively, 1, 0)
    trust, traits = world.ties.given_trust.copy(), world.authorities.traits.copy()
    first = run(lively)
    assert same(world.ties.given_trust, trust)
    assert same(world.authorities.traits, traits)
    assert same(first.yearly, run(lively).yearly)
