"""Barriers and levers are told completely, and what is derived from declarations is what it should be."""

import pytest

from sipabm.barriers import (
    BARRIER_OF_RELAXATION,
    BARRIERS,
    FAMILY_OF_BARRIER,
    Barrier,
    BarrierFamily,
    Relaxation,
    label_of,
)
from sipabm.levers import LEVERS, Lever
from sipabm.parameters import DEVELOPMENT_COST, GROUP_OF, with_role
from sipabm.parameters.traits import AUTHORITY_TRAITS, INVESTOR_TRAITS, PROVIDER_TRAITS, TOLD, Distribution, draws_of
from sipabm.scenario import Levers
from sipabm.studies.mechanisms import MECHANISMS
from sipabm.studies.relaxations import SWITCHES

TRAITS = (AUTHORITY_TRAITS, PROVIDER_TRAITS, INVESTOR_TRAITS)


def test_every_barrier_is_described():
    assert list(BARRIERS) == list(Barrier)
    assert set(FAMILY_OF_BARRIER.values()) == set(BarrierFamily)
    assert all(described.gates and described.meaning for described in BARRIERS.values())


def test_what_switches_a_barrier_off_exists():
    for described in BARRIERS.values():
        assert set(described.switched_off_by) <= set(GROUP_OF)
        assert not described.uses or described.uses in Levers.model_fields


def test_every_relaxation_answers_one_barrier_and_nothing_stands_for_none_alone():
    assert BARRIER_OF_RELAXATION[Relaxation.NOTHING] == Barrier.NONE_ALONE
    assert BARRIER_OF_RELAXATION[Relaxation.INVESTOR_RISK_AVERSION] == Barrier.INVESTOR_APPETITE
    assert BARRIER_OF_RELAXATION[Relaxation.SILOS] == Barrier.SILOS
    answered = [described.relaxation for described in BARRIERS.values() if described.relaxation != Relaxation.NOTHING]
    assert sorted(answered) == list(Relaxation)[1:]


def test_a_barrier_is_called_as_a_reader_knows_it():
    assert label_of(Barrier.NONE_ALONE) == "several together"
    assert label_of(Barrier.WEAK_CASE) == "weak case"


def test_rigid_contracts_are_taken_away_by_a_lever_and_partners_by_nothing():
    assert SWITCHES["rigid_contract"] == ()
    assert "no_partner" not in SWITCHES
    assert SWITCHES["legislation"] == ("law_stop",)


def test_levers_are_described_and_are_those_a_scenario_can_set():
    assert list(LEVERS) == list(Lever)
    assert tuple(lever.name.lower() for lever in Lever) == tuple(Levers.model_fields)
    for described in LEVERS.values():
        assert set(described.parameters) <= set(GROUP_OF)
        assert described.effect and described.cost and described.side_effect


def test_development_costs_are_the_parameters_of_that_role():
    costs = with_role(DEVELOPMENT_COST)
    assert set(costs) == {
        "expected_development_cost", "data_cost", "competence_price", "mapping_cost", "meeting_cost", "pooling_cost",
        "round_cost", "house_cost",
    }  # fmt: skip
    (mechanism,) = (each for each in MECHANISMS if each.name == "development_cost")
    assert mechanism.parameters == costs


@pytest.mark.parametrize("traits", TRAITS)
def test_traits_have_parameters_and_draws_of_their_own_unless_they_share_their_luck(traits):
    taken = [trait.draw + place for trait in traits for place in range(max(1, trait.size))]
    shared = sum(trait.name == "largest_ticket" for trait in traits)
    assert len(taken) == len(set(taken)) + shared
    assert draws_of(traits) == max(taken) + 1
    for trait in traits:
        assert trait.parameter in GROUP_OF or trait.parameter == ""
        assert trait.spread in GROUP_OF


def test_every_distribution_is_told_and_used():
    assert set(TOLD) == set(Distribution) == {trait.distribution for traits in TRAITS for trait in traits}
