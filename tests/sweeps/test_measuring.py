"""What is measured depends on scenario, seed and replicate alone, whatever else is measured and whoever runs it."""

import pickle
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd
import pytest

from sipabm import Scenario, simulate
from sipabm.mesa_model import PartnershipModel
from sipabm.sweeps import running
from sipabm.sweeps.measures import MEASURES, Measure
from sipabm.sweeps.measuring import measure_runs, what_is_kept
from sipabm.sweeps.run_columns import OwnColumns
from sipabm.sweeps.running import Point
from sipabm.sweeps.spans import span_of

RUNS = 3


@pytest.fixture(scope="module")
def scenarios(lively):
    return {
        "lively": lively,
        "fund": lively.with_policy("outcomes_fund=0.5@2012Q1"),
        "open": lively.replace(silo_strength=0.1),
    }


@pytest.fixture(scope="module")
def found(scenarios):
    return measure_runs(scenarios, RUNS, seed=3)


def same(one, other):
    return np.array_equal(one.values, other.values, equal_nan=True)


def test_means_are_those_of_the_table_of_runs_and_ratios_are_over_all_runs(scenarios, found):
    runs = simulate(scenarios["fund"], RUNS, seed=3, rows=False).runs
    assert found.mean("signed")["fund"] == runs["signed"].mean()
    ended = runs["delivered"] + runs["ended_early"]
    assert found.mean("share_ended_early")["fund"] == pytest.approx(runs["ended_early"].sum() / ended.sum())


def test_windows_beside_each_other_add_up_to_the_whole(scenarios, found):
    early, late = (measure_runs(scenarios, RUNS, 3, **window) for window in ({"last": 2014}, {"first": 2015}))
    np.testing.assert_allclose(early.values + late.values, found.values, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("threads", [1, 2, 3])
def test_the_number_of_threads_changes_no_number(scenarios, found, threads):
    assert same(measure_runs(scenarios, RUNS, 3, threads=threads), found)


def test_any_executor_gives_the_same_numbers(scenarios, found):
    with ThreadPoolExecutor(2) as executor:
        assert same(measure_runs(scenarios, RUNS, 3, executor=executor), found)


def test_small_tasks_give_the_same_numbers(scenarios, found, monkeypatch):
    monkeypatch.setattr(running, "POINTS_A_TASK", 2)
    monkeypatch.setattr(running, "ACTOR_QUARTERS_A_TASK", 1)
    assert same(measure_runs(scenarios, RUNS, 3), found)


def test_a_task_can_go_to_another_process(scenarios):
    """Pickled and back it gives the same rows, as in a pool of processes."""
    points = {place: Point(scenario) for place, scenario in enumerate(scenarios.values())}
    span = span_of(scenarios.values(), None, None)
    _, kept = what_is_kept(list(points.values()), 3, MEASURES, (), span, "engine")
    (task, *_) = running.tasks(points, list(points), range(2))
    again, its_task = pickle.loads(pickle.dumps((kept, task)))
    assert (running.done(again, its_task).values == running.done(kept, task).values).all()


def test_a_scenario_has_the_same_numbers_beside_any_others(scenarios, found):
    backwards = measure_runs(dict(reversed(scenarios.items())), RUNS, 3)
    assert backwards.scenarios == ("open", "fund", "lively") and same(backwards.of(found.scenarios), found)


def test_runs_may_begin_with_a_later_replicate_each_with_its_own(scenarios, found):
    later = measure_runs({"one": Point(scenarios["lively"], 1), "two": Point(scenarios["fund"], 2)}, 1, 3)
    assert (later.values[0, 0] == found.values[0, 1]).all() and (later.values[1, 0] == found.values[1, 2]).all()


def test_further_runs_follow_as_if_all_were_made_at_once(scenarios, found):
    first = measure_runs(scenarios, 2, 3)
    more = measure_runs({label: Point(each, 2) for label, each in scenarios.items()}, RUNS - 2, 3)
    assert same(first.followed_by(more), found)


def test_own_measures_can_be_asked_for(lively):
    parties = Measure("parties", "parties a deal", "parties", ("parties",), ("signed",))
    found = measure_runs({"lively": lively}, RUNS, 3, measures=[parties])
    runs = simulate(lively, RUNS, 3, rows=False).runs
    expected = (runs["mean_parties_per_deal"] * runs["signed"]).sum() / runs["signed"].sum()
    assert found.mean("parties")["lively"] == pytest.approx(expected)


def capital_by_run(results):
    """Return the capital of contracts in each run, and how many there are."""
    sums = results.contracts.groupby("run")["capital"].agg(["sum", "size"])
    sums = sums.reindex(results.runs["run"], fill_value=0)
    return sums.set_axis(["all_capital", "deals"], axis=1)


def test_own_columns_come_from_rows_and_are_the_same_as_those_of_simulate(scenarios):
    own = OwnColumns(("all_capital", "deals"), capital_by_run)
    mean = Measure("mean_capital", "capital a deal", "million USD", ("all_capital",), ("deals",))
    found = measure_runs(scenarios, RUNS, 3, measures=["signed", mean], own=[own], threads=2)
    for label, scenario in scenarios.items():
        contracts = simulate(scenario, RUNS, 3).contracts
        assert found.mean("mean_capital")[label] == pytest.approx(contracts["capital"].mean())
        assert found.sums(["deals"])[found.scenarios.index(label)].tolist() == found.by_run("signed")[label].tolist()


class TheUsual(PartnershipModel):
    """The usual model, by Mesa, as it replaces a method."""

    def advance(self, quarters):
        return super().advance(quarters)


@pytest.mark.parametrize("model", ["mesa", TheUsual])
def test_a_mesa_model_and_a_class_of_ones_own_are_measured_alike(small, model):
    asked = {"small": small}, 2, 3
    by_engine = measure_runs(*asked, measures=["signed", "signed_by_year", "cost"])
    own = measure_runs(*asked, measures=["signed", "signed_by_year", "cost"], model=model)
    np.testing.assert_allclose(own.values, by_engine.values, rtol=1e-9)


def test_runs_of_a_folder_are_made_once(small, tmp_path, monkeypatch):
    first = measure_runs({"small": small}, 4, folder=tmp_path / "runs")
    monkeypatch.setattr(running, "done", lambda *_: pytest.fail("made again"))
    again = measure_runs({"small": small}, 4, folder=tmp_path / "runs")
    assert same(first, again)


def test_an_interruption_ends_all_runs(scenarios, monkeypatch):
    asked = []

    def interrupt(kept, task):
        asked.append(task)
        raise KeyboardInterrupt

    monkeypatch.setattr(running, "done", interrupt)
    with pytest.raises(KeyboardInterrupt):
        measure_runs(scenarios, 500, threads=1)
    assert len(asked) == 1


def test_a_run_that_fails_ends_a_study_with_its_reason(small, line_of):
    def nothing(_):
        raise ZeroDivisionError("no deals")

    own = OwnColumns(("deals",), nothing)
    asked = [Measure("deals", "deals", "deals", ("deals",))]
    line = line_of(lambda: measure_runs({"small": small}, 2, measures=asked, own=[own]))
    assert "a run failed (ZeroDivisionError: no deals)" in line


@pytest.mark.parametrize("scenarios", [{}, {"one": 3}, {"one": "wrold"}])
def test_what_is_no_scenario_is_refused(scenarios, line_of):
    line_of(lambda: measure_runs(scenarios, 1))


def test_an_edge_list_is_a_network_like_any_other(tmp_path):
    (tmp_path / "ties.csv").write_text("first,second\nauthority:A:1,authority:A:2\nauthority:A:1,provider:A:61\n")
    listed = Scenario.load("classroom").replace(ties="edge_list", edge_list=str(tmp_path / "ties.csv"))
    found = measure_runs({"listed": listed, "eager": listed.replace(own_interest=0.05)}, 2)
    assert found.by_run("signed")["listed"].tolist() == simulate(listed, 2, rows=False).runs["signed"].tolist()


def test_columns_are_labelled(found):
    assert isinstance(found.by_run("signed"), pd.DataFrame) and list(found.by_run("signed")) == list(found.scenarios)
