"""Parts of the experiment on innovation houses against numbers worked out by hand."""

import importlib.util
from pathlib import Path

import pandas as pd
import pytest

from sipabm import Scenario, simulate
from sipabm.sweeps.measured import measured_tables

SCRIPT = Path(__file__).parent.parent.parent / "experiments" / "innovation_houses.py"
SPEC = importlib.util.spec_from_file_location("houses_by_hand", SCRIPT)
houses = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(houses)
Key = houses.Key
KEYS = [Key(0.5), *(Key(0.5, 0.0, decoupling) for decoupling in (0.0, 0.5, 1.0))]
RUNS = [[3.0, 5.0], [2.0, 4.0], [6.0, 8.0], [5.0, 7.0]]  # successes in two runs, of no house and of three houses


@pytest.fixture(scope="module")
def measured():
    columns = [column for measure in houses.MEASURES for column in measure.columns]
    tables = [pd.DataFrame(dict.fromkeys(columns, values)) for values in RUNS]
    return measured_tables(houses.MEASURES, dict(zip([key.label for key in KEYS], tables, strict=True)))


@pytest.fixture(scope="module")
def table(measured):
    return houses.changes(measured, KEYS)


def test_worlds_differ_in_the_house_alone():
    base = Scenario.load("innovation_house")
    worlds = houses.worlds_of(base, [0.1, 0.5], [1.0], [0.0, 0.25])
    assert list(worlds) == [
        (response, *house) for response in (0.1, 0.5) for house in ((None, None), (1.0, 0.0), (1.0, 0.25))
    ]
    practice = {"levers.innovation_houses.practice": 1.0}
    assert worlds[Key(0.5, 1.0, 0.25)] == base.replace(
        {**practice, "house_integration": 1.0, "house_decoupling": 0.25, "immune_response": 0.5}
    )
    assert worlds[Key(0.1)].levers.innovation_houses.practice == 0.0
    assert houses.usual_response() == 0.1 == Scenario.load("world").innovation.immune_response


def test_houses_are_held_against_no_house(table):
    rows = houses.rows_of(table, houses.SUCCESSFUL, 0.5)
    assert [(row["decoupling"], row["base"], row["difference"]) for row in rows] == [
        (0.0, 4.0, -1.0),
        (0.5, 4.0, 3.0),
        (1.0, 4.0, 2.0),
    ]


def test_the_best_house_is_held_against_both_its_neighbours(measured, table):
    found = houses.best_houses(measured, table, seed=1)
    assert len(found) == len(houses.MEASURES)
    best = found.iloc[0]
    assert (best["decoupling"], best["share_best"], best["difference"]) == (0.5, 1.0, 3.0)
    assert best[["less_decoupling", "less_difference", "less_low", "less_high"]].tolist() == [0.0, 4.0, 4.0, 4.0]
    assert best[["more_decoupling", "more_difference", "more_low", "more_high"]].tolist() == [1.0, 1.0, 1.0, 1.0]
    said = houses.apart_sentence(best.to_dict())
    assert "decoupling 0.5 has +4.0 (+4.0 to +4.0) more than 0; +1.0" in said and "100 %" in said


def test_a_best_house_at_the_end_has_one_neighbour(measured, table):
    found = houses.best_houses(measured, table[table["decoupling"] < 1.0], seed=1)
    assert "more_decoupling" not in found
    assert "more than 1" not in houses.apart_sentence(found.iloc[0].to_dict())


def test_sums_are_those_of_the_runs_and_of_the_contracts():
    scenario = houses.with_houses(Scenario.load("innovation_house"), 1.0)
    results = simulate(scenario, 3)
    sums = houses.sums_of(results)
    assert sums["successful"].tolist() == results.runs["successful"].tolist()
    assert sums["deal"].tolist() == results.runs["signed"].tolist()
    values = [*houses.CASH, *houses.OTHER]
    yearly = results.yearly.groupby("run")[values].sum()
    assert sums[values].to_numpy() == pytest.approx(yearly.to_numpy())
    contracts, threshold = results.contracts, results.number("success_threshold")
    good = contracts[(contracts["status"] == "delivered") & (contracts["effect"] >= contracts["run"].map(threshold))]
    weighted = good.groupby("run")["novelty"].sum().reindex(range(3), fill_value=0.0)
    assert sums["radical"].tolist() == pytest.approx(weighted.tolist())


def test_who_is_within_operations_is_the_same_house_whatever_its_integration():
    base = Scenario.load("innovation_house")
    worlds = houses.worlds_of(base, [0.5], [0.0, 1.0], [0.0])
    first, second = (houses.sums_of(simulate(worlds[Key(0.5, each, 0.0)], 3)) for each in (0.0, 1.0))
    pd.testing.assert_frame_equal(first, second)
