"""Histories of engine.js in node are those of the engine: counts and events alike, real numbers to 1e-12."""

import pytest

from sipabm import Scenario
from sipabm.browser import scenario_data
from sipabm.runs import run_history
from sipabm.scenario.files import scenario_names
from sipabm.verification import random_scenario
from sipabm.verification.compared_histories import unequal_rows

SIMULATE = "return values.map(({ scenario, seed, run }) => told(engine.simulate(scenario, seed, run)));"
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
