"""Runs on arrays that are used again are the runs that they are anywhere else."""

import numpy as np
import pytest

from sipabm import Scenario
from sipabm.engine.many_runs import Arena, as_bytes, prepared, yearly_of_runs
from sipabm.engine.one_run import run_engine, yearly_of
from sipabm.parameters import GROUPS
from sipabm.world import build_world

OF_THE_WORLD = ("network",)


def alone(scenario, seed, replicate):
    return yearly_of(run_engine(scenario, build_world(scenario, seed, replicate), rows=False))


def with_parameters_of(scenario, other):
    """Return a scenario with the actors, ties and time of one and all other parameters of another."""
    return scenario.replace({group: getattr(other, group) for group in GROUPS if group not in OF_THE_WORLD})


def assert_same(scenarios, seed, replicate):
    runs = [yearly.copy() for yearly in yearly_of_runs(map(prepared, scenarios), seed, replicate)]
    for scenario, yearly in zip(scenarios, runs, strict=True):
        assert (yearly == alone(scenario, seed, replicate)).all(), scenario.name


@pytest.mark.parametrize("number", range(6))
def test_scenarios_that_share_a_world_do_not_disturb_each_other(any_scenario, number):
    base = any_scenario(number)
    others = [with_parameters_of(base, any_scenario(100 * number + other)) for other in range(1, 9)]
    bare = base.replace(funds=(), levers=Scenario.load("world").levers)
    assert_same([base, bare, *others, base], seed=number, replicate=number)


def test_scenarios_of_different_worlds_and_times_may_alternate(any_scenario):
    scenarios = [any_scenario(number) for number in (1, 2, 3)]
    longer = scenarios[0].replace(quarters=scenarios[0].quarters + 3)
    assert_same([*scenarios, longer, *scenarios, scenarios[0].replace(ties="block")], seed=5, replicate=2)


def test_a_run_that_needs_more_room_is_repeated_with_it(lively):
    eager = {"conventional_gain": {"social": -3.0, "employment": -3.0, "health": -3.0}, "give_up": 0.0, "done": 0.0}
    crowded = lively.replace({**eager, "own_interest": 1.0, "development_slots": 12.0})
    arena = Arena(crowded, build_world(crowded, 1, 0))
    arena.run(prepared(crowded))
    assert arena.used.run[0]["overflow"] == 1
    assert_same([crowded, lively, crowded], seed=1, replicate=0)


def test_bytes_of_an_array_are_its_memory():
    array = np.zeros((2, 3))
    as_bytes(array)[...] = 255
    assert np.isnan(array).all() and as_bytes(np.zeros(0, dtype=[("a", "f8")])).size == 0
