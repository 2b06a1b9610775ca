"""Draws: those of `sipabm.randomness`, keyed by the seed and replicate of the run's record."""

from types import SimpleNamespace

import pytest

from sipabm import randomness
from sipabm.model import draws
from sipabm.words import Decision


def world(seed, replicate):
    return SimpleNamespace(run=[SimpleNamespace(seed=seed, replicate=replicate)])


@pytest.mark.parametrize("kind", ["uniform", "uniform_pair", "normal"])
def test_a_draw_is_that_of_seed_replicate_and_address(kind):
    drawn = getattr(draws, kind)(world(5, 2), Decision.START, 3, 1, 7)
    assert drawn == getattr(randomness, kind)(5, 2, Decision.START.value, 3, 1, 7)


@pytest.mark.parametrize("kind", ["uniform", "uniform_pair", "normal"])
def test_a_draw_is_the_same_again_and_another_with_any_other_key_or_word(kind):
    draw = getattr(draws, kind)
    first = draw(world(5, 2), Decision.START, 3, 1, 7)
    assert draw(world(5, 2), Decision.START, 3, 1, 7) == first
    others = [draw(world(6, 2), Decision.START, 3, 1, 7), draw(world(5, 3), Decision.START, 3, 1, 7)]
    others += [draw(world(5, 2), decision, 3, 1, 7) for decision in Decision if decision != Decision.START]
    others += [draw(world(5, 2), Decision.START, *words) for words in ((4, 1, 7), (3, 2, 7), (3, 1, 8), (1, 3, 7))]
    assert first not in others


def test_pairs_of_many_actors_are_those_of_each():
    first, second, actors = [0.0] * 3, [0.0] * 3, [4, 0, 2**20 + 1]
    draws.uniform_pairs(world(5, 2), Decision.ATTENTION, actors, 7, first, second)
    expected = [draws.uniform_pair(world(5, 2), Decision.ATTENTION, actor, 0, 7) for actor in actors]
    assert list(zip(first, second, strict=True)) == expected
