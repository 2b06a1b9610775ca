"""Shapley values of games whose solution is known."""

import itertools
import math

import numpy as np
import pytest

from sipabm.errors import ScenarioError
from sipabm.statistics import shapley

SIZES = range(1, 7)


def game(players, value):
    """Return the values of all combinations; `value` is a function of the set of players."""
    sets = [{player for player in range(players) if number >> player & 1} for number in range(1 << players)]
    return np.array([float(value(members)) for members in sets])


def by_orders(values, players):
    """Return Shapley values by going through all orders in which players can join."""
    added = np.zeros(players)
    for order in itertools.permutations(range(players)):
        there = 0
        for player in order:
            added[player] += values[there | 1 << player] - values[there]
            there |= 1 << player
    return added / math.factorial(players)


def interactions_of(values):
    players = shapley.player_count(values)
    return dict(zip(shapley.pairs(players), shapley.interactions(values), strict=True))


@pytest.fixture(params=SIZES)
def any_game(request):
    rng = np.random.default_rng(request.param)
    return rng.normal(size=1 << request.param), request.param


def test_values_worked_by_hand():
    """Owen's three-player example: v(1) = 0, v(2) = 0, v(3) = 0, v(12) = 90, v(13) = 80, v(23) = 70, v(123) = 120."""
    values = np.array([0, 0, 0, 90, 0, 80, 70, 120.0])
    assert shapley.shapley_values(values) == pytest.approx([45, 40, 35])
    assert shapley.alone(values) == pytest.approx([0, 0, 0])
    assert shapley.last_in(values) == pytest.approx([50, 40, 30])
    # Of players 1 and 2: half of v(12) - v(1) - v(2) + v(0), half of v(123) - v(13) - v(23) + v(3).
    assert interactions_of(values)[0, 1] == pytest.approx((90 + (120 - 80 - 70)) / 2)


def test_values_are_means_over_all_orders(any_game):
    values, players = any_game
    assert shapley.shapley_values(values) == pytest.approx(by_orders(values, players))


def test_values_add_up_to_what_all_achieve_together(any_game):
    values, _ = any_game
    assert shapley.shapley_values(values).sum() == pytest.approx(shapley.together(values), abs=1e-12)


def test_own_parts_and_interactions_add_up_to_the_same(any_game):
    values, _ = any_game
    total = shapley.own_parts(values).sum() + shapley.interactions(values).sum()
    assert total == pytest.approx(shapley.together(values), abs=1e-12)


def test_in_an_additive_game_everybody_gets_the_own_part_and_nobody_interacts():
    worth = np.array([3.0, -1.0, 0.0, 2.5])
    values = game(4, lambda members: 10 + sum(worth[list(members)]))
    for shares in (shapley.shapley_values, shapley.own_parts, shapley.alone, shapley.last_in):
        assert shares(values) == pytest.approx(worth)
    assert shapley.interactions(values) == pytest.approx(np.zeros(6), abs=1e-12)


def test_in_a_unanimity_game_the_carriers_share_evenly_and_the_others_get_nothing():
    values = game(5, lambda members: {0, 2, 3} <= members)
    assert shapley.shapley_values(values) == pytest.approx([1 / 3, 0, 1 / 3, 1 / 3, 0])
    carriers = interactions_of(values)
    expected = {pair: 1 / 2 if set(pair) <= {0, 2, 3} else 0 for pair in carriers}
    assert carriers == pytest.approx(expected)


def test_of_one_left_and_two_right_gloves_the_left_one_gets_two_thirds():
    values = game(3, lambda members: 0 in members and len(members) > 1)
    assert shapley.shapley_values(values) == pytest.approx([2 / 3, 1 / 6, 1 / 6])


def test_of_two_players_who_only_count_together_all_is_interaction():
    values = np.array([0, 0, 0, 1.0])
    assert shapley.shapley_values(values) == pytest.approx([1 / 2, 1 / 2])
    assert shapley.interactions(values) == pytest.approx([1])
    assert shapley.own_parts(values) == pytest.approx([0, 0])


def test_of_two_players_each_of_whom_is_enough_the_interaction_is_negative():
    assert shapley.interactions(np.array([0, 1, 1, 1.0])) == pytest.approx([-1])


def test_players_who_add_the_same_to_everything_get_the_same(any_game):
    _, players = any_game
    sizes = np.random.default_rng(0).normal(size=players + 1)
    assert np.ptp(shapley.shapley_values(game(players, lambda members: sizes[len(members)]))) < 1e-12


def test_two_symmetric_players_among_others_get_the_same(any_game):
    values, players = any_game
    if players < 2:
        return
    swapped = np.array([values[swap_first_two(number)] for number in range(1 << players)])
    shares = shapley.shapley_values(values + swapped)
    assert shares[0] == pytest.approx(shares[1])


def swap_first_two(number):
    """Return a combination in which the first two players have changed places."""
    return number & ~3 | (number & 1) << 1 | (number >> 1 & 1)


def test_a_player_without_effect_gets_nothing_and_interacts_with_nobody(any_game):
    values, players = any_game
    with_idler = np.concatenate([values, values])
    assert shapley.shapley_values(with_idler)[-1] == pytest.approx(0, abs=1e-12)
    assert shapley.shapley_values(with_idler)[:-1] == pytest.approx(shapley.shapley_values(values))
    idle = [value for pair, value in interactions_of(with_idler).items() if players in pair]
    assert idle == pytest.approx(np.zeros(len(idle)), abs=1e-12)


def test_the_values_of_a_sum_of_games_are_the_sum_of_the_values(any_game):
    values, _ = any_game
    other = np.random.default_rng(9).normal(size=len(values))
    for shares in (shapley.shapley_values, shapley.interactions, shapley.own_parts):
        assert shares(values + 2 * other) == pytest.approx(shares(values) + 2 * shares(other))


def test_runs_are_kept_apart():
    values = np.random.default_rng(1).normal(size=(16, 7))
    for shares in (shapley.shapley_values, shapley.interactions, shapley.own_parts, shapley.alone, shapley.last_in):
        assert shares(values)[:, 3] == pytest.approx(shares(values[:, 3]))


@pytest.mark.parametrize("number", [0, 1, 3, 12])
def test_other_numbers_of_values_are_refused(number):
    with pytest.raises(ScenarioError, match=f"{number} values are not"):
        shapley.shapley_values(np.zeros(number))
