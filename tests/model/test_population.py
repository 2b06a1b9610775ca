"""Population: beliefs and pockets before the first quarter, in which nothing has happened yet."""

import math

import pytest

from sipabm.randomness import normal_quantile
from sipabm.rules import consideration
from sipabm.scenario import AuthorityKind
from sipabm.words import Pocket
from sipabm.world import build_world

AREAS = ("social", "employment", "health")
SIZE_DRAW = 19  # number of the draw, as the description has it


@pytest.fixture(scope="module")
def start(lively, records):
    """Return parameters and records before the first quarter."""
    return lively.flat(), records(lively, 3)


def test_authorities_begin_with_the_same_beliefs_and_nothing_has_happened_to_them(start):
    p, state = start
    closing, delivery = (
        consideration.initial_belief(p[f"realistic_{kind}"], p["initial_optimism"]) for kind in ("closing", "delivery")
    )
    for authority in state.authorities:
        held = [getattr(authority, f"{kind}_{part}") for kind in KINDS for part in ("successes", "failures")]
        assert held == pytest.approx([2.5 * share for share in (closing, 1 - closing, delivery, 1 - delivery)])
        assert authority.expected_cost == p["expected_development_cost"]
        assert authority.government_since == -1
        assert authority.has_left == authority.news == authority.developing == authority.signatures == 0


KINDS = ("closing", "delivery")


def test_authorities_of_a_country_lie_together(calm, records):
    state = records(calm(layout=((3, 1, 1), (0, 1, 1), (2, 1, 1)), starts=()))
    found = [
        list(range(country.first_authority, country.first_authority + country.authorities))
        for country in state.countries
    ]
    assert found == [[0, 1, 2], [], [3, 4]]
    assert [authority.country for authority in state.authorities] == [0, 0, 0, 2, 2]


def test_optimism_moves_beliefs_at_the_start_from_what_is_realistic_to_certainty(calm, records):
    for optimism, closing, delivery in ((0.0, 0.3, 0.75), (0.5, 0.65, 0.875), (1.0, 1.0, 1.0)):
        authority = records(calm(changes={"initial_optimism": optimism, "belief_weight": 10.0})).authorities[0]
        assert (authority.closing_successes, authority.closing_failures) == pytest.approx(
            (10 * closing, 10 - 10 * closing)
        )
        assert authority.delivery_successes == pytest.approx(10 * delivery)
        assert authority.delivery_failures == pytest.approx(10 - 10 * delivery)


def test_refunds_move_a_part_of_what_is_saved_on_benefits_to_the_state(calm, records):
    """Kept are 0.2 and 0.6 of benefits, each for half of the people: the state gets the mean of the rest, 0.6."""
    shares = ("weeks_1_to_4", "weeks_5_to_26", "weeks_27_to_52", "beyond_52_weeks")
    changes = {
        "benefit_durations": dict(zip(shares, (1.0, 1.0, 0.0, 0.0), strict=True)),
        "benefits_kept": dict(zip(shares, (0.2, 0.6, 0.7, 0.8), strict=True)),
        "benefit_share": {"social": 0.5, "employment": 1.0, "health": 0.0},
        "own_cashable": {"social": 0.2, "employment": 0.3, "health": 0.1},
        "state": {"social": 0.05, "employment": 0.1, "health": 0.15},
        "other_departments": dict.fromkeys(AREAS, 0.0),
        "other_authorities": dict.fromkeys(AREAS, 0.0),
        "local_firms": dict.fromkeys(AREAS, 0.0),
        "citizens": {"social": 0.75, "employment": 0.6, "health": 0.75},
    }
    parameters = records(calm(changes=changes)).parameters[0]
    assert list(parameters.own_cashable_part) == pytest.approx([0.2 - 0.06, 0.3 - 0.18, 0.1])
    assert list(parameters.state_part) == pytest.approx([0.05 + 0.06, 0.1 + 0.18, 0.15])
    assert list(parameters.own_cashable) == [0.2, 0.3, 0.1]


def test_weights_of_pockets_become_parts_that_add_up_to_one(calm, records):
    """Weights of 1 to 6 are 21 in all."""
    weights = {pocket.name.lower(): float(place + 1) for place, pocket in enumerate(Pocket)}
    changes = {name: dict.fromkeys(AREAS, weight) for name, weight in weights.items()}
    parameters = records(calm(changes=changes)).parameters[0]
    for name, weight in weights.items():
        assert list(getattr(parameters, f"{name}_part")) == pytest.approx([weight / 21] * 3)


def test_an_authority_is_as_large_as_its_kind_and_luck_say_and_looks_the_more_for_it(calm, records):
    """Sizes of exp(log 4 + 0.5 · luck); attention grows with their root."""
    kinds = (
        AuthorityKind(name="municipality", number=2, size=1.0, size_spread=0.0),
        AuthorityKind(name="region", number=3, areas=("health",), size=4.0, size_spread=0.5),
    )
    scenario = calm((), ((5, 1, 1),), starts=(), changes={"need_by_size": 0.5})
    (country,) = scenario.countries
    scenario = scenario.replace(countries=(country.model_copy(update={"kinds": kinds}),))
    world, draws = records(scenario), build_world(scenario, 1, 0).authorities.traits[:, SIZE_DRAW]
    for number, (luck, authority) in enumerate(zip(draws, world.authorities, strict=True)):
        size = 1.0 if number < 2 else 4.0 * math.exp(0.5 * normal_quantile(luck))
        assert (authority.relative_size, authority.attention_factor) == pytest.approx((size, size**0.5))
        assert authority.areas == (0b111 if number < 2 else 0b100)
    assert len({float(authority.relative_size) for authority in world.authorities}) == 4


def test_what_had_been_heard_of_before_the_run_counts_for_every_hundred_authorities(calm, records):
    """Three for every hundred, among five authorities."""
    world = records(calm((), ((4, 1, 1), (1, 1, 1)), starts=(), changes={"news_at_start": 3.0}))
    assert world.run[0].world_news == pytest.approx(0.15)
