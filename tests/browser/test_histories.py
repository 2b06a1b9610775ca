"""Histories of engine.js in node are those of the engine: counts and events alike, real numbers to 1e-12."""

import pytest

from sipabm import Scenario
from sipabm.browser import scenario_data
from sipabm.engine.one_run import EngineRun
from sipabm.runs import run_history
from sipabm.scenario.files import scenario_names
from sipabm.verification import random_scenario
from sipabm.verification.compared_histories import unequal_rows
from sipabm.world import build_world

SIMULATE = "return values.map(({ scenario, seed, run }) => told(engine.simulate(scenario, seed, run)));"
# Of an edge list: whom each authority of a scenario of sixty actors of each kind knows.
PARTNERS = [*(("provider", number) for number in range(61, 66)), *(("investor", number) for number in range(121, 125))]
RANDOM = [(random_scenario(number), number, number % 3) for number in range(40)]


def differences(told, history, numbers):
    """Yield what differs between a history that engine.js told and one of the engine, by table and column."""
    for name, array in (("counts", history.yearly), ("states", history.states)):
        if len(unequal_rows(numbers(told[name]), array.ravel())):
            yield name
    for name, rows in (("attempts", history.attempts), ("contracts", history.contracts)):
        table = told[name]
        if table["length"] != len(rows) or list(table["columns"]) != list(rows.dtype.names):
            yield name
            continue
        for column, text in table["columns"].items():
            expected = rows[column]
            # Whole numbers as whole numbers, which are compared exactly.
            found = numbers(text).reshape(expected.shape).astype(expected.dtype.base)
            if len(unequal_rows(found, expected)):
                yield f"{name}.{column}"


def compared(in_node, numbers, runs):
    """Return by scenario, seed and run what differs between engine.js and the engine, where anything does."""
    values = [{"scenario": scenario_data(one, run + 1), "seed": seed, "run": run} for one, seed, run in runs]
    found = {}
    for told, (one, seed, run) in zip(in_node(SIMULATE, values), runs, strict=True):
        history = run_history(one, seed, "engine", True, run)
        if different := list(differences(told, history, numbers)):
            found[one.name, seed, run] = different
    return found


def test_of_random_scenarios(in_node, numbers):
    assert compared(in_node, numbers, RANDOM) == {}


@pytest.mark.parametrize("name", scenario_names())
def test_of_every_scenario_that_comes_with_the_package(in_node, numbers, name):
    scenario = Scenario.load(name)
    assert compared(in_node, numbers, [(scenario, 1, 0), (scenario, 7, 1)]) == {}


def test_of_a_run_that_finds_too_little_room_and_of_the_next_one(in_node, numbers, lively):
    eager = {"conventional_gain": {"social": -3.0, "employment": -3.0, "health": -3.0}, "give_up": 0.0, "done": 0.0}
    crowded = lively.replace({**eager, "own_interest": 1.0, "development_slots": 12.0, "name": "crowded"})
    code = "return values.map(({ scenario, seed, run }) => engine.begin(scenario, seed, run).advance(400).room);"
    data = [{"scenario": scenario_data(one), "seed": 1, "run": 0} for one in (crowded, lively)]
    room = EngineRun(crowded, build_world(crowded, 1, 0)).advance(crowded.quarters).room
    assert in_node(code, data) == [room, 1] and room > 1
    assert compared(in_node, numbers, [(crowded, 1, 0), (lively, 1, 0), (crowded, 1, 0)]) == {}


def test_of_the_largest_seed_and_run(in_node, numbers):
    scenario = random_scenario(4).replace(over="defaults")
    assert compared(in_node, numbers, [(scenario, 2**32 - 1, 9_999)]) == {}


@pytest.mark.parametrize("over", ["defaults", "ranges", "posterior"])
def test_of_runs_that_draw_numbers_but_for_those_that_are_kept_and_replaced(in_node, numbers, over):
    classroom = Scenario.load("classroom").replace(over=over)
    changes = {
        "worth.social": 4.0,
        "learning.own_learning": 0.5,
        "need": {"health": 0.2},
        "levers.early_meetings": {"intensity": 0.7, "first": 2014, "last": "2019Q3"},
        "levers.pooled_budgets.practice": 0.9,
        "levers.outcomes_fund": {"intensity": 1.0, "first": "2012Q2"},
    }
    code = """
    return values.runs.map((run) => told(engine.simulate(engine.replace(values.scenario, values.changes), 3, run)));
    """
    runs = (0, 1, 5)
    values = {"scenario": scenario_data(classroom, runs=6, seed=3), "changes": changes, "runs": runs}
    for run, told in zip(runs, in_node(code, values), strict=True):
        history = run_history(classroom.replace(changes), 3, "engine", True, run)
        assert history.yearly.any() and list(differences(told, history, numbers)) == []


def test_of_ties_from_an_edge_list(in_node, numbers, tmp_path):
    rows = [f"authority:A:{one},{kind}:A:{other}" for one in range(1, 61) for kind, other in PARTNERS]
    rows = [f"{row},{'0.8' if place % 3 else ''}" for place, row in enumerate(rows)]
    (tmp_path / "ties.csv").write_text("\n".join(["first,second,trust", *rows]))
    listed = Scenario.load("classroom").replace(ties="edge_list", edge_list=str(tmp_path / "ties.csv"))
    assert str(tmp_path) not in str(scenario_data(listed))
    assert compared(in_node, numbers, [(listed, 1, 0)]) == {}
    code = "return tried(() => engine.begin(engine.replace(values, { pool: 2 }), 1, 0)).error;"
    assert in_node(code, scenario_data(listed)) == "ties of an edge list are those of pool = 1; keep that"


def test_nothing_is_left_from_one_run_to_the_next_and_ties_are_made_once_for_two_in_a_row(in_node):
    code = """
    const [first, other] = values;
    const once = JSON.stringify(told(engine.simulate(first, 1, 0)));
    const world = engine.world;
    const same = JSON.stringify(told(engine.simulate(engine.replace(first, { own_interest: 0.3 }), 1, 0))) === once;
    const shared = engine.world === world;
    engine.simulate(other, 5, 2);
    return { same, shared, again: JSON.stringify(told(engine.simulate(first, 1, 0))) === once };
    """
    values = [scenario_data(Scenario.load("classroom")), scenario_data(random_scenario(26))]
    assert in_node(code, values) == {"same": False, "shared": True, "again": True}
