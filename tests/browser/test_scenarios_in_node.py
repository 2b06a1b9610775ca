"""Scenarios in engine.js: changed by the names that Python takes, refused where it refuses, laid out byte by byte."""

import base64

import numpy as np
import pytest

from sipabm import Scenario, ScenarioError
from sipabm.browser import engine_layout, scenario_data
from sipabm.engine.one_run import EngineRun
from sipabm.parameters import GROUP_OF, GROUPS, Values
from sipabm.scenario import Levers
from sipabm.verification import random_scenario
from sipabm.verification.compared_histories import unequal_rows
from sipabm.world import build_world

NUMBERS = range(40)
ARRAYS = """
const bytes = (array) => base64(engine.memory.bytes.slice(array.at, array.at + array.bytes * array.length));
return values.map(({ scenario, seed, run }) => {
  const { state } = engine.begin(scenario, seed, run);
  return Object.fromEntries(Object.keys(engine.layout.state).map((name) => [name, bytes(state[name])]));
});
"""


# What comes from the scenario and from whole numbers alone; all else has gone through logarithms or powers.
EXACT = ("run", "parameters", "countries", "funds", "identities", "tie_start", "tie_neighbour", "tie_number")


def test_before_the_first_quarter_all_arrays_are_those_of_the_engine_bit_for_bit_where_nothing_is_reckoned(in_node):
    read_before_set = [name for name in engine_layout()["state"] if name not in engine_layout()["unset"]]
    assert set(EXACT) <= set(read_before_set)
    scenarios = [random_scenario(number) for number in NUMBERS]
    values = [{"scenario": scenario_data(each), "seed": seed, "run": seed % 3} for seed, each in enumerate(scenarios)]
    for seed, (scenario, told) in enumerate(zip(scenarios, in_node(ARRAYS, values), strict=True)):
        state = EngineRun(scenario, build_world(scenario, seed, seed % 3)).state
        for name in read_before_set:
            expected = getattr(state, name)
            found = np.frombuffer(base64.b64decode(told[name]), dtype=expected.dtype)
            assert found.shape == expected.shape, (scenario.name, name)
            assert name not in EXACT or found.tobytes() == expected.tobytes(), (scenario.name, name)
            for field in expected.dtype.names or [...]:
                assert len(unequal_rows(found[field], expected[field])) == 0, (scenario.name, name, field)


def changes_to(scenario, number):
    """Return what makes a scenario of one with the same actors, funds and time, each name as somebody may write it."""
    for place, (name, group) in enumerate(GROUP_OF.items()):
        value = getattr(getattr(scenario, group), name)
        written = f"{group}.{name}" if (place + number) % 2 else name
        if not isinstance(value, Values):
            yield written, value
        elif (place + number) % 3:
            yield written, value.model_dump()
        else:
            yield from ((f"{written}.{case}", each) for case, each in value.model_dump().items())
    for lever in Levers.model_fields:
        yield f"levers.{lever}", getattr(scenario.levers, lever).model_dump(mode="json")


def test_any_parameter_and_lever_is_replaced_as_in_python(in_node):
    aims = [random_scenario(number) for number in NUMBERS]
    settled = {group: GROUPS[group]() for group in GROUPS} | {"levers": Levers()}
    values = [
        {"scenario": scenario_data(aim.model_copy(update=settled)), "changes": dict(changes_to(aim, number))}
        for number, aim in enumerate(aims)
    ]
    code = "return values.map(({ scenario, changes }) => engine.replace(scenario, changes));"
    for aim, value, made in zip(aims, values, in_node(code, values), strict=True):
        expected = aim.model_dump(mode="json")
        assert {name: made[name] for name in expected if name not in ("kept", "edge_list")} == {
            name: each for name, each in expected.items() if name not in ("kept", "edge_list")
        }
        # As Python names what a change sets: that is what runs do not draw anew.
        kept = Scenario(**{**aim.model_copy(update=settled).model_dump()}).replace(value["changes"]).kept
        assert set(kept) <= set(made["kept"])


REFUSED = {
    "an unknown name": {"own_intrest": 0.1},
    "an unknown group": {"nothing.own_interest": 0.1},
    "a parameter of another group": {"learning.own_interest": 0.1},
    "an unknown case": {"worth.culture": 1.0},
    "an unknown case in a table": {"worth": {"culture": 1.0}},
    "a name of every object": {"__proto__": {"own_interest": 0.1}},
    "another one": {"learning.constructor": 1.0},
    "a case of a single number": {"own_interest.social": 0.1},
    "a number for a table": {"worth": 1.0},
    "a table for a number": {"own_interest": {"social": 1.0}},
    "a list for a table": {"worth": [1.0, 1.0, 1.0]},
    "a text": {"own_interest": "0.1"},
    "nothing": {"own_interest": None},
    "yes": {"own_interest": True},
    "too much": {"own_interest": 1.5},
    "too little": {"worth.social": -1.0},
    "weights of nothing": {"need": {"social": 0.0, "employment": 0.0, "health": 0.0}},
    "an unknown lever": {"levers.hope": {"practice": 1.0}},
    "an unknown field of a lever": {"levers.early_meetings": {"size": 1.0}},
    "a share above 1": {"levers.early_meetings": {"intensity": 1.5, "first": "2014Q1"}},
    "an intensity without a quarter": {"levers.early_meetings": {"intensity": 0.5}},
    "no quarter": {"levers.early_meetings": {"intensity": 0.5, "first": "2014Q5"}},
    "a quarter before the run": {"levers.early_meetings": {"intensity": 0.5, "first": "2009Q4"}},
    "a quarter after the run": {"levers.early_meetings": {"intensity": 0.5, "first": "2025Q1"}},
    "an end before the start": {"levers.early_meetings": {"intensity": 0.5, "first": "2014Q2", "last": "2014Q1"}},
    "a practice of funds": {"levers.outcomes_fund.practice": 0.5},
    "a lever as a parameter": {"early_meetings": 0.5},
    "too many actors": {"pool": 1e9},
}


@pytest.fixture(scope="module")
def refusals(in_node):
    """Return what engine.js says to each change that is refused, all asked at once."""
    code = "return values.changes.map((each) => tried(() => engine.replace(values.scenario, each)));"
    said = in_node(code, {"scenario": scenario_data("classroom"), "changes": list(REFUSED.values())})
    return dict(zip(REFUSED, said, strict=True))


@pytest.mark.parametrize("case", REFUSED)
def test_what_python_refuses_is_refused_in_one_line(refusals, case):
    with pytest.raises(ScenarioError):
        Scenario.load("classroom").replace(REFUSED[case])
    said = refusals[case]
    assert said["isOurs"] and said["error"] and "\n" not in said["error"] and len(said["error"]) < 200


def test_a_replacement_leaves_the_scenario_as_it_was(in_node):
    code = """
    const before = JSON.stringify(values);
    const changes = { "worth.social": 4, "levers.early_meetings": { practice: 0.9 }, own_interest: 0.3 };
    engine.simulate(engine.replace(values, changes), 1, 1);
    return JSON.stringify(values) === before;
    """
    assert in_node(code, scenario_data(Scenario.load("classroom").replace(over="posterior"), 2)) is True


def test_a_run_without_numbers_of_its_own_is_refused(in_node):
    code = "return values.map(([scenario, seed, run]) => tried(() => engine.begin(scenario, seed, run)).error);"
    data = {over: scenario_data(Scenario.load("classroom").replace(over=over), 2) for over in ("posterior", "ranges")}
    values = [[data["posterior"], 1, 2], [data["ranges"], 2, 0], [data["ranges"], 1, -1], [data["ranges"], 1.5, 0]]
    assert in_node(code, values) == [
        "run 2 has no numbers: this page holds those of runs 0 to 1",
        "seed 2 has no numbers: this page holds those of seed 1",
        "run = -1 should be a whole number from 0 to 2^32 - 1",
        "seed = 1.5 should be a whole number from 0 to 2^32 - 1",
    ]
