"""Stakeholders: whom frontline and politics stop."""

import pytest

from sipabm.barriers import Barrier
from sipabm.model import stakeholders
from sipabm.randomness import normal, uniform
from sipabm.rules import mobilisation as rules
from sipabm.rules.innovation import closeness, resistance_felt
from sipabm.words import Decision, Stage


def at_mobilisation(run):
    """Return the gates of mobilisation of a run."""
    return [gate for gate in run.gates if gate.gate == Stage.MOBILISATION]


def luck_of(run, gate, decision, partner=0, draw=uniform):
    """Return a number of an address of the gate's project."""
    return draw(run.seed, 0, decision, gate.identity, int(partner), gate.key[1])


def stands(gate, barrier):
    """Return whether a barrier stood at a gate."""
    return bool(gate.barriers >> barrier & 1)


def test_the_frontline_stops_exactly_those_it_does_not_accept(busy_run):
    """By trust in the provider, tailoring, and the resistance that reaches the project, which is last quarter's."""
    p, stood = busy_run.scenario, 0
    for gate in at_mobilisation(busy_run):
        resistance = busy_run.shots[gate.now - 1].authorities[gate.key[0]].resistance
        felt = resistance_felt(resistance, closeness(gate.before.house == 1, p.innovation.house_decoupling))
        luck = luck_of(busy_run, gate, Decision.FRONTLINE, draw=normal)
        noise = p.mobilisation.frontline_noise
        trust = gate.before.trust_provider
        expected = rules.frontline_acceptance(gate.before.tailoring, trust, felt, noise, luck) < 0.0
        assert stands(gate, Barrier.FRONTLINE) == expected
        stood += expected
    assert stood > 5


def test_politics_stop_exactly_those_whose_luck_is_below_what_support_leaves(busy_run):
    stood = 0
    for gate in at_mobilisation(busy_run):
        luck = luck_of(busy_run, gate, Decision.LOCAL_POLITICS)
        expected = rules.politics_stops(gate.authority.support, busy_run.scenario.mobilisation.local_politics, luck)
        assert stands(gate, Barrier.LOCAL_POLITICS) == expected
        stood += expected
    assert stood > 5


def test_a_house_feels_the_part_of_resistance_that_distance_leaves(calm, records):
    world = records(calm(changes={"resistance": 0.8, "house_decoupling": 0.75}))
    authority = world.authorities[0]
    assert stakeholders.closeness(world, False) == 1.0
    assert stakeholders.closeness(world, True) == pytest.approx(0.25)
    assert stakeholders.resistance_felt(world, authority, False) == pytest.approx(0.8)
    assert stakeholders.resistance_felt(world, authority, True) == pytest.approx(0.2)


@pytest.mark.parametrize(
    ("tailoring", "trust", "house", "stops"), [(0.2, 0.5, 0, 1), (0.3, 0.5, 0, 0), (0.0, 0.3, 1, 0)]
)
def test_without_noise_a_frontline_accepts_from_balance_on(calm, records, tailoring, trust, house, stops):
    """Resistance of 0.8 outside a house and of 0.2 inside one, against tailoring and trust."""
    world = records(calm(changes={"resistance": 0.8, "house_decoupling": 0.75, "frontline_noise": 0.0}))
    project = world.projects[0]
    project.tailoring, project.trust_provider, project.house = tailoring, trust, house
    assert stakeholders.frontline_stops(world, world.authorities[0], project) == stops


def test_full_support_lets_no_politician_stop_anything(calm, records):
    world = records(calm(changes={"local_politics": 1.0}))
    for started in range(200):
        world.projects[0].started = started
        assert not stakeholders.politics_stops(world, world.authorities[0], world.projects[0])
