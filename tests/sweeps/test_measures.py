"""Measures are sums of the yearly table, whatever else is measured and whoever runs it."""

import pickle
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import numpy as np
import pytest

from sipabm import Scenario, simulate
from sipabm.studies import MEASURES, Measure, Measured, measure_runs, measures
from sipabm.tables.history import YEARLY_COLUMNS
from sipabm.words import Pocket

RUNS = 3


@pytest.fixture(scope="module")
def scenarios(lively):
    return [lively, lively.with_policy("outcomes_fund=0.5@2012Q1"), lively.replace(silo_strength=0.1)]


@pytest.fixture(scope="module")
def found(scenarios):
    return measure_runs(scenarios, range(RUNS), seed=3)


@pytest.fixture(scope="module")
def tables(scenarios):
    return [simulate(scenario, RUNS, seed=3, rows=False) for scenario in scenarios]


def same(one, other):
    return all(np.array_equal(getattr(one, part), getattr(other, part)) for part in ("amount", "per", "signed"))


def test_a_measure_is_named_once_and_sums_columns_that_are_there():
    names = [measure.name for measure in MEASURES]
    assert len(set(names)) == len(names)
    used = {column for measure in MEASURES for column in (*measure.columns, *measure.per)}
    assert used <= {column.name for column in YEARLY_COLUMNS}
    assert {f"value_{pocket.name.lower()}" for pocket in Pocket} <= set(names)


def test_no_measure_adds_cash_to_other_value():
    cash = {"gross_cash", "net_cash", *measures.CASH}
    other = {"gross_other", "net_other", *measures.OTHER}
    assert not any(cash & set(measure.columns) and other & set(measure.columns) for measure in MEASURES)
    assert {f"value_{pocket.name.lower()}" for pocket in Pocket} == {*measures.CASH, *measures.OTHER}


def test_measures_are_sums_of_the_yearly_table(found, tables):
    for scenario, results in enumerate(tables):
        sums = results.yearly.groupby("run").sum(numeric_only=True)
        for place, measure in enumerate(MEASURES):
            amount = sums[list(measure.columns)].sum(axis=1)
            per = sums[list(measure.per)].sum(axis=1) if measure.per else 1.0
            np.testing.assert_allclose(found.amount[scenario, :, place], amount, rtol=1e-12)
            np.testing.assert_allclose(found.per[scenario, :, place], per, rtol=1e-12)


def test_means_are_those_of_the_table_of_runs_and_ratios_are_over_all_runs(found, tables):
    means, runs = found.means(), tables[1].runs
    assert means[1, found.place("signed")] == runs["signed"].mean()
    ended = runs["delivered"] + runs["ended_early"]
    early = found.place("share_ended_early")
    assert means[1, early] == pytest.approx(runs["ended_early"].sum() / ended.sum())


def test_signed_by_year_covers_the_whole_run_unless_a_last_year_is_asked_for(scenarios, found, tables):
    by_year = tables[0].yearly.groupby(["run", "year"])["signed"].sum().unstack()
    assert found.years == tuple(by_year.columns)
    assert (found.signed[0] == by_year.to_numpy()).all()
    part = measure_runs(scenarios[:1], range(RUNS), seed=3, first=2013, last=2016)
    assert part.years == tuple(range(2010, 2017))
    assert (part.signed[0] == by_year.to_numpy()[:, :7]).all()


def test_a_window_counts_its_years_alone(scenarios, tables):
    part = measure_runs(scenarios[:1], range(RUNS), seed=3, first=2014, last=2016)
    within = tables[0].yearly.query("2014 <= year <= 2016").groupby("run")["signed"].sum()
    assert (part.amount[0, :, 0] == within).all()


def test_windows_beside_each_other_add_up_to_the_whole(scenarios, found):
    early, late = (measure_runs(scenarios, range(RUNS), 3, **window) for window in ({"last": 2014}, {"first": 2015}))
    np.testing.assert_allclose(early.amount + late.amount, found.amount, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("threads", [1, 2, 3])
def test_the_number_of_threads_changes_no_number(scenarios, found, threads):
    assert same(measure_runs(scenarios, range(RUNS), 3, threads=threads), found)


def test_any_executor_gives_the_same_numbers(scenarios, found):
    with ThreadPoolExecutor(2) as executor:
        assert same(measure_runs(scenarios, range(RUNS), 3, executor=executor), found)


def test_small_tasks_give_the_same_numbers(scenarios, found, monkeypatch):
    monkeypatch.setattr(measures, "SCENARIOS_A_TASK", 2)
    assert same(measure_runs(scenarios, range(RUNS), 3), found)


def test_a_task_can_go_to_another_process(scenarios):
    """Pickled and back it gives the same rows, as in a pool of processes."""
    one = partial(measures.done, measures.weights_of(MEASURES), slice(0, 3), 3)
    (task,) = measures.tasks(measures.chunks_of(scenarios), [1])
    again, its_task = pickle.loads(pickle.dumps((one, task)))
    assert (again(its_task) == one(task)).all()


def test_a_scenario_has_the_same_numbers_beside_any_others(scenarios, found):
    backwards = measure_runs(scenarios[::-1], range(RUNS), 3)
    assert (backwards.amount[::-1] == found.amount).all()


def test_further_runs_follow_as_if_all_were_made_at_once(scenarios, found):
    first, more = (measure_runs(scenarios, members, 3) for members in (range(2), range(2, RUNS)))
    both = first.followed_by(more)
    assert same(both, found) and both.runs == RUNS


def test_own_measures_can_be_asked_for(lively, tables):
    shared = Measure("parties", "parties a deal", "parties", ("parties",), ("signed",))
    found = measure_runs([lively], range(RUNS), 3, measures=[shared])
    runs = tables[0].runs
    parties = (runs["mean_parties_per_deal"] * runs["signed"]).sum()
    assert found.means()[0, 0] == pytest.approx(parties / runs["signed"].sum())


def test_a_measure_that_is_not_there_is_refused_with_the_nearest(found, line_of):
    assert "did you mean 'signed'?" in line_of(lambda: found.place("sined"))


def test_an_interruption_ends_all_runs(scenarios, monkeypatch):
    asked = []

    def interrupt(weights, window, seed, task):
        asked.append(task)
        raise KeyboardInterrupt

    monkeypatch.setattr(measures, "done", interrupt)
    with pytest.raises(KeyboardInterrupt):
        measure_runs(scenarios, range(500), threads=1)
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("window", "words"),
    [
        ({"first": 2009}, "first = 2009"),
        ({"last": 2031}, "from 2010 to 2024"),
        ({"first": "2012Q1"}, "first = '2012Q1'"),
        ({"first": 2014, "last": 2013}, "last = 2013 is before first = 2014"),
    ],
)
def test_a_window_lies_within_the_run(lively, window, words, line_of):
    assert words in line_of(lambda: measure_runs([lively], range(1), **window))


def test_scenarios_cover_the_same_time(lively, line_of):
    line = line_of(lambda: measure_runs([lively, lively.replace(quarters=40)], range(1)))
    assert "60 quarters from 2010Q1" in line and "40 from 2010Q1" in line


@pytest.mark.parametrize("scenarios", [[], [3], ["wrold"]])
def test_what_is_no_scenario_is_refused(scenarios, line_of):
    line_of(lambda: measure_runs(scenarios, range(1)))


def test_an_edge_list_is_a_network_like_any_other(tmp_path):
    (tmp_path / "ties.csv").write_text("first,second\nauthority:A:1,authority:A:2\nauthority:A:1,provider:A:61\n")
    listed = Scenario.load("classroom").replace(ties="edge_list", edge_list=str(tmp_path / "ties.csv"))
    found = measure_runs([listed, listed.replace(own_interest=0.05)], range(2))
    assert found.amount[0, :, 0].tolist() == simulate(listed, 2, rows=False).runs["signed"].tolist()


EFFECT = Measure("effect", "effect", "share of target", ("effect",), ("ended",))


def test_values_by_run_have_the_mean_of_the_ratio():
    amount, per = np.array([[[2.0], [6.0]]]), np.array([[[4.0], [12.0]]])
    values = Measured((EFFECT,), (), amount, per, np.zeros((1, 2, 0))).by_run("effect")
    assert values == pytest.approx(np.array([[0.5, 0.5]]))  # both runs have the same ratio
