"""Population: beliefs and pockets before the first quarter, in which nothing has happened yet."""

import pytest

from sipabm.rules import consideration


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
        assert authority.fatigue == authority.news == authority.developing == authority.signatures == 0


KINDS = ("closing", "delivery")


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
    }
    parameters = records(calm(changes=changes)).parameters[0]
    assert list(parameters.cashable_pocket) == pytest.approx([0.2 - 0.06, 0.3 - 0.18, 0.1])
    assert list(parameters.state_pocket) == pytest.approx([0.05 + 0.06, 0.1 + 0.18, 0.15])
    assert list(parameters.own_cashable) == [0.2, 0.3, 0.1]
