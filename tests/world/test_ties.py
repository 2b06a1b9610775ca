"""Who knows whom: generated ties and edge lists."""

import contextlib

import numpy as np
import pytest

from sipabm import Scenario, ScenarioError
from sipabm.scenario import Country
from sipabm.world import build_world
from sipabm.world.names import actor_names

GENERATORS = ("small_world", "preferential_attachment", "block")


@pytest.fixture
def listed(tmp_path):
    """Return the world of an edge list over two authorities, one provider and one investor."""
    base = Scenario(countries=(Country(code="A", authorities=2, providers=1, investors=1),))

    def world_of(text, name="ties.csv"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return build_world(base.replace(ties="edge_list", edge_list=str(path)), 1, 0)

    return world_of


def line_of(action):
    with pytest.raises(ScenarioError) as caught:
        action()
    assert "\n" not in str(caught.value)
    return str(caught.value)


def sizes(world):
    """Return where providers begin, where investors begin, and how many actors there are."""
    counts = [len(kind.identity) for kind in (world.authorities, world.providers, world.investors)]
    return np.cumsum(counts)


def abroad(world):
    """Return for each tie whether it leads abroad."""
    country = np.concatenate([kind.country for kind in (world.authorities, world.providers, world.investors)])
    return country[world.ties.pairs[:, 0]] != country[world.ties.pairs[:, 1]]


@pytest.mark.parametrize("ties", GENERATORS)
def test_ties_are_undirected_and_single_and_nobody_knows_itself(two_countries, ties):
    world = build_world(two_countries.replace(ties=ties), 1, 0)
    pairs = world.ties.pairs
    assert (pairs[:, 0] < pairs[:, 1]).all()
    assert len(np.unique(pairs, axis=0)) == len(pairs)
    assert pairs.min() >= 0
    assert pairs.max() < sizes(world)[2]


@pytest.mark.parametrize("ties", GENERATORS)
def test_rows_of_neighbours_say_the_same_as_the_pairs(two_countries, ties):
    world = build_world(two_countries.replace(ties=ties), 1, 0)
    start, neighbour, tie = world.ties.start, world.ties.neighbour, world.ties.tie
    assert len(neighbour) == 2 * len(world.ties.pairs)
    for actor in range(len(start) - 1):
        row = neighbour[start[actor] : start[actor + 1]]
        assert (np.diff(row) > 0).all()
        for other, number in zip(row, tie[start[actor] : start[actor + 1]], strict=True):
            assert sorted((actor, int(other))) == world.ties.pairs[number].tolist()


@pytest.mark.parametrize("ties", GENERATORS)
def test_authorities_hear_from_about_as_many_peers_as_asked(two_countries, ties):
    world = build_world(two_countries.replace(ties=ties, peers=6.0, foreign_peers=0.0), 1, 0)
    authorities = sizes(world)[0]
    among = (world.ties.pairs < authorities).all(axis=1)
    assert 2 * among.sum() / authorities == pytest.approx(6.0, rel=0.2)
    assert not abroad(world)[among].any()


def test_without_foreign_ties_countries_do_not_know_each_other(two_countries):
    world = build_world(two_countries.replace(foreign_peers=0.0, foreign_share=0.0), 1, 0)
    assert not abroad(world).any()
    assert abroad(build_world(two_countries, 1, 0)).any()


def test_without_ties_nobody_knows_anybody(two_countries):
    nothing = dict.fromkeys(
        ("peers", "foreign_peers", "known_providers", "known_investors", "provider_investors", "investor_peers"), 0.0
    )
    world = build_world(two_countries.replace(nothing), 1, 0)
    assert len(world.ties.pairs) == 0
    assert (world.ties.start == 0).all()


def test_authorities_know_about_as_many_providers_as_asked(two_countries):
    world = build_world(two_countries.replace(known_providers=3.0, foreign_share=0.0), 1, 0)
    at_providers, at_investors, _ = sizes(world)
    first, second = world.ties.pairs.T
    known = (first < at_providers) & (second >= at_providers) & (second < at_investors)
    assert 2.6 < known.sum() / at_providers <= 3.0  # the same provider may be drawn twice


def test_hubs_gather_ties_on_few_investors(two_countries):
    def share_of_the_busiest(hubs):
        world = build_world(two_countries.replace(investor_hubs=hubs, investor_peers=0.0, known_investors=4.0), 1, 0)
        ties = np.sort(np.diff(world.ties.start)[sizes(world)[1] :])
        return ties[-5:].sum() / ties.sum()

    assert share_of_the_busiest(4.0) > 1.3 * share_of_the_busiest(1.0)


def test_trust_is_drawn_for_every_tie_and_differs_by_tie(two_countries):
    world = build_world(two_countries, 1, 0)
    assert (world.ties.given_trust == -1).all()
    assert len(set(world.ties.trust_draw.tolist())) == len(world.ties.pairs)
    assert world.ties.trust_draw.mean() == pytest.approx(0.5, abs=0.05)


# Edge lists


def test_an_edge_list_names_actors_and_may_give_trust(listed):
    world = listed("first,second,trust\nauthority:A:2,provider:A:3,0.8\ninvestor:A:4,authority:A:1,\n")
    assert world.ties.pairs.tolist() == [[0, 3], [1, 2]]
    assert world.ties.given_trust.tolist() == [-1.0, 0.8]


def test_given_trust_is_the_trust_a_run_starts_with(listed, plain, tmp_path):
    path = tmp_path / "ties.csv"
    path.write_text("first,second,trust\nauthority:A:2,provider:A:3,0.8\nauthority:A:1,provider:A:3,\n")
    country = Country(code="A", authorities=2, providers=1, investors=1)
    scenario = Scenario(countries=(country,), ties="edge_list", edge_list=str(path))
    _, s = next(iter(plain(scenario.replace(heterogeneity=0.0, own_interest=0.0))))
    assert s.trust.tolist() == [scenario.network.trust, 0.8]


def test_columns_may_come_in_any_order_and_others_are_ignored(listed):
    world = listed("note,second,trust,first\nold friends,provider:A:3,0.5,authority:A:1\n")
    assert world.ties.pairs.tolist() == [[0, 2]]


def test_a_tie_named_twice_is_one_tie(listed):
    world = listed("first,second\nauthority:A:1,authority:A:2\nauthority:A:2,authority:A:1\n")
    assert world.ties.pairs.tolist() == [[0, 1]]


def test_an_edge_list_without_ties_is_a_world_without_ties(listed):
    assert len(listed("first,second\n").ties.pairs) == 0


def test_names_of_actors_are_in_the_order_of_ties(two_countries):
    names = actor_names(two_countries)
    assert names[:2] == ["authority:A:1", "authority:A:2"]
    assert names[60] == "authority:B:61"
    assert names[100] == "provider:A:101"
    assert names[-1] == "investor:B:215"
    assert len(names) == 60 + 40 + 50 + 30 + 20 + 15


def test_a_missing_column_is_named(listed):
    for text in ("first,trust\nauthority:A:1,0.5\n", "a,b\n1,2\n", ""):
        line = line_of(lambda text=text: listed(text))
        assert "ties.csv" in line
        assert "columns first, second and optionally trust" in line


@pytest.mark.parametrize("actor", ["authority:A:3", "authority:B:1", "bank:A:1", "authority:A:0", "", "authority A 1"])
def test_an_unknown_actor_is_named_with_its_line(listed, actor):
    line = line_of(lambda: listed(f"first,second\nauthority:A:1,provider:A:3\nauthority:A:1,{actor}\n"))
    assert "ties.csv line 3" in line
    assert f"'{actor}'" in line
    assert "1 to 2 for authorities, 3 to 3 for providers, 4 to 4 for investors" in line


def test_a_short_row_is_named_with_its_line(listed):
    assert "ties.csv line 2" in line_of(lambda: listed("first,second\nauthority:A:1\n"))


def test_a_tie_to_itself_is_named_with_its_line(listed):
    line = line_of(lambda: listed("first,second\nauthority:A:1,authority:A:1\n"))
    assert "ties.csv line 2" in line
    assert "itself" in line


@pytest.mark.parametrize("trust", ["1.1", "-0.1", "high", "nan", "inf"])
def test_a_trust_that_is_no_share_is_named_with_its_line(listed, trust):
    line = line_of(lambda: listed(f"first,second,trust\nauthority:A:1,authority:A:2,{trust}\n"))
    assert "ties.csv line 2" in line
    assert f"'{trust}'" in line
    assert "0 to 1" in line


def test_a_binary_edge_list_is_refused(listed):
    assert "ties.csv" in line_of(lambda: listed(bytes(range(256))))


def test_an_edge_list_with_an_endless_cell_is_refused(listed):
    line = line_of(lambda: listed(f'first,second\n"{"a" * 200_000}",b\n'))
    assert "ties.csv: the edge list cannot be read" in line


def test_an_edge_list_that_is_not_there_is_named(two_countries, tmp_path):
    scenario = two_countries.replace(ties="edge_list", edge_list=str(tmp_path / "none.csv"))
    assert "none.csv" in line_of(lambda: build_world(scenario, 1, 0))


def test_a_table_program_may_put_a_mark_before_the_first_column(listed):
    world = listed("\ufefffirst,second\nauthority:A:1,authority:A:2\n")
    assert world.ties.pairs.tolist() == [[0, 1]]


def test_old_line_ends_are_read_or_refused(listed):
    with contextlib.suppress(ScenarioError):
        assert listed("first,second\rauthority:A:1,authority:A:2\r").ties.pairs.tolist() == [[0, 1]]
