"""Runs on arrays that are used again, from quarters that they share, are the runs that they are anywhere else."""

import numpy as np
import pytest

from sipabm import Scenario, quarters
from sipabm.engine import many_runs, shared_quarters
from sipabm.engine.many_runs import (
    NEVER_RESET,
    Arena,
    arena_for,
    arrays_given_back,
    as_bytes,
    counts_of,
    states_of_runs,
)
from sipabm.engine.one_run import EngineRun, history_of, yearly_of
from sipabm.engine.shared_quarters import branches, prepared
from sipabm.parameters import GROUPS
from sipabm.runs import run_history
from sipabm.scenario import Levers
from sipabm.verification.random_scenarios import random_fund, random_lever
from sipabm.world import build_world
from sipabm.world.calendar import years_of

OF_THE_WORLD = ("network",)


def alone(scenario, seed, replicate):
    run = EngineRun(scenario, build_world(scenario, seed, replicate), rows=False)
    return yearly_of(run.advance(scenario.quarters).state)


def with_parameters_of(scenario, other):
    """Return a scenario with the actors, ties and time of one and all other parameters of another."""
    return scenario.replace({group: getattr(other, group) for group in GROUPS if group not in OF_THE_WORLD})


def with_other_policies(scenario, luck):
    """Return a scenario with the policies of some levers drawn anew, and often with another fund among its own."""
    start, codes = quarters.ordinal(scenario.first_quarter), ["all", *(each.code for each in scenario.countries)]
    changes = {}
    for lever in luck.choice(list(Levers.model_fields), luck.integers(0, 3), replace=False):
        drawn = random_lever(luck, lever, start, scenario.quarters)
        practice = getattr(scenario.levers, lever).practice  # a matter of the start, unlike a policy
        changes[f"levers.{lever}"] = {**drawn.model_dump(), "practice": practice}
    funds = list(scenario.funds)
    if luck.uniform() < 0.6:
        place = int(luck.integers(0, len(funds) + 1))
        funds.insert(place, random_fund(luck, 9, codes, start, scenario.quarters))
    return scenario.replace({**changes, "funds": tuple(funds)})


def together(scenarios, seed, replicate):
    """Return the yearly counts of runs that share what they can, by place."""
    trees, years = branches(map(prepared, scenarios)), max(map(years_of, scenarios))
    states = states_of_runs(trees, seed, replicate, years)
    return {place: counts_of(state, years).yearly.copy() for place, state in states}


def rows_together(scenarios, seed, replicate):
    """Return the rows of runs that share what they can, by place."""
    trees, years = branches(map(prepared, scenarios)), max(map(years_of, scenarios))
    return {place: history_of(state) for place, state in states_of_runs(trees, seed, replicate, years, rows=True)}


def assert_same_rows(scenarios, seed, replicate):
    runs = rows_together(scenarios, seed, replicate)
    assert sorted(runs) == list(range(len(scenarios)))
    for place, scenario in enumerate(scenarios):
        own = run_history(scenario, seed, "engine", True, replicate)
        for rows in ("attempts", "contracts"):
            assert (getattr(runs[place], rows) == getattr(own, rows)).all(), scenario.name


def assert_same(scenarios, seed, replicate):
    runs = together(scenarios, seed, replicate)
    assert sorted(runs) == list(range(len(scenarios)))
    for place, scenario in enumerate(scenarios):
        assert (runs[place] == alone(scenario, seed, replicate)).all(), scenario.name


def relatives(base, number, others=16):
    """Return scenarios of one world that differ in policies, in funds, in both or in nothing."""
    luck = np.random.default_rng(number)
    return [base, *(with_other_policies(base, luck) for _ in range(others)), base]


@pytest.mark.parametrize("number", range(6))
def test_scenarios_that_share_a_world_do_not_disturb_each_other(any_scenario, number):
    base = any_scenario(number)
    others = [with_parameters_of(base, any_scenario(100 * number + other)) for other in range(1, 9)]
    bare = base.replace(funds=(), levers=Scenario.load("world").levers)
    assert_same([base, bare, *others, base], seed=number, replicate=number)


@pytest.mark.parametrize("number", range(12))
def test_scenarios_that_share_their_first_quarters_are_what_each_is_alone(any_scenario, number):
    assert_same(relatives(any_scenario(number), number), seed=number, replicate=number)


def test_policies_that_begin_one_after_the_other_share_ever_more_quarters(lively):
    policies = [f"early_meetings=0.7@{year}Q{quarter}" for year in (2012, 2016) for quarter in (1, 3)]
    ends = [lively.with_policy(f"pragmatic_data=0.5@2011Q1:{year}Q4") for year in (2013, 2015, 2023)]
    funded = [lively.with_policy(f"outcomes_fund=0.5@{year}Q1") for year in (2010, 2015)]
    assert_same([lively, *map(lively.with_policy, policies), *ends, *funded], seed=2, replicate=1)


def test_a_trunk_that_is_a_quarter_too_long_would_be_found(any_scenario, monkeypatch):
    true = shared_quarters.first_difference
    monkeypatch.setattr(shared_quarters, "first_difference", lambda one, other: true(one, other) + 1)
    with pytest.raises(AssertionError):
        for number in range(12):
            assert_same(relatives(any_scenario(number), number), seed=number, replicate=number)


def test_purses_that_are_filled_again_when_scenarios_part_would_be_found(any_scenario, monkeypatch):
    monkeypatch.setattr(many_runs, "with_purses", lambda funds, trunk, one: one.arrays["funds"].copy())
    with pytest.raises(AssertionError):
        for number in range(12):
            assert_same(relatives(any_scenario(number), number), seed=number, replicate=number)


def test_scenarios_of_different_worlds_and_times_may_alternate(any_scenario):
    scenarios = [any_scenario(number) for number in (1, 2, 3)]
    longer = scenarios[0].replace(quarters=scenarios[0].quarters + 3)
    assert_same([*scenarios, longer, *scenarios, scenarios[0].replace(ties="block")], seed=5, replicate=2)


def test_a_thread_takes_its_arrays_from_replicate_to_replicate(any_scenario):
    scenarios = [any_scenario(1), any_scenario(1).replace(give_up=0.0), any_scenario(2)]
    for replicate in (0, 1, 2, 0):
        assert_same(scenarios, seed=4, replicate=replicate)
        assert_same(scenarios[:1], seed=5, replicate=replicate)


def test_arrays_are_made_once_a_thread_and_given_back_at_the_end(lively):
    one = prepared(lively)
    with arrays_given_back():
        with arena_for(one, 1, 0) as first, arena_for(one, 1, 1) as other:
            assert other is not first  # lent already: whoever asks meanwhile gets one of his own
        with arena_for(one, 1, 2) as again:
            assert again is first
    with arena_for(one, 1, 3) as new:
        assert new is not first


def test_a_world_is_made_once_for_all_scenarios_in_it(lively, monkeypatch):
    made, new_world = [], many_runs.new_world
    monkeypatch.setattr(many_runs, "new_world", lambda *which: made.append(which) or new_world(*which))
    others = [lively.replace(give_up=0.01 * number, name=str(number)) for number in range(3)]
    denser = [scenario.replace(known_providers=1.0) for scenario in others]
    assert len(together([one for pair in zip(others, denser, strict=True) for one in pair], seed=1, replicate=0)) == 6
    assert len(made) == 2


def spoil(arena):
    """Fill everything that is said to be never reset with a number that would be noticed."""
    for name in NEVER_RESET:
        as_bytes(getattr(arena.state, name))[...] = 255


def test_what_is_never_reset_may_hold_anything(any_scenario, monkeypatch):
    begin, restore = Arena.begin, Arena.restore
    monkeypatch.setattr(Arena, "begin", lambda arena, *rest: spoil(arena) or begin(arena, *rest))
    monkeypatch.setattr(Arena, "restore", lambda arena, *rest: spoil(arena) or restore(arena, *rest))
    for number in range(6):
        assert_same(relatives(any_scenario(number), number, 4), seed=number, replicate=0)
        assert_same_rows(relatives(any_scenario(number), number, 4), seed=number, replicate=0)


def test_a_run_that_needs_more_room_is_repeated_with_it(lively):
    eager = {"conventional_gain": {"social": -3.0, "employment": -3.0, "health": -3.0}, "give_up": 0.0, "done": 0.0}
    crowded = lively.replace({**eager, "own_interest": 1.0, "development_slots": 12.0})
    one = prepared(crowded)
    arena = Arena(one, build_world(crowded, 1, 0))
    arena.begin(one)
    list(arena.runs(*branches([one]), crowded.quarters))
    assert arena.state.run[0]["overflow"] == 1
    assert_same([crowded, lively, crowded], seed=1, replicate=0)
    assert_same_rows([crowded, lively, crowded], seed=1, replicate=0)
    # A trunk without room leaves none to what follows; nor may a branch that has too little spoil the next.
    assert_same([crowded, crowded.with_policy("early_meetings=0.5@2023Q1"), lively], seed=1, replicate=0)


def test_runs_end_with_the_last_year_that_is_asked_for(any_scenario):
    for number in range(6):
        scenario = any_scenario(number)
        whole = alone(scenario, 3, 0)
        for years in range(1, len(whole) + 1):
            ((_, state),) = states_of_runs(branches([prepared(scenario)]), 3, 0, years)
            part = counts_of(state, years)
            assert len(part.states) == len(part.yearly) == years and (part.yearly == whole[:years]).all()


def test_bytes_of_an_array_are_its_memory():
    array = np.zeros((2, 3))
    as_bytes(array)[...] = 255
    assert np.isnan(array).all() and as_bytes(np.zeros(0, dtype=[("a", "f8")])).size == 0
