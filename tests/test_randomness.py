"""The oracle: Random123, kat_vectors, lines philox4x32 with 10 rounds (Salmon, Moraes, Dror and Shaw 2011)."""

import itertools
import math

import numba
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from sipabm import randomness
from sipabm.compilation import numba_compiler
from sipabm.randomness import normal, philox, uniform, uniform_pair
from sipabm.words import Decision

KNOWN_ANSWERS = [
    ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    ((0xFFFFFFFF,) * 4, (0xFFFFFFFF,) * 2, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    (
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
        (0xA4093822, 0x299F31D0),
        (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    ),
]
numba_compiler.register_functions(randomness)
words = st.integers(0, 2**32 - 1)
addresses = st.tuples(words, words, words, words, words, words)


@numba.njit
def compiled_philox(c0, c1, c2, c3, k0, k1):
    return philox(c0, c1, c2, c3, k0, k1)


@numba.njit
def compiled_draws(seed, replicate, decision, actor, partner, quarter):
    first, second = uniform_pair(seed, replicate, decision, actor, partner, quarter)
    return (
        uniform(seed, replicate, decision, actor, partner, quarter),
        first,
        second,
        normal(seed, replicate, decision, actor, partner, quarter),
    )


@pytest.mark.parametrize(("counter", "key", "answer"), KNOWN_ANSWERS)
def test_known_answers(counter, key, answer):
    assert philox(*counter, *key) == answer


@pytest.mark.parametrize(("counter", "key", "answer"), KNOWN_ANSWERS)
def test_known_answers_compiled(counter, key, answer):
    assert compiled_philox(*counter, *key) == answer


@pytest.mark.parametrize(("counter", "key", "answer"), KNOWN_ANSWERS)
def test_known_answers_on_arrays(counter, key, answer):
    counters = [np.full(3, word, dtype=np.uint64) for word in counter]
    assert [word.tolist() for word in philox(*counters, *key)] == [[word] * 3 for word in answer]


@given(addresses)
def test_compiled_and_plain_agree(address):
    first, second = uniform_pair(*address)
    assert compiled_draws(*address) == (uniform(*address), first, second, pytest.approx(normal(*address), rel=1e-14))


@given(st.lists(words, min_size=1, max_size=20), words, words)
def test_arrays_and_plain_agree(actors, seed, quarter):
    drawn = uniform(seed, 3, 5, np.array(actors, dtype=np.uint64), 7, quarter)
    assert drawn.tolist() == [uniform(seed, 3, 5, actor, 7, quarter) for actor in actors]


@given(addresses)
def test_uniform_numbers_lie_in_the_unit_interval(address):
    first, second = uniform_pair(*address)
    assert uniform(*address) == first
    assert 0.0 <= first < 1.0
    assert 0.0 <= second < 1.0


def test_the_extreme_words_still_give_less_than_one():
    most = ((0xFFFFFFFF >> 5) * 67108864.0 + (0xFFFFFFFF >> 6)) * randomness.TO_UNIT
    assert most == 1.0 - 2.0**-53
    assert math.isfinite(math.sqrt(-2.0 * math.log(1.0 - most)))


@given(addresses, st.integers(0, 5), st.integers(1, 2**32 - 1))
def test_changing_any_one_word_changes_the_number(address, place, change):
    other = list(address)
    other[place] = (other[place] + change) % 2**32
    assert uniform(*other) != uniform(*address)


def test_every_word_has_its_own_place():
    address = (11, 22, 33, 44, 55, 66)
    orders = {uniform(*order) for order in itertools.permutations(address)}
    assert len(orders) == math.factorial(6)


@pytest.mark.parametrize("word", range(6))
def test_uniform_along_every_word(word):
    count = 200_000
    address = [np.full(count, 7, dtype=np.uint64) for _ in range(6)]
    address[word] = np.arange(count, dtype=np.uint64)
    high, low, *_ = philox(address[5], address[4], address[3], address[2], address[0], address[1])
    drawn = ((high >> np.uint64(5)) * 67108864.0 + (low >> np.uint64(6))) * randomness.TO_UNIT
    assert drawn[3] == uniform(*(int(column[3]) for column in address))
    assert abs(drawn.mean() - 1 / 2) < 4 * math.sqrt(1 / 12 / count)
    assert abs(drawn.var() - 1 / 12) < 4 * math.sqrt(1 / 180 / count)
    assert stats.kstest(drawn, "uniform").pvalue > 0.001
    neighbours = np.corrcoef(drawn[:-1], drawn[1:])[0, 1]
    assert abs(neighbours) < 4 / math.sqrt(count)


def test_the_two_numbers_of_a_pair_are_independent():
    pairs = np.array([uniform_pair(1, 0, 20, actor, 0, 5) for actor in range(20_000)])
    assert abs(np.corrcoef(pairs.T)[0, 1]) < 4 / math.sqrt(len(pairs))


def test_normal_numbers_have_the_moments_of_the_normal_distribution():
    drawn = np.array([normal(1, 0, 32, actor, 0, 5) for actor in range(20_000)])
    count = len(drawn)
    assert abs(drawn.mean()) < 4 / math.sqrt(count)
    assert abs(drawn.var() - 1) < 4 * math.sqrt(2 / count)
    assert abs((drawn**3).mean()) < 4 * math.sqrt(15 / count)
    assert abs((drawn**4).mean() - 3) < 4 * math.sqrt(96 / count)
    assert stats.kstest(drawn, "norm").pvalue > 0.001


def test_no_two_decisions_share_a_number():
    assert len({decision.value for decision in Decision}) == len(list(Decision)) == len(Decision.__members__)


def test_no_two_decisions_share_a_draw():
    drawn = [uniform(1, 0, decision.value, 3, 4, 5) for decision in Decision]
    assert len(set(drawn)) == len(Decision)
