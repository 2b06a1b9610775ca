"""Who comes to know whom: the sorts of ties against networkx, choices against closed forms, and actors added."""

from concurrent.futures import ThreadPoolExecutor

import networkx
import numpy as np
import pytest

from sipabm import Scenario
from sipabm.randomness import uniform_pair
from sipabm.scenario import AuthorityKind, Country
from sipabm.words import Decision
from sipabm.world import acquaintance
from sipabm.world.build import ground_of, new_world
from sipabm.world.draws_at_once import AT_ONCE
from sipabm.world.ties import generate, new_search

SORTS = ("small_world", "preferential_attachment", "block")
NOBODY_ELSE = dict.fromkeys(
    ("peers", "foreign_peers", "known_providers", "known_investors", "provider_investors", "investor_peers"), 0.0
)


def planned(scenario, seed=1, replicate=0):
    """Return what the ties of a scenario are made from."""
    return ground_of(scenario).plan._replace(seed=seed, replicate=replicate)


def among_peers(authorities, sort, peers, **changes):
    """Return a scenario of one country whose authorities know each other alone."""
    scenario = Scenario(countries=(Country(code="A", authorities=authorities, providers=1, investors=1),), ties=sort)
    return scenario.replace({**NOBODY_ELSE, "peers": peers}, **changes)


def graph(scenario, seed):
    """Return the ties of a scenario of authorities alone as a graph."""
    ties = networkx.empty_graph(scenario.actors("authorities"))
    ties.add_edges_from(new_world(scenario, seed, 0).ties.pairs.tolist())
    return ties


# Choices


@pytest.mark.parametrize("hubs", [1.0, 1.7, 4.0])
@pytest.mark.parametrize("investors", [1, 2, 37, 64, 65])
def test_the_first_investors_have_a_share_of_ties_by_the_power_of_hubs(investors, hubs):
    scenario = Scenario(countries=(Country(code="A", authorities=1000, providers=1, investors=investors),))
    scenario = scenario.replace({**NOBODY_ELSE, "known_investors": 10.0, "investor_hubs": hubs})
    chosen = generate(planned(scenario))[:, 1] - 1001
    assert len(chosen) == 10_000
    for first in range(1, investors + 1):
        expected = (first / investors) ** (1 / hubs)
        error = np.sqrt(expected * (1 - expected) / len(chosen))
        assert (chosen < first).mean() == pytest.approx(expected, abs=4.5 * error + 1e-12)


def of_kinds(municipalities, regions, others=5, providers=12, investors=7):
    """Return a world of two countries, the first with two kinds of authorities."""
    kinds = (
        AuthorityKind(name="municipality", number=municipalities),
        AuthorityKind(name="region", number=regions),
    )
    first = Country(
        code="A", authorities=municipalities + regions, kinds=kinds, providers=providers, investors=investors
    )
    return Scenario(countries=(first, Country(code="B", authorities=others, providers=6, investors=9)))


def test_abroad_everybody_is_chosen_alike_often_whatever_the_kind_or_country():
    scenario = of_kinds(40, 3).replace({**NOBODY_ELSE, "foreign_peers": 50.0})
    chosen = np.concatenate([generate(planned(scenario, 1, replicate))[:, 1] for replicate in range(20)])
    assert len(chosen) == 20 * 48 * 25
    counts = np.bincount(chosen, minlength=48)
    usual = len(chosen) / 48
    assert ((counts - usual) ** 2 / usual).sum() < 47 + 4 * np.sqrt(2 * 47)  # chi-square of 47 degrees of freedom


def test_abroad_investors_are_chosen_by_their_place_in_their_own_country():
    countries = (
        Country(code="A", authorities=2000, providers=1, investors=9),
        Country(code="B", authorities=0, investors=4),
    )
    scenario = Scenario(countries=countries)
    scenario = scenario.replace({**NOBODY_ELSE, "known_investors": 5.0, "investor_hubs": 2.0, "foreign_share": 1.0})
    chosen = generate(planned(scenario))[:, 1] - 2001
    # Roots of 9 and 4: three fifths and two fifths; of country B half to the first, whose root is 1 of 2.
    for first, until, share in ((0, 9, 3 / 5), (0, 1, 1 / 5), (9, 10, 1 / 5), (9, 13, 2 / 5)):
        found = ((chosen >= first) & (chosen < until)).mean()
        assert found == pytest.approx(share, abs=4 * np.sqrt(share * (1 - share) / len(chosen)))


def test_levels_that_no_row_reaches_change_nothing():
    plan = planned(of_kinds(13, 4))
    assert np.array_equal(generate(plan), generate(plan._replace(top=plan.top + 3)))


def test_a_level_holds_the_seats_of_a_power_of_two():
    assert [acquaintance.seat_at(0, depth, 1.0) for depth in (0.0, 0.99)] == [0, 0]
    assert [acquaintance.seat_at(3, depth, 1.0) for depth in (0.0, 0.25, 0.99)] == [4, 5, 7]
    assert [acquaintance.seat_at(2, depth, 2.0) for depth in (0.0, 0.5)] == [4, 9]


def test_hubs_of_two_need_no_power():
    for level, depth in ((0, 0.3), (1, 0.0), (6, 0.123), (11, 0.9)):
        assert acquaintance.seat_at(level, depth, 2.0) == acquaintance.seat_at(level, depth, 1.9999999999999998)


def first_on_list(plan, purpose, actor, tie, luck, group):
    """Return who sits on the first seat of a tie's list that is taken, by one draw after the other."""
    seen, coins, top = {}, int(luck * 2**53) % 2**26, plan.top[purpose, group]

    def entry(level):
        number = seen[level] = seen.get(level, -1) + 1
        if number == 0 and level > 0 and coins >> level & 1:
            return entry(level - 1)
        step = purpose * acquaintance.STEPS + 1 + level + acquaintance.LEVELS * number
        address = (Decision.NETWORK.value, int(plan.identity[actor]), tie, int(step))
        side, depth = uniform_pair(plan.seed, plan.replicate, *address)
        side = side if number == 0 else 2 * side - 1
        return entry(level - 1) if side < 0 < level else (level, abs(side), depth)

    while True:
        level, side, depth = entry(top)
        row = plan.group_row[group] + int(side * plan.group_rows[group])
        seat = int((depth if level == 0 else 2 ** (level - 1) * (1 + depth)) ** plan.hubs[purpose])
        if seat < plan.row_number[row]:
            return plan.row_first[row] + seat


def test_ties_found_at_once_are_those_found_one_by_one():
    scenario = of_kinds(17, 3).replace({**NOBODY_ELSE, "provider_investors": 2.0, "foreign_share": 1.0})
    plan, purpose = planned(scenario, 3, 4), acquaintance.PROVIDER_INVESTORS
    anywhere = len(plan.group_row) - 1
    expected = {
        (actor, tie): first_on_list(plan, purpose, actor, tie, luck_of(plan, purpose, actor, tie), anywhere)
        for actor in range(plan.start[1], plan.start[2])
        for tie in range(2)
    }
    found = sorted(generate(plan).tolist())
    assert found == sorted([actor, other] for (actor, _), other in expected.items())


def luck_of(plan, purpose, actor, tie):
    """Return the second number that a tie itself draws."""
    address = (Decision.NETWORK.value, int(plan.identity[actor]), tie, purpose * acquaintance.STEPS)
    return uniform_pair(plan.seed, plan.replicate, *address)[1]


def test_who_has_nobody_at_home_goes_abroad():
    countries = (Country(code="A", authorities=30), Country(code="B", authorities=0, providers=3, investors=1))
    scenario = Scenario(countries=countries).replace({**NOBODY_ELSE, "known_providers": 2.0, "foreign_share": 0.0})
    ends = generate(planned(scenario))
    assert len(ends) == 60
    assert set(ends[:, 1].tolist()) == {30, 31, 32}


def test_a_mean_between_whole_numbers_is_met_by_chance():
    scenario = Scenario(countries=(Country(code="A", authorities=4000, providers=50, investors=1),))
    ends = generate(planned(scenario.replace({**NOBODY_ELSE, "known_providers": 2.3})))
    assert set(np.bincount(ends[:, 0]).tolist()) == {2, 3}
    assert len(ends) / 4000 == pytest.approx(2.3, abs=4 * np.sqrt(0.3 * 0.7 / 4000))


@pytest.mark.parametrize("sort", SORTS)
def test_compiled_and_interpreted_make_the_same_ties(sort):
    # More authorities in the first country than are drawn at once.
    scenario = of_kinds(AT_ONCE + 17, 3).replace(ties=sort, peers=4.0, foreign_peers=1.5, rewiring=0.4)
    plan = planned(scenario, 7, 3)
    ends = np.zeros((plan.most, 2), dtype=np.int32)
    count = acquaintance.make_ends(plan, new_search(), ends)
    assert np.array_equal(ends[:count], generate(plan))


def test_a_world_is_the_same_in_any_order_and_on_threads():
    scenario = of_kinds(17, 3)
    in_order = [new_world(scenario, 5, replicate).ties for replicate in range(8)]
    with ThreadPoolExecutor(4) as pool:
        at_once = list(pool.map(lambda replicate: new_world(scenario, 5, replicate).ties, reversed(range(8))))
    for one, other in zip(in_order, reversed(at_once), strict=True):
        assert all(np.array_equal(mine, yours) for mine, yours in zip(one, other, strict=True))


# Sorts of ties among authorities


def test_without_rewiring_a_small_world_is_a_ring():
    pairs = new_world(among_peers(7, "small_world", 4.0, rewiring=0.0), 1, 0).ties.pairs.tolist()
    assert pairs == sorted(sorted((one, (one + step) % 7)) for one in range(7) for step in (1, 2))


@pytest.mark.parametrize("sort", SORTS)
def test_a_country_of_no_more_than_so_many_peers_is_tied_completely(sort):
    assert len(new_world(among_peers(4, sort, 6.0), 1, 0).ties.pairs) == 6
    assert len(new_world(among_peers(6, sort, 6.0), 1, 0).ties.pairs) == 15


def test_in_a_random_graph_of_one_more_than_peers_every_tie_is_certain():
    assert len(new_world(among_peers(7, "block", 6.0), 1, 0).ties.pairs) == 21


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("peers", [0.5, 1.0, 1.7, 3.0, 4.0, 4.5, 5.0])
def test_any_mean_number_of_peers_is_met_odd_broken_or_below_one(sort, peers):
    runs, number = 15, 120
    found = [
        2 * len(new_world(among_peers(number, sort, peers, rewiring=0.1), seed, 0).ties.pairs) / number
        for seed in range(runs)
    ]
    # Newcomers before whom there are too few make fewer ties: half of peers squared, less than that in all.
    short = peers**2 / 2 / number if sort == "preferential_attachment" else 0.0
    assert np.mean(found) == pytest.approx(peers - short, abs=4 * np.std(found) / np.sqrt(runs) + 0.03 + short)


@pytest.mark.parametrize(("number", "peers"), [(4, 2.5), (4, 3.0), (6, 4.4), (6, 5.0), (8, 6.5)])
def test_a_ring_in_which_the_next_is_opposite_has_its_mean_number_of_peers_as_well(number, peers):
    """Two authorities make that tie or neither does: with chance p each, there is one with 1 - (1 - p)^2."""
    runs = 200
    found = [
        2 * len(new_world(among_peers(number, "small_world", peers, rewiring=0.0), seed, 0).ties.pairs) / number
        for seed in range(runs)
    ]
    assert np.mean(found) == pytest.approx(peers, abs=4 * np.std(found) / np.sqrt(runs) + 1e-9)


def test_no_peers_are_none():
    for sort in SORTS:
        assert len(new_world(among_peers(50, sort, 0.0), 1, 0).ties.pairs) == 0


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("peers", [0.4, 1.0, 1.5, 3.0, 5.0, 6.9, 7.0, 50.0])
def test_room_for_ties_is_never_too_small(sort, peers):
    for number in (*range(1, 13), 50, 51, 52):
        plan = planned(among_peers(number, sort, peers, rewiring=0.5))
        # Not compiled: an array in plain Python is an error to write beyond.
        assert acquaintance.make_ends(plan, new_search(), np.zeros((plan.most, 2), dtype=np.int32)) <= plan.most


def test_newcomers_choose_different_earlier_ones():
    pairs = new_world(among_peers(60, "preferential_attachment", 6.0), 1, 0).ties.pairs
    assert pairs[:3].tolist() == [[0, 1], [0, 2], [0, 3]]
    # Three for each but the first four, who have three among them.
    assert np.bincount(pairs[:, 1], minlength=60).tolist() == [0, 1, 1, 1] + [3] * 56


def test_in_a_random_graph_any_two_are_tied_by_the_same_chance():
    scenario, runs, chance = among_peers(9, "block", 3.0), 1500, 3.0 / 8
    found = np.zeros((9, 9))
    for replicate in range(runs):
        found[tuple(new_world(scenario, 2, replicate).ties.pairs.T)] += 1 / runs
    of_pairs = found[np.triu_indices(9, 1)]
    assert of_pairs.mean() == pytest.approx(chance, abs=4 * np.sqrt(chance * (1 - chance) / runs / 36))
    assert np.abs(of_pairs - chance).max() < 4.5 * np.sqrt(chance * (1 - chance) / runs)


def test_random_ties_of_both_leave_two_without_one_by_the_chance_that_the_mean_asks():
    until = acquaintance.random_ties(3.0, 9)
    assert np.exp(-2 * until / 8) == pytest.approx(1 - 3.0 / 8)
    assert acquaintance.waiting(1 - np.exp(-2.0)) == pytest.approx(2.0)


def of_networkx(sort, number, peers, rewiring, seed):
    """Return the graph that networkx makes of the same sort."""
    if sort == "small_world":
        return networkx.watts_strogatz_graph(number, peers, rewiring, seed=seed)
    if sort == "preferential_attachment":
        return networkx.barabasi_albert_graph(number, peers // 2, seed=seed)
    return networkx.fast_gnp_random_graph(number, peers / (number - 1), seed=seed)


def shape(ties):
    """Return mean and spread of degrees, largest degree, clustering, and mean path length in the largest part."""
    degrees = np.array([degree for _, degree in ties.degree])
    largest = ties.subgraph(max(networkx.connected_components(ties), key=len))
    clustering, path = networkx.average_clustering(ties), networkx.average_shortest_path_length(largest)
    return degrees.mean(), degrees.std(), np.log(degrees.max()), clustering, path


@pytest.mark.slow
@pytest.mark.parametrize("sort", SORTS)
def test_each_sort_has_the_degrees_clustering_and_paths_that_networkx_finds(sort):
    runs = 25
    scenario = among_peers(150, sort, 6.0, rewiring=0.2)
    ours = np.array([shape(graph(scenario, seed)) for seed in range(runs)])
    theirs = np.array([shape(of_networkx(sort, 150, 6, 0.2, seed)) for seed in range(runs)])
    error = np.sqrt((ours.var(axis=0, ddof=1) + theirs.var(axis=0, ddof=1)) / runs)
    # Two ties of a small world may be rewired to the same two, which networkx avoids: a few in ten thousand are lost.
    assert (np.abs(ours.mean(axis=0) - theirs.mean(axis=0)) < 4 * error + 0.01).all()


# Actors added


def ties_by_name(scenario, seed):
    """Return the trust draw of each tie, which is named by kind and identity of its ends."""
    world = new_world(scenario, seed, 0)
    names = [
        (kind, int(who)) for kind in ("authorities", "providers", "investors") for who in getattr(world, kind).identity
    ]
    pairs = world.ties.pairs.tolist()
    draws = world.ties.trust_draw.tolist()
    return {(names[one], names[other]): draw for (one, other), draw in zip(pairs, draws, strict=True)}, set(names)


def with_one_more(before, after, seed):
    """Return the ties before that are lost, the added actor's neighbours, and what is new among the others."""
    (old, there), (new, now) = ties_by_name(before, seed), ties_by_name(after, seed)
    (added,) = now - there
    neighbours = {end for pair in new if added in pair for end in pair} - {added}
    others = {pair: draw for pair, draw in new.items() if added not in pair}
    return old.keys() - others.keys(), neighbours, {pair for pair in others if others[pair] != old.get(pair)}


ADDED = {
    "an authority of the first kind": {"municipalities": 17},
    "an authority of the last kind": {"regions": 5},
    "an authority of another country": {"others": 6},
    "a provider": {"providers": 13},
    "an investor": {"investors": 8},
}


@pytest.mark.parametrize("sort", ["small_world", "block"])
@pytest.mark.parametrize("added", ADDED)
def test_no_tie_appears_among_the_others_when_an_actor_is_added(sort, added):
    numbers = {"municipalities": 16, "regions": 4, "others": 5, "providers": 12, "investors": 7}
    before, after = (
        of_kinds(**each).replace(ties=sort, peers=4.0, foreign_peers=2.0, rewiring=0.4)
        for each in (numbers, {**numbers, **ADDED[added]})
    )
    for seed in range(12):
        lost, neighbours, new = with_one_more(before, after, seed)
        assert not new
        assert len(lost) <= 30
        # A tie that one drew to somebody goes to the added actor instead; only rings and random graphs make fewer.
        own = [pair for pair in lost if (pair[0][0], pair[1][0]) != ("authorities", "authorities")]
        assert all(set(pair) & neighbours for pair in own)


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("number", [1, 2, 3, 4, 5, 6, 7, 8, 9, 15, 16, 63, 64])
def test_no_tie_appears_when_a_country_of_any_size_gets_an_authority(sort, number):
    for seed in range(5):
        before, after = (among_peers(count, sort, 4.0, rewiring=0.5) for count in (number, number + 1))
        assert not with_one_more(before, after, seed)[2]


def test_a_newcomer_leaves_all_ties_of_preferential_attachment():
    before, after = (among_peers(number, "preferential_attachment", 4.0) for number in (30, 31))
    lost, neighbours, new = with_one_more(before, after, 1)
    assert (lost, len(neighbours), new) == (set(), 2, set())


def test_an_actor_added_takes_the_ties_that_it_draws_to_itself_and_no_more():
    before, after = (
        Scenario(countries=(Country(code="A", authorities=200, providers=count, investors=1),)).replace(
            {**NOBODY_ELSE, "known_providers": 1.0}
        )
        for count in (20, 21)
    )
    lost, neighbours, _ = with_one_more(before, after, 3)
    # One tie each: those that are lost are those of the added provider's neighbours.
    assert {pair[0] for pair in lost} == neighbours
    assert 0 < len(lost) < 30  # 200 / 21 on average
