"""Levers are told completely, in the order in which a scenario sets them and the engine finds them."""

import pytest

from sipabm import Scenario
from sipabm.levers import LEVERS, Lever
from sipabm.parameters import GROUP_OF
from sipabm.parameters.ranges import practice_of
from sipabm.scenario import Levers, LeverSetting


def test_levers_are_described_and_are_those_a_scenario_can_set():
    assert list(LEVERS) == list(Lever)
    assert tuple(lever.name.lower() for lever in Lever) == tuple(Levers.model_fields)


def test_every_lever_says_what_it_does_and_costs_and_which_parameters_carry_that():
    for described in LEVERS.values():
        assert described.effect and described.cost and described.side_effect
        assert described.parameters
        assert set(described.parameters) <= set(GROUP_OF)


def test_every_practice_has_a_plausible_range_of_shares_with_a_reason():
    for described in LEVERS.values():
        low, high = described.practice
        assert 0.0 <= low <= high <= 1.0
        assert (low == high) == described.practice_because.startswith("definition")
        assert len(described.practice_because) > 20


@pytest.mark.parametrize("lever", Levers.model_fields)
def test_the_practice_of_the_world_is_plausible(lever):
    plausible = practice_of(lever)
    assert plausible.low <= getattr(Scenario.load("world").levers, lever).practice <= plausible.high


def test_no_lever_is_free_of_both_cost_and_side_effect():
    assert not any(
        described.cost.startswith("none") and described.side_effect == "none" for described in LEVERS.values()
    )


def test_no_lever_is_pulled_by_default():
    assert all(getattr(Levers(), lever) == LeverSetting() for lever in Levers.model_fields)
