"""Barriers are told completely, and what is derived from their declarations is what it should be."""

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
from sipabm.parameters import GROUP_OF
from sipabm.scenario import Levers
from sipabm.studies.relaxations import SWITCHES


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


@pytest.mark.parametrize(
    ("barrier", "label"),
    [
        (Barrier.NONE_ALONE, "several together"),
        (Barrier.FRONTLINE, "frontline resistance"),
        (Barrier.WEAK_CASE, "weak case"),
    ],
)
def test_a_barrier_is_called_as_a_reader_knows_it(barrier, label):
    assert label_of(barrier) == label


def test_rigid_contracts_are_taken_away_by_a_lever_and_partners_by_nothing():
    assert SWITCHES["rigid_contract"] == ()
    assert "no_partner" not in SWITCHES
    assert SWITCHES["legislation"] == ("law_stop",)


def test_a_set_of_all_barriers_fits_into_a_whole_number_of_the_engine():
    assert sum(1 << barrier for barrier in Barrier) < 2**63
