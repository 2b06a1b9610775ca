"""Alternating offers with time-dependent concessions (Faratin, Sierra and Jennings 1998) where the answer is known.

With equal patience and no break-down the price is the Nash bargaining solution of a transferable surplus: the midpoint.
"""

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipabm.rules.negotiation import alternating_offers, rounds_to_concede

prices = st.floats(0.01, 10)
zones = st.floats(0, 10)
rounds = st.floats(1, 100)
patiences = st.floats(0.05, 20)
shares = st.floats(0, 1)
lucks = st.floats(0, 1, exclude_max=True)


@given(prices, zones, rounds, patiences, lucks)
def test_equal_patience_shares_the_zone_equally(lowest, zone, rounds, patience, luck):
    agreed, _, price = alternating_offers(lowest, lowest + zone, rounds, patience, patience, 0.0, luck)
    assert agreed
    assert price == pytest.approx(lowest + zone / 2)


@given(prices, zones, rounds, patiences, patiences, shares, lucks)
def test_a_price_lies_between_the_reservation_prices(lowest, zone, rounds, authority, others, breakdown, luck):
    agreed, _, price = alternating_offers(lowest, lowest + zone, rounds, authority, others, breakdown, luck)
    assert lowest <= price <= lowest + zone if agreed else price == 0.0


@given(prices, st.floats(1e-6, 10), rounds, patiences, patiences, shares, lucks)
def test_without_zone_there_is_never_a_deal(highest, gap, rounds, authority, others, breakdown, luck):
    assert alternating_offers(highest + gap, highest, rounds, authority, others, breakdown, luck) == (False, 0, 0.0)


@given(prices, zones, rounds, patiences, patiences, lucks)
def test_with_certain_breakdown_there_is_never_a_deal_after_the_first_round(lowest, zone, rounds, a, o, luck):
    agreed, used, _ = alternating_offers(lowest, lowest + zone, rounds, a, o, 1.0, luck)
    assert used == 1
    assert agreed == (min(1.0, 1.0 / rounds) ** a + min(1.0, 1.0 / rounds) ** o >= 1.0)


@given(prices, zones, rounds, patiences, patiences, lucks)
def test_without_breakdown_there_is_always_a_deal_within_the_rounds(lowest, zone, rounds, authority, others, luck):
    agreed, used, _ = alternating_offers(lowest, lowest + zone, rounds, authority, others, 0.0, luck)
    assert agreed
    assert 1 <= used <= math.ceil(rounds)


@given(prices, zones, rounds, patiences, patiences)
def test_a_mirror_image_divides_the_other_way_round(lowest, zone, rounds, authority, others):
    _, _, price = alternating_offers(lowest, lowest + zone, rounds, authority, others, 0.0, 0.0)
    _, _, mirrored = alternating_offers(lowest, lowest + zone, rounds, others, authority, 0.0, 0.0)
    assert price - lowest == pytest.approx(lowest + zone - mirrored, abs=1e-9)


@pytest.mark.parametrize("rounds", [2.0, 3.0, 5.0, 8.0, 8.5, 13.0, 40.0])
def test_the_price_moves_steadily_towards_the_more_patient_party(rounds):
    patience = [1.0 + step / 10 for step in range(100)]
    prices = [alternating_offers(0.0, 1.0, rounds, each, 1.0, 0.0, 0.0)[2] for each in patience]
    assert all(later <= earlier + 1e-12 for earlier, later in pairwise(prices))
    assert prices[-1] < 0.5


@given(rounds, patiences, patiences, shares, shares, lucks)
def test_a_likelier_breakdown_never_saves_a_deal(rounds, authority, others, breakdown, more, luck):
    likelier = breakdown + more * (1 - breakdown)
    agreed, _, price = alternating_offers(1.0, 2.0, rounds, authority, others, breakdown, luck)
    still, _, same = alternating_offers(1.0, 2.0, rounds, authority, others, likelier, luck)
    assert not still or (agreed and same == price)


@pytest.mark.parametrize("breakdown", [0.02, 0.1, 0.3])
def test_talks_of_several_rounds_survive_with_the_closed_probability(breakdown):
    count = 10_000
    deals = sum(
        alternating_offers(1.0, 2.0, 8.0, 1.0, 1.0, breakdown, (each + 0.5) / count)[0] for each in range(count)
    )
    assert deals / count == pytest.approx((1 - breakdown) ** 3, abs=2 / count)  # agreed in round 4, after 3 survivals


@given(rounds, shares, st.floats(0, 2), st.floats(0, 0.95), shares, shares)
def test_ambiguity_and_parties_lengthen_talks_and_trust_shortens_them(rounds, ambiguity, parties, speed, trust, more):
    needed = rounds_to_concede(rounds, ambiguity, parties, speed, trust)
    assert needed >= 1.0
    assert rounds_to_concede(rounds, ambiguity + more, parties, speed, trust) >= needed
    assert rounds_to_concede(rounds, ambiguity, parties + more, speed, trust) >= needed
    assert rounds_to_concede(rounds, ambiguity, parties, speed, trust + more * (1 - trust)) <= needed


def test_longer_talks_use_more_rounds():
    used = [alternating_offers(0.0, 1.0, float(rounds), 1.0, 1.0, 0.0, 0.0)[1] for rounds in range(1, 30)]
    assert used == [max(1, math.ceil(rounds / 2)) for rounds in range(1, 30)]
